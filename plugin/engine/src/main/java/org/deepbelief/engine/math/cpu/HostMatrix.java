// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.MatrixMemory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix in the native memory of the machine, which ND4J owns. Here alone its rows can be reached: kernels read and
 * write them in bulk through {@code float[]} buffers, which allocates nothing, and products take their addresses.
 */
public final class HostMatrix implements FloatMatrix {

    private static final int SEGMENT_ELEMENTS = 1 << 28;

    /** The memory: of the matrix and of the views of it, which keep it from being released. */
    private final Memory memory;

    private final boolean owner;

    private int firstRow;

    private int rows;

    private final int columns;

    private final int segmentRows;

    /** Views of whole rows of the array, none larger than 1 GiB, which is what a buffer can address. */
    private final FloatBuffer[] segments;

    private final IntBuffer[] segmentBits;

    private long address;

    /** Is released by its owner's close, or when neither that nor a view can be reached. */
    static final class Memory {

        private final int rows;

        private final int columns;

        private final Cleaner.Cleanable release;

        /** Whether an element may have changed since {@link #changes} was asked for. */
        private boolean written;

        private long changes;

        Memory(final INDArray array, final int rows, final int columns) {
            this.rows = rows;
            this.columns = columns;
            long bytes = bytes(rows, columns);
            release = MatrixMemory.whenDropped(this, () -> {
                array.close();
                MatrixMemory.giveBack(bytes);
            });
        }

        int rows() {
            return rows;
        }

        int columns() {
            return columns;
        }

        /**
         * To be called before elements change, by whichever thread. Looks first, since nothing is slower than to write
         * what others read.
         */
        void change() {
            if (!written) {
                written = true;
            }
        }

        /**
         * A number that is another one when elements have changed since it was asked for. To be asked for while nobody
         * writes.
         */
        long changes() {
            if (written) {
                written = false;
                changes++;
            }
            return changes;
        }
    }

    Memory memory() {
        return memory;
    }

    /** The number of the first row among those of the memory. */
    int firstRow() {
        return firstRow;
    }

    /** Whether this has memory of its own, and is no view of another's. */
    boolean owner() {
        return owner;
    }

    private HostMatrix(final INDArray array, final int rows, final int columns, final int segmentElements) {
        this.memory = new Memory(array, rows, columns);
        this.owner = true;
        this.firstRow = 0;
        this.rows = rows;
        this.columns = columns;
        FloatPointer pointer = new FloatPointer(array.data().addressPointer());
        this.address = pointer.address();
        this.segmentRows = Math.min(rows, Math.max(1, segmentElements / columns));
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

    private HostMatrix(final HostMatrix whole, final int from, final int to) {
        this.memory = whole.memory;
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
    public static HostMatrix zeros(final int rows, final int columns) {
        return zeros(rows, columns, SEGMENT_ELEMENTS);
    }

    /** @param segmentElements the most elements of a buffer, at least those of a row */
    static HostMatrix zeros(final int rows, final int columns, final int segmentElements) {
        if (rows < 1 || columns < 1 || columns > segmentElements) {
            throw new IllegalArgumentException("A matrix of " + rows + " x " + columns + " cannot be made.");
        }
        Natives.load();
        return new HostMatrix(allocate(rows, columns), rows, columns, segmentElements);
    }

    private static long bytes(final int rows, final int columns) {
        return Float.BYTES * (long)rows * columns;
    }

    /** ND4J throws what its native code throws, {@code std::bad_alloc} in a RuntimeException. */
    private static INDArray allocate(final int rows, final int columns) {
        final String what = "A matrix of " + rows + " x " + columns;
        final long bytes = bytes(rows, columns);
        MatrixMemory.take(bytes, what);
        try {
            return Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, 'c');
        } catch (RuntimeException refused) {
            MatrixMemory.giveBack(bytes);
            if (!String.valueOf(refused.getMessage()).contains("bad_alloc")) {
                throw refused;
            }
            OutOfMemoryError error = new OutOfMemoryError(what + " takes " + MatrixMemory.words(bytes)
                + ", which the system does not give");
            error.initCause(refused);
            throw error;
        } catch (Error failed) {
            MatrixMemory.giveBack(bytes);
            throw failed;
        }
    }

    /** A matrix of {@code rows} rows from row-major values. */
    public static HostMatrix of(final int rows, final int columns, final float[] values) {
        if (values.length != (long)rows * columns) {
            throw new IllegalArgumentException(values.length + " values are not " + rows + " x " + columns);
        }
        HostMatrix matrix = zeros(rows, columns);
        for (int row = 0; row < rows; row++) {
            matrix.writeRow(row, 0, values, row * columns, columns);
        }
        return matrix;
    }

    /** A matrix that an operation of the CPU is given. */
    static HostMatrix of(final FloatMatrix matrix) {
        return (HostMatrix)matrix;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public HostMatrix rows(final int from, final int to) {
        Objects.checkFromToIndex(from, to, rows);
        return new HostMatrix(this, from, to);
    }

    /** All rows as a matrix over the same memory whose rows can be given other numbers, see {@link #numberFrom}. */
    HostMatrix window() {
        return new HostMatrix(this, 0, rows);
    }

    /** Gives the first row of a {@link #window} a number; those below are none of its rows. Allocates nothing. */
    void numberFrom(final int number) {
        int shift = number + firstRow;
        address -= Float.BYTES * (long)shift * columns;
        firstRow -= shift;
        rows += shift;
    }

    @Override
    public void readRow(final int row, final int column, final float[] target, final int offset, final int length) {
        int at = index(row, column, length);
        segments[(firstRow + row) / segmentRows].get(at, target, offset, length);
    }

    @Override
    public void writeRow(final int row, final int column, final float[] source, final int offset, final int length) {
        int at = index(row, column, length);
        memory.change();
        segments[(firstRow + row) / segmentRows].put(at, source, offset, length);
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
            memory.change();
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
        memory.change();
        segmentBits[(firstRow + row) / segmentRows].put(at, source, offset, length);
    }

    @Override
    public float get(final int row, final int column) {
        int at = index(row, column, 1);
        return segments[(firstRow + row) / segmentRows].get(at);
    }

    @Override
    public void set(final int row, final int column, final float value) {
        int at = index(row, column, 1);
        memory.change();
        segments[(firstRow + row) / segmentRows].put(at, value);
    }

    @Override
    public void fill(final float value) {
        float[] values = new float[columns];
        Arrays.fill(values, value);
        for (int row = 0; row < rows; row++) {
            writeRow(row, values);
        }
    }

    @Override
    public void read(final float[] target) {
        for (int row = 0; row < rows; row++) {
            readRow(row, 0, target, row * columns, columns);
        }
    }

    @Override
    public void write(final float[] source) {
        for (int row = 0; row < rows; row++) {
            writeRow(row, 0, source, row * columns, columns);
        }
    }

    @Override
    public void copyFrom(final FloatMatrix source) {
        HostMatrix from = of(source);
        if (from.rows != rows || from.columns != columns) {
            throw new IllegalArgumentException("A matrix of " + source.shape() + " does not fit one of " + shape());
        }
        float[] values = new float[columns];
        for (int row = 0; row < rows; row++) {
            from.readRow(row, values);
            writeRow(row, values);
        }
    }

    @Override
    public HostMatrix copy() {
        HostMatrix copy = zeros(rows, columns);
        copy.copyFrom(this);
        return copy;
    }

    @Override
    public void close() {
        if (owner && address != 0) {
            memory.release.clean();
        }
        address = 0;
    }

    @Override
    public String toString() {
        return "HostMatrix " + shape();
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
