// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/** Where the rows of a matrix come from, see {@link Compute#fill}. */
@FunctionalInterface
public interface RowReader {

    /** From the rows of an array. */
    static RowReader of(final float[][] rows) {
        return (row, column, target, length) -> System.arraycopy(rows[row], column, target, 0, length);
    }

    /**
     * Copies {@code length} elements of a row, from {@code column} on, to the start of {@code target}. Called by
     * several threads at a time, each for rows of its own.
     */
    void read(int row, int column, float[] target, int length);
}
