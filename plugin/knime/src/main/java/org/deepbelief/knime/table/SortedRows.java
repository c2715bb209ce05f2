// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;

/**
 * The rows of a table in the order in which they follow each other. They are read once as they stand, into memory or a
 * file, and handed out from there.
 */
public final class SortedRows implements SequencedRows, AutoCloseable {

    private static final int SKIPPED = -1;

    private final RowSequence sequence;

    private final SampleMatrix samples;

    /** The sample that each row of the table became, and once it is handed out, how many were before it. */
    private final int[] sampleOf;

    private long place;

    private int handedOut;

    private final SequenceMarks marks;

    private SortedRows(final RowSequence sequence, final SampleMatrix samples, final int[] sampleOf) {
        this.sequence = sequence;
        marks = new SequenceMarks(Optional.of(sequence));
        this.samples = samples;
        this.sampleOf = sampleOf;
    }

    /**
     * Reads the rows.
     *
     * @param table rows that do not follow each other as they stand
     * @param reader what turns them into units
     * @param target what reads targets, if there are any
     * @param storage where they are kept
     * @param stop asked whether to stop
     * @throws IOException if a row does not fit
     * @throws CancellationException if it was stopped; nothing is left behind
     */
    public static SortedRows read(final TableRows table, final RowReader reader, final Optional<TargetReader> target,
        final StorageSettings storage, final BooleanSupplier stop) throws IOException {
        final int[] sampleOf = new int[(int)table.table().size()];
        Arrays.fill(sampleOf, SKIPPED);
        try (TableRowSource source = new TableRowSource(table, reader, target)) {
            final RowSource counting = new RowSource() {

                private int read;

                @Override
                public long rows() {
                    return source.rows();
                }

                @Override
                public boolean next(final float[] units, final float[] targets) throws IOException {
                    final boolean there = source.next(units, targets);
                    if (there) {
                        sampleOf[(int)source.row()] = read++;
                    }
                    return there;
                }
            };
            return new SortedRows(table.sequence().orElseThrow(),
                SampleMatrix.read(counting, reader.units(), target.isPresent() ? 1 : 0, storage, stop), sampleOf);
        }
    }

    @Override
    public long rows() {
        return samples.rows();
    }

    @Override
    public boolean next(final float[] units, final float[] targets) {
        while (place < sampleOf.length) {
            final int row = (int)sequence.row(place++);
            if (sampleOf[row] != SKIPPED) {
                samples.readUnits(sampleOf[row], units, 0);
                if (targets.length > 0) {
                    samples.readTargets(sampleOf[row], targets, 0);
                }
                sampleOf[row] = handedOut++;
                marks.handOut(row);
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean startsSequence() {
        return marks.starts();
    }

    @Override
    public int sequence() {
        return marks.sequence();
    }

    /** How many rows were handed out before this row of the table, when all are; negative if it was skipped. */
    int placeOf(final long row) {
        return sampleOf[(int)row];
    }

    @Override
    public void close() {
        samples.close();
    }
}
