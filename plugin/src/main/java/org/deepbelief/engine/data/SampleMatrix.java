// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Encoded rows with their targets: on the heap while they fit the budget, else in a file that is mapped into memory.
 * The rows are written once, by {@link #read}, and read in any order by any number of threads.
 */
public final class SampleMatrix implements AutoCloseable {

    private static final int CHUNK_ELEMENTS = 1 << 20;

    private static final int ROWS_TO_CANCEL = 256;

    private final int units;

    private final int targets;

    private final long rows;

    private final int chunkRows;

    private final List<float[]> chunks;

    private final MappedRows file;

    private final StorageSettings storage;

    private SampleMatrix(final int units, final int targets, final long rows, final int chunkRows,
        final List<float[]> chunks, final MappedRows file, final StorageSettings storage) {
        this.units = units;
        this.targets = targets;
        this.rows = rows;
        this.chunkRows = chunkRows;
        this.chunks = chunks;
        this.file = file;
        this.storage = storage;
    }

    /**
     * Reads all rows of a source.
     *
     * @param source the rows
     * @param units how many units a row has, at least 1
     * @param targets how many targets a row has, 0 if none
     * @param storage where the rows are kept
     * @param cancelled asked every few hundred rows
     * @throws IOException if the source cannot be read or the file not be written; no file is left behind
     * @throws CancellationException if cancelled; no file is left behind
     */
    public static SampleMatrix read(final RowSource source, final int units, final int targets,
        final StorageSettings storage, final BooleanSupplier cancelled) throws IOException {
        if (units < 1 || targets < 0 || (long)units + targets > 1 << 27) {
            throw new IllegalArgumentException("Rows of " + units + " units and " + targets
                + " targets cannot be kept.");
        }
        int stride = units + targets;
        int chunkRows = Math.max(1, CHUNK_ELEMENTS / stride);
        long rowsInMemory = storage.memoryBudgetBytes() / ((long)stride * Float.BYTES);
        List<float[]> chunks = new ArrayList<>();
        MappedRows.Writer writer = source.rows() > rowsInMemory
            ? new MappedRows.Writer(storage.temporaryFolder(), stride) : null;
        float[] row = new float[units];
        float[] rowTargets = new float[targets];
        long rows = 0;
        try {
            for (; source.next(row, rowTargets); rows++) {
                if (rows % ROWS_TO_CANCEL == 0 && cancelled.getAsBoolean()) {
                    throw new CancellationException("Reading the rows was cancelled.");
                }
                if (writer == null && rows == rowsInMemory) {
                    writer = new MappedRows.Writer(storage.temporaryFolder(), stride);
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
                        chunks.add(new float[chunkLength(source.rows(), rows, chunkRows) * stride]);
                    }
                    float[] chunk = chunks.get(chunks.size() - 1);
                    System.arraycopy(row, 0, chunk, at * stride, units);
                    System.arraycopy(rowTargets, 0, chunk, at * stride + units, targets);
                }
            }
            MappedRows file = writer == null ? null : writer.map();
            return new SampleMatrix(units, targets, rows, chunkRows, chunks, file, storage);
        } catch (IOException | RuntimeException | Error failure) {
            if (writer != null) {
                writer.discard(failure);
            }
            throw failure;
        }
    }

    private static int chunkLength(final long expectedRows, final long rows, final int chunkRows) {
        return expectedRows > rows ? (int)Math.min(chunkRows, expectedRows - rows) : chunkRows;
    }

    /** The number of rows. */
    public long rows() {
        return rows;
    }

    /** The number of units in a row. */
    public int units() {
        return units;
    }

    /** The number of targets of a row; 0 if none. */
    public int targets() {
        return targets;
    }

    /** Where the rows are kept, and what is made from them may be. */
    public StorageSettings storage() {
        return storage;
    }

    /** Whether the rows are in a mapped file and not on the heap. */
    public boolean mapped() {
        return file != null;
    }

    /** The bytes that the rows take. */
    public long bytes() {
        return rows * (units + targets) * Float.BYTES;
    }

    /** Copies the units of a row to {@code target} at {@code offset}. */
    public void readUnits(final long row, final float[] target, final int offset) {
        read(row, 0, target, offset, units);
    }

    /** Copies {@code length} units of a row, from {@code unit} on, to {@code target} at {@code offset}. */
    public void readUnits(final long row, final int unit, final float[] target, final int offset, final int length) {
        Objects.checkFromIndexSize(unit, length, units);
        read(row, unit, target, offset, length);
    }

    /** Copies the targets of a row to {@code target} at {@code offset}. */
    public void readTargets(final long row, final float[] target, final int offset) {
        read(row, units, target, offset, targets);
    }

    /** One target of a row. */
    public float target(final long row, final int index) {
        Objects.checkIndex(index, targets);
        Objects.checkIndex(row, rows);
        return file != null ? file.get(row, units + index)
            : chunks.get((int)(row / chunkRows))[(int)(row % chunkRows) * (units + targets) + units + index];
    }

    /** Where the file is, if the rows are in one. */
    Path path() {
        return file == null ? null : file.path();
    }

    /** Releases the memory and deletes the file. Doing it again does nothing; rows cannot be read any more. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
        chunks.clear();
    }

    private void read(final long row, final int column, final float[] target, final int offset, final int length) {
        Objects.checkIndex(row, rows);
        if (file != null) {
            file.read(row, column, target, offset, length);
        } else {
            int at = (int)(row % chunkRows) * (units + targets) + column;
            System.arraycopy(chunks.get((int)(row / chunkRows)), at, target, offset, length);
        }
    }
}
