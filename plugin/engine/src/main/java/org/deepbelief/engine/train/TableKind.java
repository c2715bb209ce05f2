// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.VectorColumn;

/** What the inputs are like, by which the defaults go. */
public enum TableKind {

    /** Measurements, amounts and categories: each column tells something of its own. */
    ORDINARY,

    /** Pixels, bits and the like: many inputs between 0 and 1 that tell something together. */
    IMAGES;

    /** From so many columns on, a table is taken for images: 8 x 8 pixels. */
    private static final int IMAGE_COLUMNS = 64;

    /** So many of them have to be left when constant ones, such as the corners of all images, are out. */
    private static final int VARYING_COLUMNS = 32;

    /**
     * The kind by how columns become units: images, if all units are bounded and there are vectors or at least 32 numbers.
     */
    public static TableKind of(final InputEncoding encoding) {
        final boolean bounded = encoding.groups().stream().allMatch(group -> group.type().bounded());
        final boolean vectors = encoding.columns().stream().anyMatch(VectorColumn.class::isInstance);
        final long numbers = encoding.columns().stream().filter(NumberColumn.class::isInstance).count();
        return bounded && (vectors || numbers >= VARYING_COLUMNS) ? IMAGES : ORDINARY;
    }

    /**
     * The kind as far as it can be told before the values are seen.
     *
     * @param columns how many inputs there are
     * @param vectors whether one of them holds vectors
     */
    public static TableKind of(final int columns, final boolean vectors) {
        return vectors || columns >= IMAGE_COLUMNS ? IMAGES : ORDINARY;
    }
}
