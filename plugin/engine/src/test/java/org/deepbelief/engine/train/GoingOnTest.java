// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.engine.train.FineTuning.Target;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/** Training that goes on from a network: no epoch changes nothing, and more epochs begin where it stood. */
class GoingOnTest {

    private static final long SEED = 11;

    private static final int UNITS = 12;

    private static final ClassColumn CLASSES = new ClassColumn("half", List.of("left", "right"));

    /** Two kinds of rows, with values of any size that lie around 0 or 1. */
    private static float[][] rows(final int count, final long seed) {
        final Random random = new Random(seed);
        final float[][] rows = new float[count][UNITS];
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < UNITS; i++) {
                rows[r][i] = random.nextDouble() < (i * 2 / UNITS == r % 2 ? 0.8 : 0.1) ? 1 : 0;
            }
        }
        return rows;
    }

    private static SampleMatrix samples(final float[][] rows) {
        final float[] classes = new float[rows.length];
        for (int r = 0; r < rows.length; r++) {
            classes[r] = r % 2;
        }
        return TestRows.of(rows, classes);
    }

    private static InputEncoding encoding(final UnitType type) {
        return new InputEncoding(List.of(new VectorColumn("v", VectorKind.DOUBLE, UNITS, type, NumberScaling.NONE, 0, 1)),
            new float[UNITS]);
    }

    private static List<LayerSettings> stack(final int epochs, final boolean gaussian) {
        final BoltzmannMachineSettings first = PlainSettings.machine(8, UnitType.bernoulli(), epochs);
        return List.of((gaussian ? first.withLearnedVariance(true)
            .withLearning(first.learning().withRate(Schedule.constant(0.01))) : first).withCentredGradient(true),
            PlainSettings.autoencoder(6, UnitType.bernoulli(), epochs),
            PlainSettings.machine(5, UnitType.bernoulli(), epochs));
    }

    private static LayerwisePretraining.Settings settings(final List<LayerSettings> stack, final boolean labels) {
        return PlainSettings.pretraining(stack, 10, SEED)
            .withLabelUnits(labels ? Optional.of(CLASSES) : Optional.empty());
    }

    private static List<float[]> parts(final DeepBeliefNetwork network) {
        final List<float[]> parts = new ArrayList<>();
        for (final DenseLayer layer : DenseLayer.all(network.layers())) {
            parts.add(layer.recognitionWeights().toArray());
            parts.add(layer.hiddenBiases());
            parts.add(layer.visibleBiases());
            parts.add(layer.visibleStandardDeviations());
        }
        network.memory().labels().ifPresent(labels -> {
            parts.add(labels.weights().toArray());
            parts.add(labels.biases());
        });
        return parts;
    }

    @Test
    void withoutAnEpochTheNetworkIsWhatItWas() throws IOException {
        for (final boolean gaussian : new boolean[] {false, true}) {
            try (SampleMatrix samples = samples(rows(60, SEED)); SampleMatrix others = samples(rows(40, 2))) {
                final DeepBeliefNetwork start = LayerwisePretraining.train(samples,
                    encoding(gaussian ? UnitType.gaussian() : UnitType.bernoulli()),
                    settings(stack(8, gaussian), true), TrainingMonitor.NONE).network();
                assertEquals(gaussian, !start.layers().get(0).dense().standard());
                final LayerwisePretraining.Settings none = settings(stack(0, false), true);
                final DeepBeliefNetwork same =
                    LayerwisePretraining.goOn(start, others, none, TrainingMonitor.NONE).network();
                final List<float[]> expected = parts(start);
                final List<float[]> actual = parts(same);
                assertEquals(expected.size(), actual.size());
                for (int i = 0; i < expected.size(); i++) {
                    assertArrayEquals(expected.get(i), actual.get(i), gaussian ? 1e-6f : 0f, "part " + i);
                }
                assertEquals(List.of(TrainingStep.PRETRAINING, TrainingStep.PRETRAINING),
                    same.provenance().steps().stream().map(TrainingStep::name).toList());
                assertEquals(List.of(60L, 40L), same.provenance().steps().stream().map(TrainingStep::rows).toList());
                assertEquals(start.encoding(), same.encoding());
            }
        }
    }

    @Test
    void moreEpochsBeginWhereItStood() throws IOException {
        try (SampleMatrix samples = samples(rows(200, SEED))) {
            final TrainingResult first = LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
                settings(stack(30, false), true), TrainingMonitor.NONE);
            final TrainingResult more = LayerwisePretraining.goOn(first.network(), samples,
                settings(stack(1, false), true), TrainingMonitor.NONE);
            for (int layer = 1; layer <= 3; layer++) {
                final double begun = error(first, layer, 1);
                final double stood = error(first, layer, 30);
                final double then = error(more, layer, 1);
                System.out.printf("GoingOnTest: layer %d, error %.4f, %.4f after 30 epochs, %.4f after one more%n", layer,
                    begun, stood, then);
                assertTrue(Math.abs(then - stood) < 0.1 * Math.abs(begun - stood), "layer " + layer);
            }
            assertNotEquals(List.of(), first.log().entries());
        }
    }

    private static double error(final TrainingResult result, final int layer, final int epoch) {
        return result.log().entries().stream().filter(entry -> entry.learned().first() == layer && entry.epoch() == epoch)
            .findFirst().orElseThrow().reconstructionError();
    }

    @Test
    void aNetworkWithoutLabelUnitsGetsThem() throws IOException {
        try (SampleMatrix samples = samples(rows(60, SEED))) {
            final DeepBeliefNetwork start = LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
                settings(stack(3, false), false), TrainingMonitor.NONE).network();
            final DeepBeliefNetwork labelled = LayerwisePretraining.goOn(start, samples,
                settings(stack(3, false), true), TrainingMonitor.NONE).network();
            assertEquals(Optional.of(CLASSES), labelled.classColumn());
        }
    }

    @Test
    void whatDoesNotFitIsNamed() throws IOException {
        try (SampleMatrix samples = samples(rows(60, SEED))) {
            final DeepBeliefNetwork start = LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
                settings(stack(1, false), true), TrainingMonitor.NONE).network();
            refused("The network has 3 layers, the settings have 2", start, samples,
                settings(stack(1, false).subList(1, 3), false));
            refused("Layer 2 of the network is of the kind", start, samples,
                settings(List.of(stack(1, false).get(0), PlainSettings.machine(6, UnitType.bernoulli(), 1),
                    stack(1, false).get(2)), true));
            refused("label units for the column \"half\"", start, samples, settings(stack(1, false), false));
            final DeepBeliefNetwork tuned = FineTuning.train(start, samples,
                tuning(new Target.Classes(CLASSES), 1, 0.01), TrainingMonitor.NONE).network();
            refused("The network was tuned", tuned, samples, settings(stack(1, false), true));
        }
    }

    private static void refused(final String message, final DeepBeliefNetwork start, final SampleMatrix samples,
        final LayerwisePretraining.Settings settings) {
        final String found = assertThrows(IllegalArgumentException.class,
            () -> LayerwisePretraining.goOn(start, samples, settings, TrainingMonitor.NONE)).getMessage();
        assertTrue(found.contains(message), found);
    }

    private static FineTuning.Settings tuning(final Target target, final int epochs, final double rate) {
        return new FineTuning.Settings(target, TrainingSettings.of(20, SEED).withThreads(1), Epochs.of(epochs),
            new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(rate), 0.9, 0), Dropout.NONE, 0, false);
    }

    private static List<double[]> predictions(final DeepBeliefNetwork network, final float[][] rows) throws IOException {
        final List<double[]> all = new ArrayList<>();
        try (Prediction prediction = new Prediction(network, Prediction.Source.HEAD, 1)) {
            prediction.run(TestRows.source(rows, null, true), values -> all.add(values.toArray()));
        }
        return all;
    }

    /** The classes come in another order, and with one that the network has not known. */
    @Test
    void theOutputOfAClassifierGoesOn() throws IOException {
        final float[][] rows = rows(100, SEED);
        try (SampleMatrix samples = samples(rows)) {
            final DeepBeliefNetwork tuned = FineTuning.train(Networks.random(SEED, 0.3, UNITS, 8), samples,
                tuning(new Target.Classes(CLASSES), 20, 0.1), TrainingMonitor.NONE).network();
            final List<double[]> before = predictions(tuned, rows);
            assertTrue(before.get(0)[0] > 0.9 && before.get(1)[1] > 0.9, "it has learned");
            final ClassColumn more = new ClassColumn("half", List.of("middle", "right", "left"));
            final DeepBeliefNetwork further = FineTuning.train(tuned, TestRows.of(rows, new float[rows.length]),
                tuning(new Target.Classes(more), 1, 1e-12), TrainingMonitor.NONE).network();
            final List<double[]> after = predictions(further, rows);
            for (int r = 0; r < rows.length; r++) {
                assertEquals(before.get(r)[0] / before.get(r)[1], after.get(r)[2] / after.get(r)[1],
                    1e-3 * before.get(r)[0] / before.get(r)[1], "row " + r);
            }
            assertEquals(List.of(TrainingStep.FINE_TUNING, TrainingStep.FINE_TUNING),
                further.provenance().steps().stream().map(TrainingStep::name).skip(1).toList());
            final List<double[]> anew = predictions(FineTuning.train(tuned, samples,
                tuning(new Target.Classes(new ClassColumn("other", CLASSES.values())), 1, 1e-12),
                TrainingMonitor.NONE).network(), rows);
            assertEquals(0.5, anew.get(0)[0], 1e-6, "another column begins anew");
        }
    }

    /** The new rows have another mean and spread of the target: the output is the same number nevertheless. */
    @Test
    void theOutputOfARegressionGoesOn() throws IOException {
        final float[][] rows = rows(100, SEED);
        final float[] sums = new float[rows.length];
        final float[] others = new float[rows.length];
        for (int r = 0; r < rows.length; r++) {
            for (final float value : rows[r]) {
                sums[r] += 10 * value;
            }
            others[r] = 500 + 3 * sums[r];
        }
        try (SampleMatrix samples = TestRows.of(rows, sums); SampleMatrix later = TestRows.of(rows, others)) {
            final DeepBeliefNetwork tuned = FineTuning.train(Networks.random(SEED, 0.3, UNITS, 8), samples,
                tuning(new Target.Numbers("sum"), 50, 0.05), TrainingMonitor.NONE).network();
            final List<double[]> before = predictions(tuned, rows);
            final List<double[]> after = predictions(FineTuning.train(tuned, later,
                tuning(new Target.Numbers("sum"), 1, 1e-12), TrainingMonitor.NONE).network(), rows);
            assertTrue(Math.abs(before.get(0)[0] - sums[0]) < 10, "it has learned");
            for (int r = 0; r < rows.length; r++) {
                assertEquals(before.get(r)[0], after.get(r)[0], 1e-3 * Math.abs(before.get(r)[0]), "row " + r);
            }
        }
    }

    /** A tuned network has ways up and down of its own, and both go on; so do its label units. */
    @Test
    void wakeSleepGoesOnWithATunedNetwork() throws IOException {
        try (SampleMatrix samples = samples(rows(100, SEED))) {
            final List<LayerSettings> machines = List.of(PlainSettings.machine(8, UnitType.bernoulli(), 10),
                PlainSettings.machine(6, UnitType.bernoulli(), 10));
            final DeepBeliefNetwork start = LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
                settings(machines, true), TrainingMonitor.NONE).network();
            final WakeSleepTuning.Settings tuning = Defaults.WAKE_SLEEP.withEpochs(Epochs.of(5))
                .withClassColumn(Optional.of(CLASSES)).withTraining(TrainingSettings.of(10, SEED).withThreads(1));
            final DeepBeliefNetwork tuned =
                WakeSleepTuning.train(start, samples, tuning, TrainingMonitor.NONE).network();
            final WakeSleepTuning.Settings still = new WakeSleepTuning.Settings(tuning.training(), Epochs.of(1),
                WakeSleepTuning.LearningRates.constant(1e-12), 0, 0, List.of(1), 1, Optional.of(CLASSES));
            final DeepBeliefNetwork further =
                WakeSleepTuning.train(tuned, samples, still, TrainingMonitor.NONE).network();
            final DenseLayer one = tuned.layers().get(0).dense();
            final DenseLayer other = further.layers().get(0).dense();
            assertArrayEquals(one.recognitionWeights().toArray(), other.recognitionWeights().toArray(), 1e-6f);
            assertArrayEquals(one.generativeWeights().toArray(), other.generativeWeights().toArray(), 1e-6f);
            assertArrayEquals(tuned.memory().weights().toArray(), further.memory().weights().toArray(), 1e-6f);
            assertArrayEquals(tuned.memory().labels().orElseThrow().weights().toArray(),
                further.memory().labels().orElseThrow().weights().toArray(), 1e-6f);
            assertEquals(List.of(TrainingStep.PRETRAINING, TrainingStep.WAKE_SLEEP, TrainingStep.WAKE_SLEEP),
                further.provenance().steps().stream().map(TrainingStep::name).toList());
        }
    }
}
