// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceTest {

    private static final ClassColumn CLASSES = new ClassColumn("class", List.of("a", "b", "c"));

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

    private static List<double[]> results(final RowInference inference, final float[][] rows) throws IOException {
        final List<double[]> results = new ArrayList<>();
        try (inference) {
            inference.run(TestRows.source(rows, null, false), values -> results.add(values.toArray()));
        }
        assertEquals(rows.length, results.size());
        return results;
    }

    private static double[] up(final Layer layer, final double[] visible) {
        final double[] hidden = new double[layer.hiddenUnits()];
        for (int j = 0; j < hidden.length; j++) {
            double input = layer.hiddenBiases()[j];
            for (int i = 0; i < visible.length; i++) {
                input += visible[i] * layer.recognitionWeights().get(i, j);
            }
            hidden[j] = 1 / (1 + Math.exp(-input));
        }
        return hidden;
    }

    private static double[] doubles(final float[] values) {
        final double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }

    /** Minus the energy of a state of the associative memory. */
    private static double harmony(final DeepBeliefNetwork network, final double[] visible, final int label,
        final int hidden) {
        final var memory = network.memory();
        double sum = label < 0 ? 0 : memory.labels().orElseThrow().biases()[label];
        for (int i = 0; i < visible.length; i++) {
            sum += visible[i] * memory.visibleBiases()[i];
        }
        for (int j = 0; j < memory.hiddenBiases().length; j++) {
            if ((hidden >> j & 1) == 1) {
                sum += memory.hiddenBiases()[j];
                sum += label < 0 ? 0 : memory.labels().orElseThrow().weights().get(label, j);
                for (int i = 0; i < visible.length; i++) {
                    sum += visible[i] * memory.weights().get(i, j);
                }
            }
        }
        return sum;
    }

    @Test
    void labelUnitsClassifyAsEnumerationOfAllStates() throws IOException {
        final DeepBeliefNetwork network = Networks.withLabels(Networks.random(1, 1, 6, 5, 7), 2, 1, CLASSES);
        final float[][] rows = rows(300, 6);
        final List<double[]> results = results(new Prediction(network, Prediction.Source.LABEL_UNITS, 2), rows);
        for (int r = 0; r < rows.length; r += 37) {
            final double[] penultimate = up(network.layers().get(0), doubles(rows[r]));
            final double[] sums = new double[3];
            double total = 0;
            for (int c = 0; c < 3; c++) {
                for (int h = 0; h < 1 << 7; h++) {
                    sums[c] += Math.exp(harmony(network, penultimate, c, h));
                }
                total += sums[c];
            }
            for (int c = 0; c < 3; c++) {
                assertEquals(sums[c] / total, results.get(r)[c], 1e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFreeEnergyIsThatOfEnumeration(final boolean labelled) throws IOException {
        DeepBeliefNetwork network = Networks.random(3, 1, 6, 8);
        if (labelled) {
            network = Networks.withLabels(network, 2, 1, CLASSES);
        }
        final float[][] rows = rows(10, 6);
        final List<double[]> results =
            results(new Reconstruction(network, Reconstruction.Fill.TRAINING_MEANS, 1, 1, 1), rows);
        for (int r = 0; r < rows.length; r++) {
            double sum = 0;
            for (int label = labelled ? 0 : -1; label < (labelled ? 3 : 0); label++) {
                for (int h = 0; h < 1 << 8; h++) {
                    sum += Math.exp(harmony(network, doubles(rows[r]), label, h));
                }
            }
            assertEquals(-Math.log(sum), results.get(r)[13], 1e-4);
        }
    }

    @Test
    void featuresAreTheMeansOfTheChosenLayersInTheirOrder() throws IOException {
        final DeepBeliefNetwork network = Networks.random(1, 1, 6, 5, 4);
        final float[][] rows = rows(600, 6);
        final List<double[]> results =
            results(new FeatureExtraction(network, List.of(2, 1), FeatureKind.PROBABILITIES, 0, 2), rows);
        for (int r = 0; r < rows.length; r += 59) {
            final double[] first = up(network.layers().get(0), doubles(rows[r]));
            final double[] second = up(network.layers().get(1), first);
            for (int j = 0; j < 4; j++) {
                assertEquals(second[j], results.get(r)[j], 1e-5);
            }
            for (int j = 0; j < 5; j++) {
                assertEquals(first[j], results.get(r)[4 + j], 1e-5);
            }
        }
    }

    @Test
    void sampledFeaturesAreOnAsOftenAsTheirMeansSay() throws IOException {
        final DeepBeliefNetwork network = Networks.random(1, 1, 6, 5);
        final float[][] rows = new float[4000][];
        Arrays.fill(rows, rows(1, 6)[0]);
        final List<double[]> samples =
            results(new FeatureExtraction(network, List.of(1), FeatureKind.SAMPLES, 7, 1), rows);
        final double[] means = up(network.layers().get(0), doubles(rows[0]));
        for (int j = 0; j < 5; j++) {
            double sum = 0;
            for (final double[] sample : samples) {
                assertTrue(sample[j] == 0 || sample[j] == 1);
                sum += sample[j];
            }
            assertEquals(means[j], sum / rows.length, 4 * Math.sqrt(0.25 / rows.length));
        }
        assertArrayEquals(samples.get(3999),
            results(new FeatureExtraction(network, List.of(1), FeatureKind.SAMPLES, 7, 4), rows).get(3999));
    }

    @Test
    void theHeadGivesSoftmaxOrNumbersInTheirOwnMeasure() throws IOException {
        final DeepBeliefNetwork bare = Networks.random(1, 1, 6, 5);
        final FloatMatrix weights = Networks.matrix(new Random(3), 1, 5, 3);
        final float[] biases = {0.1f, -0.2f, 0.3f};
        final float[][] rows = rows(520, 6);
        final List<double[]> classes = results(new Prediction(
            with(bare, new OutputHead.Classifier(CLASSES, weights, biases)), Prediction.Source.HEAD, 1), rows);
        final List<double[]> numbers = results(new Prediction(
            with(bare, new OutputHead.Regressor(List.of("a", "b", "c"), weights, biases, new double[] {1e9, 0, 5},
                new double[] {2, 1, 100})),
            Prediction.Source.HEAD, 1), rows);
        for (int r = 0; r < rows.length; r++) {
            final double[] hidden = up(bare.lastLayer(), doubles(rows[r]));
            final double[] x = new double[3];
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                x[c] = biases[c];
                for (int j = 0; j < 5; j++) {
                    x[c] += hidden[j] * weights.get(j, c);
                }
                sum += Math.exp(x[c]);
            }
            for (int c = 0; c < 3; c++) {
                assertEquals(Math.exp(x[c]) / sum, classes.get(r)[c], 1e-5);
            }
            assertEquals(1e9 + 2 * x[0], numbers.get(r)[0], 1e-4, "single precision is 64 apart there");
            assertEquals(5 + 100 * x[2], numbers.get(r)[2], 1e-3);
        }
    }

    private static DeepBeliefNetwork with(final DeepBeliefNetwork network, final OutputHead head) {
        return new DeepBeliefNetwork(network.encoding(), network.layers(), network.memory(), Optional.of(head),
            network.provenance());
    }

    @Test
    void whatTheNetworkLacksIsSaid() {
        final DeepBeliefNetwork network = Networks.random(1, 1, 6, 5);
        for (final Prediction.Source source : Prediction.Source.values()) {
            assertThrows(IllegalArgumentException.class, () -> new Prediction(network, source, 1));
        }
        assertThrows(IllegalArgumentException.class,
            () -> new FeatureExtraction(network, List.of(2), FeatureKind.SAMPLES, 0, 1));
        assertThrows(IllegalArgumentException.class,
            () -> new Generation(network, new Generation.Clamp.ToClass(0), 1, 0, 1));
        assertThrows(IllegalArgumentException.class,
            () -> new Generation(network, new Generation.Clamp.ToTopUnit(5), 1, 0, 1));
    }

    /** p(missing | known) of a small RBM by enumeration is what clamped chains must find. */
    @Test
    void clampedGibbsFindsTheConditionalMeanOfMissingInputs() throws IOException {
        final DeepBeliefNetwork network = Networks.random(5, 1, 6, 4);
        final float[] row = {1, 0, Float.NaN, 1, Float.NaN, 0};
        final double[] expected = new double[2];
        double total = 0;
        for (int state = 0; state < 4; state++) {
            final double[] visible = {1, 0, state & 1, 1, state >> 1, 0};
            for (int h = 0; h < 1 << 4; h++) {
                final double weight = Math.exp(harmony(network, visible, -1, h));
                total += weight;
                expected[0] += weight * visible[2];
                expected[1] += weight * visible[4];
            }
        }
        final float[][] chains = new float[1100][];
        Arrays.fill(chains, row);
        final List<double[]> filled = results(
            new Reconstruction(network, Reconstruction.Fill.CLAMPED_GIBBS, 40, 3, 1), chains);
        for (int i = 0; i < 2; i++) {
            final int unit = 6 + 2 + 2 * i;
            assertEquals(expected[i] / total, filled.stream().mapToDouble(r -> r[unit]).average().orElseThrow(), 0.01);
        }
        assertEquals(1, filled.get(0)[6]);
        assertTrue(filled.get(0)[8] != filled.get(1)[8] && filled.get(0)[8] != filled.get(512)[8]);
        final double[] meanField = results(
            new Reconstruction(network, Reconstruction.Fill.MEAN_FIELD, 50, 3, 1), new float[][] {row}).get(0);
        assertTrue(meanField[8] > 0 && meanField[8] < 1);
        // A fixed point: the filled input is its own reconstruction.
        assertEquals(meanField[2], meanField[8], 1e-4);
    }

    @Tag("long")
    @Test
    void generationFollowsTheModelsOwnDistribution() throws IOException {
        final DeepBeliefNetwork network = Networks.withLabels(Networks.random(5, 1, 4, 5), 6, 1.5, CLASSES);
        for (int clamped = -1; clamped < 3; clamped++) {
            final double[] expected = new double[4];
            double total = 0;
            for (int v = 0; v < 1 << 4; v++) {
                final double[] visible = {v & 1, v >> 1 & 1, v >> 2 & 1, v >> 3};
                for (int label = Math.max(0, clamped); label < (clamped < 0 ? 3 : clamped + 1); label++) {
                    for (int h = 0; h < 1 << 5; h++) {
                        final double weight = Math.exp(harmony(network, visible, label, h));
                        total += weight;
                        for (int i = 0; i < 4; i++) {
                            expected[i] += weight * visible[i];
                        }
                    }
                }
            }
            final double[] means = new double[4];
            final int count = 8000;
            try (Generation generation = new Generation(network, clamped < 0 ? new Generation.Clamp.Nothing()
                : new Generation.Clamp.ToClass(clamped), 60, 11, 2)) {
                generation.run(count, values -> {
                    for (int i = 0; i < 4; i++) {
                        means[i] += values.at(i) / count;
                    }
                });
            }
            for (int i = 0; i < 4; i++) {
                assertEquals(expected[i] / total, means[i], 0.025, "unit " + i + ", class " + clamped);
            }
        }
    }

    /** Rows given that one top unit is on, with all else free. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void generationFromATopUnitFollowsTheDistributionGivenIt(final int unit) throws IOException {
        final DeepBeliefNetwork network = Networks.random(5, 2, 4, 5);
        final double[] expected = new double[4];
        final double[] free = new double[4];
        double total = 0;
        double freeTotal = 0;
        for (int v = 0; v < 1 << 4; v++) {
            final double[] visible = {v & 1, v >> 1 & 1, v >> 2 & 1, v >> 3};
            for (int h = 0; h < 1 << 5; h++) {
                final double weight = Math.exp(harmony(network, visible, -1, h));
                final double given = (h >> unit & 1) * weight;
                total += given;
                freeTotal += weight;
                for (int i = 0; i < 4; i++) {
                    expected[i] += given * visible[i];
                    free[i] += weight * visible[i];
                }
            }
        }
        final double[] means = new double[4];
        final int count = 8000;
        try (Generation generation =
            new Generation(network, new Generation.Clamp.ToTopUnit(unit), 60, 11, 2)) {
            generation.run(count, values -> {
                for (int i = 0; i < 4; i++) {
                    means[i] += values.at(i) / count;
                }
            });
        }
        double apart = 0;
        for (int i = 0; i < 4; i++) {
            assertEquals(expected[i] / total, means[i], 0.025, "unit " + i + ", top unit " + unit);
            apart = Math.max(apart, Math.abs(expected[i] / total - free[i] / freeTotal));
        }
        assertTrue(apart > 0.1, "top unit " + unit + " makes a difference: " + apart);
    }

    @Test
    void longChainsCanBeCancelled() {
        final DeepBeliefNetwork network = Networks.random(5, 1, 6, 5, 4, 3);
        final int[] asked = new int[1];
        try (Generation generation = new Generation(network, new Generation.Clamp.Nothing(), 1000, 11, 1);
            Reconstruction filling = Reconstruction.withoutFreeEnergy(network, Reconstruction.Fill.CLAMPED_GIBBS,
                1000, 11, 1);
            Reconstruction settling = Reconstruction.withoutFreeEnergy(network, Reconstruction.Fill.MEAN_FIELD, 1000,
                11, 1);
            Reconstruction measuring =
                new Reconstruction(network, Reconstruction.Fill.TRAINING_MEANS, 1, 11, 1)) {
            assertThrows(CancellationException.class,
                () -> generation.run(10, () -> ++asked[0] == 3, values -> assertTrue(false)));
            assertEquals(3, asked[0]);
            for (final Reconstruction reconstruction : List.of(filling, settling, measuring)) {
                asked[0] = 0;
                assertThrows(CancellationException.class,
                    () -> reconstruction.run(TestRows.source(new float[][] {{1, 0, Float.NaN, 1, 0, 1}}, null, true),
                        () -> ++asked[0] == 5, values -> assertTrue(false)));
                assertEquals(5, asked[0]);
            }
        }
    }

    private static long batchThreads() {
        return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("deepbelief-batches")).count();
    }

    private static List<double[]> results(final RowInference inference, final float[][] rows, final long lanes)
        throws IOException {
        final List<double[]> results = new ArrayList<>();
        final long[] most = new long[1];
        try (inference) {
            inference.run(TestRows.source(rows, null, true), values -> {
                if (results.size() % RowInference.BATCH_ROWS == 0) {
                    most[0] = Math.max(most[0], batchThreads());
                }
                results.add(values.toArray());
            });
            assertEquals(0, batchThreads());
        }
        assertEquals(lanes, most[0]);
        return results;
    }

    /** Where there are enough, each thread, but no more than four, has batches for itself. */
    @ParameterizedTest
    @CsvSource({"1, 1, 2000", "2, 2, 2048", "2, 1, 2047", "3, 3, 3333", "6, 4, 4700"})
    void rowsComeOutTheSameInTheirOrderByAnyThreads(final int threads, final int lanes, final int count)
        throws IOException {
        final DeepBeliefNetwork network = Networks.withLabels(Networks.random(1, 1, 6, 5, 7), 2, 1, CLASSES);
        final float[][] rows = rows(count, 6);
        final float[][] gaps = rows(count, 6);
        for (int r = 0; r < count; r += 3) {
            gaps[r][r % 6] = Float.NaN;
        }
        final IntFunction<RowInference> predicting =
            number -> new Prediction(network, Prediction.Source.LABEL_UNITS, number);
        final IntFunction<RowInference> drawing =
            number -> new FeatureExtraction(network, List.of(2, 1), FeatureKind.SAMPLES, 9, number);
        final IntFunction<RowInference> filling =
            number -> new Reconstruction(network, Reconstruction.Fill.CLAMPED_GIBBS, 4, 9, number);
        for (final IntFunction<RowInference> inference : List.of(predicting, drawing)) {
            assertArrayEquals(results(inference.apply(1), rows).toArray(),
                results(inference.apply(threads), rows, lanes).toArray());
        }
        assertArrayEquals(results(filling.apply(1), gaps).toArray(),
            results(filling.apply(threads), gaps, lanes).toArray());
    }

    /** Wide ones take much memory; 2048 rows are enough for two batches a thread. */
    @ParameterizedTest
    @CsvSource({"5, 2", "4096, 2", "4097, 1"})
    void threadsShareBatchesOfWideLayers(final int hidden, final int lanes) throws IOException {
        assertEquals(2048, results(new Prediction(Networks.withLabels(Networks.random(1, 0.1, 6, hidden, 4), 2, 1,
            CLASSES), Prediction.Source.LABEL_UNITS, 2), rows(2048, 6), lanes).size());
    }

    /** What one of the threads throws comes out, and the others end. */
    @Test
    void cancellingEndsAllThreads() {
        final AtomicInteger asked = new AtomicInteger();
        try (RowInference inference =
            new Prediction(Networks.withLabels(Networks.random(1, 1, 6, 5, 7), 2, 1, CLASSES),
                Prediction.Source.LABEL_UNITS, 3)) {
            assertThrows(CancellationException.class, () -> inference.run(TestRows.source(rows(9000, 6), null, true),
                () -> asked.incrementAndGet() > 30, values -> { }));
            assertEquals(0, batchThreads());
        }
    }

    /** Of wide rows; 2^21 numbers at a time. */
    @Test
    void fewerWideRowsAreOnTheirWayAtATime() {
        try (FeatureExtraction narrow =
            new FeatureExtraction(Networks.random(5, 1, 6, 5), List.of(1), FeatureKind.PROBABILITIES, 1, 1);
            FeatureExtraction wide =
                new FeatureExtraction(Networks.random(5, 1, 6000, 4), List.of(1), FeatureKind.PROBABILITIES, 1, 1)) {
            assertEquals(RowInference.BATCH_ROWS, narrow.mostRows());
            assertEquals((1 << 21) / 6004, wide.mostRows());
        }
    }

    /** Sums of both signs of the largest numbers would be no numbers. */
    @Test
    void theLargestNumbersHaveFeatures() throws IOException {
        final FloatMatrix weights = FloatMatrix.of(2, 1, new float[] {10, -20});
        final Layer layer = BoltzmannLayer.tied(List.of(new UnitGroup(UnitType.gaussian(), 2)), UnitType.bernoulli(),
            weights, new float[1], new float[2]);
        final DeepBeliefNetwork network = new DeepBeliefNetwork(
            new InputEncoding(List.of(new NumberColumn("x", UnitType.gaussian(), NumberScaling.NONE, 0, 1),
                new NumberColumn("y", UnitType.gaussian(), NumberScaling.NONE, 0, 1)), new float[2]),
            List.of(layer), AssociativeMemory.of(layer), Optional.empty(),
            Networks.random(1, 1, 2, 2).provenance());
        final List<double[]> features = results(
            new FeatureExtraction(network, List.of(1), FeatureKind.PROBABILITIES, 1, 1),
            new float[][] {{3e38f, 3e38f}, {-3e38f, -3e38f}});
        assertEquals(0, features.get(0)[0], 1e-6);
        assertEquals(1, features.get(1)[0], 1e-6);
    }

    @Test
    void nothingIsInferredOnceItIsCancelledAndNoWorkerIsLeft() throws IOException {
        final DeepBeliefNetwork network = Networks.random(5, 1, 100, 200);
        final long before = workers();
        try (FeatureExtraction extraction =
            new FeatureExtraction(network, List.of(1), FeatureKind.PROBABILITIES, 1, 3)) {
            assertThrows(CancellationException.class, () -> extraction.run(TestRows.source(rows(3, 100), null, true),
                () -> true, values -> assertTrue(false)));
            extraction.run(TestRows.source(rows(500, 100), null, true), values -> { });
            assertEquals(before + 2, workers());
        }
        try (Generation generation = new Generation(network, new Generation.Clamp.Nothing(), 1, 1, 3)) {
            generation.run(200, values -> { });
            assertEquals(before + 2, workers());
        }
        assertEquals(before, workers());
    }

    private static long workers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("deepbelief"))
            .count();
    }

    private static DeepBeliefNetwork withMeans(final DeepBeliefNetwork network, final float[] means) {
        return new DeepBeliefNetwork(new InputEncoding(network.encoding().columns(), means), network.layers(),
            network.memory(), network.head(), network.provenance());
    }

    private static double[] down(final Layer layer, final double[] hidden) {
        final double[] visible = new double[layer.visibleUnits()];
        for (int i = 0; i < visible.length; i++) {
            double input = layer.dense().visibleBiases()[i];
            for (int j = 0; j < hidden.length; j++) {
                input += hidden[j] * layer.dense().generativeWeights().get(i, j);
            }
            visible[i] = 1 / (1 + Math.exp(-input));
        }
        return visible;
    }

    /** Over the units that were there, in each of two batches; of a row without any there is no error. */
    @Test
    void theErrorIsTheMeanOverTheUnitsThatAreThere() throws IOException {
        final float[] means = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f};
        final DeepBeliefNetwork network = withMeans(Networks.random(6, 1, 6, 4), means);
        final float[][] rows = rows(700, 6);
        for (int r = 0; r < rows.length; r += 3) {
            rows[r][r % 6] = Float.NaN;
            rows[r][(r + 1) % 6] = Float.NaN;
        }
        Arrays.fill(rows[600], Float.NaN);
        final List<double[]> results =
            results(new Reconstruction(network, Reconstruction.Fill.TRAINING_MEANS, 1, 1, 1), rows);
        for (int r = 0; r < rows.length; r++) {
            final double[] filled = doubles(rows[r]);
            for (int i = 0; i < 6; i++) {
                filled[i] = Float.isNaN(rows[r][i]) ? means[i] : rows[r][i];
            }
            final double[] back = down(network.lastLayer(), up(network.lastLayer(), filled));
            double sum = 0;
            int known = 0;
            for (int i = 0; i < 6; i++) {
                assertEquals(back[i], results.get(r)[i], 1e-5);
                assertEquals(filled[i], results.get(r)[6 + i], 1e-7);
                sum += Float.isNaN(rows[r][i]) ? 0 : Math.pow(rows[r][i] - back[i], 2);
                known += Float.isNaN(rows[r][i]) ? 0 : 1;
            }
            assertEquals(sum / known, results.get(r)[12], 1e-6, "row " + r);
        }
        assertTrue(Double.isNaN(results.get(600)[12]));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void meanFieldFillsWithWhatComesDownAsOftenAsIsAsked(final int steps) throws IOException {
        final float[] means = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f};
        final DeepBeliefNetwork network = withMeans(Networks.random(6, 2, 6, 4), means);
        final float[] row = {1, Float.NaN, 0, 0.5f, Float.NaN, 1};
        final double[] filled = doubles(row);
        filled[1] = means[1];
        filled[4] = means[4];
        for (int step = 0; step < steps; step++) {
            final double[] back = down(network.lastLayer(), up(network.lastLayer(), filled));
            filled[1] = back[1];
            filled[4] = back[4];
        }
        final double[] result = results(
            new Reconstruction(network, Reconstruction.Fill.MEAN_FIELD, steps, 3, 1), new float[][] {row}).get(0);
        for (int i = 0; i < 6; i++) {
            assertEquals(filled[i], result[6 + i], 1e-5, "unit " + i);
        }
    }

    /** Inputs too large to be multiplied as powers of e are added as logarithms. */
    @Test
    void hugeInputsClassifyToo() throws IOException {
        final DeepBeliefNetwork network = Networks.withLabels(Networks.random(1, 200, 6, 7), 2, 200, CLASSES);
        final float[][] rows = rows(10, 6);
        final List<double[]> results = results(new Prediction(network, Prediction.Source.LABEL_UNITS, 2), rows);
        for (int r = 0; r < rows.length; r++) {
            final double[] best = new double[3];
            Arrays.fill(best, Double.NEGATIVE_INFINITY);
            for (int c = 0; c < 3; c++) {
                for (int h = 0; h < 1 << 7; h++) {
                    best[c] = Math.max(best[c], harmony(network, doubles(rows[r]), c, h));
                }
            }
            for (int c = 0; c < 3; c++) {
                assertEquals(best[c] == Math.max(best[0], Math.max(best[1], best[2])) ? 1 : 0, results.get(r)[c], 1e-3);
            }
        }
    }

    @Test
    void deepNetworksGenerateAndReconstructThroughAllLayers() throws IOException {
        final DeepBeliefNetwork network = Networks.random(5, 1, 6, 5, 4, 3);
        final List<double[]> generated = new ArrayList<>();
        try (Generation generation = new Generation(network, new Generation.Clamp.ToTopUnit(2), 5, 11, 1)) {
            generation.run(300, values -> generated.add(values.toArray()));
        }
        assertEquals(300, generated.size());
        final double[] result = results(
            new Reconstruction(network, Reconstruction.Fill.TRAINING_MEANS, 1, 1, 1), rows(1, 6)).get(0);
        double[] units = doubles(rows(1, 6)[0]);
        for (final Layer layer : network.layers()) {
            units = up(layer, units);
        }
        for (int n = 2; n >= 0; n--) {
            final Layer layer = network.layers().get(n);
            final double[] below = new double[layer.visibleUnits()];
            for (int i = 0; i < below.length; i++) {
                double input = layer.dense().visibleBiases()[i];
                for (int j = 0; j < units.length; j++) {
                    input += units[j] * layer.dense().generativeWeights().get(i, j);
                }
                below[i] = 1 / (1 + Math.exp(-input));
            }
            units = below;
        }
        double error = 0;
        for (int i = 0; i < 6; i++) {
            assertEquals(units[i], result[i], 1e-5);
            error += (units[i] - rows(1, 6)[0][i]) * (units[i] - rows(1, 6)[0][i]) / 6;
        }
        assertEquals(error, result[12], 1e-5);
    }
}
