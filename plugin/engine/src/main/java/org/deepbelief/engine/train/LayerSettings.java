// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.units.UnitType;

/**
 * How one layer of a stack is pretrained. Names and advice: Hinton, "A practical guide to training restricted Boltzmann
 * machines" (2010).
 *
 * @param method RBM or autoencoder
 * @param units the number of hidden units, at least 1
 * @param hiddenType Bernoulli, rectified-linear or (RBM only) Gaussian
 * @param epochs passes over the rows, at least 0
 * @param learningRate in the first epoch, above 0; applied to the mean gradient of a batch
 * @param learningRateDecay d at least 0: the rate of epoch e, from 0 on, is learningRate / (1 + d e)
 * @param initialMomentum in [0, 1), before the switch
 * @param finalMomentum in [0, 1), from the switch on
 * @param momentumSwitchEpoch the number of epochs with the initial momentum
 * @param weightDecay L2: in a step each weight w loses rate * weightDecay * w; at least 0
 * @param l1Penalty L1: in a step each weight moves by rate * l1Penalty towards zero; at least 0
 * @param sparsityTarget the wanted mean activation of a hidden unit; in (0, 1) for Bernoulli, above 0 otherwise
 * @param sparsityCost how strongly it is wanted; 0 for not at all
 * @param hiddenDropout the share of hidden units left out for each row, in [0, 1)
 * @param gibbsSteps k of CD-k, at least 1 (RBM)
 * @param persistent whether the chain goes on from its last state instead of the data (RBM; Tieleman 2008)
 * @param learnVariance whether the standard deviations of Gaussian visible units are learned (RBM)
 * @param maskingNoise the share of inputs that are set to zero before they are encoded, in [0, 1) (autoencoder)
 * @param gaussianNoise the standard deviation of noise added to the inputs, at least 0 (autoencoder)
 * @param sampledZeros of the first layer, where its rows are kept as sparse ones: how many inputs that are zero in a
 *            whole batch are reconstructed for each input that is not; 0 for all inputs, as in every other layer (RBM
 *            that learns by CD-1 from Bernoulli units, without L1 and without the two settings that follow)
 * @param sampledReconstructions whether the visible units of the chain are samples, as in a persistent chain, or means,
 *            which suit inputs that are means themselves (RBM)
 * @param centred whether the gradient is that of the machine with its units' means taken off, which keeps a layer of
 *            hundreds of hidden units from swinging (RBM)
 */
