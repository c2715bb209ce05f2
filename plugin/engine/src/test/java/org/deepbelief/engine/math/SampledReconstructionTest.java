// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampledReconstructionTest {

    private static final int VISIBLE = 1500;

    private static final int HIDDEN = 6;

    private static final int CASES = 5;

    private static final UnitLayout LAYOUT = UnitLayout.of(Activation.LOGISTIC, VISIBLE);

    /** Probabilities of zeros from 0.001 to 0.9; q is 0.17 to 0.18, so that some exceed it. */
    private final float[] biases = new float[VISIBLE];

    @Tag("long")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sampledUnitsHaveTheMeansOfAll(final long seed) {
        try (Machine machine = new Machine(seed)) {
            int draws = 4000;
            double[][] sums = new double[CASES][VISIBLE];
            double[][] squares = new double[CASES][VISIBLE];
            double[] residuals = new double[VISIBLE];
            double error = 0;
            double errorSquares = 0;
            for (int draw = 0; draw < draws; draw++) {
                machine.draw(0, draw);
                ActiveUnits active = machine.active;
                for (int place = 0; place < active.count(); place++) {
                    residuals[active.unit(place)] += machine.down.columnSums().get(0, place);
                    for (int i = 0; i < CASES; i++) {
                        float value = machine.down.samples().get(i, place);
                        sums[i][active.unit(place)] += value;
                        squares[i][active.unit(place)] += value * value;
                    }
                }
                error += machine.down.squaredError();
                errorSquares += machine.down.squaredError() * machine.down.squaredError();
            }
            double[][] means = machine.means();
            double[][] target = machine.target();
            double expectedError = 0;
            for (int unit = 0; unit < VISIBLE; unit++) {
                double expected = 0;
                for (int i = 0; i < CASES; i++) {
                    double mean = sums[i][unit] / draws;
                    double variance = squares[i][unit] / draws - mean * mean;
                    // The variance of a rare event is poorly estimated from its few occurrences.
                    double least = means[i][unit] * (1 - means[i][unit]);
                    assertEquals(means[i][unit], mean, 5.5 * Math.sqrt(Math.max(variance, least) / draws) + 1e-3,
                        "unit " + unit + " of case " + i + " at seed " + seed);
                    expected += target[i][unit] - means[i][unit];
                    expectedError += Math.pow(target[i][unit] - means[i][unit], 2);
                }
                double deviation = Math.abs(expected) * Math.sqrt((1 / 0.17 - 1) / draws);
                assertEquals(expected, residuals[unit] / draws, 5.5 * deviation + 1e-3, "bias of unit " + unit);
            }
            double meanError = error / draws;
            assertEquals(expectedError, meanError,
                5 * Math.sqrt((errorSquares / draws - meanError * meanError) / draws), "squared error");
        }
    }

    /** With w what an active unit stands for: 1 or, above 1, w p itself, by the unit's own number; w (v - p) in sum. */
    @Test
    void anActiveUnitIsDrawnByItsProbabilityTimesWhatItStandsFor() {
        try (Machine machine = new Machine(6)) {
            double[][] means = machine.means();
            double[][] target = machine.target();
            int above = 0;
            for (int draw = 0; draw < 5; draw++) {
                machine.draw(0, draw);
                double error = 0;
                for (int place = 0; place < machine.active.count(); place++) {
                    int unit = machine.active.unit(place);
                    double weight = machine.active.weight(place);
                    double residual = 0;
                    for (int i = 0; i < CASES; i++) {
                        double p = weight * means[i][unit];
                        double uniform = CounterRandom.uniform(CounterRandom.key(9, 1, draw), i, unit);
                        above += p > 1 ? 1 : 0;
                        if (Math.abs(uniform - p) > 1e-5) {
                            assertEquals(uniform < p ? Math.max(1, p) : 0, machine.down.samples().get(i, place), 1e-5,
                                "unit " + unit + " of case " + i + " in draw " + draw);
                        }
                        residual += weight * (target[i][unit] - means[i][unit]);
                        error += weight * Math.pow(target[i][unit] - means[i][unit], 2);
                    }
                    assertEquals(residual, machine.down.columnSums().get(0, place), 1e-4, "sum of unit " + unit);
                }
                assertEquals(error, machine.down.squaredError(), 1e-4 * error);
            }
            assertTrue(above > 100, above + " above 1");
        }
    }

    /** Given the mean, the frequency of the values tells the distribution: 1 with p and else 0, where p is below q. */
    @Tag("long")
    @Test
    void aRowIsDistributedAsAFullReconstruction() {
        try (Machine machine = new Machine(4)) {
            int draws = 4000;
            double[][] means = machine.means();
            int checked = 0;
            int[] together = new int[2];
            double expectedTogether = 0;
            for (int draw = 0; draw < draws; draw++) {
                machine.draw(0, draw);
                double[] row = machine.row(0);
                for (int unit = 0; unit < VISIBLE; unit++) {
                    if (means[0][unit] < 0.16) {
                        assertTrue(row[unit] == 0 || row[unit] == 1, "unit " + unit + ": " + row[unit]);
                        checked++;
                    }
                }
                // Two units of a row are on together as often as independent ones.
                for (int unit = 1; unit < VISIBLE; unit++) {
                    if (means[0][unit] < 0.16 && means[0][unit - 1] < 0.16) {
                        together[0] += row[unit] == 1 && row[unit - 1] == 1 ? 1 : 0;
                        together[1]++;
                        expectedTogether += means[0][unit] * means[0][unit - 1];
                    }
                }
            }
            assertTrue(checked > draws * VISIBLE / 3, "units checked: " + checked);
            assertEquals(expectedTogether, together[0], 6 * Math.sqrt(expectedTogether), "of " + together[1]);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "4"})
    void withAllZerosSampledItIsTheFullReconstruction(final int threads) {
        try (Machine machine = new Machine(5); Compute compute = Compute.open(threads);
            FloatMatrix target = FloatMatrix.zeros(CASES, VISIBLE);
            FloatMatrix full = FloatMatrix.zeros(CASES, VISIBLE)) {
            double[][] rows = machine.target();
            for (int i = 0; i < CASES; i++) {
                for (int unit = 0; unit < VISIBLE; unit++) {
                    target.set(i, unit, (float)rows[i][unit]);
                }
            }
            Propagation down = compute.propagation(machine.weights, true, LAYOUT, compute.vector(biases));
            down.sampleAndCompare(machine.hidden, CASES, target, full, full,
                RandomRows.byPlace().key(CounterRandom.key(9, 1, 3)));
            machine.draw(VISIBLE, 3);
            assertEquals(VISIBLE, machine.active.count());
            for (int i = 0; i < CASES; i++) {
                for (int unit = 0; unit < VISIBLE; unit++) {
                    assertEquals(full.get(i, unit), machine.down.samples().get(i, unit), "unit " + unit);
                }
            }
            for (int i = 0; i < CASES; i++) {
                for (int j = 0; j < HIDDEN; j++) {
                    double sum = 0;
                    for (int unit = 0; unit < VISIBLE; unit++) {
                        sum += full.get(i, unit) * (double)machine.weights.get(unit, j);
                    }
                    assertEquals(sum, machine.up.get(i, j), 1e-4, "way up of case " + i + " to unit " + j);
                }
            }
            assertArrayEquals(down.columnSums().toArray(), machine.down.columnSums().toArray(), 1e-5f);
            assertEquals(down.squaredError(), machine.down.squaredError(), 1e-6 * down.squaredError());
        }
    }

    /** Weights, hidden units and a sparse target. */
    private final class Machine implements AutoCloseable {

        private final Compute compute = Compute.open(2);

        private final FloatMatrix weights = FloatMatrix.zeros(VISIBLE, HIDDEN);

        private final FloatMatrix increments = FloatMatrix.zeros(VISIBLE, HIDDEN);

        private final FloatMatrix hidden = FloatMatrix.zeros(CASES, HIDDEN);

        private final FloatMatrix up = FloatMatrix.zeros(CASES, HIDDEN);

        private final ActiveUnits active = new ActiveUnits(VISIBLE);

        private final FloatMatrix biasMatrix = compute.zeros(1, VISIBLE);

        private final LazyRows rows = compute.lazyRows(weights, increments, active);

        private final SampledReconstruction down =
            compute.sampledReconstruction(rows, active, biasMatrix, CASES);

        private final SparseMatrix batch = new SparseMatrix();

        Machine(final long seed) {
            Random random = new Random(seed);
            for (int unit = 0; unit < VISIBLE; unit++) {
                biases[unit] = -5 + random.nextFloat() * (unit % 10 == 0 ? 6 : 3);
                for (int j = 0; j < HIDDEN; j++) {
                    weights.set(unit, j, random.nextFloat() - 0.5f);
                }
            biasMatrix.write(biases);
            }
            for (int i = 0; i < CASES; i++) {
                for (int j = 0; j < HIDDEN; j++) {
                    hidden.set(i, j, random.nextInt(2));
                }
            }
        }

        void draw(final double zeros, final int number) {
            batch.clear(VISIBLE);
            for (int i = 0; i < CASES; i++) {
                for (int unit = i; unit < VISIBLE; unit += 300) {
                    batch.add(unit, 1f);
                }
                batch.endRow();
            }
            active.choose(batch, zeros, CounterRandom.key(9, 2, number));
            down.sample(hidden, CASES, batch, RandomRows.byPlace().key(CounterRandom.key(9, 1, number)), up);
        }

        double[] row(final int number) {
            double[] row = new double[VISIBLE];
            for (int place = 0; place < active.count(); place++) {
                row[active.unit(place)] = down.samples().get(number, place);
            }
            return row;
        }

        double[][] target() {
            double[][] target = new double[CASES][VISIBLE];
            for (int i = 0; i < CASES; i++) {
                for (int unit = i; unit < VISIBLE; unit += 300) {
                    target[i][unit] = 1;
                }
            }
            return target;
        }

        double[][] means() {
            double[][] means = new double[CASES][VISIBLE];
            for (int i = 0; i < CASES; i++) {
                for (int unit = 0; unit < VISIBLE; unit++) {
                    double x = biases[unit];
                    for (int j = 0; j < HIDDEN; j++) {
                        x += hidden.get(i, j) * weights.get(unit, j);
                    }
                    means[i][unit] = 1 / (1 + Math.exp(-x));
                }
            }
            return means;
        }

        @Override
        public void close() {
            compute.close();
            weights.close();
            increments.close();
            hidden.close();
            up.close();
        }
    }
}
