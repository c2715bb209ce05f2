// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.SequenceBatches;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TimeSteps;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.SparseMatrix;

/** The batches of a training, in a new order each epoch. */
public final class BatchSource {

    private final Compute compute;

    private final SampleMatrix samples;

    private final MiniBatches batches;

    /** Rows that each batch has beside those of {@link #batches}; null for none. */
    private final MiniBatches always;

    private final Batch batch;

    private final FloatMatrix deviations;

    /** What precedes the rows of a batch; null where nobody asks. */
    private final PrecedingRows before;

    /** The pieces of sequences that the batches are; null where they are rows in any order. */
    private final SequenceBatches pieces;

    private int epoch;

    private BatchSource(final Compute compute, final SampleMatrix samples, final MiniBatches batches,
        final MiniBatches always, final Batch batch, final FloatMatrix deviations) {
        this.compute = compute;
        this.samples = samples;
        this.batches = batches;
        this.always = always;
        this.batch = batch;
        this.deviations = deviations;
        before = null;
        pieces = null;
    }

    private BatchSource(final Compute compute, final MiniBatches batches, final Batch batch,
        final SampleMatrix samples, final PrecedingRows before) {
        this.compute = compute;
        this.samples = samples;
        this.batches = batches;
        this.batch = batch;
        this.before = before;
        always = null;
        deviations = null;
        pieces = null;
    }

    private BatchSource(final Compute compute, final MiniBatches batches, final Batch batch,
        final SampleMatrix samples, final SequenceBatches pieces) {
        this.compute = compute;
        this.samples = samples;
        this.batches = batches;
        this.batch = batch;
        this.pieces = pieces;
        always = null;
        deviations = null;
        before = null;
    }

    /**
     * Whole rows, with their targets if they have any.
     *
     * @param compute what computes and gives the memory
     * @param part the rows to learn from
     * @param settings the batch size and the seed of the order
     */
    public static BatchSource whole(final Compute compute, final SampleMatrix samples, final Split.Part part,
        final TrainingSettings settings) {
        return whole(compute, samples, part, settings, null);
    }

    /**
     * Whole rows in units of standard deviations.
     *
     * @param deviations 1 x visible units, or null
     */
    public static BatchSource whole(final Compute compute, final SampleMatrix samples, final Split.Part part,
        final TrainingSettings settings, final FloatMatrix deviations) {
        final int rows = (int)Math.max(1, Math.min(settings.batchSize(), part.size()));
        return new BatchSource(compute, samples,
            new MiniBatches(samples, part, settings.batchSize(), settings.seed()), null,
            Batch.of(compute.zeros(rows, samples.units()),
                samples.targets() == 0 ? null : compute.zeros(rows, samples.targets())), deviations);
    }

    /**
     * Whole rows, each with what precedes it in its sequence.
     *
     * @param before the rows before each
     */
    public static BatchSource ordered(final Compute compute, final SampleMatrix samples, final Split.Part part,
        final TrainingSettings settings, final PrecedingRows before) {
        final int rows = (int)Math.max(1, Math.min(settings.batchSize(), part.size()));
        return new BatchSource(compute, new MiniBatches(samples, part, settings.batchSize(), settings.seed()),
            Batch.ordered(compute.zeros(rows, samples.units()),
                samples.targets() == 0 ? null : compute.zeros(rows, samples.targets()),
                compute.zeros(rows, before.units())), samples, before);
    }

    /**
     * Whole rows with their targets, of two parts: an epoch is a pass over the first, and each batch has rows of the
     * second beside, in passes of their own over as many of these as make full batches.
     *
     * @param first its batch size is that of the first part
     * @param always rows that each batch has
     * @param deviations 1 x visible units, or null
     */
    public static BatchSource beside(final Compute compute, final SampleMatrix samples, final Rows first,
        final Rows always, final FloatMatrix deviations) {
        final int rows = first.batchSize + always.batchSize;
        return new BatchSource(compute, samples, first.batches(samples), always.batches(samples),
            Batch.of(compute.zeros(rows, samples.units()), compute.zeros(rows, samples.targets())), deviations);
    }

    /**
     * Rows that batches take.
     *
     * @param part which
     * @param batchSize how many a batch takes; at least 1 and at most all
     * @param seed of their order
     */
    public record Rows(Split.Part part, int batchSize, long seed) {

        private MiniBatches batches(final SampleMatrix samples) {
            return new MiniBatches(samples, part, batchSize, seed);
        }
    }

    /** Rows by what is not zero in them; the samples must be {@link SampleMatrix#sparse}. */
    public static BatchSource sparse(final Compute compute, final SampleMatrix samples, final Split.Part part,
        final TrainingSettings settings) {
        return new BatchSource(compute, samples,
            new MiniBatches(samples, part, settings.batchSize(), settings.seed()), null,
            Batch.of(new SparseMatrix(), settings.batchSize()), null);
    }

    /**
     * Pieces of sequences, without targets.
     *
     * @param settings the batch size, which is about how many rows the pieces of a batch have together, and the seed of
     *            the order
     * @param pieceRows the most rows of a piece
     */
    public static BatchSource pieces(final Compute compute, final SampleMatrix samples, final Split.Part part,
        final TrainingSettings settings, final int pieceRows) {
        final int size = (int)Math.max(1, Math.min(settings.batchSize(), part.size()));
        final int rows = Math.max(size, pieceRows);
        return new BatchSource(compute, new MiniBatches(samples, part, rows, settings.seed()),
            Batch.inTime(compute.zeros(rows, samples.units()), new TimeSteps(pieceRows, rows)), samples,
            new SequenceBatches(samples, part, pieceRows, size, settings.seed()));
    }

    /** Draws the order of an epoch, from 0 on. */
    public void startEpoch(final int number) {
        epoch = number;
        batches.startEpoch(number);
        if (pieces != null) {
            pieces.startEpoch(number);
        }
    }

    /** The batches of an epoch. */
    public long batches() {
        return pieces == null ? batches.batches() : pieces.batches();
    }

    /** Fetches a batch of the epoch: the same object each time. */
    public Batch fetch(final long number) {
        final long step = epoch * batches() + number;
        if (pieces != null) {
            final int rows = pieces.numbers(number, batch.numbers(), batch.time());
            batches.fill(compute, batch.numbers(), rows, batch.visible(), null);
            return batch.at(epoch, step, rows);
        }
        final int beside = always == null ? 0 : besides(step);
        final int count = beside + batches.numbers(number, batch.numbers(), beside);
        if (batch.visible() == null) {
            batches.fill(batch.numbers(), count, batch.sparse());
        } else {
            batches.fill(compute, batch.numbers(), count, batch.visible(), batch.targets());
        }
        if (deviations != null) {
            compute.divideColumns(batch.visible(), count, deviations);
        }
        if (before != null) {
            before.fill(compute, batch.numbers(), count, batch.context());
        }
        return batch.at(epoch, step, count);
    }

    private int besides(final long step) {
        final long full = always.rows() / always.batchSize();
        always.startEpoch((int)(step / full));
        return always.numbers(step % full, batch.numbers());
    }

    /** The rows that the batches come from. */
    public SampleMatrix samples() {
        return samples;
    }
}
