// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.IntStream;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.engine.units.FreeEnergy;
import org.deepbelief.engine.model.LabelUnits;
import org.junit.jupiter.api.Tag;
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
            assertGradient(compute, exact, data(), chain, machine, batch, 0);
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
            assertGradient(compute, exact, data(), exact.equilibrium(), machine, batch, 0);
        }
    }

    @Test
    void aPersistentChainReachesTheModelsDistribution() {
        long seed = 8;
        try (Compute compute = Compute.open(2); FloatMatrix batch = batch();
            ContrastiveDivergence machine = machine(compute, 1, true, seed)) {
            EnumeratedMachine exact = new EnumeratedMachine(machine.parameters());
            for (int step = 0; step < 60; step++) {
                Stepping.step(compute, machine, Stepping.batch(batch, ROWS, step), Rates.of(0, 0));
            }
            assertGradient(compute, exact, data(), exact.equilibrium(), machine, batch, 60);
        }
    }

    private static void assertGradient(final Compute compute, final EnumeratedMachine exact, final double[] positive,
        final double[] negative, final ContrastiveDivergence machine, final FloatMatrix batch, final long step) {
        double[][] expected = difference(exact.moments(positive), exact.moments(negative));
        float[] visibleBefore = machine.parameters().visibleBiases.toArray();
        float[] hiddenBefore = machine.parameters().hiddenBiases.toArray();
        Stepping.step(compute, machine, Stepping.batch(batch, ROWS, step), Rates.of(1f, 0f));
        // A product of two numbers in [0, 1] varies by at most 1/2; five standard errors of a mean over the rows.
        double tolerance = 5 * 0.5 / Math.sqrt(ROWS);
        for (int i = 0; i < VISIBLE; i++) {
            for (int j = 0; j < HIDDEN; j++) {
                assertEquals(expected[i][j], machine.parameters().increments.get(i, j), tolerance, "W " + i + ", " + j);
                assertEquals(expected[VISIBLE][j], machine.parameters().hiddenBiases.get(0, j) - hiddenBefore[j],
                    tolerance, "hidden bias " + j);
            }
            assertEquals(expected[i][HIDDEN], machine.parameters().visibleBiases.get(0, i) - visibleBefore[i],
                tolerance, "visible bias " + i);
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
                    LayerInput.of(List.of(new UnitGroup(UnitType.gaussian(), VISIBLE)), new double[VISIBLE]),
                    dropout(0.4 * one), ROWS, seed)) {
                for (int i = 0; i < VISIBLE; i++) {
                    for (int j = 0; j < HIDDEN; j++) {
                        machine.parameters().weights.set(i, j, 0.5f * i - 0.3f + 0.2f * j);
                    }
                }
                Stepping.step(compute, machine, Stepping.batch(batch, ROWS, 0), Rates.of(1f, 0f));
                activations[one] = machine.activation() / ROWS / HIDDEN;
                moved[one] = IntStream.range(0, VISIBLE)
                    .mapToDouble(i -> machine.parameters().visibleIncrements.get(0, i)).toArray();
            }
        }
        // A mean of 40,000 numbers whose standard deviation is at most 2: five standard errors.
        assertEquals(activations[0], activations[1], 0.05, "mean activation, seed " + seed);
        assertArrayEquals(moved[0], moved[1], 0.05, "mean of v - v', seed " + seed);
        assertTrue(Arrays.stream(moved[0]).map(Math::abs).max().getAsDouble() > 0.5, Arrays.toString(moved[0]));
    }

    private static BoltzmannMachineSettings dropout(final double share) {
        return PlainSettings.steps(HIDDEN, UnitType.bernoulli(), 0.1)
            .withHidden(HiddenUnits.of(HIDDEN, UnitType.bernoulli()).withDropout(share));
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

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"false, 1", "false, 2", "false, 3", "false, 4", "false, 5", "true, 1", "true, 2", "true, 3", "true, 4",
        "true, 5"})
    void barsAndStripesBecomeMoreLikely(final boolean persistent, final long seed) {
        double[][] rows = barsAndStripes();
        // 28 images at 1/32 and two at 2/32: the negative entropy of the data, which no model exceeds.
        double optimum = 28 / 32.0 * Math.log(1 / 32.0) + 4 / 32.0 * Math.log(2 / 32.0);
        BoltzmannMachineSettings settings = settings(16, UnitType.bernoulli(), 1, persistent, 0.1);
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(32, 16);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                bits(16, half(16)), settings, 32, seed)) {
            for (int i = 0; i < 32; i++) {
                batch.writeRow(i, floats(rows[i]));
            }
            double before = new EnumeratedMachine(machine.parameters()).logLikelihood(rows);
            int steps = 10_000;
            for (int step = 0; step < steps; step++) {
                Stepping.step(compute, machine, Stepping.batch(batch, 32, step), persistent
                    ? Rates.of(0.05 * (1 - step / (double)steps), 0) : Rates.of(0.1, 0.5));
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
        BoltzmannMachineSettings settings = BoltzmannMachineSettings.plain(HiddenUnits.of(2, UnitType.bernoulli()),
            Learning.plain(1, 0.01).withPenalty(Penalty.l2(0.01))).withLearnedVariance(true);
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(100, 3);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                LayerInput.of(List.of(new UnitGroup(UnitType.gaussian(), 3)), new double[] {1, 0, -1}), settings, 100,
                seed)) {
            for (int step = 0; step < 3000; step++) {
                for (int i = 0; i < 100; i++) {
                    for (int j = 0; j < 3; j++) {
                        batch.set(i, j, (float)(1 - j
                            + deviations[j] * CounterRandom.gaussian(CounterRandom.key(seed, 99, step), i, j)));
                    }
                }
                Stepping.step(compute, machine, Stepping.batch(batch, 100, step),
                    Rates.of(step < 2000 ? 0.02 : 0.002, 0));
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
        BoltzmannMachineSettings settings = PlainSettings.steps(20, UnitType.bernoulli(), 0.1)
            .withHidden(HiddenUnits.of(20, UnitType.bernoulli()).withSparsity(new Sparsity(0.05, 3)));
        double[][] rows = barsAndStripes();
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(32, 16);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                bits(16, half(16)), settings, 32, seed)) {
            for (int i = 0; i < 32; i++) {
                batch.writeRow(i, floats(rows[i]));
            }
            double activation = 0;
            for (int step = 0; step < 2000; step++) {
                Stepping.step(compute, machine, Stepping.batch(batch, 32, step), Rates.of(0.1f, 0f));
                activation += step >= 1000 ? machine.activation() / (32 * 20) / 1000 : 0;
            }
            assertEquals(0.05, activation, 0.03, "mean activation at seed " + seed);
        }
    }

    /** The pull on a unit's input, cost (p - q) with q = 0.9 mean + 0.1 h in each row, goes to each weight by v. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sparsityPullsWeightsAndBiases(final long seed) {
        double[][] rows = barsAndStripes();
        try (Compute compute = Compute.open(2); FloatMatrix batch = FloatMatrix.zeros(30, 16);
            ContrastiveDivergence plain = sparse(compute, 0, seed);
            ContrastiveDivergence sparse = sparse(compute, 0.5, seed)) {
            for (int row = 0; row < 30; row++) {
                batch.writeRow(row, floats(rows[row]));
            }
            // Activations are remembered in a first step, which changes nothing, and pull in the next.
            for (ContrastiveDivergence machine : List.of(plain, sparse)) {
                Stepping.step(compute, machine, Stepping.batch(batch, 30, 0), Rates.of(0, 0));
            }
            double[][] activations = new double[30][20];
            for (int row = 0; row < 30; row++) {
                for (int j = 0; j < 20; j++) {
                    double input = sparse.parameters().hiddenBiases.get(0, j);
                    for (int i = 0; i < 16; i++) {
                        input += rows[row][i] * sparse.parameters().weights.get(i, j);
                    }
                    activations[row][j] = 1 / (1 + Math.exp(-input));
                }
            }
            for (ContrastiveDivergence machine : List.of(plain, sparse)) {
                Stepping.step(compute, machine, Stepping.batch(batch, 30, 1), Rates.of(0.1, 0));
            }
            for (int j = 0; j < 20; j++) {
                final int unit = j;
                double mean = Stream.of(activations).mapToDouble(row -> row[unit]).average().orElseThrow();
                double remembered = 0.9 * 0.05 + 0.1 * mean;
                double biasPull = 0.5 * (0.05 - 0.9 * remembered - 0.1 * mean);
                assertEquals(0.1 * biasPull, sparse.parameters().hiddenBiases.get(0, j)
                    - plain.parameters().hiddenBiases.get(0, j), 1e-6, "bias " + j + " at seed " + seed);
                for (int i = 0; i < 16; i++) {
                    double pull = 0;
                    for (int row = 0; row < 30; row++) {
                        pull += rows[row][i] * 0.5 * (0.05 - 0.9 * remembered - 0.1 * activations[row][j]) / 30;
                    }
                    assertEquals(0.1 * pull,
                        sparse.parameters().weights.get(i, j) - plain.parameters().weights.get(i, j), 1e-6,
                        "weight " + i + ", " + j + " at seed " + seed);
                }
            }
        }
    }

    private static ContrastiveDivergence sparse(final Compute compute, final double cost, final long seed) {
        ContrastiveDivergence machine = new ContrastiveDivergence(compute,
            bits(16, half(16)), PlainSettings.steps(20, UnitType.bernoulli(), 0.1)
                .withHidden(HiddenUnits.of(20, UnitType.bernoulli()).withSparsity(new Sparsity(0.05, cost))), 30, seed);
        drawParameters(machine.parameters(), seed);
        return machine;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void labelUnitsLearnWhichClassBelongsToWhichInput(final long seed) {
        try (Compute compute = Compute.open(1); FloatMatrix batch = FloatMatrix.zeros(90, 6);
            ContrastiveDivergence machine = new ContrastiveDivergence(compute,
                new LayerInput(List.of(new UnitGroup(UnitType.bernoulli(), 6)),
                    new double[] {0.33, 0.33, 0.33, 0.33, 0.33, 0.33}, new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, false),
                settings(12, UnitType.bernoulli(), 1, false, 0.1), 90, seed)) {
            FloatMatrix classes = compute.zeros(90, 1);
            for (int i = 0; i < 90; i++) {
                int label = i % 3;
                batch.set(i, 2 * label, 1f);
                batch.set(i, 2 * label + 1, 1f);
                // A third of the rows have no label.
                classes.set(i, 0, i % 9 < 6 ? label : Float.NaN);
            }
            for (int step = 0; step < 1500; step++) {
                Stepping.step(compute, machine, Stepping.batch(batch, classes, 90, step), Rates.of(0.1f, 0.5f));
            }
            LabelUnits labels = machine.labelUnits(new ClassColumn("class", List.of("a", "b", "c"))).orElseThrow();
            try (FloatMatrix weights = labels.weights()) {
                for (int shown = 0; shown < 3; shown++) {
                    double[] scores = new double[3];
                    for (int label = 0; label < 3; label++) {
                        scores[label] = labels.biases()[label];
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
                bits(16, half(16)), settings(16, type, 1, persistent, 0.01), 32, 3)) {
            for (int i = 0; i < 32; i++) {
                batch.writeRow(i, floats(rows[i]));
            }
            double before = reconstructionError(compute, machine, batch);
            for (int step = 0; step < 3000; step++) {
                Stepping.step(compute, machine, Stepping.batch(batch, 32, step), Rates.of(0.01f, 0.5f));
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
            bits(VISIBLE, new double[] {0.3, 0.6, 0.5, 0.7}),
            settings(HIDDEN, UnitType.bernoulli(), gibbsSteps, persistent, 1), ROWS, seed);
        drawParameters(machine.parameters(), seed);
        return machine;
    }

    private static BoltzmannMachineSettings settings(final int units, final UnitType type, final int gibbsSteps,
        final boolean persistent, final double rate) {
        return PlainSettings.steps(units, type, rate).withChain(new Chain(gibbsSteps, persistent, true));
    }

    private static LayerInput bits(final int units, final double[] means) {
        return LayerInput.of(List.of(new UnitGroup(UnitType.bernoulli(), units)), means);
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
