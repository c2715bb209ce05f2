// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * What a training does unless told otherwise: in the engine, in the nodes and in the benchmarks. Some of it depends on
 * the data: how wide, how long, how fast. What is said of ordinary tables was chosen by cross-validation within the
 * training parts of thirteen tables of 150 to 1,500 rows.
 */
public final class Defaults {

    /**
     * By which factors a network learns: where it saves time by rounded ones, these make as good networks. What a
     * network then tells of rows comes of float32.
     */
    public static final Precision PRECISION = Precision.AUTOMATIC;

    /** The learning rate of pretraining where visible or hidden units are linear: nothing bounds their values. */
    public static final double LINEAR_LEARNING_RATE = 0.001;

    /**
     * The learning rate of a first machine with Gaussian inputs that it reconstructs as means: ten times as fast, since
     * the inputs are standardised and there is no noise of sampling in them.
     */
    public static final double GAUSSIAN_INPUT_LEARNING_RATE = 0.01;

    /** The learning rate of a recurrent machine, which is a step of Adam: that of its authors (Kingma and Ba 2015). */
    public static final double ADAM_LEARNING_RATE = 0.001;

    /** Through so many rows the gradient of a recurrent machine goes back. */
    public static final int PIECE_ROWS = 100;

    /** The longest mean gradient of a recurrent machine. */
    public static final double GRADIENT_NORM = 1;

    /** The sum of the rates of so many Gaussian inputs may not be more: with as many factors, steps would overshoot. */
    private static final double MOST_RATE_OF_ALL_INPUTS = 1;

    private static final int ORDINARY_GIBBS_STEPS = 5;

    /**
     * The weight decays of fine-tuning for an ordinary table, at the learning rate that is the default: the usual one,
     * one for tables with much noise, and one for those with little.
     */
    private static final List<Double> ORDINARY_WEIGHT_DECAYS = List.of(0.3, 1.0, 0.03);