public record LayerSettings(LayerMethod method, int units, UnitType hiddenType, int epochs, double learningRate,
    double learningRateDecay, double initialMomentum, double finalMomentum, int momentumSwitchEpoch,
    double weightDecay, double l1Penalty, double sparsityTarget, double sparsityCost, double hiddenDropout,
    int gibbsSteps, boolean persistent, boolean learnVariance, double maskingNoise, double gaussianNoise,
    double sampledZeros, boolean sampledReconstructions, boolean centred) {

    /** @throws IllegalArgumentException if a setting is out of range; the message names it */
    public LayerSettings {
        require(units >= 1, "number of hidden units", units, "at least 1");
        require(hiddenType.canBeHidden(), "kind of hidden units", hiddenType,
            "Bernoulli, rectified linear or Gaussian");
        require(method == LayerMethod.RESTRICTED_BOLTZMANN_MACHINE || hiddenType.canBeCode(),
            "kind of hidden units", hiddenType, "Bernoulli or rectified linear for an autoencoder");
        require(epochs >= 0, "number of epochs", epochs, "at least 0");
        require(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY, "learning rate", learningRate, "above 0");
        require(learningRateDecay >= 0, "learning-rate decay", learningRateDecay, "at least 0");
        require(initialMomentum >= 0 && initialMomentum < 1, "initial momentum", initialMomentum, "from 0 to below 1");
        require(finalMomentum >= 0 && finalMomentum < 1, "final momentum", finalMomentum, "from 0 to below 1");
        require(momentumSwitchEpoch >= 0, "momentum switch epoch", momentumSwitchEpoch, "at least 0");
        require(weightDecay >= 0, "weight decay", weightDecay, "at least 0");
        require(l1Penalty >= 0, "L1 penalty", l1Penalty, "at least 0");
        require(sparsityCost >= 0, "sparsity cost", sparsityCost, "at least 0");
        require(sparsityCost == 0 || sparsityTarget > 0 && (!hiddenType.bounded() || sparsityTarget < 1),
            "sparsity target", sparsityTarget, "above 0, and below 1 for Bernoulli units");
        require(hiddenDropout >= 0 && hiddenDropout < 1, "hidden dropout", hiddenDropout, "from 0 to below 1");
        require(gibbsSteps >= 1, "number of Gibbs steps", gibbsSteps, "at least 1");
        require(maskingNoise >= 0 && maskingNoise < 1, "masking noise", maskingNoise, "from 0 to below 1");
        require(gaussianNoise >= 0 && gaussianNoise < Double.POSITIVE_INFINITY, "Gaussian noise", gaussianNoise,
            "at least 0");
        require(sampledZeros >= 0 && sampledZeros < Double.POSITIVE_INFINITY, "number of sampled zeros", sampledZeros,
            "at least 0");
        if (sampledZeros > 0) {
            require(method == LayerMethod.RESTRICTED_BOLTZMANN_MACHINE, "method", method,
                "a restricted Boltzmann machine, or no sampled zeros");
            require(gibbsSteps == 1 && !persistent, "number of Gibbs steps",
                gibbsSteps + (persistent ? " in a persistent chain" : ""), "1 without persistence, or no sampled zeros");
            require(l1Penalty == 0, "L1 penalty", l1Penalty, "0, or no sampled zeros");
            require(sampledReconstructions && !centred, "gradient", centred ? "centred" : "of mean reconstructions",
                "sampled reconstructions and a gradient that is not centred, or no sampled zeros");
        }
        require(sampledReconstructions || !persistent, "reconstruction in a persistent chain", "a mean", "a sample");
    }

    /** Settings that reconstruct all inputs by samples: {@code sampledZeros} is 0, the gradient is not centred. */
    public LayerSettings(final LayerMethod method, final int units, final UnitType hiddenType, final int epochs,
        final double learningRate, final double learningRateDecay, final double initialMomentum,
        final double finalMomentum, final int momentumSwitchEpoch, final double weightDecay, final double l1Penalty,
        final double sparsityTarget, final double sparsityCost, final double hiddenDropout, final int gibbsSteps,
        final boolean persistent, final boolean learnVariance, final double maskingNoise,
        final double gaussianNoise) {
        this(method, units, hiddenType, epochs, learningRate, learningRateDecay, initialMomentum, finalMomentum,
            momentumSwitchEpoch, weightDecay, l1Penalty, sparsityTarget, sparsityCost, hiddenDropout, gibbsSteps,
            persistent, learnVariance, maskingNoise, gaussianNoise, 0, true, false);
    }

    /** These settings with so many sampled zeros. */
    public LayerSettings withSampledZeros(final double zeros) {
        return new LayerSettings(method, units, hiddenType, epochs, learningRate, learningRateDecay, initialMomentum,
            finalMomentum, momentumSwitchEpoch, weightDecay, l1Penalty, sparsityTarget, sparsityCost, hiddenDropout,
            gibbsSteps, persistent, learnVariance, maskingNoise, gaussianNoise, zeros,
            sampledReconstructions, centred);
    }

    /** These settings with reconstructions by samples or means, and with a gradient that is centred or not. */
    public LayerSettings withGradient(final boolean bySamples, final boolean aroundMeans) {
        return new LayerSettings(method, units, hiddenType, epochs, learningRate, learningRateDecay, initialMomentum,
            finalMomentum, momentumSwitchEpoch, weightDecay, l1Penalty, sparsityTarget, sparsityCost, hiddenDropout,
            gibbsSteps, persistent, learnVariance, maskingNoise, gaussianNoise, sampledZeros, bySamples, aroundMeans);
    }

    /**
     * An RBM that learns by CD-1 with settings that work on data in [0, 1]. For rectified-linear or Gaussian hidden
     * units the rate is a hundredth, since nothing bounds their values.
     */
    public static LayerSettings boltzmannMachine(final int units, final UnitType hiddenType, final int epochs) {
        return new LayerSettings(LayerMethod.RESTRICTED_BOLTZMANN_MACHINE, units, hiddenType, epochs,
            hiddenType.bounded() ? 0.1 : 0.001, 0, 0.5, 0.9, 5, 0.0002, 0, 0.1, 0, 0, 1, false, false, 0,
            0);
    }

    /** A denoising autoencoder with tied weights and settings that work on data in [0, 1]. */
    public static LayerSettings autoencoder(final int units, final UnitType hiddenType, final int epochs) {
        return new LayerSettings(LayerMethod.AUTOENCODER, units, hiddenType, epochs,
            hiddenType.bounded() ? 0.1 : 0.01, 0, 0.5, 0.9, 5, 0, 0, 0.1, 0, 0, 1, false, false, 0.2, 0);
    }

    float rate(final int epoch) {
        return (float)(learningRate / (1 + learningRateDecay * epoch));
    }

    float momentum(final int epoch) {
        return (float)(epoch < momentumSwitchEpoch ? initialMomentum : finalMomentum);
    }

    private static void require(final boolean fits, final String setting, final Object value, final String range) {
        if (!fits) {
            throw new IllegalArgumentException("The " + setting + " is " + value + "; choose " + range + ".");
        }
    }
}
