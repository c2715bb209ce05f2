// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Every unit of every row, float32: the units of a row, then its targets. */
final class DenseRows implements RowStorage {

    private static final int CHUNK_ELEMENTS = 1 << 20;

    private final int units;

    private final int stride;

    private final long rows;

    private final int chunkRows;

    private final List<float[]> chunks;

    private final MappedWords file;

    private DenseRows(final Builder builder, final MappedWords file) {
        this.units = builder.units;
        this.stride = builder.stride;
        this.rows = builder.rows;
        this.chunkRows = builder.chunkRows;
        this.chunks = builder.chunks;
        this.file = file;
    }

    @Override
    public void readUnits(final long row, final int unit, final float[] target, final int offset, final int length) {
        if (file != null) {
            file.read(row * stride + unit, target, offset, length);
        } else {
            System.arraycopy(chunks.get((int)(row / chunkRows)), (int)(row % chunkRows) * stride + unit, target,
                offset, length);
        }
    }

    @Override
    public float target(final long row, final int index) {
        return file != null ? file.getFloat(row * stride + units + index)
            : chunks.get((int)(row / chunkRows))[(int)(row % chunkRows) * stride + units + index];
    }

    @Override
    public long bytes() {
        return rows * stride * Float.BYTES;
    }

    @Override
    public boolean mapped() {
        return file != null;
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
        chunks.clear();
    }

    /** Goes over to a file with the first row that does not fit the budget. */
    static final class Builder implements RowStorage.Builder {

        private final int units;

        private final int targets;

        private final int stride;

        private final long expectedRows;

        private final StorageSettings storage;

        private final long rowsInMemory;

        private final int chunkRows;

        private final List<float[]> chunks = new ArrayList<>();

        private MappedWords.Writer writer;

        private long rows;

        /** @param expectedRows the number of rows, or -1 if it is not known */
        Builder(final int units, final int targets, final long expectedRows, final StorageSettings storage) {
            this.units = units;
            this.targets = targets;
            this.stride = units + targets;
            this.expectedRows = expectedRows;
            this.storage = storage;
            this.rowsInMemory = storage.memoryBudgetBytes() / ((long)stride * Float.BYTES);
            this.chunkRows = Math.max(1, CHUNK_ELEMENTS / stride);
        }

        @Override
        public void append(final float[] row, final float[] rowTargets) throws IOException {
            if (writer == null && (rows == rowsInMemory || expectedRows > rowsInMemory)) {
                writer = new MappedWords.Writer(storage.temporaryFolder(),
                    Math.max(0, expectedRows) * stride * Float.BYTES);
                for (long i = 0; i < rows; i++) {
                    writer.append(chunks.get((int)(i / chunkRows)), (int)(i % chunkRows) * stride, stride);
                }
                chunks.clear();
            }
            if (writer != null) {
                writer.append(row, 0, units);
                writer.append(rowTargets, 0, targets);
            } else {
                int at = (int)(rows % chunkRows);
                if (at == 0) {
                    int length = expectedRows > rows ? (int)Math.min(chunkRows, expectedRows - rows) : chunkRows;
                    chunks.add(new float[length * stride]);
                }
                float[] chunk = chunks.get(chunks.size() - 1);
                System.arraycopy(row, 0, chunk, at * stride, units);
                System.arraycopy(rowTargets, 0, chunk, at * stride + units, targets);
            }
            rows++;
        }

        @Override
        public DenseRows finish() throws IOException {
            return new DenseRows(this, writer == null ? null : writer.map());
        }

        @Override
        public void discard(final Throwable failure) {
            if (writer != null) {
                writer.discard(failure);
            }
        }
    }
}
