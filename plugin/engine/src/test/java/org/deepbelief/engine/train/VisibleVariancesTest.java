// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleVariancesTest {

    private static final int ROWS = 15;

    private static final int VISIBLE = 3;

    private static final int HIDDEN = 4;

    private static final float[] DEVIATIONS = {0.4f, 1f, 2.5f};

    private static final float[] BIASES = {0.7f, -1.2f, 0.3f};

    /** log s moves by the rate times the mean of v (v - b - W h) - 1, v in standard deviations and h = E[h | v]. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aStepOfTheDeviationsIsTheGradient(final long seed) {
        try (Compute compute = Compute.open(2); ContrastiveDivergence machine = machine(compute, seed)) {
            final LayerParameters parameters = machine.parameters();
            final FloatMatrix rows = compute.zeros(ROWS, VISIBLE);
            final double[] means = new double[VISIBLE];
            for (int row = 0; row < ROWS; row++) {
                final double[] v = new double[VISIBLE];
                for (int i = 0; i < VISIBLE; i++) {
                    rows.set(row, i, DEVIATIONS[i] * (BIASES[i]
                        + 1.3f * CounterRandom.gaussian(CounterRandom.key(seed, 95, 0), row, i)));
                    v[i] = rows.get(row, i) / (double)DEVIATIONS[i];
                }
                final double[] expected = {BIASES[0], BIASES[1], BIASES[2]};
                for (int j = 0; j < HIDDEN; j++) {
                    double input = parameters.hiddenBiases.get(0, j);
                    for (int i = 0; i < VISIBLE; i++) {
                        input += v[i] * parameters.weights.get(i, j);
                    }
                    for (int i = 0; i < VISIBLE; i++) {
                        expected[i] += parameters.weights.get(i, j) / (1 + Math.exp(-input));
                    }
                }
                for (int i = 0; i < VISIBLE; i++) {
                    means[i] += v[i] * (v[i] - expected[i]) / ROWS;
                }
            }
            final double rate = 0.05;
            Stepping.step(compute, machine, Stepping.batch(rows, ROWS, 0), Rates.of(rate, 0));
            for (int i = 0; i < VISIBLE; i++) {
                assertEquals(rate * (means[i] - 1),
                    Math.log(parameters.standardDeviations.get(0, i) / (double)DEVIATIONS[i]), 2e-6,
                    "unit " + i + " at seed " + seed);
            }
        }
    }

    /** A unit of deviation s that is b' + W' h in deviations is s b' + s W' h in the measure of the data. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theLayerIsInTheMeasureOfTheData(final long seed) {
        try (Compute compute = Compute.open(1); ContrastiveDivergence machine = machine(compute, seed)) {
            final float[][] weights = new float[VISIBLE][HIDDEN];
            for (int i = 0; i < VISIBLE; i++) {
                machine.parameters().weights.readRow(i, weights[i]);
            }
            final DenseLayer layer = machine.layer().dense();
            for (int i = 0; i < VISIBLE; i++) {
                assertEquals(DEVIATIONS[i], layer.visibleStandardDeviations()[i], "deviation of unit " + i);
                assertEquals(DEVIATIONS[i] * BIASES[i], layer.visibleBiases()[i], 1e-6, "bias of unit " + i);
                for (int j = 0; j < HIDDEN; j++) {
                    assertEquals(DEVIATIONS[i] * weights[i][j], layer.generativeWeights().get(i, j), 1e-6,
                        "weight " + i + ", " + j);
                }
            }
            layer.generativeWeights().close();
        }
    }

    private static ContrastiveDivergence machine(final Compute compute, final long seed) {
        final ContrastiveDivergence machine = new ContrastiveDivergence(compute,
            LayerInput.of(List.of(new UnitGroup(UnitType.gaussian(), VISIBLE)), new double[VISIBLE]),
            PlainSettings.steps(HIDDEN, UnitType.bernoulli(), 0.1).withLearnedVariance(true), ROWS, seed);
        ContrastiveDivergenceTest.drawParameters(machine.parameters(), seed);
        machine.parameters().standardDeviations.write(DEVIATIONS);
        machine.parameters().visibleBiases.write(BIASES);
        return machine;
    }
}
