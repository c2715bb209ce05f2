// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.units.UnitType;

/** What a training does unless told otherwise: in the engine, in the nodes and in the benchmarks. */
public final class Defaults {

    /** The learning rate of pretraining where visible or hidden units are linear: nothing bounds their values. */
    public static final double LINEAR_LEARNING_RATE = 0.001;

    /** The hidden units of a pretrained layer. */
    public static final HiddenUnits HIDDEN = new HiddenUnits(500, UnitType.bernoulli(), new Sparsity(0.1, 0.01), 0);

    /** How a pretrained layer follows its gradient. */
    public static final Learning LEARNING = new Learning(30, Schedule.constant(0.1), new Momentum(0.5, 0.9, 5),
        Penalty.l2(0.0002));

    /** A restricted Boltzmann machine. */
    public static final BoltzmannMachineSettings BOLTZMANN_MACHINE =
        new BoltzmannMachineSettings(HIDDEN, LEARNING, Chain.OF_MEANS, false, 0, true);

    /** An autoencoder. */
    public static final AutoencoderSettings AUTOENCODER =
        new AutoencoderSettings(HIDDEN, LEARNING, new Noise(0.2, 0));

    /** Layer-wise pretraining. */
    public static final LayerwisePretraining.Settings PRETRAINING = new LayerwisePretraining.Settings(
        List.of(BOLTZMANN_MACHINE, BOLTZMANN_MACHINE), TrainingSettings.of(20, 1), Optional.empty());

    /** Wake-sleep tuning: low rates, since tuning only makes the two ways agree. */
    public static final WakeSleepTuning.Settings WAKE_SLEEP = new WakeSleepTuning.Settings(TrainingSettings.of(20, 1),
        Epochs.of(15), new WakeSleepTuning.LearningRates(0.01, 0.01, 0.01, 0.3), 0.5, 0, List.of(3, 6, 10),
        Optional.empty());

    /** Fine-tuning: Adam with dropout. The target is to be set; this one makes an autoencoder. */
    public static final FineTuning.Settings FINE_TUNING = new FineTuning.Settings(new FineTuning.Target.Inputs(),
        TrainingSettings.of(32, 1), new Epochs(60, 30, 0),
        new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.005), 0.9, 0), new Dropout(0, 0.4), 0, false);

    private Defaults() {
    }
}
