// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LabelPosterior;
import org.deepbelief.engine.math.RandomRows;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CpuLabelPosteriorTest {

    private static final int HIDDEN = 6000;

    private static final int ROWS = 1000;

    private static final long SEED = 31;

    private static final long KEY = CounterRandom.key(SEED, 5, 0);

    /**
     * Inputs of 15: in single precision such a unit is always on, so that a third of the units with label weights of -6
     * and the rest with -3 would say the same, though they differ by 0.22 nats.
     */
    @Tag("long")
    @Test
    void theClassIsTheOneThatTheRandomNumberPicksFromTheExactDistribution() {
        System.out.println("CpuLabelPosteriorTest seed " + SEED);
        final float[][] weights = new float[2][HIDDEN];
        Arrays.fill(weights[0], 0, HIDDEN / 3, -6);
        Arrays.fill(weights[1], HIDDEN / 3, HIDDEN, -3);
        final float[] biases = {0.25f, 0.5f};
        final float[] hiddenBiases = new float[HIDDEN];
        final float[] fromBelow = new float[HIDDEN];
        final double[] totals = new double[HIDDEN];
        for (int j = 0; j < HIDDEN; j++) {
            hiddenBiases[j] = 0.5f * (j % 3);
            fromBelow[j] = 15 - hiddenBiases[j];
            totals[j] = 15;
        }
        final double exact = ExactPosterior.of(totals, weights, biases)[0];
        assertEquals(1 / (1 + Math.exp(0.25 - HIDDEN / 3 * (Math.exp(-9) - 2 * Math.exp(-12) + Math.exp(-15)))), exact,
            1e-4);
        try (Compute compute = Compute.open(2); FloatMatrix inputs = FloatMatrix.zeros(ROWS, HIDDEN);
            FloatMatrix labelWeights = FloatMatrix.zeros(2, HIDDEN);
            FloatMatrix drawn = FloatMatrix.zeros(ROWS, 1)) {
            labelWeights.writeRow(0, weights[0]);
            labelWeights.writeRow(1, weights[1]);
            for (int r = 0; r < ROWS; r++) {
                inputs.writeRow(r, fromBelow);
            }
            final LabelPosterior posterior = compute.labelPosterior(Activation.LOGISTIC,
                x -> Math.log1p(Math.exp(x)), compute.vector(hiddenBiases), labelWeights, compute.vector(biases), ROWS);
            posterior.draw(inputs, ROWS, drawn, RandomRows.byPlace().key(KEY));
            int told = 0;
            for (int r = 0; r < ROWS; r++) {
                final double at = CounterRandom.uniform(KEY, r, 0);
                if (Math.abs(at - exact) > 1e-7) {
                    assertEquals(at < exact ? 0 : 1, drawn.get(r, 0), "row " + r);
                    told++;
                }
            }
            assertTrue(told > ROWS - 5, told + " rows");
            final double[] logSums = new double[ROWS];
            final FloatMatrix probabilities = compute.zeros(ROWS, 2);
            posterior.infer(inputs, ROWS, probabilities, logSums);
            double first = 0.25;
            for (int j = 0; j < HIDDEN; j++) {
                first += Math.log1p(Math.exp(totals[j] + weights[0][j]));
            }
            assertEquals(exact, probabilities.get(ROWS - 1, 0), 1e-6);
            assertEquals(first - Math.log(exact), logSums[ROWS - 1], 1e-6);
        }
    }
}
