// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured of a machine, against the enumeration of its states. */
class LayerMonitorTest {

    private static final int VISIBLE = 5;

    private static final int HIDDEN = 4;

    private static final int ROWS = 512 * 16;

    private static final int[] PATTERNS = {0b00011, 0b10110, 0b01101, 0b11111};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsMeasuredIsWhatTheEnumeratedMachineHas(final long seed) {
        final LayerSettings settings = PlainSettings.machine(HIDDEN, UnitType.bernoulli(), 1);
        final double[] means = new double[VISIBLE];
        Arrays.fill(means, 0.4);
        try (Compute compute = Compute.open(1);
            LayerParameters parameters = new LayerParameters(compute,
                LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), VISIBLE)), means), settings.hidden(), 1,
                seed)) {
            final LayerMonitor monitor = new LayerMonitor(compute, parameters, true);
            for (int j = 0; j < HIDDEN; j++) {
                parameters.hiddenBiases.set(0, j, CounterRandom.gaussian(seed, VISIBLE, j));
            }
            final EnumeratedMachine exact = new EnumeratedMachine(parameters);
            for (int pattern : PATTERNS) {
                final double[] v = EnumeratedMachine.state(pattern, VISIBLE);
                final float[][] rows = new float[ROWS][];
                Arrays.fill(rows, ContrastiveDivergenceTest.floats(v));
                try (SampleMatrix samples = TestRows.of(rows, null)) {
                    final LayerMonitor.Measurement measured = monitor.measure(new MiniBatches(samples,
                        Split.none(samples).training(), LayerMonitor.batchRows(), seed), ROWS);
                    assertEquals(-Math.log(exact.equilibrium()[pattern]) - exact.logPartition(), measured.freeEnergy(),
                        1e-4, "free energy of " + pattern + " at seed " + seed);
                    assertEquals(reconstructionError(exact, v), measured.reconstructionError(), 1e-5,
                        "reconstruction error of " + pattern + " at seed " + seed);
                    assertPseudoLikelihood(exact.equilibrium(), pattern, measured.pseudoLikelihood(), seed);
                }
            }
        }
    }

    /** A standard deviation that is learned does not change the measure of the error that the log shows. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theReconstructionErrorIsInTheMeasureOfTheData(final long seed) {
        final float[][] row = {{1.5f, -2, 0.3f}};
        try (Compute compute = Compute.open(1);
            LayerParameters parameters = new LayerParameters(compute,
                LayerInput.of(List.of(new UnitGroup(UnitType.gaussian(), 3)), new double[3]),
                HiddenUnits.of(2, UnitType.bernoulli()), 1, seed);
            SampleMatrix samples = TestRows.of(row, null)) {
            final LayerMonitor monitor = new LayerMonitor(compute, parameters, true);
            final float[] deviations = {3, 0.1f, 1};
            parameters.standardDeviations.write(deviations);
            final double[] scaled = new double[3];
            for (int i = 0; i < 3; i++) {
                scaled[i] = row[0][i] / deviations[i];
            }
            final double[] hidden = new EnumeratedMachine(parameters).hiddenMeans(scaled);
            double expected = 0;
            for (int i = 0; i < 3; i++) {
                double back = parameters.visibleBiases.get(0, i);
                for (int j = 0; j < 2; j++) {
                    back += hidden[j] * parameters.weights.get(i, j);
                }
                expected += Math.pow(row[0][i] - deviations[i] * back, 2) / 3;
            }
            final LayerMonitor.Measurement measured = monitor.measure(new MiniBatches(samples,
                Split.none(samples).training(), LayerMonitor.batchRows(), seed), 1);
            assertEquals(expected, measured.reconstructionError(), 1e-5 * expected, "seed " + seed);
        }
    }

    /** One unit is looked at in each of 512 rows: within five standard errors of sum_i log p(v_i | the others). */
    private static void assertPseudoLikelihood(final double[] equilibrium, final int pattern, final double measured,
        final long seed) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < VISIBLE; i++) {
            final double other = equilibrium[pattern ^ 1 << i];
            final double log = Math.log(equilibrium[pattern] / (equilibrium[pattern] + other));
            sum += log;
            squares += VISIBLE * log * log;
        }
        final double standardError = Math.sqrt((squares - sum * sum) / 512);
        assertEquals(sum, measured, 5 * standardError, "pseudo-likelihood of " + pattern + " at seed " + seed);
    }

    private static double reconstructionError(final EnumeratedMachine exact, final double[] v) {
        final double[] back = exact.visibleMeans(exact.hiddenMeans(v));
        double sum = 0;
        for (int i = 0; i < VISIBLE; i++) {
            sum += (v[i] - back[i]) * (v[i] - back[i]);
        }
        return sum / VISIBLE;
    }
}
