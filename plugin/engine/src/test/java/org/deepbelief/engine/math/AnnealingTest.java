// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines that are small enough to sum up all their states. */
class AnnealingTest {

    private static final int MACHINES = 3;

    private static final int VISIBLE = 7;

    private static final int HIDDEN = 5;

    private static final int CHAINS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theMeanWeightIsTheRatioOfPartitionFunctions(final long seed) {
        final float[][] weights = gaussian(seed, 1, VISIBLE, HIDDEN, 1.5f);
        final float[][] base = gaussian(seed, 2, MACHINES, VISIBLE, 1f);
        final float[][] visible = gaussian(seed, 3, MACHINES, VISIBLE, 2f);
        final float[][] hidden = gaussian(seed, 4, MACHINES, HIDDEN, 2f);
        final double[] logWeights = run(2, seed, weights, base, visible, hidden);
        for (int m = 0; m < MACHINES; m++) {
            double wanted = logPartition(weights, visible[m], hidden[m]) - HIDDEN * Math.log(2);
            for (final float bias : base[m]) {
                wanted -= Math.log1p(Math.exp(bias));
            }
            double sum = 0;
            double squares = 0;
            for (int chain = 0; chain < CHAINS; chain++) {
                final double ratio = Math.exp(logWeights[m * CHAINS + chain] - wanted);
                sum += ratio;
                squares += ratio * ratio;
            }
            final double mean = sum / CHAINS;
            final double error = Math.sqrt((squares / CHAINS - mean * mean) / CHAINS);
            assertTrue(error < 0.05, "the weights agree: " + error + ", seed " + seed);
            assertEquals(1, mean, 4 * error, "machine " + m + ", seed " + seed);
        }
    }

    @Test
    void theBitsAreThoseOfOneThread() {
        final long seed = 4;
        double[] one = null;
        for (final int threads : new int[] {1, 2, 4}) {
            final double[] weights = run(threads, seed, gaussian(seed, 1, VISIBLE, HIDDEN, 1f),
                gaussian(seed, 2, MACHINES, VISIBLE, 1f), gaussian(seed, 3, MACHINES, VISIBLE, 1f),
                gaussian(seed, 4, MACHINES, HIDDEN, 1f));
            one = one == null ? weights : one;
            assertArrayEquals(one, weights, threads + " threads");
        }
    }

    @Test
    void fewTemperaturesAreRefused() {
        try (Compute compute = Compute.open(1)) {
            final FloatMatrix row = compute.zeros(1, 2);
            final Annealing annealing = compute.annealing(compute.zeros(2, 2), 1, 2);
            assertThrows(IllegalArgumentException.class, () -> annealing.run(1, new Annealing.Biases(row, row, row),
                Annealing.LEAST_TEMPERATURES - 1, (machine, chain, step) -> 0));
        }
    }

    private static double[] run(final int threads, final long seed, final float[][] weights, final float[][] base,
        final float[][] visible, final float[][] hidden) {
        try (Compute compute = Compute.open(threads)) {
            final Annealing annealing = compute.annealing(matrix(compute, weights), MACHINES, CHAINS);
            return annealing.run(MACHINES, new Annealing.Biases(matrix(compute, base), matrix(compute, visible),
                matrix(compute, hidden)), 300, (machine, chain, step) -> CounterRandom.subKey(
                    CounterRandom.key(seed, 9, step), machine * CHAINS + chain)).clone();
        }
    }

    private static FloatMatrix matrix(final Compute compute, final float[][] rows) {
        final FloatMatrix matrix = compute.zeros(rows.length, rows[0].length);
        compute.fill(matrix, rows.length, rows);
        return matrix;
    }

    private static float[][] gaussian(final long seed, final int stream, final int rows, final int columns,
        final float deviation) {
        final float[][] values = new float[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i][j] = deviation * CounterRandom.gaussian(CounterRandom.key(seed, stream, 0), i, j);
            }
        }
        return values;
    }

    /** By all states of the visible units. */
    private static double logPartition(final float[][] weights, final float[] visible, final float[] hidden) {
        double sum = 0;
        for (int code = 0; code < 1 << VISIBLE; code++) {
            double energy = 0;
            final double[] inputs = new double[HIDDEN];
            for (int i = 0; i < VISIBLE; i++) {
                if ((code >>> i & 1) == 1) {
                    energy += visible[i];
                    for (int j = 0; j < HIDDEN; j++) {
                        inputs[j] += weights[i][j];
                    }
                }
            }
            for (int j = 0; j < HIDDEN; j++) {
                energy += Math.log1p(Math.exp(inputs[j] + hidden[j]));
            }
            sum += Math.exp(energy);
        }
        return Math.log(sum);
    }
}
