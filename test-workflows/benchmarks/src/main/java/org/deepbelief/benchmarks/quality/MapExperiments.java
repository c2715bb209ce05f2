// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Embedding;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.TrainingSettings;

/**
 * Maps of MNIST: neighbours in the plane (van der Maaten 2009), classes in thirty dimensions (Salakhutdinov and Hinton
 * 2007), and few labels among many images (Weston et al. 2008). Learned from the first 50,000 images, measured on the
 * last 10,000.
 */
final class MapExperiments {

    private static final int TRAINING_IMAGES = 50_000;

    private static final int TRUSTED_IMAGES = 5_000;

    private static final int TRUST_NEIGHBOURS = 12;

    private static final int NEIGHBOURS = 5;

    private static final int DRAWINGS = 10;

    private static final long MEMORY_BUDGET = 1L << 30;

    private static final List<LayerSettings> STACK =
        List.of(Pretrained.layer(500, 12), Pretrained.layer(500, 10), Pretrained.layer(2000, 10));

    private static final Embedding.Settings PLANE =
        settings(new Embedding.Aim.Neighbours(5), 2, 60, 0.003, Dropout.NONE);

    private static final Embedding.Settings CLASSES =
        settings(new Embedding.Aim.Classes(LabelledImages.CLASSES), 30, 40, 0.001, new Dropout(0.1, 0.2));

    private static final Embedding.Settings FEW_LABELS =
        settings(new Embedding.Aim.Both(new Embedding.Aim.Neighbours(30), LabelledImages.CLASSES, 0.5), 30, 10, 0.001,
            new Dropout(0.2, 0.5));

    private MapExperiments() {
    }

    private static Embedding.Settings settings(final Embedding.Aim aim, final int dimensions, final int epochs,
        final double rate, final Dropout dropout) {
        return new Embedding.Settings(aim, dimensions, TrainingSettings.of(1000, 1), Epochs.of(epochs),
            new FineTuning.Descent(OptimizerKind.ADAM, new Schedule(rate, 0.05), 0.9, 0), dropout, 0);
    }

    /** Parametric t-SNE in the plane. */
    static void neighbours(final Path folder, final Path models, final long seed, final Report report)
        throws IOException {
        final LabelledImages all = LabelledImages.read(folder, "train");
        final LabelledImages training = all.part(0, TRAINING_IMAGES);
        final DeepBeliefNetwork map = embed(all, training.samples(), PLANE, seed, models, report);
        measure(map, training, all, 1, report);
        final LabelledImages trusted = all.part(0, TRUSTED_IMAGES);
        report.figure("trustworthiness of " + TRUSTED_IMAGES + " training images (" + TRUST_NEIGHBOURS
            + " neighbours)", 100 * MapScores.trustworthiness(trusted.values(), MapScores.places(map, trusted),
                TRUST_NEIGHBOURS), "%");
    }

    /** Nonlinear neighbourhood components analysis in thirty dimensions. */
    static void classes(final Path folder, final Path models, final long seed, final Report report)
        throws IOException {
        final LabelledImages all = LabelledImages.read(folder, "train");
        final LabelledImages training = all.part(0, TRAINING_IMAGES);
        measure(embed(all, training.samples(), CLASSES, seed, models, report), training, all, NEIGHBOURS, report);
    }

    /** The first 600 labels, then ten drawings of 100, and all images without. */
    static void fewLabels(final Path folder, final Path models, final long seed, final Report report)
        throws IOException {
        final LabelledImages all = LabelledImages.read(folder, "train");
        labelled(all, new Random(seed).ints(0, TRAINING_IMAGES).distinct().limit(600).toArray(), seed, models, report);
        double sum = 0;
        for (int drawing = 0; drawing < DRAWINGS; drawing++) {
            sum += labelled(all, new Random(seed + 1 + drawing).ints(0, TRAINING_IMAGES).distinct().limit(100)
                .toArray(), seed + drawing, models, report);
        }
        report.figure("mean error of " + DRAWINGS + " drawings of 100 labels", sum / DRAWINGS, "%");
    }

    private static double labelled(final LabelledImages all, final int[] chosen, final long seed, final Path models,
        final Report report) throws IOException {
        final boolean[] labelled = new boolean[TRAINING_IMAGES];
        for (final int image : chosen) {
            labelled[image] = true;
        }
        final LabelledImages training = all.part(0, TRAINING_IMAGES);
        final RowSource source = training.source();
        final SampleMatrix samples = SampleMatrix.read(new RowSource() {

            private int at;

            @Override
            public long rows() {
                return source.rows();
            }

            @Override
            public boolean next(final float[] units, final float[] targets) throws IOException {
                final boolean more = source.next(units, targets);
                if (more && targets.length > 0 && !labelled[at++]) {
                    targets[0] = Float.NaN;
                }
                return more;
            }
        }, training.pixels()[0].length, 1, new StorageSettings(MEMORY_BUDGET,
            Path.of(System.getProperty("java.io.tmpdir"))), () -> false);
        final DeepBeliefNetwork map = embed(all, samples, FEW_LABELS, seed, models, report);
        return measure(map, training.chosen(chosen), all, NEIGHBOURS, report);
    }

    private static DeepBeliefNetwork embed(final LabelledImages all, final SampleMatrix samples,
        final Embedding.Settings settings, final long seed, final Path models, final Report report)
        throws IOException {
        try (samples) {
            final DeepBeliefNetwork start =
                Pretrained.stack(all.part(0, TRAINING_IMAGES), "mnist", STACK, seed, models, report);
            report.phase("784-500-500-2000-" + settings.dimensions() + ", embedded for " + settings.epochs().count()
                + " epochs");
            return Embedding.train(start, samples,
                settings.withTraining(settings.training().withSeed(seed), settings.epochs()), report).network();
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
