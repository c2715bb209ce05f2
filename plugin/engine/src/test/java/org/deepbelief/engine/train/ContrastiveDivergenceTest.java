// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.FreeEnergy;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContrastiveDivergenceTest {

    private static final int VISIBLE = 4;

    private static final int HIDDEN = 3;

    /** The data of the small machine: three patterns, as often as their weight. */
    private static final int[] PATTERNS = {0b0011, 0b0011, 0b1101, 0b0110};

    private static final int ROWS = 40_000;

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 3", "3, 4"})
    void theUpdateIsWhatTheExactChainExpects(final int gibbsSteps, final long seed) {
        try (Compute compute = Compute.open(2); FloatMatrix batch = batch();
            ContrastiveDivergence machine = machine(compute, gibbsSteps, false, seed)) {
            EnumeratedMachine exact = new EnumeratedMachine(machine.parameters());
            double[] chain = data();
            for (int k = 0; k < gibbsSteps; k++) {
                chain = exact.gibbsStep(chain);
            }
            assertGradient(exact, data(), chain, machine, batch, 0);
        }
    }

    @Test
    void aLongChainGivesTheGradientOfTheLikelihood() {
        long seed = 7;
        try (Compute compute = Compute.open(2); FloatMatrix batch = batch();
            ContrastiveDivergence machine = machine(compute, 60, false, seed)) {
            EnumeratedMachine exact = new EnumeratedMachine(machine.parameters());
            double[][] gradient = difference(exact.moments(data()), exact.moments(exact.equilibrium()));
            assertEquals(numericGradient(exact), gradient[1][2], 1e-6, "the formula against finite differences");
            assertGradient(exact, data(), exact.equilibrium(), machine, batch, 0);
        }
    }

    @Test
    void aPersistentChainReachesTheModelsDistribution() {
        long seed = 8;
        try (Compute compute = Compute.open(2); FloatMatrix batch = batch();
            ContrastiveDivergence machine = machine(compute, 1, true, seed)) {
            EnumeratedMachine exact = new EnumeratedMachine(machine.parameters());
            for (int step = 0; step < 60; step++) {
                machine.gather(batch, ROWS, step);
            }
            assertGradient(exact, data(), exact.equilibrium(), machine, batch, 60);
        }
    }

    private static void assertGradient(final EnumeratedMachine exact, final double[] positive, final double[] negative,
        final ContrastiveDivergence machine, final FloatMatrix batch, final long step) {
        double[][] expected = difference(exact.moments(positive), exact.moments(negative));
        float[] visibleBefore = machine.parameters().visibleBiases.toArray();
        float[] hiddenBefore = machine.parameters().hiddenBiases.toArray();
        machine.gather(batch, ROWS, step);
        machine.update(1f, 0f);
        // A product of two numbers in [0, 1] varies by at most 1/2; five standard errors of a mean over the rows.
        double tolerance = 5 * 0.5 / Math.sqrt(ROWS);
        for (int i = 0; i < VISIBLE; i++) {
            for (int j = 0; j < HIDDEN; j++) {
                assertEquals(expected[i][j], machine.parameters().increments.get(i, j), tolerance, "W " + i + ", " + j);
                assertEquals(expected[VISIBLE][j], machine.parameters().hiddenBiases.get(0, j) - hiddenBefore[j], tolerance,
                    "hidden bias " + j);
            }
            assertEquals(expected[i][HIDDEN], machine.parameters().visibleBiases.get(0, i) - visibleBefore[i], tolerance,
                "visible bias " + i);
        }
        double largest = 0;
        for (double[] row : expected) {
            for (double value : row) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        assertTrue(largest > 5 * tolerance, "the gradient stands out of the noise: " + largest);
    }

    /** Over many masks, the activation and what goes down are those of the whole layer. */
    @Test
    void dropoutKeepsTheExpectations() {
        long seed = 12;
        double[][] moved = new double[2][];
        double[] activations = new double[2];
        for (int one = 0; one < 2; one++) {
            try (Compute compute = Compute.open(1); FloatMatrix batch = batch();
                ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                    List.of(new UnitGroup(UnitType.gaussian(), VISIBLE)), dropout(0.4 * one), new double[VISIBLE],
                    new double[0], ROWS, seed)) {
                for (int i = 0; i < VISIBLE; i++) {
                    for (int j = 0; j < HIDDEN; j++) {
                        machine.parameters().weights.set(i, j, 0.5f * i - 0.3f + 0.2f * j);
                    }
                }
                machine.gather(batch, ROWS, 0);
                machine.update(1f, 0f);
                activations[one] = machine.meanActivation() / ROWS / HIDDEN;
                moved[one] = IntStream.range(0, VISIBLE)
                    .mapToDouble(i -> machine.parameters().visibleIncrements.get(0, i)).toArray();
            }
        }
        // A mean of 40,000 numbers whose standard deviation is at most 2: five standard errors.
        assertEquals(activations[0], activations[1], 0.05, "mean activation, seed " + seed);
        assertArrayEquals(moved[0], moved[1], 0.05, "mean of v - v', seed " + seed);
        assertTrue(Arrays.stream(moved[0]).map(Math::abs).max().getAsDouble() > 0.5, Arrays.toString(moved[0]));
    }

    private static LayerSettings dropout(final double share) {
        return new LayerSettings(LayerMethod.RESTRICTED_BOLTZMANN_MACHINE, HIDDEN, UnitType.bernoulli(), 1, 0.1, 0, 0, 0,
            0, 0, 0, 0.1, 0, share, 1, false, false, 0, 0);
    }

    /** d log-likelihood / d W[1][2] by central differences. */
    private static double numericGradient(final EnumeratedMachine exact) {
        List<double[]> rows = new ArrayList<>();
        for (int pattern : PATTERNS) {
            rows.add(EnumeratedMachine.state(pattern, VISIBLE));
        }
        double[][] data = rows.toArray(double[][]::new);
        double step = 1e-4;
        exact.weights[1][2] += step;
        double above = exact.logLikelihood(data);
        exact.weights[1][2] -= 2 * step;
        double below = exact.logLikelihood(data);
        exact.weights[1][2] += step;
        return (above - below) / (2 * step);
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "false, 2", "false, 3", "false, 4", "false, 5", "true, 1", "true, 2", "true, 3", "true, 4",
        "true, 5"})
    void barsAndStripesBecomeMoreLikely(final boolean persistent, final long seed) {
        double[][] rows = barsAndStripes();
        // 28 images at 1/32 and two at 2/32: the negative entropy of the data, which no model exceeds.
        double optimum = 28 / 32.0 * Math.log(1 / 32.0) + 4 / 32.0 * Math.log(2 / 32.0);
        LayerSettings settings = settings(16, UnitType.bernoulli(), 1, persistent, 0.1);
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(32, 16);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                List.of(new UnitGroup(UnitType.bernoulli(), 16)), settings, half(16), new double[0], 32, seed)) {
            for (int i = 0; i < 32; i++) {
                batch.writeRow(i, floats(rows[i]));
            }
            double before = new EnumeratedMachine(machine.parameters()).logLikelihood(rows);
            int steps = 10_000;
            for (int step = 0; step < steps; step++) {
                machine.gather(batch, 32, step);
                machine.update(persistent ? 0.05f * (1 - step / (float)steps) : 0.1f, persistent ? 0f : 0.5f);
            }
            double after = new EnumeratedMachine(machine.parameters()).logLikelihood(rows);
            System.out.printf("bars and stripes, %s, seed %d: log-likelihood %.3f -> %.3f nats (optimum %.3f)%n",
                persistent ? "persistent CD" : "CD-1", seed, before, after, optimum);
            assertTrue(after > before + 3 && after <= optimum, "log-likelihood " + before + " -> " + after + " at seed "
                + seed + ", optimum " + optimum);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void learnedDeviationsAreThoseOfTheData(final long seed) {
        double[] deviations = {0.2, 1, 3};
        LayerSettings settings = new LayerSettings(LayerMethod.RESTRICTED_BOLTZMANN_MACHINE, 2, UnitType.bernoulli(), 1,
            0.01, 0, 0, 0, 0, 0.01, 0, 0.1, 0, 0, 1, false, true, 0, 0);
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(100, 3);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                List.of(new UnitGroup(UnitType.gaussian(), 3)), settings, new double[] {1, 0, -1}, new double[0], 100,
                seed)) {
            for (int step = 0; step < 3000; step++) {
                for (int i = 0; i < 100; i++) {
                    for (int j = 0; j < 3; j++) {
                        batch.set(i, j, (float)(1 - j
                            + deviations[j] * CounterRandom.gaussian(CounterRandom.key(seed, 99, step), i, j)));
                    }
                }
                machine.gather(batch, 100, step);
                machine.update(step < 2000 ? 0.02f : 0.002f, 0f);
            }
            float[] learned = machine.layer().visibleStandardDeviations();
            for (int j = 0; j < 3; j++) {
                assertEquals(deviations[j], learned[j], 0.15 * deviations[j], "unit " + j + " at seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sparsityBringsTheActivationToItsTarget(final long seed) {
        LayerSettings settings = new LayerSettings(LayerMethod.RESTRICTED_BOLTZMANN_MACHINE, 20, UnitType.bernoulli(), 1,
            0.1, 0, 0, 0, 0, 0, 0, 0.05, 3, 0, 1, false, false, 0, 0);
        double[][] rows = barsAndStripes();
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(32, 16);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                List.of(new UnitGroup(UnitType.bernoulli(), 16)), settings, half(16), new double[0], 32, seed)) {
            for (int i = 0; i < 32; i++) {
                batch.writeRow(i, floats(rows[i]));
            }
            double activation = 0;
            for (int step = 0; step < 2000; step++) {
                machine.gather(batch, 32, step);
                machine.update(0.1f, 0f);
                activation += step >= 1000 ? machine.meanActivation() / (32 * 20) / 1000 : 0;
            }
            assertEquals(0.05, activation, 0.03, "mean activation at seed " + seed);
        }
    }

    /** The pull on a unit's input, cost (p - q), goes to each weight by the mean of the visible unit below it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sparsityPullsWeightsAndBiases(final long seed) {
        double[][] rows = barsAndStripes();
        try (Compute compute = Compute.open(2); FloatMatrix batch = FloatMatrix.zeros(30, 16);
            ContrastiveDivergence plain = sparse(compute, 0, seed);
            ContrastiveDivergence sparse = sparse(compute, 0.5, seed)) {
            double[] visibleMeans = new double[16];
            for (int row = 0; row < 30; row++) {
                batch.writeRow(row, floats(rows[row]));
                for (int i = 0; i < 16; i++) {
                    visibleMeans[i] += rows[row][i] / 30;
                }
            }
            for (ContrastiveDivergence machine : List.of(plain, sparse)) {
                machine.gather(batch, 30, 0);
            }
            double[] activations = new double[20];
            for (int j = 0; j < 20; j++) {
                for (int row = 0; row < 30; row++) {
                    double input = sparse.parameters().hiddenBiases.get(0, j);
                    for (int i = 0; i < 16; i++) {
                        input += rows[row][i] * sparse.parameters().weights.get(i, j);
                    }
                    activations[j] += 1 / (1 + Math.exp(-input)) / 30;
                }
            }
            for (ContrastiveDivergence machine : List.of(plain, sparse)) {
                machine.update(0.1f, 0f);
            }
            for (int j = 0; j < 20; j++) {
                double pull = 0.5 * (0.05 - (0.9 * 0.05 + 0.1 * activations[j]));
                assertEquals(0.1 * pull, sparse.parameters().hiddenBiases.get(0, j) - plain.parameters().hiddenBiases.get(0, j), 1e-6,
                    "bias " + j + " at seed " + seed);
                for (int i = 0; i < 16; i++) {
                    assertEquals(0.1 * pull * visibleMeans[i],
                        sparse.parameters().weights.get(i, j) - plain.parameters().weights.get(i, j), 1e-6,
                        "weight " + i + ", " + j + " at seed " + seed);
                }
            }
        }
    }

    private static ContrastiveDivergence sparse(final Compute compute, final double cost, final long seed) {
        ContrastiveDivergence machine = new ContrastiveDivergence(compute,
            List.of(new UnitGroup(UnitType.bernoulli(), 16)),
            new LayerSettings(LayerMethod.RESTRICTED_BOLTZMANN_MACHINE, 20, UnitType.bernoulli(), 1, 0.1, 0, 0, 0, 0, 0,
                0, 0.05, cost, 0, 1, false, false, 0, 0),
            half(16), new double[0], 30, seed);
        drawParameters(machine.parameters(), seed);
        return machine;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void labelUnitsLearnWhichClassBelongsToWhichInput(final long seed) {
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(90, 6);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                List.of(new UnitGroup(UnitType.bernoulli(), 6)), settings(12, UnitType.bernoulli(), 1, false, 0.1),
                new double[] {0.33, 0.33, 0.33, 0.33, 0.33, 0.33}, new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, 90,
                seed)) {
            for (int i = 0; i < 90; i++) {
                int label = i % 3;
                batch.set(i, 2 * label, 1f);
                batch.set(i, 2 * label + 1, 1f);
                // A third of the rows have no label.
                machine.labelBatch().set(i, label, i % 9 < 6 ? 1f : 0f);
            }
            for (int step = 0; step < 1500; step++) {
                machine.gather(batch, 90, step);
                machine.update(0.1f, 0.5f);
            }
            try (FloatMatrix weights = machine.labelWeights()) {
                for (int shown = 0; shown < 3; shown++) {
                    double[] scores = new double[3];
                    for (int label = 0; label < 3; label++) {
                        scores[label] = machine.labelBiases()[label];
                        for (int j = 0; j < 12; j++) {
                            scores[label] += FreeEnergy.softplus((double)machine.parameters().hiddenBiases.get(0, j)
                                + machine.parameters().weights.get(2 * shown, j)
                                + machine.parameters().weights.get(2 * shown + 1, j) + weights.get(label, j));
                        }
                    }
                    for (int label = 0; label < 3; label++) {
                        assertTrue(label == shown || scores[shown] > scores[label] + 2,
                            "class " + shown + " at seed " + seed + ": " + Arrays.toString(scores));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"rectifiedLinear, false", "rectifiedLinear, true", "gaussian, false"})
    void otherHiddenUnitsLearnToReconstruct(final UnitType type, final boolean persistent) {
        double[][] rows = barsAndStripes();
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(32, 16);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                List.of(new UnitGroup(UnitType.bernoulli(), 16)), settings(16, type, 1, persistent, 0.01), half(16),
                new double[0], 32, 3)) {
            for (int i = 0; i < 32; i++) {
                batch.writeRow(i, floats(rows[i]));
            }
            machine.gather(batch, 32, 0);
            double before = reconstructionError(compute, machine, batch);
            for (int step = 0; step < 3000; step++) {
                machine.gather(batch, 32, step);
                machine.update(0.01f, 0.5f);
            }
            double after = reconstructionError(compute, machine, batch);
            assertTrue(after < 0.5 * before, "squared error " + before + " -> " + after + " with " + type);
        }
    }

    private static double reconstructionError(final Compute compute, final ContrastiveDivergence machine,
        final FloatMatrix batch) {
        try (FloatMatrix hidden = FloatMatrix.zeros(32, 16); FloatMatrix visible = FloatMatrix.zeros(32, 16)) {
            machine.parameters().up(compute).expect(batch, 32, hidden);
            var down = machine.parameters().down(compute);
            down.compare(hidden, 32, batch, visible);
            return down.squaredError();
        }
    }

    /** Weights and hidden biases as large as those of a machine that has learned. */
    static void drawParameters(final LayerParameters parameters, final long seed) {
        int visible = parameters.weights.rows();
        for (int j = 0; j < parameters.weights.columns(); j++) {
            for (int i = 0; i < visible; i++) {
                parameters.weights.set(i, j, CounterRandom.gaussian(seed, i, j));
            }
            parameters.hiddenBiases.set(0, j, 0.5f * CounterRandom.gaussian(seed, visible, j));
        }
    }

    private static ContrastiveDivergence machine(final Compute compute, final int gibbsSteps, final boolean persistent,
        final long seed) {
        ContrastiveDivergence machine = new ContrastiveDivergence(compute,
            List.of(new UnitGroup(UnitType.bernoulli(), VISIBLE)),
            settings(HIDDEN, UnitType.bernoulli(), gibbsSteps, persistent, 1), new double[] {0.3, 0.6, 0.5, 0.7},
            new double[0], ROWS, seed);
        drawParameters(machine.parameters(), seed);
        return machine;
    }

    private static LayerSettings settings(final int units, final UnitType type, final int gibbsSteps,
        final boolean persistent, final double rate) {
        return new LayerSettings(LayerMethod.RESTRICTED_BOLTZMANN_MACHINE, units, type, 1, rate, 0, 0, 0, 0, 0, 0, 0.1,
            0, 0, gibbsSteps, persistent, false, 0, 0);
    }

    private static FloatMatrix batch() {
        FloatMatrix batch = FloatMatrix.zeros(ROWS, VISIBLE);
        for (int row = 0; row < ROWS; row++) {
            batch.writeRow(row, floats(EnumeratedMachine.state(PATTERNS[row % PATTERNS.length], VISIBLE)));
        }
        return batch;
    }

    private static double[] data() {
        double[] distribution = new double[1 << VISIBLE];
        for (int pattern : PATTERNS) {
            distribution[pattern] += 1.0 / PATTERNS.length;
        }
        return distribution;
    }

    private static double[][] difference(final double[][] a, final double[][] b) {
        double[][] result = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                result[i][j] = a[i][j] - b[i][j];
            }
        }
        return result;
    }

    /** All 4 x 4 images of whole rows, and of whole columns: 32, of which all-off and all-on come twice. */
    static double[][] barsAndStripes() {
        double[][] rows = new double[32][16];
        for (int code = 0; code < 16; code++) {
            for (int pixel = 0; pixel < 16; pixel++) {
                rows[code][pixel] = code >>> pixel / 4 & 1;
                rows[16 + code][pixel] = code >>> pixel % 4 & 1;
            }
        }
        return rows;
    }

    private static double[] half(final int units) {
        double[] means = new double[units];
        Arrays.fill(means, 0.5);
        return means;
    }

    static float[] floats(final double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float)values[i];
        }
        return result;
    }
}
