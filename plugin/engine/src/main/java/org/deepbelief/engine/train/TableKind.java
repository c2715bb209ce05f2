// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;

import org.deepbelief.engine.data.EncodingFit;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.VectorColumn;

/** What the inputs are like, by which the defaults go. */
public enum TableKind {

    /** Measurements, amounts and categories: each column tells something of its own. */
    ORDINARY,

    /** Pixels, bits and the like: many inputs between 0 and 1 that tell something together. */
    IMAGES;

    /** The kind by how columns become units: images, if all units are bounded and there are vectors or pixels. */
    public static TableKind of(final InputEncoding encoding) {
        final boolean bounded = encoding.groups().stream().allMatch(group -> group.type().bounded());
        final boolean vectors = encoding.columns().stream().anyMatch(VectorColumn.class::isInstance);
        return bounded && (vectors || hasPixels(encoding)) ? IMAGES : ORDINARY;
    }

    /** Whether the numbers are pixels: Bernoulli units of ranges that those of a picture have. */
    public static boolean hasPixels(final InputEncoding encoding) {
        final List<NumberColumn> numbers = encoding.columns().stream().filter(NumberColumn.class::isInstance)
            .map(NumberColumn.class::cast).toList();
        return numbers.stream().allMatch(number -> number.unitType().bounded())
            && EncodingFit.arePixels(numbers.stream().mapToDouble(NumberColumn::offset).toArray());
    }

    /**
     * The kind as far as it can be told before the values are seen.
     *
     * @param columns how many inputs there are
     * @param vectors whether one of them holds vectors
     */
    public static TableKind of(final int columns, final boolean vectors) {
        return vectors || columns >= EncodingFit.FEWEST_PIXELS ? IMAGES : ORDINARY;
    }
}
