// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.OutputHead;

/**
 * Fine-tuning by back-propagation from the recognition weights: softmax outputs under cross-entropy for a class column,
 * a linear output under least squares for a number, or, without a target, the whole stack unrolled into an autoencoder
 * with the generative weights as its decoder (Hinton and Salakhutdinov 2006).
 * <p>
 * The associative memory and, but for the autoencoder, the generative weights stay as they were, and so do layers that
 * know the rows before each, with all below them: the rest learns from their features of rows in order.
 */
public final class FineTuning {

    /** What the network learns to give. */
    public sealed interface Target permits Target.Classes, Target.Numbers, Target.Inputs {

        /** How many targets of a row it reads. */
        int targets();

        /** The number of classes in target 0; 0 where it is no class. */
        default int classes() {
            return 0;
        }

        /**
         * What the outputs are to be.
         *
         * @param compute gives the memory, which is released with it
         * @param learned the targets of the rows to learn from, of which each has one
         * @param head the network's output: where it predicts the same column, it is gone on from
         * @param batchSize the most rows of a batch
         */
        Objective objective(Compute compute, Settings settings, TargetFit learned, Optional<OutputHead> head,
            int batchSize);

        /**
         * The class in target 0 of the samples.
         *
         * @param column the class column
         */
        record Classes(ClassColumn column) implements Target {

            @Override
            public int targets() {
                return 1;
            }

            @Override
            public int classes() {
                return column.size();
            }

            @Override
            public Objective objective(final Compute compute, final Settings settings, final TargetFit learned,
                final Optional<OutputHead> head, final int batchSize) {
                return new ClassObjective(compute, column, settings.balancedClasses() ? learned.balance() : null,
                    settings.smoothness().wanted()
                        ? ClassObjective.Information.of(settings.movedWeight(learned), learned) : null,
                    head, batchSize);
            }
        }

        /**
         * The number in target 0 of the samples.
         *
         * @param column its name
         */
        record Numbers(String column) implements Target {

            @Override
            public int targets() {
                return 1;
            }

            @Override
            public Objective objective(final Compute compute, final Settings settings, final TargetFit learned,
                final Optional<OutputHead> head, final int batchSize) {
                return new NumberObjective(compute, column, learned.scale(), head, batchSize);
            }
        }

        /** Its own inputs, through the code of the last layer. */
        record Inputs() implements Target {

            @Override
            public int targets() {
                return 0;
            }

            @Override
            public Objective objective(final Compute compute, final Settings settings, final TargetFit learned,
                final Optional<OutputHead> head, final int batchSize) {
                return new InputObjective(compute);
            }
        }
    }

    /**
     * How the gradient is followed.
     *
     * @param optimizer how
     * @param rate the learning rate
     * @param momentum in [0, 1); for Adam the decay of the first moment
     * @param weightDecay L2: in a step each weight w loses rate * weightDecay * w; at least 0
     */
    public record Descent(OptimizerKind optimizer, Schedule rate, double momentum, double weightDecay) {

        /** @throws IllegalArgumentException if a setting is out of its range; the message names it */
        public Descent {
            Ranges.share("momentum", momentum);
            Ranges.notNegative("weight decay", weightDecay);
        }

        /** This with a learning rate that is so many times as high. */
        public Descent times(final double factor) {
            return new Descent(optimizer, new Schedule(factor * rate.initial(), rate.decay()), momentum, weightDecay);
        }

        Rates rates(final int epoch) {
            return new Rates(epoch, (float)rate.rate(epoch), (float)momentum);
        }
    }

