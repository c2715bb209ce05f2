// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.WeightUpdate;

/** Stochastic gradient descent with momentum: what was moved last is moved again, times the momentum. */
final class MomentumOptimizer implements Optimizer {

    private final Compute compute;

    private final FloatMatrix biases;

    private final FloatMatrix increments;

    private final FloatMatrix biasIncrements;

    private final WeightUpdate weightUpdate;

    MomentumOptimizer(final Compute compute, final FloatMatrix weights, final FloatMatrix biases) {
        this.compute = compute;
        this.biases = biases;
        increments = compute.zeros(weights.rows(), weights.columns());
        biasIncrements = compute.zeros(1, biases.columns());
        weightUpdate = compute.weightUpdate(weights, increments);
    }

    @Override
    public void apply(final Statistics statistics, final Term products, final Term sums, final Rates rates,
        final float weightDecay) {
        statistics.apply(products, weightUpdate, rates.learning() / statistics.count(products), rates.momentum(),
            rates.learning() * weightDecay, 0f);
        compute.moveBiases(biases, biasIncrements, statistics.sums(sums), rates.momentum(),
            rates.learning() / statistics.count(sums));
    }

    @Override
    public void addTo(final LearnerState state, final String weightsName, final String biasesName) {
        state.mean(weightsName + "/increments", increments).mean(biasesName + "/increments", biasIncrements)
            .number(weightsName + "/runs", weightUpdate::runs, weightUpdate::runs);
    }
}
