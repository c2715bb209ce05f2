// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Embedding;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.Smoothness;
import org.deepbelief.engine.train.TrainingSettings;

/**
 * Maps of MNIST: neighbours in the plane (van der Maaten 2009), classes in thirty dimensions (Salakhutdinov and Hinton
 * 2007), and few labels among many images, of which Weston et al. (2008) tell. Learned from the first 50,000 images,
 * measured on the last 10,000.
 */
final class MapExperiments {

    private static final int TRAINING_IMAGES = 50_000;

    private static final int TRUSTED_IMAGES = 5_000;

    private static final int TRUST_NEIGHBOURS = 12;

    private static final int NEIGHBOURS = 5;

    private static final int DRAWINGS = 10;

    private static final int BATCH = 1000;

    private static final List<LayerSettings> STACK =
        List.of(Pretrained.layer(500, 12), Pretrained.layer(500, 10), Pretrained.layer(2000, 10));

    private static final Embedding.Settings PLANE =
        settings(new Embedding.Aim.Neighbours(5), 2, 60, 0.003, Dropout.NONE);

    private static final Embedding.Settings CLASSES =
        settings(new Embedding.Aim.Classes(LabelledImages.CLASSES), 30, 40, 0.001, new Dropout(0.1, 0.2));

    private static final Classification FEW_LABELS = new Classification(new Epochs(8, 3, 0), 200,
        new Schedule(0.001, 0.1), Dropout.NONE, 0, new Smoothness(1, 0.25));

    /** Above a network that tells the classes of all images, a linear layer is enough. */
    private static final Embedding.Settings FEW_LABEL_CLASSES = new Embedding.Settings(
        new Embedding.Aim.Classes(LabelledImages.CLASSES), 30, TrainingSettings.of(BATCH, 1), Epochs.of(5),
        new FineTuning.Descent(OptimizerKind.ADAM, new Schedule(0.001, 0.05), 0.9, 0), Dropout.NONE, STACK.size());

    private MapExperiments() {
    }

    private static Embedding.Settings settings(final Embedding.Aim aim, final int dimensions, final int epochs,
        final double rate, final Dropout dropout) {
        return new Embedding.Settings(aim, dimensions, TrainingSettings.of(BATCH, 1), Epochs.of(epochs),
            new FineTuning.Descent(OptimizerKind.ADAM, new Schedule(rate, 0.05), 0.9, 0), dropout, 0);
    }

    /** Parametric t-SNE in the plane. */
    static void neighbours(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        final LabelledImages all = LabelledImages.read(folder, "train");
        final LabelledImages training = all.part(0, TRAINING_IMAGES);
        final DeepBeliefNetwork map = embed(training, PLANE, run, models, report);
        measure(map, training, all, 1, report);
        final LabelledImages trusted = all.part(0, TRUSTED_IMAGES);
        report.figure("trustworthiness of " + TRUSTED_IMAGES + " training images (" + TRUST_NEIGHBOURS
            + " neighbours)", 100 * MapScores.trustworthiness(trusted.values(), MapScores.places(map, trusted),
                TRUST_NEIGHBOURS), "%");
    }

    /** Nonlinear neighbourhood components analysis in thirty dimensions. */
    static void classes(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        final LabelledImages all = LabelledImages.read(folder, "train");
        final LabelledImages training = all.part(0, TRAINING_IMAGES);
        measure(embed(training, CLASSES, run, models, report), training, all, NEIGHBOURS, report);
    }

    /** 600 labels, and all images without. */
    static void fewLabels(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        labelled(LabelledImages.read(folder, "train"), 600, run, run, models, report);
    }

    /** Ten drawings of 100 labels, and all images without. */
    static void hundredLabels(final Path folder, final Path models, final Run run, final Report report)
        throws IOException {
        final LabelledImages all = LabelledImages.read(folder, "train");
        double sum = 0;
        for (int drawing = 0; drawing < DRAWINGS; drawing++) {
            sum += labelled(all, 100, run.part(1 + drawing), run, models, report);
        }
        report.figure("mean error of " + DRAWINGS + " drawings of 100 labels", sum / DRAWINGS, "%");
    }

    /** Fine-tuned by few labels and all images, then a map of the classes that the network tells of these. */
    private static double labelled(final LabelledImages all, final int labels, final Run drawing, final Run run,
        final Path models, final Report report) throws IOException {
        final LabelledImages training = all.part(0, TRAINING_IMAGES);
        final int[] chosen =
            new Random(drawing.seed()).ints(0, TRAINING_IMAGES).distinct().limit(labels).toArray();
        final Set<Integer> labelled = Arrays.stream(chosen).boxed().collect(Collectors.toSet());
        final DeepBeliefNetwork stack = Pretrained.stack(training, "mnist", STACK, run, models, report);
        final DeepBeliefNetwork tuned;
        try (SampleMatrix samples = training.samples(labelled::contains)) {
            tuned = FEW_LABELS.train("784-500-500-2000-10, " + labels + " labelled images of " + samples.rows(), stack,
                samples, drawing, report);
        }
        Classification.measure(tuned, all.part(TRAINING_IMAGES, all.size()), report);
        return measure(
            embed(tuned, training.labelled(Scores.classes(tuned, training)), FEW_LABEL_CLASSES, drawing, report),
            training.chosen(chosen), all, NEIGHBOURS, report);
    }

    private static DeepBeliefNetwork embed(final LabelledImages training, final Embedding.Settings settings,
        final Run run, final Path models, final Report report) throws IOException {
        return embed(Pretrained.stack(training, "mnist", STACK, run, models, report), training, settings, run, report);
    }

    private static DeepBeliefNetwork embed(final DeepBeliefNetwork start, final LabelledImages training,
        final Embedding.Settings settings, final Run run, final Report report) throws IOException {
        report.phase("784-500-500-2000-" + settings.dimensions() + ", embedded for " + settings.epochs().count()
            + " epochs");
        try (SampleMatrix samples = training.samples()) {
            return Embedding.train(start, samples,
                settings.withTraining(run.training(BATCH), settings.epochs()), report).network();
        }
    }

    private static double measure(final DeepBeliefNetwork map, final LabelledImages known, final LabelledImages all,
        final int neighbours, final Report report) throws IOException {
        final LabelledImages heldOut = all.part(TRAINING_IMAGES, all.size());
        final double error = MapScores.errorPercent(MapScores.places(map, known), known.labels(),
            MapScores.places(map, heldOut), heldOut.labels(), neighbours);
        report.figure(neighbours + "-nearest-neighbour error of " + heldOut.size() + " held-out images among "
            + known.size(), error, "%");
        return error;
    }
}
