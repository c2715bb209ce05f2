// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix of float32 in native memory, row-major and dense, that ND4J owns. Rows are read and written in bulk through
 * {@code float[]} buffers, which allocates nothing; single elements are for tests and set-up.
 *
 * <p>The memory is released by {@link #close()}, or when the garbage collector finds the matrix. Reading is safe from
 * any number of threads; writing is, where the elements differ.
 */
public final class FloatMatrix implements AutoCloseable {

    private static final int SEGMENT_ELEMENTS = 1 << 28;

    private final INDArray array;

    private final boolean owner;

    private int firstRow;

    private int rows;

    private final int columns;

    private final int segmentRows;

    /** Views of whole rows of the array, none larger than 1 GiB, which is what a buffer can address. */
    private final FloatBuffer[] segments;

    private final IntBuffer[] segmentBits;

    private long address;

    private FloatMatrix(final INDArray array, final int rows, final int columns) {
        this.array = array;
        this.owner = true;
        this.firstRow = 0;
        this.rows = rows;
        this.columns = columns;
        FloatPointer pointer = new FloatPointer(array.data().addressPointer());
        this.address = pointer.address();
        this.segmentRows = Math.min(rows, Math.max(1, SEGMENT_ELEMENTS / columns));
        this.segments = new FloatBuffer[(rows + segmentRows - 1) / segmentRows];
        this.segmentBits = new IntBuffer[segments.length];
        for (int i = 0; i < segments.length; i++) {
            long from = (long)i * segmentRows * columns;
            long to = Math.min((long)rows, (long)(i + 1) * segmentRows) * columns;
            ByteBuffer bytes = new FloatPointer(pointer).position(from).limit(to).asByteBuffer()
                .order(ByteOrder.nativeOrder());
            segments[i] = bytes.asFloatBuffer();
            segmentBits[i] = bytes.asIntBuffer();
        }
    }

    private FloatMatrix(final FloatMatrix whole, final int from, final int to) {
        this.array = whole.array;
        this.owner = false;
        this.firstRow = whole.firstRow + from;
        this.rows = to - from;
        this.columns = whole.columns;
        this.segmentRows = whole.segmentRows;
        this.segments = whole.segments;
        this.segmentBits = whole.segmentBits;
        this.address = whole.address(from, 0);
    }

    /**
     * A matrix of zeros.
     *
     * @throws IllegalArgumentException if there is no row or no column, or a row is longer than 2^28
     * @throws OutOfMemoryError if the native memory is not there
     */
    public static FloatMatrix zeros(final int rows, final int columns) {
        if (rows < 1 || columns < 1 || columns > SEGMENT_ELEMENTS) {
            throw new IllegalArgumentException("A matrix of " + rows + " x " + columns + " cannot be made.");
        }
        Natives.load();
        return new FloatMatrix(allocate(rows, columns), rows, columns);
    }

    /** ND4J throws what its native code throws, {@code std::bad_alloc} in a RuntimeException. */
    private static INDArray allocate(final int rows, final int columns) {
        try {
            return Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, 'c');
        } catch (RuntimeException refused) {
            if (!String.valueOf(refused.getMessage()).contains("bad_alloc")) {
                throw refused;
            }
            OutOfMemoryError error = new OutOfMemoryError(String.format(Locale.ROOT,
                "%d x %d weights or units take %.1f GiB", rows, columns,
                (double)Float.BYTES * rows * columns / (1L << 30)));
            error.initCause(refused);
            throw error;
        }
    }

    /** A matrix of {@code rows} rows from row-major values. */
    public static FloatMatrix of(final int rows, final int columns, final float[] values) {
        if (values.length != (long)rows * columns) {
            throw new IllegalArgumentException(values.length + " values are not " + rows + " x " + columns);
        }
        FloatMatrix matrix = zeros(rows, columns);
        for (int row = 0; row < rows; row++) {
            matrix.writeRow(row, 0, values, row * columns, columns);
        }
        return matrix;
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The number of columns. */
    public int columns() {
        return columns;
    }

    /**
     * The rows {@code from} (inclusive) to {@code to} (exclusive) as a matrix over the same memory. Closing it does
     * nothing; it must not be used after the whole is closed.
     */
    public FloatMatrix rows(final int from, final int to) {
        Objects.checkFromToIndex(from, to, rows);
        return new FloatMatrix(this, from, to);
    }

    /** All rows as a matrix over the same memory whose rows can be given other numbers, see {@link #numberFrom}. */
    FloatMatrix window() {
        return new FloatMatrix(this, 0, rows);
    }

    /** Gives the first row of a {@link #window} a number; those below are none of its rows. Allocates nothing. */
    void numberFrom(final int number) {
        int shift = number + firstRow;
        address -= Float.BYTES * (long)shift * columns;
        firstRow -= shift;
        rows += shift;
    }

    /** Copies {@code length} elements of a row, from {@code column} on, to {@code target} at {@code offset}. */
    public void readRow(final int row, final int column, final float[] target, final int offset, final int length) {
        int at = index(row, column, length);
        segments[(firstRow + row) / segmentRows].get(at, target, offset, length);
    }

    /** Copies a whole row to the start of {@code target}. */
    public void readRow(final int row, final float[] target) {
        readRow(row, 0, target, 0, columns);
    }

    /** Copies {@code length} values from {@code source} at {@code offset} into a row, from {@code column} on. */
    public void writeRow(final int row, final int column, final float[] source, final int offset, final int length) {
        int at = index(row, column, length);
        segments[(firstRow + row) / segmentRows].put(at, source, offset, length);
    }

    /** Copies the start of {@code source} to a whole row. */
    public void writeRow(final int row, final float[] source) {
        writeRow(row, 0, source, 0, columns);
    }

    /** Copies {@code count} rows of a block of {@code width} columns, one after the other, to {@code target}. */
    void readBlock(final int row, final int count, final int column, final int width, final float[] target) {
        if (width == columns && inOneSegment(row, count)) {
            int at = index(row + count - 1, 0, width) - (count - 1) * width;
            segments[(firstRow + row) / segmentRows].get(at, target, 0, count * width);
            return;
        }
        for (int i = 0; i < count; i++) {
            readRow(row + i, column, target, i * width, width);
        }
    }

    /** The reverse of {@link #readBlock}. */
    void writeBlock(final int row, final int count, final int column, final int width, final float[] source) {
        if (width == columns && inOneSegment(row, count)) {
            int at = index(row + count - 1, 0, width) - (count - 1) * width;
            segments[(firstRow + row) / segmentRows].put(at, source, 0, count * width);
            return;
        }
        for (int i = 0; i < count; i++) {
            writeRow(row + i, column, source, i * width, width);
        }
    }

    /** As {@link #writeRow}, from the bit patterns of the values. */
    void writeRowBits(final int row, final int column, final int[] source, final int offset, final int length) {
        int at = index(row, column, length);
        segmentBits[(firstRow + row) / segmentRows].put(at, source, offset, length);
    }

    /** One element. */
    public float get(final int row, final int column) {
        int at = index(row, column, 1);
        return segments[(firstRow + row) / segmentRows].get(at);
    }

    /** Sets one element. */
    public void set(final int row, final int column, final float value) {
        int at = index(row, column, 1);
        segments[(firstRow + row) / segmentRows].put(at, value);
    }

    /** Sets every element. */
    public void fill(final float value) {
        float[] values = new float[columns];
        Arrays.fill(values, value);
        for (int row = 0; row < rows; row++) {
            writeRow(row, values);
        }
    }

    /** A copy in memory of its own. */
    public FloatMatrix copy() {
        FloatMatrix copy = zeros(rows, columns);
        copy.copyFrom(this);
        return copy;
    }

    /** Copies all elements of a matrix of the same shape. */
    public void copyFrom(final FloatMatrix source) {
        if (source.rows != rows || source.columns != columns) {
            throw new IllegalArgumentException("A matrix of " + source.shape() + " does not fit one of " + shape());
        }
        float[] values = new float[columns];
        for (int row = 0; row < rows; row++) {
            source.readRow(row, values);
            writeRow(row, values);
        }
    }

    /** The transpose, in memory of its own. */
    public FloatMatrix transposed() {
        FloatMatrix result = zeros(columns, rows);
        float[] values = new float[columns];
        for (int row = 0; row < rows; row++) {
            readRow(row, values);
            for (int column = 0; column < columns; column++) {
                result.set(column, row, values[column]);
            }
        }
        return result;
    }

    /**
     * All elements, row by row.
     *
     * @throws ArithmeticException if they do not fit an array
     */
    public float[] toArray() {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int row = 0; row < rows; row++) {
            readRow(row, 0, values, row * columns, columns);
        }
        return values;
    }

    /** Releases the memory. Doing it again, or on a view of rows, does nothing. */
    @Override
    public void close() {
        if (owner && address != 0) {
            array.close();
        }
        address = 0;
    }

    @Override
    public String toString() {
        return "FloatMatrix " + shape();
    }

    String shape() {
        return rows + " x " + columns;
    }

    /** Where an element lies in native memory. */
    long address(final int row, final int column) {
        if (address == 0) {
            throw new IllegalStateException("The matrix of " + shape() + " is closed.");
        }
        return address + Float.BYTES * ((long)row * columns + column);
    }

    private boolean inOneSegment(final int row, final int count) {
        return (firstRow + row) / segmentRows == (firstRow + row + count - 1) / segmentRows;
    }

    private int index(final int row, final int column, final int length) {
        if (address == 0) {
            throw new IllegalStateException("The matrix of " + shape() + " is closed.");
        }
        if (row < 0 || row >= rows || column < 0 || length < 0 || column > columns - length) {
            throw new IndexOutOfBoundsException("Row " + row + ", columns " + column + " to " + (column + length)
                + " of a matrix of " + shape());
        }
        return (firstRow + row) % segmentRows * columns + column;
    }
}
