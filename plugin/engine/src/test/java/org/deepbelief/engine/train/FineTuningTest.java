// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.infer.Evaluation;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.engine.train.FineTuning.Settings;
import org.deepbelief.engine.train.FineTuning.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FineTuningTest {

    private static final ClassColumn QUARTER = new ClassColumn("quarter", List.of("0", "1", "2", "3"));

    private static final float[][] ROWS = rows(600, 6);

    private static float[][] rows(final int count, final int units) {
        final Random random = new Random(8);
        final float[][] rows = new float[count][units];
        for (final float[] row : rows) {
            for (int i = 0; i < units; i++) {
                row[i] = random.nextFloat();
            }
        }
        return rows;
    }

    /** Which quarter of the square the first two units lie in. */
    private static SampleMatrix quarters(final boolean someMissing) {
        final float[] classes = new float[ROWS.length];
        for (int r = 0; r < classes.length; r++) {
            classes[r] = someMissing && r % 3 == 0 ? Float.NaN
                : (ROWS[r][0] > 0.5 ? 1 : 0) + (ROWS[r][1] > 0.5 ? 2 : 0);
        }
        return TestRows.of(ROWS, classes);
    }

    private static Settings settings(final Target target, final OptimizerKind optimizer, final int epochs,
        final double rate) {
        return new Settings(target,
                TrainingSettings.of(20, 3).withValidationShare(0.25).withThreads(1), Epochs.of(epochs),
                new FineTuning.Descent(optimizer, Schedule.constant(rate), 0.9, 0),
                Dropout.NONE, 0, false);
    }

    /** Keeps what was told last. */
    private static TrainingMonitor telling(final String[] told) {
        return new TrainingMonitor() {

            @Override
            public boolean cancelled() {
                return false;
            }

            @Override
            public void progress(final TrainingProgress progress) {
                told[0] = progress.message();
            }
        };
    }

    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void classesAreLearned(final OptimizerKind optimizer) {
        try (SampleMatrix samples = quarters(true)) {
            final DeepBeliefNetwork start = Networks.random(1, 0.5, 6, 20, 10);
            final String[] told = new String[1];
            final TrainingResult result = FineTuning.train(start, samples, settings(new Target.Classes(QUARTER),
                optimizer, 60, optimizer == OptimizerKind.SGD ? 0.2 : 0.02), telling(told));
            final TrainingLog.Entry last = result.log().entries().get(59);
            assertEquals(String.format(Locale.ROOT, "Epoch 60 of 60, loss %.4f", last.loss()), told[0]);
            assertTrue(last.accuracy() > 0.93, "accuracy " + last.accuracy());
            assertTrue(last.validationAccuracy() > 0.93, "accuracy " + last.validationAccuracy());
            assertTrue(last.kept());
            final DeepBeliefNetwork tuned = result.network();
            assertEquals(Optional.of(QUARTER), tuned.classColumn());
            assertSame(start.layers().get(0).dense().generativeWeights(),
                tuned.layers().get(0).dense().generativeWeights());
            assertSame(start.memory(), tuned.memory());
            assertTrue(tuned.provenance().has(TrainingStep.FINE_TUNING));
            assertTrue(tuned.provenance().steps().get(1).rows() < 400, "rows without a class must not count");
        }
    }

    @Test
    void numbersAreLearnedAndGivenBackInTheirOwnMeasure() throws IOException {
        final float[] sums = new float[ROWS.length];
        for (int r = 0; r < sums.length; r++) {
            sums[r] = r % 7 == 0 ? Float.NaN : 1000 + 50 * (ROWS[r][0] - ROWS[r][3] * ROWS[r][4]);
        }
        try (SampleMatrix samples = TestRows.of(ROWS, sums)) {
            final DeepBeliefNetwork tuned = FineTuning.train(Networks.random(1, 0.5, 6, 20), samples,
                settings(new Target.Numbers("sum"), OptimizerKind.ADAM, 100, 0.01), TrainingMonitor.NONE)
                .network();
            final double[] error = {0};
            final int[] row = {0};
            try (Prediction prediction = new Prediction(tuned, Prediction.Source.HEAD, 1)) {
                prediction.run(TestRows.source(ROWS, null, true), values -> {
                    final double wanted = 1000 + 50 * (ROWS[row[0]][0] - ROWS[row[0]][3] * ROWS[row[0]++][4]);
                    error[0] += Math.abs(wanted - values.at(0)) / ROWS.length;
                });
            }
            assertTrue(error[0] < 2, "mean error " + error[0]);
            assertEquals(List.of("sum"), ((OutputHead.Regressor)tuned.head().orElseThrow()).targets());
        }
    }

    @Test
    void theUnrolledAutoencoderReconstructsBetterThanTheStart() {
        final float[][] rows = new float[300][];
        for (int r = 0; r < rows.length; r++) {
            final float a = ROWS[r][0];
            final float b = ROWS[r][1];
            rows[r] = new float[] {a, b, (a + b) / 2, 1 - a, 1 - b, a * b};
        }
        try (SampleMatrix samples = TestRows.of(rows, null)) {
            final TrainingResult result = FineTuning.train(Networks.random(1, 0.3, 6, 12, 3), samples,
                settings(new Target.Inputs(), OptimizerKind.ADAM, 80, 0.01), TrainingMonitor.NONE);
            final List<TrainingLog.Entry> log = result.log().entries();
            assertTrue(log.get(79).reconstructionError() < 0.3 * log.get(0).reconstructionError(),
                log.get(0).reconstructionError() + " to " + log.get(79).reconstructionError());
            assertEquals(Optional.empty(), result.network().head());
            assertNotEquals(result.network().layers().get(0).recognitionWeights().get(0, 0),
                result.network().layers().get(0).dense().generativeWeights().get(0, 0));
        }
    }

    @Test
    void frozenLayersKeepTheirWeights() {
        try (SampleMatrix samples = quarters(false)) {
            final DeepBeliefNetwork start = Networks.random(1, 0.5, 6, 5, 4);
            final Settings settings = new Settings(new Target.Classes(QUARTER),
                TrainingSettings.of(20, 3).withThreads(1), Epochs.of(2),
                new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(0.1), 0.5, 0),
                new Dropout(0.2, 0.2), 1, true);
            final DeepBeliefNetwork tuned =
                FineTuning.train(start, samples, settings, TrainingMonitor.NONE).network();
            assertSame(start.layers().get(0), tuned.layers().get(0));
            assertNotEquals(start.layers().get(1).recognitionWeights().get(0, 0),
                tuned.layers().get(1).recognitionWeights().get(0, 0));
            final DeepBeliefNetwork head = FineTuning.train(start, samples, frozen(2), TrainingMonitor.NONE).network();
            assertSame(start.layers().get(1), head.layers().get(1));
            assertTrue(head.head().isPresent());
            assertThrows(IllegalArgumentException.class,
                () -> FineTuning.train(start, samples, frozen(3), TrainingMonitor.NONE));
        }
    }

    private static Settings frozen(final int layers) {
        return new Settings(new Target.Classes(QUARTER), TrainingSettings.of(20, 3).withThreads(1), Epochs.of(2),
            new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(0.1), 0.5, 0), Dropout.NONE, layers, true);
    }

    @Test
    void earlyStoppingReturnsToTheBestEpoch() {
        // Classes that the units say nothing about: the validation loss soon rises.
        final Random random = new Random(2);
        final float[] classes = new float[120];
        for (int r = 0; r < classes.length; r++) {
            classes[r] = random.nextInt(4);
        }
        final DeepBeliefNetwork start = Networks.random(1, 0.5, 6, 40);
        final Settings stopping = new Settings(new Target.Classes(QUARTER),
                TrainingSettings.of(10, 3).withValidationShare(0.3).withThreads(1), new Epochs(300, 0, 5),
                new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.02), 0.9, 0),
                Dropout.NONE, 0, false);
        try (SampleMatrix samples = TestRows.of(Arrays.copyOf(ROWS, 120), classes)) {
            final TrainingResult result = FineTuning.train(start, samples, stopping, TrainingMonitor.NONE);
            final List<TrainingLog.Entry> log = result.log().entries();
            final int best = log.size() - 6;
            assertTrue(log.size() < 300);
            assertTrue(log.get(best).kept());
            final Settings exactly = new Settings(new Target.Classes(QUARTER),
                TrainingSettings.of(10, 3).withValidationShare(0.3).withThreads(1), Epochs.of(best + 1),
                new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.02), 0.9, 0),
                Dropout.NONE, 0, false);
            final DeepBeliefNetwork same = FineTuning.train(start, samples, exactly, TrainingMonitor.NONE).network();
            assertArrayEquals(same.lastLayer().recognitionWeights().toArray(),
                result.network().lastLayer().recognitionWeights().toArray());
        }
    }

    @Test
    void averagedEpochsAreTheMeanOfTheirWeights() {
        try (SampleMatrix samples = quarters(false)) {
            final DeepBeliefNetwork start = Networks.random(1, 0.5, 6, 5);
            final float[][] weights = new float[3][];
            for (int run = 0; run < 3; run++) {
                final Settings settings = new Settings(new Target.Classes(QUARTER),
                TrainingSettings.of(20, 3).withThreads(1), new Epochs(run == 0 ? 3 : 4, run == 2 ? 2 : 0, 0),
                new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(0.1), 0.5, 0),
                new Dropout(0, 0.5), 0, false);
                weights[run] = FineTuning.train(start, samples, settings, TrainingMonitor.NONE).network().lastLayer()
                    .recognitionWeights().toArray();
            }
            for (int i = 0; i < weights[0].length; i++) {
                assertEquals((weights[0][i] + weights[1][i]) / 2, weights[2][i], 1e-6);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> new Settings(new Target.Classes(QUARTER),
                TrainingSettings.of(20, 3).withValidationShare(0.2).withThreads(1), new Epochs(4, 2, 3),
                new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(0.1), 0, 0),
                Dropout.NONE, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new Settings(new Target.Classes(QUARTER),
                TrainingSettings.of(20, 3).withValidationShare(0.2).withThreads(1), new Epochs(4, 5, 0),
                new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(0.1), 0, 0),
                Dropout.NONE, 0, false));
    }

    @Test
    void balancedClassesCountTheSame() {
        // One row in ten is of class 1; the two overlap, so that without balance class 0 is always the better guess.
        final Random random = new Random(5);
        final float[][] rows = new float[400][1];
        final float[] classes = new float[400];
        for (int r = 0; r < rows.length; r++) {
            classes[r] = r % 10 == 0 ? 1 : 0;
            rows[r][0] = (float)(0.5 + 0.05 * classes[r] + 0.1 * random.nextGaussian());
        }
        final ClassColumn column = new ClassColumn("rare", List.of("no", "yes"));
        try (SampleMatrix samples = TestRows.of(rows, classes)) {
            final long[] rare = new long[2];
            for (int balanced = 0; balanced < 2; balanced++) {
                final Settings settings = new Settings(new Target.Classes(column),
                TrainingSettings.of(20, 3).withThreads(1), Epochs.of(60),
                new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.02), 0.9, 0),
                Dropout.NONE, 0, balanced == 1);
                final DeepBeliefNetwork tuned =
                    FineTuning.train(Networks.random(1, 0.5, 1, 5), samples, settings, TrainingMonitor.NONE).network();
                final int choice = balanced;
                try (Prediction prediction = new Prediction(tuned, Prediction.Source.HEAD, 1)) {
                    prediction.run(TestRows.source(rows, null, true),
                        values -> rare[choice] += Evaluation.mostProbable(values));
                } catch (IOException ex) {
                    throw new AssertionError(ex);
                }
            }
            assertTrue(rare[0] < 20 && rare[1] > 60, rare[0] + " and balanced " + rare[1] + " of 400 called rare");
        }
    }

    @Test
    void aClassWithoutRowsDoesNotMakeTheOthersCountLess() {
        final float[] classes = new float[40];
        for (int r = 0; r < classes.length; r++) {
            classes[r] = r % 2;
        }
        final DeepBeliefNetwork start = Networks.random(1, 0.5, 6, 5);
        try (SampleMatrix samples = TestRows.of(Arrays.copyOf(ROWS, 40), classes)) {
            final float[][] weights = new float[2][];
            for (int balanced = 0; balanced < 2; balanced++) {
                final Settings settings = new Settings(new Target.Classes(QUARTER),
                TrainingSettings.of(20, 3).withThreads(1), Epochs.of(3),
                new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(0.1), 0.5, 0),
                Dropout.NONE, 0, balanced == 1);
                weights[balanced] = FineTuning.train(start, samples, settings, TrainingMonitor.NONE).network()
                    .lastLayer().recognitionWeights().toArray();
            }
            assertArrayEquals(weights[0], weights[1], "the two classes that there are have the same number of rows");
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"2, FLOAT32, 0", "4, FLOAT32, 0", "2, MIXED, 0", "4, MIXED, 0", "2, FLOAT32, 1", "4, MIXED, 1"})
    void threadsDoNotChangeABit(final int threads, final Precision precision, final double smoothness)
        throws IOException {
        final float[][] rows = rows(50, 300);
        final float[] classes = new float[50];
        for (int r = 0; r < classes.length; r++) {
            classes[r] = smoothness > 0 && r > 20 ? Float.NaN : r % 4;
        }
        final DeepBeliefNetwork start = Networks.random(1, 0.05, 300, 500, 410);
        try (SampleMatrix samples = TestRows.of(rows, classes)) {
            final byte[][] models = new byte[2][];
            for (int run = 0; run < 2; run++) {
                final Settings settings = new Settings(new Target.Classes(QUARTER),
                TrainingSettings.of(16, 3).withValidationShare(0.2).withThreads(run == 0 ? 1 : threads)
                    .withPrecision(precision), Epochs.of(2),
                new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.01), 0.9, 0.001),
                new Dropout(0.1, 0.5), 0, false, new Smoothness(smoothness, 0.2));
                final ByteArrayOutputStream out = new ByteArrayOutputStream();
                ModelArchive.write(FineTuning.train(start, samples, settings, TrainingMonitor.NONE).network(), out);
                models[run] = out.toByteArray();
            }
            assertArrayEquals(models[0], models[1]);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedInWords() {
        final DeepBeliefNetwork start = Networks.random(1, 0.5, 6, 5);
        final Target classes = new Target.Classes(QUARTER);
        try (SampleMatrix none = TestRows.of(ROWS, null); SampleMatrix missing =
            TestRows.of(new float[][] {ROWS[0], ROWS[1]}, new float[] {Float.NaN, Float.NaN})) {
            assertThrows(IllegalArgumentException.class, () -> FineTuning.train(start, none,
                settings(classes, OptimizerKind.SGD, 1, 0.1), TrainingMonitor.NONE));
            final IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> FineTuning.train(
                start, missing, settings(classes, OptimizerKind.ADAM, 1, 0.1), TrainingMonitor.NONE));
            assertTrue(thrown.getMessage().contains("No row has a target"), thrown.getMessage());
        }
        try (SampleMatrix four = TestRows.of(Arrays.copyOf(ROWS, 4), new float[] {0, 1, 2, 3})) {
            final Settings nothingHeldOut = new Settings(classes,
                TrainingSettings.of(1, 1).withValidationShare(0.1).withThreads(1), new Epochs(9, 0, 5),
                new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(0.1), 0, 0),
                Dropout.NONE, 0, false);
            final IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class,
                () -> FineTuning.train(start, four, nothingHeldOut, TrainingMonitor.NONE));
            assertTrue(thrown.getMessage().contains("holds none out"), thrown.getMessage());
        }
        assertThrows(IllegalArgumentException.class,
            () -> settings(new Target.Inputs(), OptimizerKind.SGD, 1, 0.1).withSmoothness(new Smoothness(1, 0.1)));
        assertThrows(IllegalArgumentException.class, () -> new Smoothness(-1, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new Smoothness(1, -0.1));
        assertThrows(IllegalArgumentException.class, () -> new Settings(classes,
                TrainingSettings.of(1, 1).withThreads(1), new Epochs(1, 0, 5),
                new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(0.1), 0, 0),
                Dropout.NONE, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new Settings(classes,
                TrainingSettings.of(1, 1).withThreads(1), Epochs.of(1),
                new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(0.1), 0, 0),
                new Dropout(1, 0), 0, false));
    }

    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void anExplosionStopsWithTheEpochAndTheSettingToLower(final OptimizerKind optimizer) {
        final float[][] rows = rows(50, 6);
        final float[] numbers = new float[50];
        for (int r = 0; r < numbers.length; r++) {
            numbers[r] = r;
        }
        try (SampleMatrix samples = TestRows.of(rows, numbers)) {
            final DivergenceException thrown = assertThrows(DivergenceException.class,
                () -> FineTuning.train(Networks.random(1, 0.5, 6, 5), samples,
                    settings(new Target.Numbers("number"), optimizer, 50, 1e6), TrainingMonitor.NONE));
            assertTrue(thrown.getMessage().matches(".*diverged in epoch \\d+: .*Lower the .*1000000.*"),
                thrown.getMessage());
        }
    }

    /** Every matrix of working memory has been given back, though the processor goes on. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTrainingThatFailsLeavesNothingBehind(final boolean cancelled) {
        final List<FloatMatrix> taken = new ArrayList<>();
        final TrainingMonitor failing = new TrainingMonitor() {

            private int steps;

            @Override
            public void progress(final TrainingProgress progress) {
                steps++;
                if (steps == 40 && !cancelled) {
                    throw new IllegalStateException("no more");
                }
            }

            @Override
            public boolean cancelled() {
                return cancelled && steps >= 40;
            }
        };
        try (SampleMatrix samples = quarters(true); Compute compute = Compute.open(1)) {
            final Compute counting = counting(compute, taken);
            final Settings settings = new Settings(new Target.Classes(QUARTER),
                TrainingSettings.of(20, 3).withValidationShare(0.2), new Epochs(4, 3, 0),
                new FineTuning.Descent(OptimizerKind.ADAM, Schedule.constant(0.02), 0.9, 0), new Dropout(0.1, 0.5), 0,
                true);
            assertThrows(IllegalStateException.class, () -> FineTuning
                .train(counting, Networks.random(1, 0.5, 6, 5), samples, settings, List.of(0.0), failing));
            assertTrue(taken.size() > 20, taken.size() + " matrices");
            for (final FloatMatrix matrix : taken) {
                assertThrows(IllegalStateException.class, () -> compute.sumOfSquares(matrix));
            }
        }
    }

    /** The processor itself, with a list of the matrices that were made of its memory and its parts'. */
    private static Compute counting(final Compute compute, final List<FloatMatrix> taken) {
        return (Compute)Proxy.newProxyInstance(Compute.class.getClassLoader(), new Class<?>[] {Compute.class},
            (proxy, method, arguments) -> {
                final Object result = method.invoke(compute, arguments);
                if (result instanceof Compute part) {
                    return counting(part, taken);
                }
                if (result instanceof FloatMatrix matrix) {
                    taken.add(matrix);
                }
                return result;
            });
    }

    /** Rows on two rings, one of them around the other, of which three each have a class. */
    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void rowsWithoutAClassAreLearnedFromWhereTheOutputsAreToBeSteady(final OptimizerKind optimizer)
        throws IOException {
        System.out.println("FineTuningTest: seed 9");
        final Random random = new Random(9);
        final float[][] rows = new float[400][];
        final float[] classes = new float[rows.length];
        final float[] all = new float[rows.length];
        for (int r = 0; r < rows.length; r++) {
            all[r] = r % 2;
            final double angle = r < 6 ? Math.PI / 3 * r : 2 * Math.PI * random.nextDouble();
            final double radius = (all[r] == 0 ? 0.5 : 1.5) + 0.05 * random.nextGaussian();
            rows[r] = new float[] {(float)(radius * Math.cos(angle)), (float)(radius * Math.sin(angle))};
            classes[r] = r < 6 ? all[r] : Float.NaN;
        }
        final DeepBeliefNetwork start = Networks.random(1, 2, 2, 40);
        final ClassColumn ring = new ClassColumn("ring", List.of("inner", "outer"));
        final double[] right = new double[2];
        try (SampleMatrix samples = TestRows.of(rows, classes)) {
            for (int run = 0; run < 2; run++) {
                final TrainingResult result = FineTuning.train(start, samples, new Settings(new Target.Classes(ring),
                    TrainingSettings.of(50, 3).withThreads(1), Epochs.of(60),
                    new FineTuning.Descent(optimizer, Schedule.constant(optimizer == OptimizerKind.SGD ? 0.2 : 0.01),
                        0.9, 0), Dropout.NONE, 0, false, new Smoothness(2 * run, 0.25)), TrainingMonitor.NONE);
                final int[] row = new int[1];
                try (Prediction prediction = new Prediction(result.network(), Prediction.Source.HEAD, 1)) {
                    final int at = run;
                    prediction.run(TestRows.source(rows, null, true), probabilities -> right[at] +=
                        Evaluation.mostProbable(probabilities) == all[row[0]++] ? 1.0 / rows.length : 0);
                }
                assertEquals(run == 0 ? 6 : rows.length, result.network().provenance().steps().get(1).rows());
            }
        }
        System.out.println("Two rings, three rows each with a class, " + optimizer + ": " + right[0] + " -> "
            + right[1]);
        assertTrue(right[1] > 0.92, "right " + right[1]);
        assertTrue(right[0] < right[1] - 0.05, "without: " + right[0]);
    }

    /** By the formula: half of a batch has a class where fewer than half of the rows have one. */
    @Test
    void batchesHaveTheShareOfRowsWithATargetThatTheirWeightsCountWith() {
        for (final int labelled : new int[] {3, 40, 120, 250, 300}) {
            final float[] classes = new float[300];
            for (int r = 0; r < classes.length; r++) {
                classes[r] = r < labelled ? r % 4 : Float.NaN;
            }
            try (SampleMatrix samples = TestRows.of(rows(300, 4), classes); Compute compute = Compute.open(1)) {
                final PartlyLabelledRows parted =
                    PartlyLabelledRows.of(samples, Split.none(samples).training(), () -> { });
                final BatchSource source = parted.source(compute, samples, TrainingSettings.of(30, 1), null);
                source.startEpoch(0);
                double there = 0;
                double seen = 0;
                for (long n = 0; n < source.batches(); n++) {
                    final Batch batch = source.fetch(n);
                    assertTrue(labelled < 150 || batch.count() == 30, "whole batches have the size asked for");
                    seen += batch.count();
                    for (int r = 0; r < batch.count(); r++) {
                        there += Float.isNaN(batch.targets().get(r, 0)) ? 0 : 1;
                    }
                }
                assertEquals(there / seen, PartlyLabelledRows.labelledShare(labelled, 300, 30), 0.03, labelled + "");
                assertEquals(parted.batches(30), source.batches());
                final BatchSource single = parted.source(compute, samples, TrainingSettings.of(1, 1), null);
                single.startEpoch(0);
                assertEquals(300, single.batches(), "no room for rows besides");
                assertEquals(300, parted.batches(1));
                assertEquals(1, single.fetch(0).count());
            }
        }
    }

    /**
     * By the formula: 45 and 5 rows of two classes, shares 0.9 and 0.1, are shrunk by 0.18 / (49 * 0.32); 6 and 4 might
     * as well be 5 and 5; a class without a row is possible.
     */
    @Test
    void sharesOfClassesAreShrunkByWhatFewRowsLeaveOpen() {
        final double shrinkage = 0.18 / (49 * 0.32);
        final double more = (1 - shrinkage) * 0.9 + shrinkage * 0.5;
        assertArrayEquals(new double[] {(50 * more + 0.5) / 51, (50 * (1 - more) + 0.5) / 51}, likely(45, 5), 1e-12);
        assertArrayEquals(new double[] {0.5, 0.5}, likely(6, 4), 1e-12);
        assertArrayEquals(new double[] {0.5, 0.5}, likely(1, 0), 1e-12);
        final double[] three = likely(50, 50, 0);
        assertEquals(1, three[0] + three[1] + three[2], 1e-12);
        assertTrue(three[2] > 0.002 && three[2] < 0.02, "share " + three[2]);
        assertEquals(three[0], three[1], 1e-12);
    }

    private static double[] likely(final int... counts) {
        final float[] classes = new float[IntStream.of(counts).sum()];
        int at = 0;
        for (int c = 0; c < counts.length; c++) {
            Arrays.fill(classes, at, at + counts[c], c);
            at += counts[c];
        }
        final TargetFit fit = new TargetFit(new Target.Classes(new ClassColumn("c",
            List.of("a", "b", "c").subList(0, counts.length))));
        try (SampleMatrix samples = TestRows.of(new float[classes.length][1], classes)) {
            fit.add(samples, Split.none(samples).training(), () -> { });
        }
        return fit.likelyShares();
    }

    /** Columns 0, 2 and 1, 5: variances 1 and 4, the second in units of 2. */
    @Test
    void theSpreadIsTheRootOfTheVariancesOfAllInputs() {
        final Target target = new Target.Classes(QUARTER);
        try (SampleMatrix first = TestRows.of(new float[][] {{0, 1}, {2, 5}, {2, 5}}, new float[] {0, 1, 0});
            SampleMatrix second = TestRows.of(new float[][] {{0, 1}}, new float[] {Float.NaN})) {
            final TargetFit fit = new TargetFit(target, new Smoothness(1, 1));
            fit.add(first, Split.none(first).training(), () -> { });
            final TargetFit later = new TargetFit(target, new Smoothness(1, 1));
            later.add(second, Split.none(second).training(), () -> { });
            final TargetFit none = new TargetFit(target, new Smoothness(1, 1));
            none.merge(fit);
            none.merge(later);
            assertEquals(Math.sqrt(1 + 4), none.spread(null), 1e-12);
            assertEquals(Math.sqrt(1 + 1), none.spread(new float[] {1, 2}), 1e-12);
            assertEquals(4, none.rows());
            assertEquals(3, none.labelled());
        }
    }

    @Test
    void passesOverTargetsAskWhetherTheyAreToEnd() {
        try (SampleMatrix samples = quarters(false)) {
            final Split.Part rows = Split.none(samples).training();
            final Runnable cancel = () -> {
                throw new CancellationException();
            };
            final TargetValues values = new TargetValues(samples, rows, cancel);
            assertThrows(CancellationException.class, values::present);
            final TargetFit fit = new TargetFit(new FineTuning.Target.Numbers("n"));
            assertThrows(CancellationException.class, () -> fit.add(samples, rows, cancel));
            assertThrows(CancellationException.class, () -> new InputSpread().add(samples, rows, cancel));
        }
    }

    /** One number alone has a deviation of 0, which divides nothing. */
    @Test
    void numbersAreScaledByTheirMeanAndDeviation() {
        final float[][] rows = {{0}, {0}, {0}, {0}};
        try (SampleMatrix samples = TestRows.of(rows, new float[] {3, Float.NaN, 6.4f, 5.6f})) {
            final NumberScale scale = fit(samples).scale();
            final double variance = (4 + 1.96 + 0.36) / 3;
            assertEquals(5, scale.mean(), 1e-6);
            assertEquals(Math.sqrt(variance), scale.deviation(), 1e-6);
            assertEquals(2 / Math.sqrt(variance), scale.standardise(7), 1e-6);
        }
        try (SampleMatrix one = TestRows.of(new float[][] {{0}}, new float[] {3})) {
            assertEquals(new NumberScale(3, 1), fit(one).scale());
        }
    }

    private static TargetFit fit(final SampleMatrix samples) {
        final TargetFit fit = new TargetFit(new FineTuning.Target.Numbers("n"));
        fit.add(samples, Split.none(samples).training(), () -> { });
        return fit;
    }

    /** Rows divided by classes that there are and by the rows of each: 6 / (2 * 4), 6 / (2 * 2). */
    @Test
    void partsOfTheRowsGiveTheBalanceAndTheScaleOfAll() {
        final FineTuning.Target classes =
            new FineTuning.Target.Classes(new ClassColumn("c", List.of("a", "b", "none")));
        try (SampleMatrix first = TestRows.of(new float[4][1], new float[] {0, 0, 1, 0});
            SampleMatrix second = TestRows.of(new float[2][1], new float[] {1, 0})) {
            final TargetFit balanced = new TargetFit(classes);
            balanced.add(first, Split.none(first).training(), () -> { });
            final TargetFit later = new TargetFit(classes);
            later.add(second, Split.none(second).training(), () -> { });
            balanced.merge(later);
            assertEquals(6, balanced.rows());
            assertArrayEquals(new float[] {0.75f, 1.5f, 0}, balanced.balance());
            final TargetFit numbers = fit(first);
            numbers.merge(fit(second));
            assertEquals(1 / 3.0, numbers.scale().mean(), 1e-12);
            assertEquals(Math.sqrt(2) / 3, numbers.scale().deviation(), 1e-12);
        }
    }
}
