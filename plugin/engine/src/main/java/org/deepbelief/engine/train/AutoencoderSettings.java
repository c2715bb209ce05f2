// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.units.UnitGroup;

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
        Ranges.require(hidden.type().canBeCode(), "kind of hidden units", hidden.type().words(),
            "Bernoulli or rectified linear for an autoencoder");
    }

    @Override
    public AutoencoderSettings withHidden(final HiddenUnits units) {
        return new AutoencoderSettings(units, learning, noise);
    }

    @Override
    public AutoencoderSettings withLearning(final Learning steps) {
        return new AutoencoderSettings(hidden, steps, noise);
    }

    @Override
    public LayerKind kind() {
        return LayerKind.AUTOENCODER;
    }

    @Override
    public boolean takesLabels() {
        return false;
    }

    @Override
    public double sampledZeros() {
        return 0;
    }

    @Override
    public LayerLearner learner(final Compute compute, final LayerInput input, final int batchSize, final long seed) {
        final LayerInput linear = new LayerInput(input.groups().stream()
            .map(group -> new UnitGroup(group.type().reconstructed(), group.size())).toList(),
            input.means(), input.classMeans(), input.sparse());
        return new Autoencoder(compute, linear, this, batchSize, seed);
    }
}
