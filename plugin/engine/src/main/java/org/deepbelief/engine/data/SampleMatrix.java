// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.deepbelief.engine.math.SparseMatrix;

/**
 * Encoded rows with their targets: on the heap while they fit the budget, else in files that are mapped into memory,
 * one of the targets, so that a pass over these does not page in all units. The rows are written once, by
 * {@link #read}, and read in any order by any number of threads.
 *
 * <p>Of wide rows that are mostly zero only the rest is kept: rows of at least 512 units of which at most a tenth is
 * not zero in the first 256 rows. Later rows may be as full as they like; each then takes up to twice what it would.
 *
 * <p>Rows may follow each other, sequence after sequence and in time within each ({@link #startsSequence}).
 */
public final class SampleMatrix implements AutoCloseable {

    private static final int ROWS_TO_CANCEL = 256;

    private static final int ROWS_TO_JUDGE = 256;

    private static final int LEAST_SPARSE_UNITS = 512;

    private static final double MOST_SPARSE_DENSITY = 0.1;

    private final int units;

    private final int targets;

    private final long rows;

    private final RowStorage kept;

    /** Null if there are none. */
    private final DenseRows keptTargets;

    private final Sequences sequences;

    private final StorageSettings storage;

    private SampleMatrix(final int units, final Sequences sequences, final long rows, final RowStorage kept,
        final DenseRows keptTargets, final StorageSettings storage) {
        this.units = units;
        this.sequences = sequences;
        this.rows = rows;
        this.kept = kept;
        this.keptTargets = keptTargets;
        this.storage = storage;
        targets = keptTargets == null ? 0 : keptTargets.units();
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
        float[] row = new float[units];
        float[] rowTargets = new float[targets];
        StorageSettings ofUnits = storage.part(units, units + targets);
        RowStorage.Builder builder = units >= LEAST_SPARSE_UNITS ? new SparseRows.Builder(units, ofUnits)
            : new DenseRows.Builder(units, source.rows(), ofUnits);
        DenseRows.Builder targetBuilder = targets == 0 ? null
            : new DenseRows.Builder(targets, source.rows(), storage.part(targets, units + targets));
        RowStorage kept = null;
        Sequences sequences = new Sequences();
        try {
            long rows = 0;
            for (; source.next(row, rowTargets); rows++) {
                if (rows % ROWS_TO_CANCEL == 0 && cancelled.getAsBoolean()) {
                    throw new CancellationException("Reading the rows was cancelled.");
                }
                if (rows == ROWS_TO_JUDGE) {
                    builder = judged(builder, source.rows());
                }
                builder.append(row);
                sequences.append(source.startsSequence());
                if (targetBuilder != null) {
                    targetBuilder.append(rowTargets);
                }
            }
            if (rows <= ROWS_TO_JUDGE) {
                builder = judged(builder, rows);
            }
            kept = builder.finish();
            return new SampleMatrix(units, sequences, rows, kept,
                targetBuilder == null ? null : targetBuilder.finish(), storage);
        } catch (IOException | RuntimeException | Error failure) {
            if (kept == null) {
                builder.discard(failure);
            } else {
                kept.close();
            }
            if (targetBuilder != null) {
                targetBuilder.discard(failure);
            }
            throw failure;
        }
    }

    /** Goes over to dense rows if the rows so far are not mostly zero. */
    private static RowStorage.Builder judged(final RowStorage.Builder builder, final long expectedRows)
        throws IOException {
        return builder instanceof SparseRows.Builder sparse && sparse.density() > MOST_SPARSE_DENSITY
            ? sparse.dense(expectedRows) : builder;
    }

    /** The number of rows. */
    public long rows() {
        return rows;
    }

    /** Whether a row begins a sequence, instead of following the row before it. */
    public boolean startsSequence(final long row) {
        Objects.checkIndex(row, rows);
        return sequences.startsAt(row);
    }

    /** The number of sequences: that of the rows where these have no order. */
    public long sequences() {
        return sequences.count();
    }

    /** Whether rows follow each other. */
    public boolean ordered() {
        return sequences.count() < rows;
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

    /** Whether the units are in a mapped file and not on the heap. */
    public boolean mapped() {
        return kept.mapped();
    }

    /** Whether only what is not zero is kept, which {@link MiniBatches} can then hand out as it is. */
    public boolean sparse() {
        return kept instanceof SparseRows;
    }

    /** The bytes that the rows take, with their targets. */
    public long bytes() {
        return kept.bytes() + (keptTargets == null ? 0 : keptTargets.bytes());
    }

    /** Copies the units of a row to {@code target} at {@code offset}. */
    public void readUnits(final long row, final float[] target, final int offset) {
        Objects.checkIndex(row, rows);
        kept.readUnits(row, 0, target, offset, units);
    }

    /** Copies {@code length} units of a row, from {@code unit} on, to {@code target} at {@code offset}. */
    public void readUnits(final long row, final int unit, final float[] target, final int offset, final int length) {
        Objects.checkFromIndexSize(unit, length, units);
        Objects.checkIndex(row, rows);
        kept.readUnits(row, unit, target, offset, length);
    }

    /**
     * Appends the units of a row that are not zero to a batch.
     *
     * @throws IllegalStateException if all units are kept, see {@link #sparse}
     */
    public void appendNonZeros(final long row, final SparseMatrix batch) {
        Objects.checkIndex(row, rows);
        if (!(kept instanceof SparseRows nonZeros)) {
            throw new IllegalStateException("The rows are not kept by what is not zero.");
        }
        nonZeros.append(row, batch);
    }

    /** Copies the targets of a row to {@code target} at {@code offset}. */
    public void readTargets(final long row, final float[] target, final int offset) {
        Objects.checkIndex(row, rows);
        for (int i = 0; i < targets; i++) {
            target[offset + i] = keptTargets.unit(row, i);
        }
    }

    /** One target of a row. */
    public float target(final long row, final int index) {
        Objects.checkIndex(index, targets);
        Objects.checkIndex(row, rows);
        return keptTargets.unit(row, index);
    }

    /** Releases the memory and deletes the files. Doing it again does nothing; rows cannot be read any more. */
    @Override
    public void close() {
        kept.close();
        if (keptTargets != null) {
            keptTargets.close();
        }
    }
}
