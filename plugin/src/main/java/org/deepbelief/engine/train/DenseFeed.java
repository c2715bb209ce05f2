// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.cpu.RowKernel;
import org.deepbelief.engine.math.cpu.Scratch;

/** Batches of whole rows, and beside them, where there are label units, of the rows' classes. */
final class DenseFeed implements BatchFeed {

    /** What takes the batches. */
    interface Trainer {

        /** See {@link ContrastiveDivergence#gather} and {@link Autoencoder#gather}. */
        void gather(FloatMatrix visible, int rows, long step);
    }

    private final Compute compute;

    private final MiniBatches batches;

    private final Trainer trainer;

    private final FloatMatrix visible;

    private final FloatMatrix targets;

    private final FloatMatrix labels;

    private final RowKernel oneHot = this::oneHot;

    /** @param labels one row a case, one column a class, or null; class indices are put here as one unit a class */
    DenseFeed(final Compute compute, final SampleMatrix samples, final MiniBatches batches, final Trainer trainer,
        final FloatMatrix labels) {
        this.compute = compute;
        this.batches = batches;
        this.trainer = trainer;
        this.labels = labels;
        visible = FloatMatrix.zeros(batches.batchSize(), samples.units());
        targets = labels == null ? null : FloatMatrix.zeros(batches.batchSize(), samples.targets());
    }

    @Override
    public int gather(final long batch, final long step) {
        int count = batches.fill(compute, batch, visible, targets);
        if (labels != null) {
            compute.overRows(count, oneHot);
        }
        trainer.gather(visible, count, step);
        return count;
    }

    /** A row without a class has no unit set. */
    private void oneHot(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            float target = targets.get(row, 0);
            for (int i = 0; i < labels.columns(); i++) {
                labels.set(row, i, target == i ? 1f : 0f);
            }
        }
    }

    @Override
    public void close() {
        visible.close();
        if (targets != null) {
            targets.close();
        }
    }
}
