// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses over pairs of rows, beside their formulas in double precision, and gradients beside differences of these. */
class PairwiseLossTest {

    private static final int INPUTS = 7;

    private static final double STEP = 1e-5;

    private final Random random = new Random(91);

    private double[][] normal(final int rows, final int columns, final double deviation) {
        final double[][] values = new double[rows][columns];
        for (final double[] row : values) {
            Arrays.setAll(row, column -> (float)(deviation * random.nextGaussian()));
        }
        return values;
    }

    private static double distance(final double[] a, final double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return sum;
    }

    /** The conditional probabilities of a row, by bisection of the precision in double precision. */
    private static double[] neighbours(final double[][] inputs, final int row, final double perplexity) {
        double low = 0;
        double high = 1e4;
        final double[] p = new double[inputs.length];
        final double[] distances = Arrays.stream(inputs).mapToDouble(other -> distance(inputs[row], other)).toArray();
        for (int step = 0; step < 50; step++) {
            final double beta = (low + high) / 2;
            double sum = 0;
            for (int j = 0; j < p.length; j++) {
                p[j] = j == row ? 0 : Math.exp(-beta * distances[j]);
                sum += p[j];
            }
            double entropy = 0;
            for (int j = 0; j < p.length; j++) {
                p[j] /= sum;
                entropy -= p[j] > 0 ? p[j] * Math.log(p[j]) : 0;
            }
            if (entropy > Math.log(perplexity)) {
                low = beta;
            } else {
                high = beta;
            }
        }
        return p;
    }

