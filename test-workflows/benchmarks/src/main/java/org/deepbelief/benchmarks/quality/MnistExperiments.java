// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.Smoothness;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.engine.units.UnitType;

/**
 * What is shown on MNIST. Its 60,000 training images are split: the first 50,000 are learned from, the last 10,000 are
 * only measured on. The networks and figures to compare with are those of Hinton, Osindero and Teh (2006) and Hinton
 * and Salakhutdinov (2006).
 */
final class MnistExperiments {

    private static final int TRAINING_IMAGES = 50_000;

    private static final int LABELLED_IMAGES = 1_000;

    private static final List<LayerSettings> STACK =
        List.of(Pretrained.layer(500, 12), Pretrained.layer(500, 10), Pretrained.layer(2000, 10));

    private static final Classification ALL_LABELS = new Classification(new Epochs(50, 20, 0), 100,
        new Schedule(0.001, 0.1), Dropout.NONE, 0, new Smoothness(1, 0.25));

    private static final Classification FEW_LABELS = new Classification(Epochs.of(100), 50,
        new Schedule(0.001, 0.02), new Dropout(0.2, 0.4), 0);

    private static final Classification FEW_LABELS_AMONG_MANY_IMAGES = new Classification(new Epochs(20, 5, 0), 200,
        new Schedule(0.001, 0.1), Dropout.NONE, 0, new Smoothness(1, 0.25));

    private static final List<LayerSettings> MEMORY_STACK = List.of(Pretrained.layer(500, 12),
        Pretrained.layer(500, 12), Pretrained.layer(2000, UnitType.bernoulli(), 10, new Schedule(0.1, 0.2)));

    private static final List<WakeSleepStage> WAKE_SLEEP = List.of(new WakeSleepStage(16, 1, 0.02, 4),
        new WakeSleepStage(16, 1, 0.01, 5), new WakeSleepStage(16, 1, 0.004, 8));

    private static final double MEMORY_WEIGHT_DECAY = 0.004;

    private static final double DISCRIMINATIVE_WEIGHT = 11;

    private static final List<LayerSettings> AUTOENCODER_STACK = List.of(Pretrained.layer(1000, 10),
        Pretrained.layer(500, 10), Pretrained.layer(250, 10),
        Pretrained.layer(30, UnitType.gaussian(), 20, new Schedule(0.001, 0.1)));

    private static final List<AutoencoderStage> AUTOENCODER =
        List.of(new AutoencoderStage(70, 0.001, 8), new AutoencoderStage(30, 0.0003, 10));

    private static final double AUTOENCODER_WEIGHT_DECAY = 0.04;

    private MnistExperiments() {
    }

    /** 784-500-500-2000, pretrained, then back-propagation. */
    static void classification(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        final LabelledImages all = LabelledImages.read(folder, "train");
        ALL_LABELS.run("Pretrained 784-500-500-2000-10", stack(all, run, models, report), training(all), heldOut(all),
            run, report);
    }

    /** The same back-propagation from a random start. */
    static void randomStart(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        final LabelledImages all = LabelledImages.read(folder, "train");
        ALL_LABELS.run("784-500-500-2000-10 from a random start", randomStart(all, run.seed()), training(all),
            heldOut(all), run, report);
    }

    /** 1,000 labelled images of 50,000: tuned by all of these, by the labelled ones alone, and from a random start. */
    static void fewLabels(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        final LabelledImages all = LabelledImages.read(folder, "train");
        final LabelledImages labelled = all.part(0, LABELLED_IMAGES);
        final DeepBeliefNetwork stack = stack(all, run, models, report);
        try (SampleMatrix samples = training(all).samples(image -> image < LABELLED_IMAGES)) {
            Classification.measure(FEW_LABELS_AMONG_MANY_IMAGES.train("Pretrained 784-500-500-2000-10, "
                + LABELLED_IMAGES + " labelled images of " + samples.rows(), stack, samples, run, report), heldOut(all),
                report);
        }
        FEW_LABELS.run("Pretrained 784-500-500-2000-10", stack, labelled, heldOut(all), run, report);
        FEW_LABELS.run("784-500-500-2000-10 from a random start", randomStart(all, run.seed()), labelled,
            heldOut(all), run, report);
    }

