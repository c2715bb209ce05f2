// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.AdamUpdate;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/** See {@link AdamUpdate}; the momentum of the {@link Rates} is what the first moment keeps. */
final class AdamOptimizer implements Optimizer {

    private final Compute compute;

    private final FloatMatrix gradient;

    private final FloatMatrix biasGradient;

    private final AdamUpdate weightUpdate;

    private final AdamUpdate biasUpdate;

    AdamOptimizer(final Compute compute, final FloatMatrix weights, final FloatMatrix biases) {
        this.compute = compute;
        gradient = compute.zeros(weights.rows(), weights.columns());
        biasGradient = compute.zeros(1, biases.columns());
        weightUpdate = compute.adamUpdate(weights);
        biasUpdate = compute.adamUpdate(biases);
    }

    @Override
    public void apply(final Statistics statistics, final Term products, final Term sums, final Rates rates,
        final float weightDecay) {
        statistics.gradient(products, 1f / statistics.count(products), gradient);
        compute.addScaled(1f / statistics.count(sums), statistics.sums(sums), 0f, biasGradient);
        weightUpdate.run(gradient, rates.learning(), rates.momentum(), rates.learning() * weightDecay);
        biasUpdate.run(biasGradient, rates.learning(), rates.momentum(), 0f);
    }

    @Override
    public void addTo(final LearnerState state, final String weightsName, final String biasesName) {
        addTo(state, weightsName, weightUpdate);
        addTo(state, biasesName, biasUpdate);
    }

    /** Adds the moments of a parameter. */
    static void addTo(final LearnerState state, final String name, final AdamUpdate update) {
        state.mean(name + "/firstMoment", update.firstMoment()).mean(name + "/secondMoment", update.secondMoment())
            .number(name + "/firstPower", () -> Double.doubleToRawLongBits(update.firstPower()),
                bits -> update.powers(Double.longBitsToDouble(bits), update.secondPower()))
            .number(name + "/secondPower", () -> Double.doubleToRawLongBits(update.secondPower()),
                bits -> update.powers(update.firstPower(), Double.longBitsToDouble(bits)));
    }
}
