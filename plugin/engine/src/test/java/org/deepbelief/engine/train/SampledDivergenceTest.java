// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampledDivergenceTest {

    private static final int VISIBLE = 2000;

    private static final int HIDDEN = 30;

    private static final int BATCH = 20;

    @ParameterizedTest
    @CsvSource({"bernoulli, 0, 0", "bernoulli, 0.5, 0", "bernoulli, 0, 0.3", "rectifiedLinear, 0, 0",
        "gaussian, 0.5, 0.3"})
    void withAllZerosSampledItLearnsWhatDenseContrastiveDivergenceLearns(final UnitType type, final double sparsity,
        final double dropout) {
        double rate = type == UnitType.bernoulli() ? 0.1 : 0.002;
        BoltzmannMachineSettings settings = PlainSettings.steps(HIDDEN, type, rate)
            .withHidden(new HiddenUnits(HIDDEN, type, new Sparsity(0.1, sparsity), dropout))
            .withLearning(Learning.plain(1, rate).withPenalty(Penalty.l2(0.002)));
        float[][] rows = rows(200, 6);
        double[] means = means(rows);
        try (Compute compute = Compute.open(2); SampleMatrix samples = TestRows.of(rows, null);
            ContrastiveDivergence dense = new ContrastiveDivergence(compute, input(means), settings, BATCH, 5);
            SampledDivergence sampled = new SampledDivergence(compute, input(means),
                settings.withSampledZeros(VISIBLE), BATCH, 5)) {
            Split.Part all = Split.none(samples).training();
            BatchSource denseRows = BatchSource.whole(compute, samples, all, TrainingSettings.of(BATCH, 5));
            BatchSource sparseRows = BatchSource.sparse(compute, samples, all, TrainingSettings.of(BATCH, 5));
            for (int step = 0; step < 60; step++) {
                Rates rates = Rates.of((float)rate / (1 + step / 10), step < 30 ? 0.5 : 0.9);
                Stepping.step(compute, dense, denseRows.fetch(step % 10).at(0, step, BATCH), rates);
                Stepping.step(compute, sampled, sparseRows.fetch(step % 10).at(0, step, BATCH), rates);
                assertEquals(dense.error(), sampled.error(), 1e-4 * dense.error(), "step " + step);
                assertEquals(dense.activation(), sampled.activation(), 1e-4 * Math.abs(dense.activation()) + 1e-4);
            }
            assertSame(dense.parameters(), sampled.parameters(), 2e-5f);
            assertEquals(dense.weightNorm(), sampled.weightNorm(), 1e-6);
        }
    }

    private static void assertSame(final LayerParameters expected, final LayerParameters actual,
        final float tolerance) {
        assertArrayEquals(expected.weights.toArray(), actual.weights.toArray(), tolerance, "weights");
        assertArrayEquals(expected.increments.toArray(), actual.increments.toArray(), tolerance, "increments");
        assertArrayEquals(expected.hiddenBiases.toArray(), actual.hiddenBiases.toArray(), tolerance, "hidden biases");
        assertArrayEquals(expected.visibleBiases.toArray(), actual.visibleBiases.toArray(), tolerance,
            "visible biases");
    }

    /** A step from the same weights, drawn again and again: sampled and full reconstructions have one mean step. */
    @Tag("long")
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theMeanStepIsThatOfDenseContrastiveDivergence(final long seed) {
        int units = 1200;
        int hiddenUnits = 4;
        int draws = 1500;
        BoltzmannMachineSettings settings = PlainSettings.steps(hiddenUnits, UnitType.bernoulli(), 1);
        LayerInput input =
            LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), units)), new double[units]);
        Arrays.fill(input.means(), 0.03);
        Moments dense = new Moments();
        Moments sampled = new Moments();
        float[][] rows = Arrays.stream(rows(5, 3)).map(row -> Arrays.copyOf(row, units)).toArray(float[][]::new);
        try (Compute compute = Compute.open(2); FloatMatrix batch = FloatMatrix.zeros(5, units)) {
            SparseMatrix sparse = new SparseMatrix();
            for (int i = 0; i < 5; i++) {
                batch.writeRow(i, rows[i]);
            }
            for (int draw = 0; draw < draws; draw++) {
                try (ContrastiveDivergence machine = new ContrastiveDivergence(compute, input, settings, 5, seed);
                    SampledDivergence other = new SampledDivergence(compute, input, settings.withSampledZeros(1), 5,
                        seed)) {
                    strengthen(machine.parameters(), seed);
                    strengthen(other.parameters(), seed);
                    Stepping.step(compute, machine, Stepping.batch(batch, 5, 2 * draw), Rates.of(1f, 0f));
                    dense.add(machine.parameters(), machine.error());
                    fill(sparse, rows);
                    Stepping.step(compute, other, Batch.of(sparse, 5).at(0, 2 * draw + 1, 5), Rates.of(1, 0));
                    sampled.add(other.parameters(), other.error());
                }
            }
            assertTrue(sampled.deviation(0) > dense.deviation(0), "the sample adds variance");
            for (int i = 0; i < dense.sums.length; i++) {
                double error = Math.sqrt((dense.variance(i) + sampled.variance(i)) / draws);
                assertEquals(dense.mean(i), sampled.mean(i), 5.5 * error + 2e-3, "parameter " + i + " at seed " + seed);
            }
        }
    }

    /** Weights that make hidden units answer to what is visible; probabilities stay below q, which is 0.2. */
    private static void strengthen(final LayerParameters parameters, final long seed) {
        for (int i = 0; i < parameters.visible.units(); i++) {
            for (int j = 0; j < parameters.hidden.units(); j++) {
                parameters.weights.set(i, j, 0.3f * CounterRandom.gaussian(seed, i, j));
            }
        }
    }

    /** Sums and sums of squares of the increments of all parameters, and of the squared error. */
    private static final class Moments {

        private double[] sums;

        private double[] squares;

        private int count;

        void add(final LayerParameters parameters, final double squaredError) {
            float[] increments = parameters.increments.toArray();
            int hidden = parameters.hiddenIncrements.columns();
            int all = increments.length + hidden + parameters.visibleIncrements.columns() + 1;
            if (sums == null) {
                sums = new double[all];
                squares = new double[all];
            }
            for (int i = 0; i < all; i++) {
                int at = i - increments.length;
                double value = at < 0 ? increments[i] : at < hidden ? parameters.hiddenIncrements.get(0, at)
                    : i < all - 1 ? parameters.visibleIncrements.get(0, at - hidden) : squaredError;
                sums[i] += value;
                squares[i] += value * value;
            }
            count++;
        }

        double mean(final int i) {
            return sums[i] / count;
        }

        double variance(final int i) {
            return squares[i] / count - mean(i) * mean(i);
        }

        /** Of all parameters together. */
        double deviation(final int from) {
            double sum = 0;
            for (int i = from; i < sums.length - 1; i++) {
                sum += variance(i);
            }
            return Math.sqrt(sum);
        }
    }

    @Tag("long")
    @Test
    void learningWithAFewZerosIsAsGoodAsWithAll() throws IOException {
        float[][] rows = rows(600, 6);
        try (SampleMatrix samples = TestRows.of(rows, null)) {
            BoltzmannMachineSettings layer = PlainSettings.machine(HIDDEN, UnitType.bernoulli(), 15);
            double[] errors = new double[3];
            double[] pseudoLikelihoods = new double[3];
            double[] zeros = {0, 0.5, 2};
            for (int i = 0; i < 3; i++) {
                TrainingLog log = LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
                    settings(List.of(layer.withSampledZeros(zeros[i])), 0.1, 1), TrainingMonitor.NONE).log();
                TrainingLog.Entry first = log.entries().get(0);
                TrainingLog.Entry last = log.entries().get(log.entries().size() - 1);
                errors[i] = last.validationReconstructionError();
                pseudoLikelihoods[i] = last.pseudoLikelihood();
                System.out.printf("zeros %.1f: error %.5f -> %.5f, held out %.5f -> %.5f, pseudo-likelihood %.1f%n",
                    zeros[i], first.reconstructionError(), last.reconstructionError(),
                    first.validationReconstructionError(), errors[i], pseudoLikelihoods[i]);
                assertTrue(last.reconstructionError() < 0.8 * first.reconstructionError(), "zeros " + zeros[i]);
            }
            for (int i = 1; i < 3; i++) {
                assertEquals(errors[0], errors[i], 0.05 * errors[0], "zeros " + zeros[i]);
            }
        }
    }

    @Test
    void theSameBitsAtAnyNumberOfThreads() throws IOException {
        try (SampleMatrix samples = TestRows.of(rows(150, 6), null)) {
            BoltzmannMachineSettings layer = PlainSettings.machine(500, UnitType.bernoulli(), 2).withSampledZeros(0.5);
            LayerSettings second = PlainSettings.machine(7, UnitType.bernoulli(), 1);
            DeepBeliefNetwork[] networks = new DeepBeliefNetwork[3];
            for (int i = 0; i < 3; i++) {
                networks[i] = LayerwisePretraining.train(samples, encoding(UnitType.bernoulli()),
                    settings(List.of(layer, second), 0.1, 1 << i), TrainingMonitor.NONE).network();
            }
            for (int i = 1; i < 3; i++) {
                for (int n = 0; n < 2; n++) {
                    DenseLayer one = networks[0].layers().get(n).dense();
                    DenseLayer other = networks[i].layers().get(n).dense();
                    assertArrayEquals(one.recognitionWeights().toArray(), other.recognitionWeights().toArray());
                    assertArrayEquals(one.hiddenBiases(), other.hiddenBiases());
                    assertArrayEquals(one.visibleBiases(), other.visibleBiases());
                }
            }
        }
    }

    @Tag("long")
    @Test
    void aStepAllocatesNothing() {
        BoltzmannMachineSettings settings = PlainSettings.steps(500, UnitType.bernoulli(), 0.1)
            .withHidden(new HiddenUnits(500, UnitType.bernoulli(), new Sparsity(0.1, 0.5), 0.2))
            .withLearning(Learning.plain(1, 0.1).withPenalty(Penalty.l2(0.002))).withSampledZeros(1);
        float[][] rows = rows(200, 6);
        try (Allocations allocations = new Allocations(3); SampleMatrix samples = TestRows.of(rows, null);
            SampledDivergence machine = new SampledDivergence(allocations.compute(), input(means(rows)), settings,
                BATCH, 5)) {
            BatchSource batches = BatchSource.sparse(allocations.compute(), samples, Split.none(samples).training(),
                TrainingSettings.of(BATCH, 5));
            FusedStatistics statistics = new FusedStatistics(allocations.compute(), machine.terms());
            Rates rates = Rates.of(0.1, 0.5);
            allocations.assertNone(step -> {
                statistics.clear();
                machine.gather(batches.fetch(step % 10).at(0, step, BATCH), statistics);
                machine.apply(statistics, rates);
            });
        }
    }

    @Test
    void theMonitorMeasuresWhatTheDenseOneMeasures() {
        BoltzmannMachineSettings settings =
            PlainSettings.machine(HIDDEN, UnitType.bernoulli(), 1).withSampledZeros(0.5);
        float[][] rows = rows(120, 6);
        try (Compute compute = Compute.open(2); SampleMatrix samples = TestRows.of(rows, null);
            SampledDivergence machine = new SampledDivergence(compute, input(means(rows)), settings, BATCH, 5)) {
            BatchSource batches = BatchSource.sparse(compute, samples, Split.none(samples).training(),
                TrainingSettings.of(BATCH, 5));
            for (int step = 0; step < 30; step++) {
                Stepping.step(compute, machine, batches.fetch(step % 6).at(0, step, BATCH), Rates.of(0.1, 0.5));
            }
            MiniBatches all = new MiniBatches(samples, Split.none(samples).training(), LayerMonitor.batchRows(), 5);
            LayerMonitor.Measurement actual = machine.monitor(compute).measure(all, 120);
            LayerMonitor.Measurement expected =
                new LayerMonitor(compute, machine.parameters(), true).measure(all, 120);
            assertEquals(expected.reconstructionError(), actual.reconstructionError(), 1e-7);
            assertEquals(expected.freeEnergy(), actual.freeEnergy(), 1e-3);
            assertEquals(expected.pseudoLikelihood(), actual.pseudoLikelihood(), 1e-2);
        }
    }

    @Test
    void sparseRowsGoUpAsDenseOnes() {
        float[][] rows = rows(700, 6);
        float[] deviations = new float[VISIBLE];
        Random random = new Random(2);
        for (int i = 0; i < VISIBLE; i++) {
            deviations[i] = 0.5f + random.nextFloat();
        }
        try (Compute compute = Compute.open(2); SampleMatrix samples = TestRows.of(rows, null);
            FloatMatrix weights = FloatMatrix.zeros(VISIBLE, HIDDEN)) {
            compute.fillGaussian(weights, 0.5f, RandomRows.byPlace().key(8));
            float[] biases = new float[HIDDEN];
            Arrays.fill(biases, -0.3f);
            Layer layer = new BoltzmannLayer(
                List.of(new UnitGroup(UnitType.gaussian(), VISIBLE)), UnitType.bernoulli(), weights, biases, weights,
                new float[VISIBLE], deviations);
            float[] hidden = new float[HIDDEN];
            LayerOutput output = new LayerOutput(compute, layer, samples);
            for (int i = 0; i < rows.length; i++) {
                assertTrue(output.next(hidden, new float[0]));
                for (int j = 0; j < HIDDEN; j++) {
                    double x = biases[j];
                    for (int unit = 0; unit < VISIBLE; unit++) {
                        x += rows[i][unit] / (deviations[unit] * deviations[unit]) * weights.get(unit, j);
                    }
                    assertEquals(1 / (1 + Math.exp(-x)), hidden[j], 1e-5, "row " + i);
                }
            }
            assertFalse(output.next(hidden, new float[0]));
        }
    }

    @Test
    void whatCannotBeSampledIsRefused() throws IOException {
        BoltzmannMachineSettings layer = PlainSettings.machine(5, UnitType.bernoulli(), 1).withSampledZeros(1);
        assertMessage("Gibbs", () -> layer.withChain(new Chain(2, false, true)));
        assertMessage("persistent", () -> layer.withChain(new Chain(1, true, true)));
        assertMessage("L1", () -> layer.withLearning(layer.learning().withPenalty(new Penalty(0, 0.1))));
        assertMessage("sampled zeros is -1", () -> layer.withSampledZeros(-1));
        assertMessage("only the first layer", () -> settings(List.of(layer, layer), 0, 1));
        assertMessage("second layer", () -> PlainSettings.pretraining(List.of(layer), 10, 1)
            .withLabelUnits(Optional.of(new ClassColumn("class", List.of("a", "b")))));
        try (SampleMatrix samples = TestRows.of(rows(10, 6), null)) {
            assertMessage("\"bits\" becomes Gaussian", () -> LayerwisePretraining.train(samples,
                encoding(UnitType.gaussian()), settings(List.of(layer), 0, 1), TrainingMonitor.NONE));
        }
    }

    private static void assertMessage(final String part, final org.junit.jupiter.api.function.Executable code) {
        String message = assertThrows(IllegalArgumentException.class, code).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static final List<UnitGroup> GROUPS = List.of(new UnitGroup(UnitType.bernoulli(), VISIBLE));

    private static LayerwisePretraining.Settings settings(final List<LayerSettings> layers, final double validation,
        final int threads) {
        return PlainSettings.pretraining(layers, BATCH, 3).withTraining(
            TrainingSettings.of(BATCH, 3).withValidationShare(validation).withThreads(threads));
    }

    private static LayerInput input(final double[] means) {
        return LayerInput.of(GROUPS, means);
    }

    private static InputEncoding encoding(final UnitType type) {
        return new InputEncoding(List.of(new VectorColumn("bits", VectorKind.BIT, VISIBLE, type, NumberScaling.NONE, 0,
            1)), new float[VISIBLE]);
    }

    /** Each row has some of the units of two topics of 40 units, and a few others. */
    private static float[][] rows(final int count, final int seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][VISIBLE];
        for (float[] row : rows) {
            for (int topic = 0; topic < 2; topic++) {
                int first = random.nextInt(10) * 40;
                for (int i = 0; i < 40; i++) {
                    row[first + i] = random.nextInt(3) > 0 ? 1f : row[first + i];
                }
            }
            for (int i = 0; i < 8; i++) {
                row[random.nextInt(VISIBLE)] = 1f;
            }
        }
        return rows;
    }

    private static double[] means(final float[][] rows) {
        double[] means = new double[VISIBLE];
        for (float[] row : rows) {
            for (int i = 0; i < VISIBLE; i++) {
                means[i] += row[i] / rows.length;
            }
        }
        return means;
    }

    private static void fill(final SparseMatrix batch, final float[][] rows) {
        batch.clear(rows[0].length);
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                if (row[i] != 0f) {
                    batch.add(i, row[i]);
                }
            }
            batch.endRow();
        }
    }
}
