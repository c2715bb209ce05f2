// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One machine with visible units of three kinds, of which every state is visited: two Bernoulli units, a softmax group
 * of three and a Gaussian unit, whose density is summed on a grid.
 */
class MixedVisibleUnitsTest {

    private static final int VISIBLE = 6;

    private static final int HIDDEN = 3;

    private static final int SOFTMAX = 2;

    private static final int GAUSSIAN = 5;

    private static final int ROWS = 40_000;

    private static final double[][] PATTERNS = {{1, 0, 1, 0, 0, 1.5}, {1, 1, 0, 1, 0, -0.5}, {0, 1, 0, 0, 1, 0.25},
        {1, 0, 1, 0, 0, -1}};

    private final double[][] weights = new double[VISIBLE][HIDDEN];

    private final double[] visibleBiases = new double[VISIBLE];

    private final double[] hiddenBiases = new double[HIDDEN];

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theUpdateIsWhatTheExactChainExpects(final long seed) {
        final List<UnitGroup> groups = List.of(new UnitGroup(UnitType.bernoulli(), 2),
            new UnitGroup(UnitType.softmax(), 3), new UnitGroup(UnitType.gaussian(), 1));
        final LayerInput input = LayerInput.of(groups, new double[] {0.7, 0.4, 0.5, 0.3, 0.2, 0.1});
        try (Compute compute = Compute.open(2); FloatMatrix batch = FloatMatrix.zeros(ROWS, VISIBLE);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute, input,
                PlainSettings.steps(HIDDEN, UnitType.bernoulli(), 1), ROWS, seed)) {
            for (int row = 0; row < ROWS; row++) {
                batch.writeRow(row, ContrastiveDivergenceTest.floats(PATTERNS[row % PATTERNS.length]));
            }
            final LayerParameters parameters = machine.parameters();
            for (int i = 0; i < VISIBLE; i++) {
                visibleBiases[i] = parameters.visibleBiases.get(0, i);
                for (int j = 0; j < HIDDEN; j++) {
                    parameters.weights.set(i, j, CounterRandom.gaussian(seed, i, j));
                    weights[i][j] = parameters.weights.get(i, j);
                }
            }
            final double[][] expected = new double[VISIBLE + 1][HIDDEN + 1];
            for (double[] pattern : PATTERNS) {
                addMoments(expected, pattern, 1.0 / PATTERNS.length);
                addNegativeMoments(expected, pattern, -1.0 / PATTERNS.length);
            }
            Stepping.step(compute, machine, Stepping.batch(batch, ROWS, 0), Rates.of(1f, 0f));
            // Five standard errors of a mean over the rows of a product that varies by about 1.5 at most.
            final double tolerance = 5 * 1.5 / Math.sqrt(ROWS);
            double largest = 0;
            for (int i = 0; i < VISIBLE; i++) {
                for (int j = 0; j < HIDDEN; j++) {
                    assertEquals(expected[i][j], parameters.increments.get(i, j), tolerance,
                        "W " + i + ", " + j + " at seed " + seed);
                    largest = Math.max(largest, Math.abs(expected[i][j]));
                }
                assertEquals(expected[i][HIDDEN], parameters.visibleBiases.get(0, i) - visibleBiases[i], tolerance,
                    "visible bias " + i + " at seed " + seed);
            }
            for (int j = 0; j < HIDDEN; j++) {
                assertEquals(expected[VISIBLE][j], parameters.hiddenBiases.get(0, j) - hiddenBiases[j], tolerance,
                    "hidden bias " + j + " at seed " + seed);
            }
            assertTrue(largest > 5 * tolerance, "the gradient stands out of the noise: " + largest);
        }
    }

    /** The moments of E[v' h'] after a step up from {@code pattern} and down again. */
    private void addNegativeMoments(final double[][] moments, final double[] pattern, final double weight) {
        final double[] up = hiddenMeans(pattern);
        for (int code = 0; code < 1 << HIDDEN; code++) {
            final double[] h = EnumeratedMachine.state(code, HIDDEN);
            final double ofHidden = weight * EnumeratedMachine.probability(up, h);
            final double[] inputs = visibleInputs(h);
            final double choices = Math.exp(inputs[SOFTMAX]) + Math.exp(inputs[SOFTMAX + 1])
                + Math.exp(inputs[SOFTMAX + 2]);
            final double[] v = new double[VISIBLE];
            for (int state = 0; state < 4 * 3; state++) {
                double ofVisible = ofHidden;
                for (int i = 0; i < SOFTMAX; i++) {
                    v[i] = state >> i & 1;
                    final double on = 1 / (1 + Math.exp(-inputs[i]));
                    ofVisible *= v[i] == 1 ? on : 1 - on;
                }
                for (int i = 0; i < 3; i++) {
                    v[SOFTMAX + i] = state / 4 == i ? 1 : 0;
                }
                ofVisible *= Math.exp(inputs[SOFTMAX + state / 4]) / choices;
                final double step = 0.02;
                for (double noise = -6; noise <= 6; noise += step) {
                    v[GAUSSIAN] = inputs[GAUSSIAN] + noise;
                    addMoments(moments, v,
                        ofVisible * step * Math.exp(-noise * noise / 2) / Math.sqrt(2 * Math.PI));
                }
            }
        }
    }

    private void addMoments(final double[][] moments, final double[] v, final double weight) {
        final double[] h = hiddenMeans(v);
        for (int j = 0; j < HIDDEN; j++) {
            moments[VISIBLE][j] += weight * h[j];
            for (int i = 0; i < VISIBLE; i++) {
                moments[i][j] += weight * v[i] * h[j];
            }
        }
        for (int i = 0; i < VISIBLE; i++) {
            moments[i][HIDDEN] += weight * v[i];
        }
    }

    private double[] hiddenMeans(final double[] v) {
        final double[] means = new double[HIDDEN];
        for (int j = 0; j < HIDDEN; j++) {
            double input = hiddenBiases[j];
            for (int i = 0; i < VISIBLE; i++) {
                input += v[i] * weights[i][j];
            }
            means[j] = 1 / (1 + Math.exp(-input));
        }
        return means;
    }

    private double[] visibleInputs(final double[] h) {
        final double[] inputs = visibleBiases.clone();
        for (int i = 0; i < VISIBLE; i++) {
            for (int j = 0; j < HIDDEN; j++) {
                inputs[i] += h[j] * weights[i][j];
            }
        }
        return inputs;
    }
}
