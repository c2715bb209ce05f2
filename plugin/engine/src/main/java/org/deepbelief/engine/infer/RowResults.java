// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

/**
 * What inference made of a row: numbers in double precision, which are made of what the engine computed when they are
 * asked for.
 */
public interface RowResults {

    /** How many there are. */
    int size();

    /** The number at an index, from 0 to {@link #size} - 1. */
    double at(int index);

    /** The numbers of an array, which is kept and not copied. */
    static RowResults of(final double[] numbers) {
        return new RowResults() {

            @Override
            public int size() {
                return numbers.length;
            }

            @Override
            public double at(final int index) {
                return numbers[index];
            }
        };
    }

    /** All of them, to be kept. */
    default double[] toArray() {
        final double[] all = new double[size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = at(i);
        }
        return all;
    }
}
