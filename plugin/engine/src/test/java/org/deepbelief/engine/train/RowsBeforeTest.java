// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.ConditionalLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.TemporalLayers;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/** How many rows before help, the regression on them, and what a machine that starts there expects. */
class RowsBeforeTest {

    private static final float[] NO_MEANS = new float[1];

    /** A swing of a period that so many rows before tell, and noise. */
    private static float[][] swing(final int lag, final int rows) {
        final Random random = new Random(4);
        final float[][] series = new float[rows][1];
        for (int t = 0; t < rows; t++) {
            series[t][0] = (float)((t < lag ? random.nextGaussian() : 0.95 * series[t - lag][0])
                + 0.1 * random.nextGaussian());
        }
        return series;
    }

    private static int chosen(final float[][]... sequences) {
        try (SampleMatrix samples = TestRows.sequences(sequences)) {
            return RowsBefore.of(samples, NO_MEANS, 1, () -> { });
        }
    }

    /** The largest number that counts for half of the best one, by GCV^(-N / 12) solved anew. */
    @Test
    void asManyRowsAreChosenAsReachBackToWhatTells() {
        assertReachesBack(8, swing(8, 800));
        assertReachesBack(12, swing(12, 800));
        assertReachesBack(24, swing(24, 2000));
    }

    private static void assertReachesBack(final int lag, final float[][] series) {
        final int[] numbers = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48};
        final double[] validations =
            Arrays.stream(numbers).mapToDouble(number -> solved(series, number, 48)[0]).toArray();
        final double least = Arrays.stream(validations).min().getAsDouble();
        int expected = 0;
        for (int n = 0; n < numbers.length; n++) {
            final double share = Math.pow(validations[n] / least, -(series.length - 48) / 12.0);
            System.out.println("RowsBeforeTest: lag " + lag + ", " + numbers[n] + " rows before count for " + share);
            expected = share >= 0.5 ? numbers[n] : expected;
        }
        assertTrue(expected >= lag && expected <= 2 * lag, expected + " rows before where " + lag + " tell all");
        assertEquals(expected, chosen(series));
    }

    @Test
    void shortSequencesHaveFewRowsBefore() {
        assertEquals(1, chosen(swing(8, 7), swing(8, 6)));
        assertTrue(chosen(swing(12, 30), swing(12, 30)) <= 7);
        assertEquals(1, chosen(new float[][] {{1}}));
    }

    /**
     * (C^T C + l)^-1 C^T y on the moves from the last row, all less their means, solved anew.
     *
     * @param number the rows before that it is solved on
     * @param most the rows before of which all are there
     * @return the criterion, how far the weights leave the moves, and the weights
     */
    private static double[] solved(final float[][] walk, final int number, final int most) {
        final int rows = walk.length - most;
        final RealMatrix c = new Array2DRowRealMatrix(rows, number);
        final RealMatrix y = new Array2DRowRealMatrix(rows, 1);
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < number; k++) {
                c.setEntry(r, k, walk[r + most - 1 - k][0] - mean(walk, most - 1 - k, rows));
            }
            y.setEntry(r, 0, walk[r + most][0] - walk[r + most - 1][0] - mean(walk, most, rows)
                + mean(walk, most - 1, rows));
        }
        final RealMatrix products = c.transpose().multiply(c);
        final RealMatrix cross = c.transpose().multiply(y);
        final double[] best = new double[number + 2];
        best[0] = Double.POSITIVE_INFINITY;
        for (double ridge = 1e-6; ridge < 1e6; ridge *= 1.1) {
            final RealMatrix inverse = new LUDecomposition(products.add(
                MatrixUtils.createRealIdentityMatrix(number).scalarMultiply(ridge))).getSolver().getInverse();
            final RealMatrix weights = inverse.multiply(cross);
            final double left = Math.pow(y.subtract(c.multiply(weights)).getFrobeniusNorm(), 2);
            final double free = rows - 1 - inverse.multiply(products).getTrace();
            if (rows * left / (free * free) < best[0]) {
                best[0] = rows * left / (free * free);
                best[1] = left / free;
                System.arraycopy(weights.getColumn(0), 0, best, 2, number);
            }
        }
        return best;
    }

    private static double mean(final float[][] walk, final int first, final int rows) {
        return Arrays.stream(walk).skip(first).limit(rows).mapToDouble(row -> row[0]).average().getAsDouble();
    }

    /** The mean over 1, 2 and 3 rows before, of shares GCV^(-N / 12). */
    @Test
    void theRidgePullsTowardsTheLastRow() {
        final int before = 3;
        final float[][] walk = new float[40][1];
        final Random random = new Random(6);
        for (int t = 1; t < walk.length; t++) {
            walk[t][0] = (float)(walk[t - 1][0] + 0.5 + random.nextGaussian());
        }
        final int rows = walk.length - before;
        final double[] expected = {1, 0, 0};
        double total = 0;
        double variance = 0;
        for (int number = 1; number <= before; number++) {
            total += Math.pow(solved(walk, number, before)[0], -rows / 12.0);
        }
        for (int number = 1; number <= before; number++) {
            final double[] solution = solved(walk, number, before);
            final double share = Math.pow(solution[0], -rows / 12.0) / total;
            System.out.println("RowsBeforeTest: " + number + " rows before count for " + share);
            assertTrue(share > 0.1);
            variance += share * solution[1];
            for (int k = 0; k < number; k++) {
                expected[k] += share * solution[2 + k];
            }
        }
        double intercept = mean(walk, before, rows);
        for (int k = 0; k < before; k++) {
            intercept -= expected[k] * mean(walk, before - 1 - k, rows);
        }
        try (Compute compute = Compute.open(1); SampleMatrix samples = TestRows.sequences(new float[][][] {walk})) {
            final PrecedingRows preceding = new PrecedingRows(samples, before, NO_MEANS);
            final Autoregression fit = new Autoregression(compute, preceding, NO_MEANS, new float[] {1});
            fit.add(samples, preceding.complete(Split.none(samples).training(), () -> { }), () -> { });
            fit.solve(() -> { });
            final FloatMatrix weights = compute.zeros(before, 1);
            fit.writeWeights(weights);
            for (int k = 0; k < before; k++) {
                // The ridges that are tried lie 1.8 times apart.
                assertEquals(expected[k], weights.get(k, 0), 0.01);
            }
            assertEquals(intercept, fit.intercepts()[0], 0.1);
            assertEquals(Math.sqrt(variance), fit.deviations()[0], 0.01);
        }
    }

    /** What is told for certain, by a period of 6 with no noise, is not blurred by what tells less. */
    @Test
    void aPredictionThatIsRightStandsAlone() {
        final float[][] period = new float[200][1];
        for (int t = 0; t < period.length; t++) {
            period[t][0] = (float)Math.sin(t * Math.PI / 3) + t % 3;
        }
        try (Compute compute = Compute.open(1); SampleMatrix samples = TestRows.sequences(new float[][][] {period})) {
            final PrecedingRows preceding = new PrecedingRows(samples, 6, NO_MEANS);
            final Autoregression fit = new Autoregression(compute, preceding, NO_MEANS, new float[] {1});
            fit.add(samples, preceding.complete(Split.none(samples).training(), () -> { }), () -> { });
            fit.solve(() -> { });
            final FloatMatrix weights = compute.zeros(6, 1);
            fit.writeWeights(weights);
            for (int t = 6; t < period.length; t++) {
                double next = fit.intercepts()[0];
                for (int k = 0; k < 6; k++) {
                    next += weights.get(k, 0) * period[t - 1 - k][0];
                }
                assertEquals(period[t][0], next, 1e-3);
            }
        }
    }

    @Test
    void rowsAtTheStartOfASequenceAreLeftOutWhereOthersAreMore() {
        try (SampleMatrix samples = TestRows.sequences(swing(2, 6), swing(2, 3), swing(2, 1))) {
            final Split.Part all = Split.none(samples).training();
            final Split.Part complete = new PrecedingRows(samples, 1, NO_MEANS).complete(all, () -> { });
            assertEquals(7, complete.size());
            assertEquals(1, complete.row(0));
            assertEquals(7, complete.row(5));
            assertEquals(10, new PrecedingRows(samples, 3, NO_MEANS).complete(all, () -> { }).size());
        }
    }

    /** On the mean over the rows, what a forecast expects is what comes, however samples have moved the biases. */
    @Test
    void expectationsAreRightOnTheMean() throws IOException {
        final float[][] rows = swing(3, 300);
        final ConditionalSettings layer = new ConditionalSettings(BoltzmannMachineSettings.plain(
            HiddenUnits.of(20, UnitType.bernoulli()), Learning.plain(20, 0.05)).withChain(new Chain(1, false, true)),
            3);
        final DeepBeliefNetwork network;
        try (SampleMatrix samples = TestRows.sequences(new float[][][] {rows})) {
            network = LayerwisePretraining.train(samples, TemporalLayers.network(
                TemporalLayers.conditional(1, UnitType.gaussian(), 1, 2, 1)).encoding(),
                new LayerwisePretraining.Settings(List.of(layer), TrainingSettings.of(20, 5), Optional.empty()),
                TrainingMonitor.NONE).network();
        }
        final ConditionalLayer learned = (ConditionalLayer)network.layers().get(0);
        double error = 0;
        double square = 0;
        for (int t = 3; t < rows.length; t++) {
            final double[] context = new double[3];
            for (int k = 0; k < 3; k++) {
                context[k] = rows[t - 1 - k][0] - learned.contextMeans()[0];
            }
            final double difference = rows[t][0] - expected(learned, context);
            error += difference / (rows.length - 3);
            square += difference * difference / (rows.length - 3);
        }
        assertTrue(Math.abs(error) < 0.02 * Math.sqrt(square), error + " of " + Math.sqrt(square));
    }

    /** The formulas of a mean field, in double precision: up and down five times from what the context predicts. */
    private static double expected(final ConditionalLayer layer, final double[] context) {
        double start = layer.visibleBiases()[0];
        for (int k = 0; k < context.length; k++) {
            start += context[k] * layer.visibleContextWeights().get(k, 0);
        }
        final double variance = Math.pow(layer.visibleStandardDeviations()[0], 2);
        double visible = start;
        for (int step = 0; step < 5; step++) {
            double next = start;
            for (int j = 0; j < layer.hiddenUnits(); j++) {
                double input = layer.hiddenBiases()[j] + visible / variance * layer.recognitionWeights().get(0, j);
                for (int k = 0; k < context.length; k++) {
                    input += context[k] * layer.hiddenContextWeights().get(k, j);
                }
                next += layer.recognitionWeights().get(0, j) / (1 + Math.exp(-input));
            }
            visible = next;
        }
        return visible;
    }
}