    /**
     * How to fine-tune.
     *
     * @param target what the network learns to give
     * @param training how the training runs
     * @param epochs at least one
     * @param descent how the gradient is followed
     * @param dropout which units are left out
     * @param frozenLayers how many layers, from the bottom, keep their weights
     * @param balancedClasses whether each class counts the same, however many rows it has
     * @param smoothness how steady a target's outputs are to be around rows, of which some may then lack the target
     */
    public record Settings(Target target, TrainingSettings training, Epochs epochs, Descent descent, Dropout dropout,
        int frozenLayers, boolean balancedClasses, Smoothness smoothness) {

        /** @throws IllegalArgumentException if a setting is out of its range; the message names it */
        public Settings {
            Ranges.atLeast("number of epochs", epochs.count(), 1);
            Ranges.atLeast("number of frozen layers", frozenLayers, 0);
            if (epochs.patience() > 0 && training.validationShare() == 0) {
                throw new IllegalArgumentException(
                    "Early stopping needs rows to measure on: choose a validation share above 0.");
            }
            if (smoothness.wanted() && target.targets() == 0) {
                throw new IllegalArgumentException(
                    "Smoothness is of the outputs for a target, and there is none: set its weight to 0.");
            }
        }

        /** Without smoothness. */
        public Settings(final Target target, final TrainingSettings training, final Epochs epochs,
            final Descent descent, final Dropout dropout, final int frozenLayers, final boolean balancedClasses) {
            this(target, training, epochs, descent, dropout, frozenLayers, balancedClasses, Smoothness.NONE);
        }

        /**
         * How what stands above the first layers learns, where these only make the features.
         *
         * @param layers how many; 0 where the whole stack learns
         * @param fit of what is learned from
         * @param deviations in units of which that is; null for 1
         */
        StackBackpropagation.Steps steps(final int layers, final TargetFit fit, final float[] deviations) {
            return new StackBackpropagation.Steps(descent,
                layers == 0 ? dropout : new Dropout(dropout.hidden(), dropout.hidden()),
                Math.max(0, frozenLayers - layers), training.seed(),
                smoothness.wanted()
                    ? new VirtualAdversary.Step(movedWeight(fit), smoothness.radius() * fit.spread(deviations)) : null);
        }

        /** How a moved row counts in the sums over a batch, which are divided by the rows with a target. */
        private double movedWeight(final TargetFit fit) {
            return smoothness.weight()
                * PartlyLabelledRows.labelledShare(fit.labelled(), fit.rows(), training.batchSize());
        }

        /** How many rows a batch of so many makes, the moved ones too. */
        int rowsAtOnce(final int batchSize) {
            return smoothness.wanted() ? Math.multiplyExact(2, batchSize) : batchSize;
        }

        /** These for another target. */
        public Settings withTarget(final Target wanted) {
            return new Settings(wanted, training, epochs, descent, dropout, frozenLayers, balancedClasses, smoothness);
        }

        /** These for another way to run and other epochs, which may need each other. */
        public Settings withTraining(final TrainingSettings run, final Epochs passes) {
            return new Settings(target, run, passes, descent, dropout, frozenLayers, balancedClasses, smoothness);
        }

        /** These with another way to follow the gradient. */
        public Settings withDescent(final Descent steps) {
            return new Settings(target, training, epochs, steps, dropout, frozenLayers, balancedClasses, smoothness);
        }

        /** These with other units left out. */
        public Settings withDropout(final Dropout shares) {
            return new Settings(target, training, epochs, descent, shares, frozenLayers, balancedClasses, smoothness);
        }

        /** These with other smoothness. */
        public Settings withSmoothness(final Smoothness wanted) {
            return new Settings(target, training, epochs, descent, dropout, frozenLayers, balancedClasses, wanted);
        }

        /** These with classes that count the same or not. */
        public Settings withBalancedClasses(final boolean balanced) {
            return new Settings(target, training, epochs, descent, dropout, frozenLayers, balanced, smoothness);
        }
    }

    private final Compute compute;

    private final DeepBeliefNetwork network;

    private final SampleMatrix samples;

    private final Settings settings;

    private final Training training;

    private FineTuning(final Compute compute, final DeepBeliefNetwork network, final SampleMatrix samples,
        final Settings settings, final TrainingMonitor monitor) {
        this.compute = compute;
        this.network = network;
        this.samples = samples;
        this.settings = settings;
        training = new Training(compute, TrainingLog.FINE_TUNING, network.layers().size(), settings.training(),
            monitor);
    }

    /**
     * Fine-tunes a network. Of one of several senses the layers learn that all have in common; those of each sense stay
     * as they are.
     *
     * @param network where to start; it is not changed. An output head for the same column is gone on from.
     * @param samples rows of its encoding, with their targets. Rows without a target are left out, unless the outputs
     *            are to be steady around them too.
     * @param monitor watches
     * @return the network with its new output head (none for the autoencoder), and the loss of each epoch
     * @throws IllegalArgumentException if samples, network and settings do not fit together, or there is less memory
     *             than the training takes at least; the message says how
     * @throws CancellationException if the monitor cancels
     * @throws DivergenceException if the loss or the weights explode
     * @throws UncheckedIOException if what several senses hand up, or the features of layers that know the rows before
     *             each, do not fit the memory budget of the rows and their file cannot be written
     */
    public static TrainingResult train(final DeepBeliefNetwork network, final SampleMatrix samples,
        final Settings settings, final TrainingMonitor monitor) {
        return train(network, samples, settings, List.of(settings.descent().weightDecay()), monitor);
    }

