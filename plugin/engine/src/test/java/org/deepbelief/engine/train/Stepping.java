// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/** Single steps of learners, as {@link Training} makes them. */
final class Stepping {

    private Stepping() {
    }

    /** The first rows of a matrix, numbered from 0 on. */
    static Batch batch(final FloatMatrix visible, final int count, final long step) {
        return batch(visible, null, count, step);
    }

    /** The first rows of a matrix with their targets, numbered from 0 on. */
    static Batch batch(final FloatMatrix visible, final FloatMatrix targets, final int count, final long step) {
        final Batch batch = Batch.of(visible, targets).at(0, step, count);
        for (int i = 0; i < count; i++) {
            batch.numbers()[i] = i;
        }
        return batch;
    }

    /** A step whose sums are not kept. */
    static void step(final Compute compute, final Learner learner, final Batch batch, final Rates rates) {
        try (Compute part = compute.part()) {
            learner.apply(gather(part, learner, batch), rates);
        }
    }

    /** The sums of a batch in memory of a part of the processor. */
    static Statistics gather(final Compute part, final Learner learner, final Batch batch) {
        final Statistics statistics = new FusedStatistics(part, learner.terms());
        learner.gather(batch, statistics);
        return statistics;
    }
}
