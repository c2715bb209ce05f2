// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WakeSleepTuningTest {

    private static final ClassColumn DIRECTION = new ClassColumn("direction", List.of("bars", "stripes"));

    /** All bars and stripes of 3x3 pixels, several times over, with their direction (both: the first). */
    private static SampleMatrix barsAndStripes(final boolean labelled) {
        final float[][] rows = new float[140][9];
        final float[] directions = new float[rows.length];
        for (int r = 0; r < rows.length; r++) {
            final int pattern = r % 14;
            directions[r] = pattern / 7;
            final int lines = pattern % 7 + (pattern < 7 ? 0 : 1);
            for (int i = 0; i < 9; i++) {
                rows[r][i] = lines >> (pattern < 7 ? i % 3 : i / 3) & 1;
            }
        }
        return TestRows.of(rows, labelled ? directions : null);
    }

    private static WakeSleepTuning.Settings settings(final int epochs, final Optional<ClassColumn> classes,
        final long seed, final int threads) {
        return settings(epochs, 0.05, 0.5, List.of(1, 3), seed).withClassColumn(classes)
            .withTraining(TrainingSettings.of(20, seed).withThreads(threads));
    }

    private static WakeSleepTuning.Settings settings(final int epochs, final double rate, final double momentum,
        final List<Integer> gibbsSteps, final long seed) {
        return new WakeSleepTuning.Settings(TrainingSettings.of(20, seed).withThreads(1), Epochs.of(epochs),
            WakeSleepTuning.LearningRates.constant(rate), momentum, 0, gibbsSteps, 1, Optional.empty());
    }

    /** The mean log p(v) of the rows in nats, by enumeration of all states of all hidden layers. */
    static double logLikelihood(final DeepBeliefNetwork network, final SampleMatrix samples) {
        final DenseLayer bottom = network.layers().get(0).dense();
        final int states = 1 << bottom.hiddenUnits();
        final double[] prior = new double[states];
        double total = 0;
        for (int h = 0; h < states; h++) {
            double logWeight = 0;
            final float[] visibleBiases = network.memory().visibleBiases();
            final float[] hiddenBiases = network.memory().hiddenBiases();
            for (int i = 0; i < visibleBiases.length; i++) {
                logWeight += (h >> i & 1) * visibleBiases[i];
            }
            for (int j = 0; j < hiddenBiases.length; j++) {
                double input = hiddenBiases[j];
                for (int i = 0; i < visibleBiases.length; i++) {
                    input += (h >> i & 1) * network.memory().weights().get(i, j);
                }
                logWeight += Math.log1p(Math.exp(input));
            }
            prior[h] = Math.exp(logWeight);
            total += prior[h];
        }
        final float[] biases = bottom.visibleBiases();
        final float[] row = new float[biases.length];
        double sum = 0;
        for (long r = 0; r < samples.rows(); r++) {
            samples.readUnits(r, row, 0);
            double probability = 0;
            for (int h = 0; h < states; h++) {
                double given = prior[h] / total;
                for (int i = 0; i < row.length; i++) {
                    double input = biases[i];
                    for (int j = 0; j < bottom.hiddenUnits(); j++) {
                        input += (h >> j & 1) * bottom.generativeWeights().get(i, j);
                    }
                    final double on = 1 / (1 + Math.exp(-input));
                    given *= row[i] == 1 ? on : 1 - on;
                }
                probability += given;
            }
            sum += Math.log(probability);
        }
        return sum / samples.rows();
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theExactLogLikelihoodRises(final long seed) throws IOException {
        try (SampleMatrix samples = barsAndStripes(false)) {
            final DeepBeliefNetwork start = Networks.random(seed, 0.1, 9, 8, 6);
            final DeepBeliefNetwork pretrained = LayerwisePretraining.train(samples, start.encoding(),
                PlainSettings.pretraining(List.of(
                    PlainSettings.machine(8, start.lastLayer().hiddenType(), 100),
                    PlainSettings.machine(6, start.lastLayer().hiddenType(), 100)), 20, seed),
                TrainingMonitor.NONE).network();
            final DeepBeliefNetwork tuned = WakeSleepTuning
                .train(pretrained, samples, settings(300, Optional.empty(), seed, 1), TrainingMonitor.NONE).network();
            final double before = logLikelihood(pretrained, samples);
            final double after = logLikelihood(tuned, samples);
            System.out.printf("WakeSleepTuningTest seed %d: log-likelihood %.3f pretrained, %.3f tuned; at most %.3f%n",
                seed, before, after, -Math.log(14));
            assertTrue(after > before, "from " + before + " to " + after);
        }
    }

    /** Beside the same figures of CD-1 and persistent CD in {@link ContrastiveDivergenceTest}. */
    @Tag("long")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void barsAndStripesOfFourByFourBecomeMoreLikely(final long seed) throws IOException {
        final double[][] patterns = ContrastiveDivergenceTest.barsAndStripes();
        final float[][] rows = new float[10 * patterns.length][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = ContrastiveDivergenceTest.floats(patterns[r % patterns.length]);
        }
        final double optimum = 28 / 32.0 * Math.log(1 / 32.0) + 4 / 32.0 * Math.log(2 / 32.0);
        try (SampleMatrix samples = TestRows.of(rows, null)) {
            final DeepBeliefNetwork start = Networks.random(seed, 0.1, 16, 11, 16);
            final DeepBeliefNetwork pretrained = LayerwisePretraining.train(samples, start.encoding(),
                PlainSettings.pretraining(List.of(
                    PlainSettings.machine(11, start.lastLayer().hiddenType(), 60),
                    PlainSettings.machine(16, start.lastLayer().hiddenType(), 50)), 20, seed),
                TrainingMonitor.NONE).network();
            final DeepBeliefNetwork tuned = WakeSleepTuning.train(pretrained, samples,
                settings(150, 0.05, 0.5, List.of(1, 3), seed),
                TrainingMonitor.NONE).network();
            final double before = logLikelihood(pretrained, samples);
            final double after = logLikelihood(tuned, samples);
            System.out.printf("bars and stripes, wake-sleep, seed %d: log-likelihood %.3f pretrained -> %.3f nats "
                + "(optimum %.3f)%n", seed, before, after, optimum);
            assertTrue(after > before && after <= optimum, "from " + before + " to " + after);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, FLOAT32", "4, FLOAT32", "2, MIXED", "4, MIXED"})
    void threadsDoNotChangeABit(final int threads, final Precision precision) throws IOException {
        final Random random = new Random(3);
        final float[][] rows = new float[50][300];
        final float[] classes = new float[rows.length];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < rows[r].length; i++) {
                rows[r][i] = random.nextFloat();
            }
            classes[r] = r % 5 == 0 ? Float.NaN : r % 2;
        }
        final DeepBeliefNetwork start = Networks.random(1, 0.05, 300, 500, 410, 450);
        try (SampleMatrix samples = TestRows.of(rows, classes)) {
            assertArrayEquals(
                bytes(WakeSleepTuning.train(start, samples, settings(1, precision), TrainingMonitor.NONE).network()),
                bytes(WakeSleepTuning.train(start, samples, settings(threads, precision), TrainingMonitor.NONE)
                    .network()));
        }
    }

    private static WakeSleepTuning.Settings settings(final int threads, final Precision precision) {
        final WakeSleepTuning.Settings settings =
            settings(2, Optional.of(DIRECTION), 5, threads).withDiscriminativeWeight(10);
        return settings.withTraining(settings.training().withPrecision(precision));
    }

    private static byte[] bytes(final DeepBeliefNetwork network) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelArchive.write(network, out);
        return out.toByteArray();
    }

    @Tag("long")
    @Test
    void labelUnitsAreAddedAndLearned() {
        try (SampleMatrix samples = barsAndStripes(true)) {
            final DeepBeliefNetwork start = Networks.random(1, 0.1, 9, 8, 6);
            final WakeSleepTuning.Settings settings = settings(400, 0.1, 0.5, List.of(1), 2)
                .withClassColumn(Optional.of(DIRECTION))
                .withTraining(TrainingSettings.of(20, 2).withValidationShare(0.3).withThreads(1));
            final TrainingResult result = WakeSleepTuning.train(start, samples, settings, TrainingMonitor.NONE);
            final TrainingLog.Entry last = result.log().entries().get(399);
            assertTrue(last.validationAccuracy() > 0.9, "accuracy " + last.validationAccuracy());
            assertTrue(last.accuracy() > 0.9, "accuracy " + last.accuracy());
            assertTrue(last.reconstructionError() < result.log().entries().get(0).reconstructionError());
            final DeepBeliefNetwork tuned = result.network();
            assertEquals(Optional.of(DIRECTION), tuned.classColumn());
            assertFalse(tuned.layers().get(0).tied());
            assertTrue(tuned.structure().sharedMemory());
            assertTrue(tuned.provenance().has(TrainingStep.WAKE_SLEEP));
            assertTrue(start.layers().get(0).tied(), "the start must not change");
        }
    }

    @Test
    void averagedEpochsAreTheMeanOfTheirWeights() {
        try (SampleMatrix samples = barsAndStripes(true)) {
            final DeepBeliefNetwork start = Networks.random(1, 0.1, 9, 8, 6);
            final List<float[][]> runs = new ArrayList<>();
            for (int run = 0; run < 3; run++) {
                runs.add(numbers(WakeSleepTuning.train(start, samples,
                    settings(run == 0 ? 3 : 4, 0.05, 0.5, List.of(2), 7)
                        .withEpochs(new Epochs(run == 0 ? 3 : 4, run == 2 ? 2 : 0, 0))
                        .withClassColumn(Optional.of(DIRECTION)),
                    TrainingMonitor.NONE).network()));
            }
            for (int part = 0; part < runs.get(0).length; part++) {
                final float[] third = runs.get(0)[part];
                final float[] fourth = runs.get(1)[part];
                for (int i = 0; i < third.length; i++) {
                    assertEquals((third[i] + fourth[i]) / 2, runs.get(2)[part][i], 1e-6, "part " + part);
                }
            }
        }
        assertThrows(IllegalArgumentException.class, () -> new Epochs(4, 5, 0));
    }

    /** All weights and biases of a network of two layers with label units. */
    private static float[][] numbers(final DeepBeliefNetwork network) {
        final DenseLayer bottom = network.layers().get(0).dense();
        final AssociativeMemory memory = network.memory();
        final LabelUnits labels = memory.labels().orElseThrow();
        return new float[][] {bottom.recognitionWeights().toArray(), bottom.hiddenBiases(),
            bottom.generativeWeights().toArray(), bottom.visibleBiases(), memory.weights().toArray(),
            memory.visibleBiases(), memory.hiddenBiases(), labels.weights().toArray(), labels.biases()};
    }

    @Test
    void gaussianUnitsOfLearnedVarianceKeepTheirMeasure() {
        final DeepBeliefNetwork plain = Networks.random(1, 0.1, 9, 8, 6);
        final float[] twos = {2, 2, 2, 2, 2, 2, 2, 2, 2};
        final DenseLayer first = plain.layers().get(0).dense();
        final List<UnitGroup> gaussian =
            List.of(new UnitGroup(UnitType.gaussian(), 9));
        final DenseLayer measured = new BoltzmannLayer(gaussian, first.hiddenType(),
            first.recognitionWeights(), first.hiddenBiases(), first.generativeWeights(), first.visibleBiases(), twos);
        try (Compute compute = Compute.open(1)) {
            final DenseLayer there = measured.standardised(compute);
            assertEquals(first.recognitionWeights().get(3, 4) / 2, there.recognitionWeights().get(3, 4));
            assertTrue(there.tied());
            final DenseLayer back = there.withStandardDeviationsOf(measured, compute, FloatMatrix::copy);
            assertArrayEquals(first.recognitionWeights().toArray(), back.recognitionWeights().toArray());
            assertArrayEquals(first.visibleBiases(), back.visibleBiases());
            assertArrayEquals(twos, back.visibleStandardDeviations());
            assertSame(first, first.standardised(compute));
            assertEquals(first.recognitionWeights().get(3, 4) / 4, measured.upwardWeights(compute).get(3, 4));
        }
    }

    @Test
    void whatDoesNotFitIsRefusedInWords() {
        final DeepBeliefNetwork start =
            Networks.withLabels(Networks.random(1, 0.1, 9, 8, 6), 1, 0.1, new ClassColumn("other", List.of("x")));
        try (SampleMatrix samples = barsAndStripes(true)) {
            final IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> WakeSleepTuning
                .train(start, samples, settings(1, Optional.of(DIRECTION), 1, 1), TrainingMonitor.NONE));
            assertTrue(thrown.getMessage().contains("[x]"), thrown.getMessage());
            assertThrows(IllegalArgumentException.class, () -> WakeSleepTuning.train(Networks.random(1, 1, 8, 3),
                samples, settings(1, Optional.empty(), 1, 1), TrainingMonitor.NONE));
        }
    }

    @Test
    void explodingWeightsStopWithTheSettingToLower() {
        try (SampleMatrix samples = barsAndStripes(false)) {
            final WakeSleepTuning.Settings settings = settings(50, 1e6, 0.9, List.of(1), 1);
            final DivergenceException thrown = assertThrows(DivergenceException.class,
                () -> WakeSleepTuning.train(Networks.random(1, 0.1, 9, 8, 6), samples, settings, TrainingMonitor.NONE));
            assertTrue(thrown.getMessage().contains("1000000"), thrown.getMessage());
            assertFalse(thrown.getMessage().contains("discriminative"), thrown.getMessage());
        }
    }

    /** Where it counts more than once. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 50})
    void explodingLabelUnitsTellOfTheWeightToLower(final double weight) {
        try (SampleMatrix samples = barsAndStripes(true)) {
            final WakeSleepTuning.Settings settings = settings(50, 1e6, 0.9, List.of(1), 1)
                .withClassColumn(Optional.of(DIRECTION)).withDiscriminativeWeight(weight);
            final String message = assertThrows(DivergenceException.class, () -> WakeSleepTuning
                .train(Networks.random(1, 0.1, 9, 8, 6), samples, settings, TrainingMonitor.NONE)).getMessage();
            System.out.println(message);
            assertEquals(weight > 1, message.endsWith("or the discriminative weight (50.0)."), message);
        }
    }

    @Test
    void cancellingIsAnsweredBeforeTheNextBatch() {
        final int[] batches = new int[1];
        final String[] told = new String[1];
        final TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public boolean cancelled() {
                return batches[0] == 3;
            }

            @Override
            public void progress(final TrainingProgress progress) {
                batches[0]++;
                told[0] = progress.message();
            }
        };
        try (SampleMatrix samples = barsAndStripes(false)) {
            assertThrows(CancellationException.class, () -> WakeSleepTuning.train(Networks.random(1, 0.1, 9, 8, 6),
                samples, settings(9, Optional.empty(), 1, 2), monitor));
        }
        assertEquals(3, batches[0]);
        assertTrue(told[0].matches("Epoch 1 of 9, reconstruction error 0\\.\\d{4}"), told[0]);
    }

    @Test
    void cancellingIsAnsweredBeforeTheNextGibbsStep() {
        final int[] asked = new int[1];
        final TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public boolean cancelled() {
                return ++asked[0] == 4;
            }

            @Override
            public void progress(final TrainingProgress progress) {
                throw new AssertionError("a batch of 50 Gibbs steps went to its end");
            }
        };
        try (SampleMatrix samples = barsAndStripes(false)) {
            assertThrows(CancellationException.class, () -> WakeSleepTuning.train(Networks.random(1, 0.1, 9, 8, 6),
                samples, settings(1, 0.05, 0.5, List.of(50), 1), monitor));
        }
        assertEquals(4, asked[0], "once before the batch, and before the third Gibbs step for the last time");
    }

    @Test
    void aTimeBudgetEndsTheTuningAfterAStepAndSaysSo() {
        try (SampleMatrix samples = barsAndStripes(false)) {
            final WakeSleepTuning.Settings settings = settings(100_000, 0.05, 0.5, List.of(1), 1);
            final TrainingResult result = WakeSleepTuning.train(Networks.random(1, 0.1, 9, 8, 6), samples,
                settings.withTraining(settings.training().withTimeBudget(Duration.ofMillis(50))), TrainingMonitor.NONE);
            assertTrue(result.log().stopped().isPresent());
            assertFalse(result.network().layers().get(0).tied());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, FLOAT32", "2, FLOAT32", "2, MIXED"})
    void aStepAllocatesNothing(final int threads, final Precision precision) {
        final DeepBeliefNetwork network =
            Networks.withLabels(Networks.random(1, 0.1, 300, 400, 400), 1, 0.1, DIRECTION);
        final FloatMatrix batch = FloatMatrix.zeros(20, 300);
        final FloatMatrix classes = FloatMatrix.zeros(20, 1);
        classes.set(4, 0, Float.NaN);
        final Batch rows = Batch.of(batch, classes);
        final Rates rates = new Rates(0, 0.01f, 0.5f);
        try (Allocations allocations = new Allocations(threads, precision); WakeSleep learner = new WakeSleep(
            allocations.compute(), DenseLayer.all(network.layers()), network.memory(),
            settings(1, 0.01, 0.5, List.of(2), 1).withMomentum(0.5, 0.001).withClassColumn(Optional.of(DIRECTION))
                .withDiscriminativeWeight(5),
            20)) {
            final Statistics statistics = new FusedStatistics(allocations.compute(), learner.terms());
            allocations.assertNone(number -> {
                statistics.clear();
                learner.gather(rows.at(0, number, 20), statistics);
                learner.apply(statistics, rates);
            });
        }
    }
}