    /**
     * As above, with the weight decay that does best on rows held out from trials of each. With layers that know the
     * rows before each, or with a time budget, there are no trials.
     *
     * @param weightDecays at least one, to choose from instead of that of the settings; the first, which usually does
     *            well, is left only for one that is clearly better
     */
    public static TrainingResult train(final DeepBeliefNetwork network, final SampleMatrix samples,
        final Settings settings, final List<Double> weightDecays, final TrainingMonitor monitor) {
        check(network, samples, settings);
        try (Compute compute = settings.training().compute()) {
            final Settings followed = settings.withTraining(settings.training().on(compute), settings.epochs());
            return CommonLayers.train(compute, network, samples, monitor,
                (common, tops) -> train(compute, common, tops, followed, weightDecays, monitor));
        }
    }

    /** As above, on a processor that is given and has all its memory back in the end. */
    static TrainingResult train(final Compute compute, final DeepBeliefNetwork network, final SampleMatrix samples,
        final Settings settings, final List<Double> weightDecays, final TrainingMonitor monitor) {
        try (Compute part = compute.part()) {
            return new FineTuning(part, network, samples, settings, monitor).run(weightDecays);
        }
    }

    private static void check(final DeepBeliefNetwork network, final SampleMatrix samples, final Settings settings) {
        if (samples.units() != network.encoding().units()) {
            throw new IllegalArgumentException("The rows have " + samples.units() + " units, but the network takes "
                + network.encoding().units() + ".");
        }
        final int wanted = settings.target().targets();
        if (samples.targets() < wanted) {
            throw new IllegalArgumentException(
                "The rows have " + samples.targets() + " targets where " + wanted + " are to be learned.");
        }
    }

    private TrainingResult run(final List<Double> weightDecays) {
        final int ordered = FineTuningWork.ordered(network);
        if (ordered == 0) {
            return run(samples, settings.training().timeBudget().isEmpty() ? weightDecays : usual(weightDecays));
        }
        SampleMatrix current = samples;
        try {
            for (final Layer layer : network.layers().subList(0, ordered)) {
                final SampleMatrix lower = current;
                current = LayerOutput.read(compute, layer, lower, training::cancelled);
                if (lower != samples) {
                    lower.close();
                }
            }
            return run(current, usual(weightDecays));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure.getMessage(), failure);
        } finally {
            if (current != samples) {
                current.close();
            }
        }
    }

    private static List<Double> usual(final List<Double> weightDecays) {
        return weightDecays.subList(0, 1);
    }

    /** @param rowsToLearn what the layers that learn are given */
    private TrainingResult run(final SampleMatrix rowsToLearn, final List<Double> weightDecays) {
        final TrainingSettings run = settings.training();
        final FineTuningRows rows = FineTuningRows.of(rowsToLearn, settings.target(), settings.smoothness().wanted(),
            run, training::checkCancelled);
        final Split.Part learned = rows.learned();
        final Split.Part labelled = settings.smoothness().wanted()
            ? rows.labelled(rowsToLearn, training::checkCancelled) : learned;
        final Split.Part heldOut = rows.heldOut();
        requireRows(labelled, heldOut);
        final int batchSize = (int)Math.min(run.batchSize(), Math.max(learned.size(), heldOut.size()));
        TrainingMemory.ofFineTuning(TrainingMemory.sizes(network), settings.rowsAtOnce(batchSize),
            settings.target().targets() > 0, settings.frozenLayers(), settings.descent().optimizer()).require();
        final WeightDecayChoice choice =
            new WeightDecayChoice(compute, network, rowsToLearn, labelled, settings, training);
        final Settings chosen = choice.best(weightDecays);
        final TargetFit fit = new TargetFit(settings.target(), settings.smoothness());
        fit.add(rowsToLearn, learned, training::checkCancelled);
        final DeepBeliefNetwork tuned;
        try (Compute part = compute.part();
            FineTuningWork work =
                training.make(() -> new FineTuningWork(part, network, chosen, fit, batchSize))) {
            training.run(work.course(rowsToLearn, learned, heldOut, training), 1 - choice.share(weightDecays));
            tuned = work.network(learned.size());
        }
        return new TrainingResult(
            ResidualFit.measured(compute, tuned, rowsToLearn, labelled, training::checkCancelled), training.log());
    }

    private void requireRows(final Split.Part learned, final Split.Part heldOut) {
        if (learned.size() == 0) {
            throw new IllegalArgumentException(settings.target().targets() == 0 ? "There is no row to learn from."
                : "No row has a target to learn from. Give at least one row a target value.");
        }
        if (settings.epochs().patience() > 0 && heldOut.size() == 0) {
            throw new IllegalArgumentException("Early stopping needs rows to measure on, but a validation share of "
                + settings.training().validationShare() + " of " + learned.size() + " rows holds none out. Choose a"
                + " larger share, or do not stop early.");
        }
    }
}
