// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.LayerKind;

/**
 * How a restricted Boltzmann machine is pretrained.
 *
 * @param hidden the hidden units
 * @param learning how the gradient is followed
 * @param chain how the gradient is estimated
 * @param learnVariance whether the standard deviations of Gaussian visible units are learned
 * @param sampledZeros of the first layer, where its rows are kept as sparse ones: how many inputs that are zero in a
 *            whole batch are reconstructed for each input that is not; 0 for all inputs, as in every other layer (CD-1
 *            with samples from Bernoulli units, without L1, not centred)
 * @param centred whether the gradient is that of the machine with its units' means taken off, which keeps a layer of
 *            hundreds of hidden units from swinging
 */
public record BoltzmannMachineSettings(HiddenUnits hidden, Learning learning, Chain chain, boolean learnVariance,
    double sampledZeros, boolean centred) implements LayerSettings {

    /** @throws IllegalArgumentException if settings do not go together; the message names one */
    public BoltzmannMachineSettings {
        Ranges.notNegative("number of sampled zeros", sampledZeros);
        if (sampledZeros > 0) {
            Ranges.require(chain.gibbsSteps() == 1 && !chain.persistent(), "number of Gibbs steps",
                chain.gibbsSteps() + (chain.persistent() ? " in a persistent chain" : ""),
                "1 without persistence, or no sampled zeros");
            Ranges.require(learning.penalty().l1() == 0, "L1 penalty", learning.penalty().l1(),
                "0, or no sampled zeros");
            Ranges.require(chain.sampledReconstructions() && !centred, "gradient",
                centred ? "centred" : "of mean reconstructions",
                "sampled reconstructions and a gradient that is not centred, or no sampled zeros");
        }
    }

    /** CD-1 with samples, nothing else. */
    public static BoltzmannMachineSettings plain(final HiddenUnits hidden, final Learning learning) {
        return new BoltzmannMachineSettings(hidden, learning, Chain.SAMPLED, false, 0, false);
    }

    @Override
    public BoltzmannMachineSettings withHidden(final HiddenUnits units) {
        return new BoltzmannMachineSettings(units, learning, chain, learnVariance, sampledZeros, centred);
    }

    @Override
    public BoltzmannMachineSettings withLearning(final Learning steps) {
        return new BoltzmannMachineSettings(hidden, steps, chain, learnVariance, sampledZeros, centred);
    }

    /** These settings with another chain. */
    public BoltzmannMachineSettings withChain(final Chain steps) {
        return new BoltzmannMachineSettings(hidden, learning, steps, learnVariance, sampledZeros, centred);
    }

    /** These settings with standard deviations that are learned or not. */
    public BoltzmannMachineSettings withLearnedVariance(final boolean learned) {
        return new BoltzmannMachineSettings(hidden, learning, chain, learned, sampledZeros, centred);
    }

    /** These settings with so many sampled zeros. */
    public BoltzmannMachineSettings withSampledZeros(final double zeros) {
        return new BoltzmannMachineSettings(hidden, learning, chain, learnVariance, zeros, centred);
    }

    /** These settings with a gradient that is centred or not. */
    public BoltzmannMachineSettings withCentredGradient(final boolean aroundMeans) {
        return new BoltzmannMachineSettings(hidden, learning, chain, learnVariance, sampledZeros, aroundMeans);
    }

    @Override
    public LayerKind kind() {
        return LayerKind.BOLTZMANN_MACHINE;
    }

    @Override
    public boolean takesLabels() {
        return true;
    }

    @Override
    public LayerLearner learner(final Compute compute, final LayerInput input, final int batchSize, final long seed) {
        return sampledZeros > 0 && input.sparse() ? new SampledDivergence(compute, input, this, batchSize, seed)
            : new ContrastiveDivergence(compute, input, this, batchSize, seed);
    }
}
