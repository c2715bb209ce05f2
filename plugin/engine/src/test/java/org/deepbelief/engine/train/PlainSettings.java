// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.units.UnitType;

/** Settings of tests that are to stay as they are when the defaults change. */
final class PlainSettings {

    private static final Momentum MOMENTUM = new Momentum(0.5, 0.9, 5);

    private PlainSettings() {
    }

    /** CD-1 with samples; for units that are not Bernoulli a hundredth of the rate. */
    static BoltzmannMachineSettings machine(final int units, final UnitType type, final int epochs) {
        return BoltzmannMachineSettings.plain(HiddenUnits.of(units, type), new Learning(epochs,
            Schedule.constant(type == UnitType.bernoulli() ? 0.1 : 0.001), MOMENTUM, Penalty.l2(0.0002)));
    }

    /** CD-1 with samples, in plain steps. */
    static BoltzmannMachineSettings steps(final int units, final UnitType type, final double rate) {
        return BoltzmannMachineSettings.plain(HiddenUnits.of(units, type), Learning.plain(1, rate));
    }

    /** A denoising autoencoder. */
    static AutoencoderSettings autoencoder(final int units, final UnitType type, final int epochs) {
        return new AutoencoderSettings(HiddenUnits.of(units, type), new Learning(epochs,
            Schedule.constant(type == UnitType.bernoulli() ? 0.1 : 0.01), MOMENTUM, Penalty.NONE), new Noise(0.2, 0));
    }

    /** On one thread, with nothing held out and no label units. */
    static LayerwisePretraining.Settings pretraining(final List<? extends LayerSettings> layers, final int batchSize,
        final long seed) {
        return new LayerwisePretraining.Settings(List.copyOf(layers),
            TrainingSettings.of(batchSize, seed).withThreads(1), Optional.empty());
    }
}
