// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Every unit of every row, float32. */
final class DenseRows implements RowStorage {

    private static final int CHUNK_ELEMENTS = 1 << 20;

    private final int units;

    private final long rows;

    private final int chunkRows;

    private final List<float[]> chunks;

    private final MappedWords file;

    private DenseRows(final Builder builder, final MappedWords file) {
        this.units = builder.units;
        this.rows = builder.rows;
        this.chunkRows = builder.chunkRows;
        this.chunks = builder.chunks;
        this.file = file;
    }

    @Override
    public void readUnits(final long row, final int unit, final float[] target, final int offset, final int length) {
        if (file != null) {
            file.read(row * units + unit, target, offset, length);
        } else {
            System.arraycopy(chunks.get((int)(row / chunkRows)), (int)(row % chunkRows) * units + unit, target,
                offset, length);
        }
    }

    /** The units of a row. */
    int units() {
        return units;
    }

    /** One unit. */
    float unit(final long row, final int index) {
        return file != null ? file.getFloat(row * units + index)
            : chunks.get((int)(row / chunkRows))[(int)(row % chunkRows) * units + index];
    }

    @Override
    public long bytes() {
        return rows * units * Float.BYTES;
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

        private final long expectedRows;

        private final StorageSettings storage;

        private final long rowsInMemory;

        private final int chunkRows;

        private final List<float[]> chunks = new ArrayList<>();

        private MappedWords.Writer writer;

        private long rows;

        /** @param expectedRows the number of rows, or -1 if it is not known */
        Builder(final int units, final long expectedRows, final StorageSettings storage) {
            this.units = units;
            this.expectedRows = expectedRows;
            this.storage = storage;
            this.rowsInMemory = storage.memoryBudgetBytes() / ((long)units * Float.BYTES);
            this.chunkRows = Math.max(1, CHUNK_ELEMENTS / units);
        }

        @Override
        public void append(final float[] row) throws IOException {
            if (writer == null && (rows == rowsInMemory || expectedRows > rowsInMemory)) {
                writer = new MappedWords.Writer(storage.temporaryFolder(),
                    Math.max(0, expectedRows) * units * Float.BYTES);
                for (long i = 0; i < rows; i++) {
                    writer.append(chunks.get((int)(i / chunkRows)), (int)(i % chunkRows) * units, units);
                }
                chunks.clear();
            }
            if (writer != null) {
                writer.append(row, 0, units);
            } else {
                int at = (int)(rows % chunkRows);
                if (at == 0) {
                    int length = expectedRows > rows ? (int)Math.min(chunkRows, expectedRows - rows) : chunkRows;
                    chunks.add(new float[length * units]);
                }
                float[] chunk = chunks.get(chunks.size() - 1);
                System.arraycopy(row, 0, chunk, at * units, units);
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
