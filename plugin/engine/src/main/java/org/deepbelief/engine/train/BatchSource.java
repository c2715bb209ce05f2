// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.SparseMatrix;

/** The batches of a training, in a new order each epoch. */
public final class BatchSource {

    private final Compute compute;

    private final SampleMatrix samples;

    private final MiniBatches batches;

    private final Batch batch;

    private final FloatMatrix deviations;

    private int epoch;

    private BatchSource(final Compute compute, final SampleMatrix samples, final MiniBatches batches,
        final Batch batch, final FloatMatrix deviations) {
        this.compute = compute;
        this.samples = samples;
        this.batches = batches;
        this.batch = batch;
        this.deviations = deviations;
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
            new MiniBatches(samples, part, settings.batchSize(), settings.seed()),
            Batch.of(compute.zeros(rows, samples.units()),
                samples.targets() == 0 ? null : compute.zeros(rows, samples.targets())), deviations);
    }

    /** Rows by what is not zero in them; the samples must be {@link SampleMatrix#sparse}. */
    public static BatchSource sparse(final Compute compute, final SampleMatrix samples, final Split.Part part,
        final TrainingSettings settings) {
        return new BatchSource(compute, samples,
            new MiniBatches(samples, part, settings.batchSize(), settings.seed()),
            Batch.of(new SparseMatrix(), settings.batchSize()), null);
    }

    /** Draws the order of an epoch, from 0 on. */
    public void startEpoch(final int number) {
        epoch = number;
        batches.startEpoch(number);
    }

    /** The batches of an epoch. */
    public long batches() {
        return batches.batches();
    }

    /** Fetches a batch of the epoch: the same object each time. */
    public Batch fetch(final long number) {
        final int count = batches.numbers(number, batch.numbers());
        if (batch.visible() == null) {
            batches.fill(batch.numbers(), count, batch.sparse());
        } else {
            batches.fill(compute, batch.numbers(), count, batch.visible(), batch.targets());
        }
        if (deviations != null) {
            compute.divideColumns(batch.visible(), count, deviations);
        }
        return batch.at(epoch, epoch * batches.batches() + number, count);
    }

    /** The rows that the batches come from. */
    public SampleMatrix samples() {
        return samples;
    }
}