    /**
     * A part of the wake-sleep tuning.
     *
     * @param epochs passes over the images
     * @param gibbsSteps of the associative memory
     * @param rate learning rate of the two ways; the associative memory's is three times that
     * @param averagedEpochs the last epochs, the mean of whose weights is measured and goes on
     */
    private record WakeSleepStage(int epochs, int gibbsSteps, double rate, int averagedEpochs) {
    }

    /** Pretrained with label units at the top, then wake-sleep; the associative memory classifies by free energies. */
    static void generative(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        final LabelledImages all = LabelledImages.read(folder, "train");
        DeepBeliefNetwork network = Pretrained.stack(training(all), "mnist", MEMORY_STACK,
            Optional.of(LabelledImages.CLASSES), run, models, report);
        measureMemory(network, all, report);
        try (SampleMatrix samples = training(all).samples()) {
            for (int i = 0; i < WAKE_SLEEP.size(); i++) {
                final WakeSleepStage stage = WAKE_SLEEP.get(i);
                report.phase("Wake-sleep tuning, " + stage.epochs + " epochs with " + stage.gibbsSteps
                    + " Gibbs steps at rate " + stage.rate);
                network = WakeSleepTuning.train(network, samples,
                    new WakeSleepTuning.Settings(run.part(i).training(100),
                        new Epochs(stage.epochs, stage.averagedEpochs, 0),
                        new WakeSleepTuning.LearningRates(stage.rate, stage.rate, 3 * stage.rate, 0), 0.9,
                        MEMORY_WEIGHT_DECAY, List.of(stage.gibbsSteps), DISCRIMINATIVE_WEIGHT,
                        Optional.of(LabelledImages.CLASSES)),
                    report).network();
                measureMemory(network, all, report);
            }
        }
    }

    private static void measureMemory(final DeepBeliefNetwork network, final LabelledImages all, final Report report)
        throws IOException {
        report.figure("error of the associative memory on 10000 held-out images",
            Scores.errorPercent(network, Prediction.Source.LABEL_UNITS, heldOut(all)), "%");
    }

    /**
     * A part of the autoencoder's back-propagation.
     *
     * @param epochs passes over the images
     * @param rate learning rate of Adam
     * @param averagedEpochs the last epochs, the mean of whose weights is measured and goes on
     */
    private record AutoencoderStage(int epochs, double rate, int averagedEpochs) {
    }

    /** 784-1000-500-250-30 with a linear code, unrolled and tuned to reconstruct. */
    static void autoencoder(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        final LabelledImages all = LabelledImages.read(folder, "train");
        DeepBeliefNetwork network = Pretrained.stack(training(all), "mnist", AUTOENCODER_STACK, run, models, report);
        try (SampleMatrix samples = training(all).samples()) {
            for (int i = 0; i < AUTOENCODER.size(); i++) {
                final AutoencoderStage stage = AUTOENCODER.get(i);
                report.phase("784-1000-500-250-30 and back, " + stage.epochs + " epochs of back-propagation at rate "
                    + stage.rate);
                network = FineTuning.train(network, samples,
                    new FineTuning.Settings(new FineTuning.Target.Inputs(), run.part(i).training(100),
                        new Epochs(stage.epochs, stage.averagedEpochs, 0),
                        new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(stage.rate), 0.9,
                            AUTOENCODER_WEIGHT_DECAY),
                        Dropout.NONE, 0, false),
                    report).network();
                report.figure("squared error per image on 10000 held-out images",
                    Scores.squaredErrorPerImage(network, heldOut(all)), "");
            }
        }
    }

    private static DeepBeliefNetwork stack(final LabelledImages all, final Run run, final Path models,
        final Report report) throws IOException {
        return Pretrained.stack(training(all), "mnist", STACK, run, models, report);
    }

    private static DeepBeliefNetwork randomStart(final LabelledImages all, final long seed) {
        return RandomStart.network(training(all).encoding(), STACK.stream().mapToInt(LayerSettings::units).toArray(),
            seed);
    }

    private static LabelledImages training(final LabelledImages all) {
        return all.part(0, TRAINING_IMAGES);
    }

    private static LabelledImages heldOut(final LabelledImages all) {
        return all.part(TRAINING_IMAGES, all.size());
    }
}
