// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.UnitGroup;
import org.deepbelief.engine.math.UnitType;

/**
 * How an autoencoder with tied weights is pretrained.
 *
 * @param hidden the hidden units: Bernoulli or rectified-linear
 * @param learning how the gradient is followed
 * @param noise what is done to its inputs
 */
public record AutoencoderSettings(HiddenUnits hidden, Learning learning, Noise noise) implements LayerSettings {

    /** @throws IllegalArgumentException if the hidden units are Gaussian */
    public AutoencoderSettings {
        Ranges.require(hidden.type() != UnitType.GAUSSIAN, "kind of hidden units", hidden.type(),
            "BERNOULLI or RECTIFIED_LINEAR for an autoencoder");
    }

    @Override
    public AutoencoderSettings withHidden(final HiddenUnits units) {
        return new AutoencoderSettings(units, learning, noise);
    }

    @Override
    public AutoencoderSettings withLearning(final Learning steps) {
        return new AutoencoderSettings(hidden, steps, noise);
    }

    /** These settings with other noise. */
    public AutoencoderSettings withNoise(final Noise added) {
        return new AutoencoderSettings(hidden, learning, added);
    }

    @Override
    public boolean takesLabels() {
        return false;
    }

    @Override
    public double sampledZeros() {
        return 0;
    }

    /** Rectified inputs are reconstructed by linear units: the gradient of rectified ones vanishes below 0. */
    @Override
    public LayerLearner learner(final Compute compute, final LayerInput input, final int batchSize, final long seed) {
        final LayerInput linear = new LayerInput(input.groups().stream()
            .map(group -> group.type() == UnitType.RECTIFIED_LINEAR ? new UnitGroup(UnitType.GAUSSIAN, group.size())
                : group).toList(), input.means(), input.classMeans(), input.sparse());
        return new Autoencoder(compute, linear, this, batchSize, seed);
    }
}
