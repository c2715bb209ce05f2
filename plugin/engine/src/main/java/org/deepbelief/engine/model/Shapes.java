// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import org.deepbelief.engine.math.FloatMatrix;

/** The checks of shapes that the parts of a model share. */
final class Shapes {

    private Shapes() {
    }

    static void check(final String what, final FloatMatrix matrix, final int rows, final int columns) {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw new IllegalArgumentException("The " + what + " are " + matrix.rows() + " x " + matrix.columns()
                + ", not " + rows + " x " + columns + ".");
        }
    }

    static void check(final String what, final float[] vector, final int length) {
        if (vector.length != length) {
            throw new IllegalArgumentException("The " + what + " are " + vector.length + ", not " + length + ".");
        }
    }

    /** So many, each above 0 and finite. */
    static void checkDeviations(final String what, final float[] deviations, final int length) {
        check(what, deviations, length);
        for (final float deviation : deviations) {
            if (!(deviation > 0 && deviation < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("One of the " + what + " is " + deviation + ".");
            }
        }
    }
}
