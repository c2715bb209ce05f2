// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.ExactPosterior;
import org.junit.jupiter.api.Test;

class LabelPosteriorTest {

    private static final int CLASSES = 4;

    private static final int HIDDEN = 23;

    private static final int ROWS = 300;

    private static final long SEED = 31;

    /** Inputs about 15 and label weights of 6, which single precision could not tell apart. */
    @Test
    void theClassIsTheOneThatTheRandomNumberPicksFromTheExactDistribution() {
        System.out.println("LabelPosteriorTest seed " + SEED);
        final Random random = new Random(SEED);
        final float[][] weights = new float[CLASSES][HIDDEN];
        final float[] biases = new float[CLASSES];
        final float[] hiddenBiases = new float[HIDDEN];
        for (int c = 0; c < CLASSES; c++) {
            biases[c] = (float)random.nextGaussian();
            for (int j = 0; j < HIDDEN; j++) {
                // each class has as many of either sign, so that none wins by a mile
                weights[c][j] = j == HIDDEN - 1 ? 0 : (j + c) % 2 == 0 ? 6 : -6;
            }
        }
        for (int j = 0; j < HIDDEN; j++) {
            hiddenBiases[j] = random.nextFloat();
        }
        final double[][] totals = new double[ROWS][HIDDEN];
        final int[] drawn = new int[ROWS];
        final long key = CounterRandom.key(SEED, 5, 0);
        try (Compute compute = Compute.open(2); FloatMatrix inputs = FloatMatrix.zeros(ROWS, HIDDEN);
            FloatMatrix labelWeights = FloatMatrix.zeros(CLASSES, HIDDEN)) {
            for (int c = 0; c < CLASSES; c++) {
                labelWeights.writeRow(c, weights[c]);
            }
            for (int r = 0; r < ROWS; r++) {
                for (int j = 0; j < HIDDEN; j++) {
                    inputs.set(r, j, (random.nextInt(3) == 0 ? -15 : 15) + random.nextFloat());
                    totals[r][j] = (double)inputs.get(r, j) + hiddenBiases[j];
                }
            }
            new LabelPosterior(compute, hiddenBiases, labelWeights, biases, ROWS).draw(inputs, ROWS, drawn, key);
        }
        int told = 0;
        for (int r = 0; r < ROWS; r++) {
            final double[] exact = ExactPosterior.of(totals[r], weights, biases);
            final double at = CounterRandom.uniform(key, r, 0);
            double below = 0;
            int expected = 0;
            while (expected < CLASSES - 1 && at >= below + exact[expected]) {
                below += exact[expected++];
            }
            final double margin = Math.min(at - below, below + exact[expected] - at);
            if (margin > 1e-7) {
                assertEquals(expected, drawn[r], "row " + r);
                told++;
            }
        }
        assertTrue(told > ROWS * 9 / 10, told + " rows");
    }
}
