// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.BitSet;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * Rows of which some have a target, and how batches take them: where fewer than half have one, each batch has some of
 * these beside its share of the others, as many if there are so many.
 *
 * @param all of them
 * @param passes those of the batches' passes
 * @param always rows with a target that each batch has beside, instead of in the passes; empty for none
 */
record PartlyLabelledRows(Split.Part all, Split.Part passes, Split.Part always) {

    /** Rows that batches take without a look at their targets. */
    static PartlyLabelledRows whole(final Split.Part rows) {
        return new PartlyLabelledRows(rows, rows, Split.Part.of(new BitSet()));
    }

    /** @param checkCancelled throws if the pass over the rows is to end */
    static PartlyLabelledRows of(final SampleMatrix samples, final Split.Part rows, final Runnable checkCancelled) {
        final BitSet labelled = new BitSet();
        final BitSet others = new BitSet();
        new TargetValues(samples, rows, checkCancelled)
            .forEach((row, value) -> (Float.isNaN(value) ? others : labelled).set((int)row));
        return labelled.cardinality() < others.cardinality()
            ? new PartlyLabelledRows(rows, Split.Part.of(others), Split.Part.of(labelled)) : whole(rows);
    }

    /** How many rows of {@link #always} a batch has: half of it, as far as there are so many. */
    int always(final int batchSize) {
        return (int)Math.min(batchSize / 2, always.size());
    }

    /** The rows of the batches' passes: all, where batches have no room for others. */
    private Split.Part passes(final int batchSize) {
        return always(batchSize) == 0 ? all : passes;
    }

    /** How many batches an epoch has. */
    long batches(final int batchSize) {
        final int most = batchSize - always(batchSize);
        return Math.max(1, (passes(batchSize).size() + most - 1) / most);
    }

    /** How many rows of the passes a batch has where all have the same but for the last, which may have some fewer. */
    int passing(final int batchSize) {
        return (int)Math.max(1, (passes(batchSize).size() + batches(batchSize) - 1) / batches(batchSize));
    }

    /** The most rows of such a batch. */
    int rows(final int batchSize) {
        return passing(batchSize) + always(batchSize);
    }

    /**
     * The share of rows with a target in the batches, of so many rows.
     *
     * @param labelled how many have one
     */
    static double labelledShare(final long labelled, final long rows, final int batchSize) {
        return labelled < rows - labelled && batchSize > 1
            ? (double)Math.min(batchSize / 2, labelled) / Math.min(batchSize, rows) : (double)labelled / rows;
    }

    /**
     * The batches.
     *
     * @param run gives the batch size, which all batches but the last have that hold no rows besides, and the seed of
     *            the order
     * @param deviations 1 x visible units, or null
     */
    BatchSource source(final Compute compute, final SampleMatrix samples, final TrainingSettings run,
        final FloatMatrix deviations) {
        final int besides = always(run.batchSize());
        return besides == 0 ? BatchSource.whole(compute, samples, all, run, deviations)
            : BatchSource.beside(compute, samples,
                new BatchSource.Rows(passes, passing(run.batchSize()), run.seed()),
                new BatchSource.Rows(always, besides, RandomStream.LABELLED_ROWS.key(run.seed(), 0)), deviations);
    }
}
