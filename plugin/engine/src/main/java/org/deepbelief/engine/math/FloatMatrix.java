// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import org.deepbelief.engine.math.cpu.HostMatrix;

/**
 * A matrix of float32, row-major and dense: the handle of memory that the processor owns. What is computed with it is
 * computed by the operations of {@link Compute}; values come and go as a whole, by {@link #write} and {@link #read},
 * and single elements are for tests and set-up. Biases, standard deviations and sums are matrices of one row.
 *
 * <p>The memory is released by {@link #close()}, or when the garbage collector finds the matrix. Reading is safe from
 * any number of threads; writing is, where the elements differ.
 */
public interface FloatMatrix extends AutoCloseable {

    /**
     * A matrix of zeros in memory of its own, such as a model keeps. What a trainer needs for a while it takes from
     * {@link Compute#zeros}.
     *
     * @throws IllegalArgumentException if there is no row or no column, or a row is longer than 2^28
     * @throws OutOfMemoryError if the native memory is not there
     */
    static FloatMatrix zeros(final int rows, final int columns) {
        return HostMatrix.zeros(rows, columns);
    }

    /** A matrix of {@code rows} rows from row-major values, in memory of its own. */
    static FloatMatrix of(final int rows, final int columns, final float[] values) {
        return HostMatrix.of(rows, columns, values);
    }

    /** The number of rows. */
    int rows();

    /** The number of columns. */
    int columns();

    /** Rows and columns, for a message: {@code "784 x 500"}. */
    default String shape() {
        return rows() + " x " + columns();
    }

    /**
     * The rows {@code from} (inclusive) to {@code to} (exclusive) as a matrix over the same memory. Closing it does
     * nothing; it must not be used after the whole is closed.
     */
    FloatMatrix rows(int from, int to);

    /** One element. */
    float get(int row, int column);

    /** Sets one element. */
    void set(int row, int column, float value);

    /** Sets every element. */
    void fill(float value);

    /**
     * Copies all elements, row by row, to the start of {@code target}.
     *
     * @throws IndexOutOfBoundsException if it is shorter than that
     */
    void read(float[] target);

    /**
     * Sets all elements, row by row, from the start of {@code source}.
     *
     * @throws IndexOutOfBoundsException if it is shorter than that
     */
    void write(float[] source);

    /** Copies {@code length} elements of a row, from {@code column} on, to {@code target} at {@code offset}. */
    void readRow(int row, int column, float[] target, int offset, int length);

    /** Copies a whole row to the start of {@code target}. */
    default void readRow(final int row, final float[] target) {
        readRow(row, 0, target, 0, columns());
    }

    /** Copies {@code length} values from {@code source} at {@code offset} into a row, from {@code column} on. */
    void writeRow(int row, int column, float[] source, int offset, int length);

    /** Copies the start of {@code source} to a whole row. */
    default void writeRow(final int row, final float[] source) {
        writeRow(row, 0, source, 0, columns());
    }

    /**
     * All elements, row by row.
     *
     * @throws ArithmeticException if they do not fit an array
     */
    default float[] toArray() {
        float[] values = new float[Math.multiplyExact(rows(), columns())];
        read(values);
        return values;
    }

    /** Copies all elements of a matrix of the same shape. */
    void copyFrom(FloatMatrix source);

    /** A copy in memory of its own. */
    FloatMatrix copy();

    /** Releases the memory. Doing it again, or on a view of rows, does nothing. */
    @Override
    void close();
}