    private static double[][] affinities(final double[][] inputs, final double perplexity) {
        final int n = inputs.length;
        final double[][] conditional = new double[n][];
        for (int i = 0; i < n; i++) {
            conditional[i] = neighbours(inputs, i, perplexity);
        }
        final double[][] p = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                p[i][j] = (conditional[i][j] + conditional[j][i]) / (2 * n);
            }
        }
        return p;
    }

    /** Kullback-Leibler divergence of the similarities in the map from the affinities. */
    private static double divergence(final double[][] p, final double[][] positions) {
        final int n = p.length;
        final double freedom = Math.max(1, positions[0].length - 1);
        double sum = 0;
        final double[][] similar = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                similar[i][j] = i == j ? 0
                    : Math.pow(1 + distance(positions[i], positions[j]) / freedom, -(freedom + 1) / 2);
                sum += similar[i][j];
            }
        }
        double loss = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                loss += p[i][j] > 0 ? p[i][j] * Math.log(p[i][j] / (similar[i][j] / sum)) : 0;
            }
        }
        return loss;
    }

    /** One less the chance to meet the own class, by the paper's formula. */
    private static double missed(final double[] classes, final double[][] positions) {
        double missed = 0;
        int labelled = 0;
        for (int i = 0; i < classes.length; i++) {
            if (Double.isNaN(classes[i])) {
                continue;
            }
            double own = 0;
            double all = 0;
            for (int j = 0; j < classes.length; j++) {
                if (j != i && !Double.isNaN(classes[j])) {
                    final double likely = Math.exp(-distance(positions[i], positions[j]));
                    all += likely;
                    own += classes[i] == classes[j] ? likely : 0;
                }
            }
            missed += 1 - own / all;
            labelled++;
        }
        return missed / labelled;
    }

    /** By central differences. */
    private static double[][] gradient(final double[][] positions, final ToDoubleFunction<double[][]> loss) {
        final double[][] gradient = new double[positions.length][positions[0].length];
        for (int i = 0; i < positions.length; i++) {
            for (int k = 0; k < positions[0].length; k++) {
                final double value = positions[i][k];
                positions[i][k] = value + STEP;
                final double above = loss.applyAsDouble(positions);
                positions[i][k] = value - STEP;
                gradient[i][k] = (above - loss.applyAsDouble(positions)) / (2 * STEP);
                positions[i][k] = value;
            }
        }
        return gradient;
    }

    /** With rows to spare, which hold what is not to be read. */
    private static FloatMatrix matrix(final Compute compute, final double[][] rows, final int capacity) {
        final FloatMatrix matrix = compute.zeros(capacity, rows[0].length);
        matrix.fill(1e6f);
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < rows[0].length; k++) {
                matrix.set(i, k, (float)rows[i][k]);
            }
        }
        return matrix;
    }

    private static void assertGradient(final double[][] expected, final int count, final FloatMatrix error) {
        double largest = 0;
        for (final double[] row : expected) {
            largest = Math.max(largest, Arrays.stream(row).map(Math::abs).max().orElseThrow());
        }
        assertTrue(largest > 1e-4, "the gradient is that of something");
        for (int i = 0; i < expected.length; i++) {
            for (int k = 0; k < expected[0].length; k++) {
                assertEquals(-expected[i][k], error.get(i, k) / count, 1e-4 * largest, "row " + i + ", " + k);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 12, 4", "2, 40, 5", "3, 40, 12.5", "4, 30, 5", "30, 40, 8", "2, 1100, 30"})
    void neighboursAreThoseOfTheFormula(final int dimensions, final int rows, final double perplexity) {
        final double[][] inputs = normal(rows, INPUTS, 3);
        final double[][] positions = normal(rows, dimensions, 2);
        final double[][] p = affinities(inputs, perplexity);
        try (Compute compute = Compute.open(2)) {
            final PairwiseLoss loss = compute.neighbourLoss(perplexity, INPUTS, dimensions, rows + 3);
            final FloatMatrix error = matrix(compute, positions, rows + 3);
            final FloatMatrix given = matrix(compute, inputs, rows + 5);
            final FloatMatrix map = matrix(compute, positions, rows + 4);
            final double expected = divergence(p, positions);
            assertEquals(expected, loss.run(map, rows, given, 1, 0, error), 2e-5 * expected);
            assertEquals(expected, loss.measure(map, rows, given), 2e-5 * expected);
            if (rows < 100) {
                assertGradient(gradient(positions, map2 -> divergence(p, map2)), rows, error);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 9", "2, 30", "30, 25", "2, 1100"})
    void classesAreThoseOfTheFormula(final int dimensions, final int rows) {
        final double[][] positions = normal(rows, dimensions, dimensions > 3 ? 0.4 : 1);
        final double[] classes = new double[rows];
        for (int i = 0; i < rows; i++) {
            classes[i] = i % 5 == 4 ? Double.NaN : random.nextInt(3);
        }
        try (Compute compute = Compute.open(2)) {
            final PairwiseLoss loss = compute.classLoss(dimensions, rows + 3);
            final FloatMatrix error = compute.zeros(rows + 3, dimensions);
            final FloatMatrix given = matrix(compute, Arrays.stream(classes).mapToObj(c -> new double[]{c})
                .toArray(double[][]::new), rows + 1);
            final FloatMatrix map = matrix(compute, positions, rows);
            final double expected = missed(classes, positions);
            assertEquals(expected, loss.run(map, rows, given, 1, 0, error), 1e-6);
            if (rows < 100) {
                assertGradient(gradient(positions, map2 -> missed(classes, map2)), rows, error);
            }
        }
    }

    @Test
    void lossesAddUpByTheirWeights() {
        final int rows = 20;
        final double[][] inputs = normal(rows, INPUTS, 1);
        final double[][] positions = normal(rows, 2, 1);
        final double[][] p = affinities(inputs, 4);
        final double[] classes = new double[rows];
        for (int i = 0; i < rows; i++) {
            classes[i] = i % 2;
        }
        try (Compute compute = Compute.open(1)) {
            final FloatMatrix error = compute.zeros(rows, 2);
            final FloatMatrix map = matrix(compute, positions, rows);
            compute.neighbourLoss(4, INPUTS, 2, rows).run(map, rows, matrix(compute, inputs, rows), 0.25f, 0, error);
            compute.classLoss(2, rows).run(map, rows, matrix(compute, Arrays.stream(classes)
                .mapToObj(c -> new double[]{c}).toArray(double[][]::new), rows), 0.75f, 1, error);
            assertGradient(gradient(positions, map2 -> 0.25 * divergence(p, map2) + 0.75 * missed(classes, map2)),
                rows, error);
        }
    }

    /** Of a row with more twins than neighbours, or fewer others than neighbours, all these are neighbours alike. */
    @Test
    void twinsAndTooFewRowsHaveFiniteErrors() {
        final double[][] inputs = normal(12, INPUTS, 1);
        for (int i = 1; i < 8; i++) {
            inputs[i] = inputs[0];
        }
        final double[][] positions = normal(12, 2, 1);
        try (Compute compute = Compute.open(1)) {
            final FloatMatrix given = matrix(compute, inputs, 12);
            final FloatMatrix map = matrix(compute, positions, 12);
            for (final double perplexity : new double[]{3, 11, 50}) {
                final PairwiseLoss loss = compute.neighbourLoss(perplexity, INPUTS, 2, 12);
                for (final int rows : new int[]{12, 8, 2, 1}) {
                    final FloatMatrix error = compute.zeros(12, 2);
                    assertTrue(Double.isFinite(loss.run(map, rows, given, 1, 0, error)));
                    for (final float value : error.toArray()) {
                        assertTrue(Float.isFinite(value), perplexity + " of " + rows);
                    }
                }
            }
            final double[][] uniform = affinities(inputs, 10.999999);
            assertEquals(divergence(uniform, positions),
                compute.neighbourLoss(50, INPUTS, 2, 12).measure(map, 12, given), 1e-4);
        }
    }

    /** Who has no class, or no other row with one, pulls nobody. */
    @Test
    void rowsWithoutAClassDoNotCount() {
        try (Compute compute = Compute.open(1)) {
            final FloatMatrix map = matrix(compute, normal(4, 2, 1), 4);
            final FloatMatrix classes = compute.zeros(4, 1);
            classes.fill(Float.NaN);
            final FloatMatrix error = compute.zeros(4, 2);
            final PairwiseLoss loss = compute.classLoss(2, 4);
            assertEquals(0, loss.run(map, 4, classes, 1, 0, error));
            classes.set(2, 0, 1);
            assertEquals(1, loss.run(map, 4, classes, 1, 0, error));
            assertArrayEquals(new float[8], error.toArray());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 1500})
    void bitsDoNotDependOnThreads(final int rows) {
        final double[][] inputs = normal(rows, INPUTS, 1);
        final double[][] positions = normal(rows, 2, 1);
        float[] first = null;
        for (final int threads : new int[]{1, 2, 4}) {
            try (Compute compute = Compute.open(threads)) {
                final FloatMatrix error = compute.zeros(rows, 2);
                final FloatMatrix map = matrix(compute, positions, rows);
                compute.neighbourLoss(10, INPUTS, 2, rows).run(map, rows, matrix(compute, inputs, rows), 1, 0, error);
                final FloatMatrix classes = compute.zeros(rows, 1);
                for (int i = 0; i < rows; i++) {
                    classes.set(i, 0, i % 3);
                }
                compute.classLoss(2, rows).run(map, rows, classes, 1, 1, error);
                first = first == null ? error.toArray() : first;
                assertArrayEquals(first, error.toArray(), threads + " threads");
            }
        }
    }
}
