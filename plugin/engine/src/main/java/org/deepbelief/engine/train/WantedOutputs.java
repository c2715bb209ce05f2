// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.FloatMatrix;

/**
 * Outputs that are each wanted to have a value, so that their errors are wanted value minus mean. One of each kind of
 * {@link FineTuning.Target}, which makes it.
 */
sealed interface WantedOutputs extends Objective permits ClassObjective, NumberObjective, InputObjective {

    /** The wanted outputs of a batch, until the next one's; NaN where one is missing. */
    FloatMatrix wanted(Batch batch);

    /** Whether a wanted output may be missing, which then counts for nothing. */
    boolean mayMiss();

    /** The weight of each row of the batch of {@link #wanted}, in the first column; null for 1. */
    FloatMatrix rowWeights();

    /** Adds the losses of the batch of {@link #wanted} from its errors at the top, wanted minus mean, weighted. */
    void addResiduals(Batch batch, BackpropagationStage top, Losses losses);

    @Override
    default void gather(final Batch batch, final FloatMatrix below, final BackpropagationStage top,
        final Statistics statistics, final Losses losses) {
        final FloatMatrix wanted = wanted(batch);
        top.residual(below, batch.count(), wanted);
        if (mayMiss() || rowWeights() != null) {
            top.weighResidual(batch.count(), wanted, rowWeights());
            statistics.sum(top.sums(), top.delta(), batch.count(), 1f);
        } else {
            statistics.add(top.sums(), top.residualSums(), 1f);
        }
        addResiduals(batch, top, losses);
    }
}
