// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;

/**
 * Wake-sleep tuning of the whole network by the up-down algorithm of Hinton, Osindero and Teh (2006), so that what is
 * recognised upward and what is generated downward agree. The equations stand at {@link WakeSleep}.
 */
public final class WakeSleepTuning {

    /**
     * The learning rates of the first epoch.
     *
     * @param wake of the generative weights, above 0
     * @param sleep of the recognition weights, above 0
     * @param top of the associative memory, above 0
     * @param decay d at least 0: the rates of epoch e, from 0 on, are divided by 1 + d e
     */
    public record LearningRates(double wake, double sleep, double top, double decay) {

        /** @throws IllegalArgumentException if a rate is out of its range; the message names it */
        public LearningRates {
            Ranges.positive("wake learning rate", wake);
            Ranges.positive("sleep learning rate", sleep);
            Ranges.positive("top learning rate", top);
            Ranges.notNegative("learning rate decay", decay);
        }

        double wake(final int epoch) {
            return wake / (1 + decay * epoch);
        }

        double sleep(final int epoch) {
            return sleep / (1 + decay * epoch);
        }

        double top(final int epoch) {
            return top / (1 + decay * epoch);
        }

        /** The same rate in all epochs, for the two ways and for the associative memory. */
        public static LearningRates constant(final double rate) {
            return new LearningRates(rate, rate, rate, 0);
        }
    }

    /**
     * How to tune.
     *
     * @param training how the training runs
     * @param epochs at least one, without patience
     * @param rates the learning rates
     * @param momentum in [0, 1)
     * @param weightDecay L2: in a step each weight w loses rate * weightDecay * w; at least 0
     * @param gibbsSteps how many steps the associative memory's chain takes: one number for each equal part of the
     *            epochs, each at least 1 (3, 6, 10 in the paper)
     * @param discriminativeWeight d, at least 1: how often the memory's log p(class | features) counts beside its
     *            log p(features). 1 is the likelihood of both, and the paper's; more is a hybrid (Larochelle and Bengio
     *            2008, whose alpha is 1 / (d - 1)) that tells classes better. Without a class column it does nothing.
     * @param classColumn the column of the class that is the target of the samples, if the label units are to be tuned.
     *            A network without label units gets them.
     */
    public record Settings(TrainingSettings training, Epochs epochs, LearningRates rates, double momentum,
        double weightDecay, List<Integer> gibbsSteps, double discriminativeWeight,
        Optional<ClassColumn> classColumn) {

        /** @throws IllegalArgumentException if a setting is out of its range; the message names it */
        public Settings {
            Ranges.atLeast("number of epochs", epochs.count(), 1);
            Ranges.require(epochs.patience() == 0, "patience of early stopping", epochs.patience(),
                "0: there is no loss to watch");
            Ranges.share("momentum", momentum);
            Ranges.notNegative("weight decay", weightDecay);
            gibbsSteps = List.copyOf(gibbsSteps);
            Ranges.atLeast("length of the schedule of Gibbs steps", gibbsSteps.size(), 1);
            gibbsSteps.forEach(steps -> Ranges.atLeast("number of Gibbs steps", steps, 1));
            Ranges.require(discriminativeWeight >= 1 && discriminativeWeight < Double.POSITIVE_INFINITY,
                "discriminative weight", discriminativeWeight, "at least 1");
        }

        /** These for another way to run. */
        public Settings withTraining(final TrainingSettings run) {
            return new Settings(run, epochs, rates, momentum, weightDecay, gibbsSteps, discriminativeWeight,
                classColumn);
        }

        /** These for other epochs. */
        public Settings withEpochs(final Epochs passes) {
            return new Settings(training, passes, rates, momentum, weightDecay, gibbsSteps, discriminativeWeight,
                classColumn);
        }

        /** These with another momentum and weight decay. */
        public Settings withMomentum(final double kept, final double decay) {
            return new Settings(training, epochs, rates, kept, decay, gibbsSteps, discriminativeWeight,
                classColumn);
        }

        /** These with another schedule of Gibbs steps. */
        public Settings withGibbsSteps(final List<Integer> steps) {
            return new Settings(training, epochs, rates, momentum, weightDecay, steps, discriminativeWeight,
                classColumn);
        }

        /** These with another weight of telling classes. */
        public Settings withDiscriminativeWeight(final double weight) {
            return new Settings(training, epochs, rates, momentum, weightDecay, gibbsSteps, weight, classColumn);
        }

        /** These with a class column, or without one. */
        public Settings withClassColumn(final Optional<ClassColumn> column) {
            return new Settings(training, epochs, rates, momentum, weightDecay, gibbsSteps, discriminativeWeight,
                column);
        }

        /** The steps of the memory's chain in an epoch, from 0 on. */
        int gibbsSteps(final int epoch) {
            return gibbsSteps.get((int)((long)epoch * gibbsSteps.size() / epochs.count()));
        }
    }