    /** The weight decay of fine-tuning an autoencoder, at the learning rate that is the default. */
    private static final double RECONSTRUCTION_WEIGHT_DECAY = 0.1;

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
        List.of(BOLTZMANN_MACHINE, BOLTZMANN_MACHINE), training(20), Optional.empty());

    /**
     * Wake-sleep tuning: low rates, since tuning only makes the two ways agree. At such rates new label units would
     * hardly be learned at all where inputs are numbers, so telling classes counts many times.
     */
    public static final WakeSleepTuning.Settings WAKE_SLEEP = new WakeSleepTuning.Settings(training(20),
        Epochs.of(15), new WakeSleepTuning.LearningRates(0.01, 0.01, 0.01, 0.3), 0.5, 0, List.of(3, 6, 10),
        100, Optional.empty());

    /** Fine-tuning towards a target, which is to be set: Adam with dropout. */
    public static final FineTuning.Settings FINE_TUNING = new FineTuning.Settings(new FineTuning.Target.Inputs(),
        training(32), new Epochs(60, 30, 0),
        new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.005), 0.9, 0), new Dropout(0, 0.4), 0, false);

    /** The weight of smoothness where few rows have a class. */
    public static final double SMOOTHNESS = 0.3;

    /** The neighbours of a row among all rows, where there are so many. */
    private static final double PERPLEXITY = 30;

    /** The least of them that a batch holds, where there are so many. */
    private static final double PERPLEXITY_OF_A_BATCH = 5;

    /** The least perplexity that tells nearer rows from others. */
    private static final double LEAST_PERPLEXITY = 1.5;

    /** The weight of the classes where neighbours count too. */
    public static final double CLASS_WEIGHT = 0.5;

    /** Embedding: a map of neighbours in the plane, by Adam. */
    public static final Embedding.Settings EMBEDDING = new Embedding.Settings(
        new Embedding.Aim.Neighbours(PERPLEXITY), 2, training(500), Epochs.of(100),
        new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.01), 0.9, 0), new Dropout(0.1, 0.2), 0);

    /** How long a network is embedded. */
    public static final TrainingLength EMBEDDING_LENGTH = new TrainingLength(1000, 30);

    /** The share of the rows for which a sense is left out while networks are fused. */
    public static final double LEFT_OUT_SENSES = 0.5;

    /** The Gibbs steps by which networks are fused. */
    public static final int FUSING_GIBBS_STEPS = 1;

    /** How long the layers that fuse networks learn. */
    public static final TrainingLength FUSING_LENGTH = new TrainingLength(2000, 2);

    private Defaults() {
    }

    private static TrainingSettings training(final int batchSize) {
        return TrainingSettings.of(batchSize, 1).withPrecision(PRECISION);
    }

    /**
     * The perplexity of an embedding: 30, parted among the batches of a pass, since each of them holds only so many of
     * a row's nearest; but five at least, or a third of the other rows where a batch has few.
     *
     * @param batchRows the rows of a batch
     * @param batches of a pass, at least 1
     */
    public static double perplexity(final long batchRows, final long batches) {
        return Math.min(Math.max(PERPLEXITY_OF_A_BATCH, PERPLEXITY / batches),
            Math.max(LEAST_PERPLEXITY, (batchRows - 1) / 3.0));
    }

    /** The sizes of the layers, from the bottom up. */
    public static List<Integer> layerUnits(final TableKind kind) {
        return switch (kind) {
            case ORDINARY -> List.of(150);
            case IMAGES -> PRETRAINING.layers().stream().map(LayerSettings::units).toList();
        };
    }

    /**
     * The Gibbs steps of contrastive divergence: five where the data are few and ordinary, since a better model of them
     * fills their gaps better and has better features; one for images, where time is dear.
     *
     * @param plain whether chains begin at the rows and there are neither classes nor sampled zeros; otherwise one step
     */
    public static int gibbsSteps(final TableKind kind, final boolean plain) {
        return kind == TableKind.ORDINARY && plain ? ORDINARY_GIBBS_STEPS
            : BOLTZMANN_MACHINE.chain().gibbsSteps();
    }

    /** How long a layer is pretrained. */
    public static TrainingLength pretrainingLength(final TableKind kind) {
        return kind == TableKind.ORDINARY ? new TrainingLength(6000, 2)
            : new TrainingLength(2000, LEARNING.epochs());
    }

    /** How long a network is fine-tuned. */
    public static TrainingLength fineTuningLength(final TableKind kind) {
        return new TrainingLength(3000, kind == TableKind.ORDINARY ? 10 : FINE_TUNING.epochs().count());
    }

    /**
     * The weight of smoothness: none where most rows have a target, or this is a number. Where fewer have a class, the
     * others are learned from too; chosen within the training rows of ordinary tables of which one row in ten kept its
     * class.
     *
     * @param labelled rows with a target
     * @param rows all of them
     */
    public static double smoothnessWeight(final FineTuning.Target target, final long labelled, final long rows) {
        return target.classes() > 0 && 2 * labelled < rows ? SMOOTHNESS : 0;
    }

    /**
     * The radius of smoothness: rows of a table lie closer to rows of another class than images do, in shares of how
     * far they lie from their mean.
     */
    public static double smoothnessRadius(final TableKind kind) {
        return kind == TableKind.ORDINARY ? 0.1 : 0.25;
    }

    /** The number of last epochs of fine-tuning over which weights are averaged: half of them. */
    public static int averagedEpochs(final int epochs) {
        return (epochs + 1) / 2;
    }

    /** After how many epochs of pretraining the momentum rises: early in a short training. */
    public static int momentumSwitchEpoch(final int epochs) {
        return Math.min(LEARNING.momentum().switchEpoch(), epochs / 4 + 1);
    }

    /**
     * The weight decays of fine-tuning to choose from, the usual one first, by which weights lose a share of themselves
     * in a step of Adam: 0.0015 towards a target of an ordinary table, which has few rows, 0.0005 towards the inputs. A
     * single one where there is nothing to choose.
     *
     * @param rate the learning rate, by which the decay is multiplied in a step
     */
    public static List<Double> weightDecays(final TableKind kind, final FineTuning.Target target,
        final OptimizerKind optimizer, final double rate) {
        final FineTuning.Descent descent = FINE_TUNING.descent();
        final List<Double> decays;
        if (optimizer != OptimizerKind.ADAM) {
            decays = List.of(descent.weightDecay());
        } else if (target.targets() == 0) {
            decays = List.of(RECONSTRUCTION_WEIGHT_DECAY);
        } else {
            decays = kind == TableKind.ORDINARY ? ORDINARY_WEIGHT_DECAYS : List.of(descent.weightDecay());
        }
        return decays.stream().map(decay -> decay * Math.min(1, descent.rate().initial() / rate)).toList();
    }

    /**
     * The share of hidden units that fine-tuning leaves out: none towards the inputs, since the units of a narrow layer
     * have all of them to tell.
     */
    public static double hiddenDropout(final FineTuning.Target target) {
        return target.targets() == 0 ? 0 : FINE_TUNING.dropout().hidden();
    }

    /**
     * The learning rate of a layer by the units on its two sides.
     *
     * @param visible what it reads
     * @param first whether these are the network's inputs
     * @param layer the layer but for its rate
     */
    public static double learningRate(final List<UnitGroup> visible, final boolean first, final LayerSettings layer) {
        if (layer instanceof RecurrentSettings) {
            return ADAM_LEARNING_RATE;
        }
        final long unbounded = visible.stream().filter(group -> !group.type().bounded()).mapToLong(UnitGroup::size)
            .sum();
        if (unbounded == 0 && layer.hiddenType().bounded()) {
            return LEARNING.rate().initial();
        }
        final boolean means =
            layer instanceof BoltzmannMachineSettings machine && !machine.chain().sampledReconstructions();
        return first && means && layer.hiddenType().bounded() ? Math.max(LINEAR_LEARNING_RATE,
            Math.min(GAUSSIAN_INPUT_LEARNING_RATE, MOST_RATE_OF_ALL_INPUTS / unbounded)) : LINEAR_LEARNING_RATE;
    }

    /**
     * The rates of wake-sleep tuning: a tenth of those of bits where inputs are not bounded (Hinton 2010, section 13.2:
     * the learning rate of Gaussian visible units is one or two orders of magnitude smaller).
     *
     * @param visible what the network reads
     */
    public static WakeSleepTuning.LearningRates wakeSleepRates(final List<UnitGroup> visible) {
        final WakeSleepTuning.LearningRates bits = WAKE_SLEEP.rates();
        return visible.stream().allMatch(group -> group.type().bounded()) ? bits
            : new WakeSleepTuning.LearningRates(bits.wake() / 10, bits.sleep() / 10, bits.top() / 10, bits.decay());
    }

    /**
     * How often telling classes counts in wake-sleep tuning: so often that classes are learned at the same rate
     * whatever that of the memory is, but no oftener than at the rate that is the default.
     *
     * @param visible what the network reads
     * @param topRate the learning rate of the memory
     */
    public static double discriminativeWeight(final List<UnitGroup> visible, final double topRate) {
        final double most = WAKE_SLEEP.discriminativeWeight();
        return Math.max(1, Math.min(most, most * wakeSleepRates(visible).top() / topRate));
    }

    /**
     * Layer-wise pretraining for a table.
     *
     * @param encoding what its columns become
     * @param rows how many there are to learn from
     */
    public static LayerwisePretraining.Settings pretraining(final InputEncoding encoding, final long rows) {
        final TableKind kind = TableKind.of(encoding);
        final int epochs = pretrainingLength(kind).epochs(rows, PRETRAINING.training().batchSize());
        final Momentum momentum = LEARNING.momentum();
        final Learning learning = LEARNING.withEpochs(epochs)
            .withMomentum(new Momentum(momentum.initial(), momentum.last(), momentumSwitchEpoch(epochs)));
        final Chain usual = BOLTZMANN_MACHINE.chain();
        final Chain chain = new Chain(gibbsSteps(kind, !usual.persistent()), usual.persistent(),
            usual.sampledReconstructions());
        final List<LayerSettings> layers = new ArrayList<>();
        for (final int units : layerUnits(kind)) {
            final List<UnitGroup> visible = layers.isEmpty() ? encoding.groups()
                : List.of(new UnitGroup(HIDDEN.type(), layers.get(layers.size() - 1).units()));
            final LayerSettings layer = BOLTZMANN_MACHINE.withChain(chain)
                .withHidden(new HiddenUnits(units, HIDDEN.type(), HIDDEN.sparsity(), HIDDEN.dropout()))
                .withLearning(learning);
            layers.add(layer.withLearning(
                learning.withRate(Schedule.constant(learningRate(visible, layers.isEmpty(), layer)))));
        }
        return PRETRAINING.withLayers(layers);
    }

    /**
     * Fine-tuning for a target.
     *
     * @param encoding what the columns of the table become
     * @param target what is to be learned
     * @param rows how many with a target there are to learn from
     */
    public static FineTuning.Settings fineTuning(final InputEncoding encoding, final FineTuning.Target target,
        final long rows) {
        final TableKind kind = TableKind.of(encoding);
        final int epochs = fineTuningLength(kind).epochs(rows, FINE_TUNING.training().batchSize());
        final FineTuning.Descent descent = FINE_TUNING.descent();
        return FINE_TUNING.withTarget(target)
            .withDropout(new Dropout(FINE_TUNING.dropout().inputs(), hiddenDropout(target)))
            .withTraining(FINE_TUNING.training(), new Epochs(epochs, averagedEpochs(epochs), 0))
            .withDescent(new FineTuning.Descent(descent.optimizer(), descent.rate(), descent.momentum(),
                weightDecays(kind, target, descent.optimizer(), descent.rate().initial()).get(0)));
    }
}
