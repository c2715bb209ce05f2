// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/** Where the rows of a matrix go, see {@link Compute#read}. */
@FunctionalInterface
public interface RowWriter {

    /**
     * Takes {@code length} elements of a row, from {@code column} on, from the start of {@code values}, which is used
     * again afterwards. Called by several threads at a time, each for rows of its own; the blocks of a row come in
     * order.
     */
    void write(int row, int column, float[] values, int length);
}