    private final DeepBeliefNetwork network;

    private final SampleMatrix samples;

    private final Settings settings;

    private final Training training;

    private final Split split;

    private WakeSleepTuning(final Compute compute, final DeepBeliefNetwork network, final SampleMatrix samples,
        final Settings settings, final TrainingMonitor monitor) {
        this.network = network;
        this.samples = samples;
        this.settings = settings;
        training = new Training(compute, TrainingLog.WAKE_SLEEP, network.layers().size(), settings.training(), monitor);
        split = Split.of(samples, settings.training().validationShare(),
            settings.classColumn().map(ClassColumn::size).orElse(0), settings.training().seed(),
            training::checkCancelled);
    }

    /**
     * Tunes a network. Of one of several senses the layers learn that all have in common; those of each sense stay as
     * they are.
     *
     * @param network where to start; it is not changed. An output head, which would no longer fit, is left behind.
     * @param samples rows of its encoding, with the class index as their target if a class column is given, NaN where
     *             it
     *            is missing
     * @param monitor watches
     * @return the network with its ways up and down apart below the associative memory, and the log
     * @throws IllegalArgumentException if samples, network and settings do not fit together, or there is less memory
     *             than the training takes at least; the message says how
     * @throws CancellationException if the monitor cancels
     * @throws DivergenceException if errors or weights explode
     * @throws UncheckedIOException if what several senses hand up does not fit the memory budget of the rows and its
     *             file cannot be written
     */
    public static TrainingResult train(final DeepBeliefNetwork network, final SampleMatrix samples,
        final Settings settings, final TrainingMonitor monitor) {
        check(network, samples, settings);
        try (Compute compute = settings.training().compute()) {
            final Settings followed = settings.withTraining(settings.training().on(compute));
            return CommonLayers.train(compute, network, samples, monitor,
                (common, tops) -> new WakeSleepTuning(compute, common, tops, followed, monitor).run(compute));
        }
    }

    private static void check(final DeepBeliefNetwork network, final SampleMatrix samples, final Settings settings) {
        if (samples.units() != network.encoding().units()) {
            throw new IllegalArgumentException("The rows have " + samples.units() + " units, but the network takes "
                + network.encoding().units() + ".");
        }
        if (samples.rows() == 0) {
            throw new IllegalArgumentException("There is no row to learn from.");
        }
        if (settings.classColumn().isPresent()) {
            if (samples.targets() != 1) {
                throw new IllegalArgumentException("The rows have " + samples.targets()
                    + " targets where the class column \"" + settings.classColumn().get().name()
                    + "\" is the one.");
            }
            final Optional<LabelUnits> labels = network.memory().labels();
            if (labels.isPresent() && !labels.get().classes().equals(settings.classColumn().get().values())) {
                throw new IllegalArgumentException("The label units of the network stand for the classes "
                    + labels.get().classes() + ", but the class column \"" + settings.classColumn().get().name()
                    + "\" has " + settings.classColumn().get().values()
                    + ". Choose the class column that the network was trained with.");
            }
        }
        WakeSleepLayers.obstacle(network.layers().stream().map(Layer::hiddenType).toList(),
            network.lastLayer().kind()).ifPresent(obstacle -> {
                throw new IllegalArgumentException(obstacle);
            });
    }

    private TrainingResult run(final Compute compute) {
        final TrainingSettings run = settings.training();
        final Split.Part learned = split.training();
        final int batchSize = (int)Math.max(1, Math.min(run.batchSize(), learned.size()));
        TrainingMemory.ofWakeSleep(TrainingMemory.sizes(network), batchSize).require();
        final TargetFit fit = TargetFit.of(settings.classColumn());
        fit.add(samples, learned, training::checkCancelled);
        final DeepBeliefNetwork tuned;
        final TrainingLog.Entry before;
        try (WakeSleepWork work =
            training.make(() -> new WakeSleepWork(compute, network, settings, fit, batchSize))) {
            final Course tuning = work.course(samples, learned, split.validation(), training);
            before = tuning.measure(new Course.Epoch(0, 0, Double.NaN, work.learner().weightNorm(), 0));
            training.run(tuning);
            tuned = work.network(learned.size());
        }
        return new TrainingResult(
            ResidualFit.measured(compute, tuned, samples, learned, training::checkCancelled),
            training.log().withBefore(before));
    }
}
