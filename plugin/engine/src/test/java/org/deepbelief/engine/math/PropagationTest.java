// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropagationTest {

    private static final List<UnitLayout.Group> MIXED = List.of(new UnitLayout.Group(Activation.LOGISTIC, 700),
        new UnitLayout.Group(Activation.SOFTMAX, 3), new UnitLayout.Group(Activation.SOFTMAX, 1300),
        new UnitLayout.Group(Activation.IDENTITY, 41), new UnitLayout.Group(Activation.RECTIFIER, 60),
        new UnitLayout.Group(Activation.LOGISTIC, 5));

    private static final int ROWS = 23;

    private static final int INPUTS = 31;

    private static final int UNITS = UnitLayout.of(MIXED).units();

    @Test
    void meansOfMixedUnitsFollowTheirFormulas() {
        try (Compute compute = Compute.open(2);
            FloatMatrix input = ComputeTest.random(ROWS + 1, INPUTS, 1);
            FloatMatrix weights = ComputeTest.random(INPUTS, UNITS, 2);
            FloatMatrix back = compute.transposed(weights);
            FloatMatrix second = ComputeTest.random(ROWS, 4, 3);
            FloatMatrix secondWeights = ComputeTest.random(4, UNITS, 4);
            FloatMatrix target = ComputeTest.random(ROWS, UNITS, 5);
            FloatMatrix out = FloatMatrix.zeros(ROWS, UNITS);
            FloatMatrix transposedOut = FloatMatrix.zeros(ROWS, UNITS);
            FloatMatrix residual = FloatMatrix.zeros(ROWS, UNITS)) {
            float[] biases = biases();
            UnitLayout layout = UnitLayout.of(MIXED);
            double[][] expected = reference(input, weights, second, secondWeights, biases);
            Propagation two =
                compute.propagation(weights, false, layout, compute.vector(biases), second, secondWeights);
            two.expect(input, ROWS, out);
            assertMatrix(expected, out);
            compute
                .propagationThroughChangingWeights(weights, layout, compute.vector(biases), second, secondWeights, ROWS)
                .expect(input, ROWS, out);
            assertMatrix(expected, out);
            FloatMatrix added = compute.zeros(ROWS, UNITS);
            compute.product(1f, second, ROWS, secondWeights, false, 0f, added);
            compute.propagation(weights, false, layout, compute.vector(biases), added).expect(input, ROWS, out);
            assertMatrix(expected, out);
            double[][] alone = reference(input, weights, null, null, biases);
            Propagation one = compute.propagation(back, true, layout, compute.vector(biases));
            one.compare(input, ROWS, target, transposedOut);
            assertMatrix(alone, transposedOut);
            double squares = 0;
            double[] sums = new double[UNITS];
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < UNITS; j++) {
                    double difference = target.get(i, j) - alone[i][j];
                    squares += difference * difference;
                    sums[j] += difference;
                }
            }
            assertEquals(squares, one.squaredError(), 1e-5 * squares);
            float[] compared = one.columnSums().toArray();
            for (int j = 0; j < UNITS; j++) {
                assertEquals(sums[j], compared[j], 1e-4);
            }
            one.residual(input, ROWS, target, residual);
            assertArrayEquals(compared, one.columnSums().toArray());
            assertEquals(squares, one.squaredError(), 1e-5 * squares);
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < UNITS; j++) {
                    assertEquals(target.get(i, j) - transposedOut.get(i, j), residual.get(i, j), 1e-6);
                }
            }
        }
    }

    @Test
    void thePartsOfAProductThroughChangingWeightsAddUp() {
        int inputs = 1000;
        try (Compute compute = Compute.open(2);
            FloatMatrix input = ComputeTest.random(ROWS, inputs, 1);
            FloatMatrix weights = ComputeTest.random(inputs, UNITS, 2);
            FloatMatrix second = ComputeTest.random(ROWS, 4, 3);
            FloatMatrix secondWeights = ComputeTest.random(4, UNITS, 4);
            FloatMatrix target = ComputeTest.random(ROWS, UNITS, 5);
            FloatMatrix whole = FloatMatrix.zeros(ROWS, UNITS);
            FloatMatrix added = FloatMatrix.zeros(ROWS + 1, UNITS)) {
            UnitLayout layout = UnitLayout.of(MIXED);
            FloatMatrix biases = compute.vector(biases());
            compute.propagation(weights, false, layout, biases, second, secondWeights)
                .residual(input, ROWS, target, whole);
            compute.propagationThroughChangingWeights(weights, layout, biases, second, secondWeights, ROWS)
                .residual(input, ROWS, target, added);
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < UNITS; j++) {
                    assertEquals(whole.get(i, j), added.get(i, j), 1e-4, "row " + i + ", unit " + j);
                }
            }
        }
    }

    @Test
    void samplesHaveTheirMeansAndVariances() {
        int rows = 20_000;
        List<UnitLayout.Group> groups = List.of(
                new UnitLayout.Group(Activation.LOGISTIC, 3), new UnitLayout.Group(Activation.SOFTMAX, 4),
            new UnitLayout.Group(Activation.IDENTITY, 2), new UnitLayout.Group(Activation.RECTIFIER, 2));
        try (Compute compute = Compute.open(2);
            FloatMatrix input = FloatMatrix.zeros(rows, 1);
            FloatMatrix weights = ComputeTest.random(1, 11, 2);
            FloatMatrix means = FloatMatrix.zeros(rows, 11);
            FloatMatrix samples = FloatMatrix.zeros(rows, 11)) {
            input.fill(1f);
            float[] biases = {-2, 0, 3, 1, 0, -1, 0.5f, 3, -0.5f, 4, -0.5f};
            Propagation up = compute.propagation(weights, false, UnitLayout.of(groups), compute.vector(biases));
            up.sample(input, rows, means, samples, RandomRows.byPlace().key(CounterRandom.key(11, 0, 0)));
            for (int unit = 0; unit < 11; unit++) {
                double sum = 0;
                double squares = 0;
                for (int row = 0; row < rows; row++) {
                    double value = samples.get(row, unit);
                    sum += value;
                    squares += value * value;
                    assertTrue(unit >= 7 || value == 0 || value == 1, "a binary sample");
                }
                double x = biases[unit] + weights.get(0, unit);
                double mean = means.get(0, unit);
                double variance = unit < 7 ? mean * (1 - mean) : 1;
                if (unit >= 9) {
                    double sigma = Math.sqrt(1 / (1 + Math.exp(-x)));
                    double density = Math.exp(-x * x / (2 * sigma * sigma)) / Math.sqrt(2 * Math.PI);
                    double below = cumulative(x / sigma);
                    mean = x * below + sigma * density;
                    variance = (x * x + sigma * sigma) * below + x * sigma * density - mean * mean;
                }
                double error = Math.sqrt(variance / rows);
                assertEquals(mean, sum / rows, 5 * error, "mean of unit " + unit);
                assertEquals(variance, squares / rows - sum / rows * sum / rows, 0.05, "variance of unit " + unit);
            }
            for (int row = 0; row < rows; row++) {
                float ones = 0;
                for (int unit = 3; unit < 7; unit++) {
                    ones += samples.get(row, unit);
                }
                assertEquals(1f, ones, "a softmax group is one-hot");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theBitsDoNotDependOnTheNumberOfThreads(final boolean changing) {
        float[] first = null;
        for (int threads : new int[] {1, 2, 4}) {
            try (Compute compute = Compute.open(threads);
                FloatMatrix input = ComputeTest.random(100, 784, 1);
                FloatMatrix weights = ComputeTest.random(784, UNITS, 2);
                FloatMatrix means = FloatMatrix.zeros(100, UNITS);
                FloatMatrix samples = FloatMatrix.zeros(100, UNITS);
                FloatMatrix sums = FloatMatrix.zeros(784, UNITS)) {
                Propagation up = changing
                    ? compute.propagationThroughChangingWeights(weights, UnitLayout.of(MIXED),
                        compute.vector(biases()), 100)
                    : compute.propagation(weights, false, UnitLayout.of(MIXED), compute.vector(biases()));
                up.sample(input, 100, means, samples, RandomRows.byPlace().key(77));
                compute.accumulate(0.1f, input, means, 100, 0f, sums);
                float[] all = Arrays.copyOf(samples.toArray(), 200 * UNITS + UNITS + 784 * UNITS);
                System.arraycopy(means.toArray(), 0, all, 100 * UNITS, 100 * UNITS);
                System.arraycopy(up.columnSums().toArray(), 0, all, 200 * UNITS, UNITS);
                System.arraycopy(sums.toArray(), 0, all, 201 * UNITS, 784 * UNITS);
                if (first == null) {
                    first = all;
                }
                assertArrayEquals(first, all, threads + " threads");
            }
        }
    }

    /** Whether two softmax groups choose alike is the product of their probabilities: each has a number of its own. */
    @Test
    void softmaxGroupsOfARowChooseOnTheirOwn() {
        final int rows = 20_000;
        final int[] widths = {3, 3, 4};
        final float[] biases = {0.5f, 0f, -0.5f, 0.5f, 0f, -0.5f, 0.2f, -0.1f, 0.4f, 0f};
        try (Compute compute = Compute.open(2)) {
            final FloatMatrix inputs = compute.zeros(rows, biases.length);
            final FloatMatrix samples = compute.zeros(rows, biases.length);
            final UnitLayout layout = UnitLayout.of(Arrays.stream(widths)
                .mapToObj(width -> new UnitLayout.Group(Activation.SOFTMAX, width)).toList());
            compute.propagation(layout, compute.vector(biases)).sample(inputs, rows, samples, samples,
                RandomRows.byPlace().key(CounterRandom.key(7, 1, 0)));
            for (int first = 0; first < 3; first++) {
                for (int second = first + 1; second < 3; second++) {
                    final int a = first * 3;
                    final int b = second * 3;
                    for (int i = a; i < a + widths[first]; i++) {
                        for (int j = b; j < b + widths[second]; j++) {
                            int both = 0;
                            for (int row = 0; row < rows; row++) {
                                both += samples.get(row, i) == 1 && samples.get(row, j) == 1 ? 1 : 0;
                            }
                            final double expected = probability(biases, a, widths[first], i)
                                * probability(biases, b, widths[second], j);
                            assertEquals(expected, (double)both / rows,
                                5 * Math.sqrt(expected * (1 - expected) / rows), "units " + i + " and " + j);
                        }
                    }
                }
            }
        }
    }

    private static double probability(final float[] biases, final int start, final int width, final int unit) {
        double sum = 0;
        for (int i = start; i < start + width; i++) {
            sum += Math.exp(biases[i]);
        }
        return Math.exp(biases[unit]) / sum;
    }

    @Test
    void theMeansAndSumsBesideSamplesAreThoseWithoutThem() {
        List<UnitLayout.Group> groups = List.of(new UnitLayout.Group(Activation.LOGISTIC, 70),
            new UnitLayout.Group(Activation.SOFTMAX, 60), new UnitLayout.Group(Activation.IDENTITY, 50),
            new UnitLayout.Group(Activation.RECTIFIER, 40));
        try (Compute compute = Compute.open(1); FloatMatrix inputs = ComputeTest.random(ROWS, 220, 1)) {
            FloatMatrix expected = compute.zeros(ROWS, 220);
            FloatMatrix means = compute.zeros(ROWS, 220);
            FloatMatrix samples = compute.zeros(ROWS, 220);
            Propagation units = compute.propagation(UnitLayout.of(groups), compute.vector(biasesOf(220)));
            units.expect(inputs, ROWS, expected);
            float[] sums = units.columnSums().toArray();
            units.sample(inputs, ROWS, means, samples, RandomRows.byPlace().key(3));
            assertArrayEquals(expected.toArray(), means.toArray(), 1e-6f);
            assertArrayEquals(sums, units.columnSums().toArray(), 1e-5f);
            for (int j = 0; j < 220; j++) {
                double sum = 0;
                for (int i = 0; i < ROWS; i++) {
                    sum += expected.get(i, j);
                }
                assertEquals(sum, sums[j], 1e-4, "unit " + j);
            }
        }
    }

    /** e^300 is no number of single precision. */
    @Test
    void largeInputsOfASoftmaxGroupCountByTheirDifferences() {
        try (Compute compute = Compute.open(1); FloatMatrix inputs = FloatMatrix.of(2, 2,
            new float[] {300, 301, -300, -301}); FloatMatrix means = FloatMatrix.zeros(2, 2)) {
            compute.propagation(UnitLayout.of(Activation.SOFTMAX, 2), compute.vector(new float[2]))
                .expect(inputs, 2, means);
            float most = (float)(1 / (1 + Math.exp(-1)));
            assertArrayEquals(new float[] {1 - most, most, most, 1 - most}, means.toArray(), 1e-6f);
        }
    }

    @Test
    void samplesMayReplaceTheirMeans() {
        try (Compute compute = Compute.open(1);
            FloatMatrix input = ComputeTest.random(ROWS, INPUTS, 1);
            FloatMatrix weights = ComputeTest.random(INPUTS, UNITS, 2);
            FloatMatrix means = FloatMatrix.zeros(ROWS, UNITS);
            FloatMatrix samples = FloatMatrix.zeros(ROWS, UNITS);
            FloatMatrix both = FloatMatrix.zeros(ROWS, UNITS)) {
            Propagation up = compute.propagation(weights, false, UnitLayout.of(MIXED), compute.vector(biases()));
            up.sample(input, ROWS, means, samples, RandomRows.byPlace().key(3));
            up.sample(input, ROWS, both, both, RandomRows.byPlace().key(3));
            assertArrayEquals(samples.toArray(), both.toArray());
        }
    }

    @Test
    void anErrorComesBackTimesTheSlopeOfTheUnits() {
        int above = 300;
        int below = 1500;
        for (Activation type : new Activation[] {Activation.LOGISTIC, Activation.RECTIFIER, Activation.IDENTITY}) {
            for (float[] own : new float[][] {null, biasesOf(below)}) {
                try (Compute compute = Compute.open(2);
                    FloatMatrix delta = ComputeTest.random(ROWS, above, 1);
                    FloatMatrix weights = ComputeTest.random(below, above, 2);
                    FloatMatrix activations = ComputeTest.random(ROWS, below, 3);
                    FloatMatrix out = FloatMatrix.zeros(ROWS, below)) {
                    Backpropagation back = compute.backpropagation(weights, true, type);
                    back.run(delta, ROWS, activations, out, own == null ? null : compute.vector(own));
                    for (int j = 0; j < below; j += 17) {
                        double sum = 0;
                        for (int i = 0; i < ROWS; i++) {
                            double error = own == null ? 0 : own[j];
                            for (int k = 0; k < above; k++) {
                                error += delta.get(i, k) * (double)weights.get(j, k);
                            }
                            double a = activations.get(i, j);
                            double slope = switch (type) {
                                case LOGISTIC -> a * (1 - a);
                                case RECTIFIER -> a > 0 ? 1 : 0;
                                default -> 1;
                            };
                            assertEquals(error * slope, out.get(i, j), 1e-4, type + " unit " + j);
                            sum += error * slope;
                        }
                        assertEquals(sum, back.columnSums().get(0, j), 1e-3);
                    }
                }
            }
        }
    }

    private static float[] biases() {
        return biasesOf(UNITS);
    }

    private static float[] biasesOf(final int units) {
        float[] biases = new float[units];
        for (int i = 0; i < units; i++) {
            biases[i] = CounterRandom.uniform(6, 0, i) * 2 - 1;
        }
        return biases;
    }

    private static double[][] reference(final FloatMatrix input, final FloatMatrix weights, final FloatMatrix second,
        final FloatMatrix secondWeights, final float[] biases) {
        double[][] result = new double[ROWS][UNITS];
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < UNITS; j++) {
                result[i][j] = biases[j];
                for (int k = 0; k < INPUTS; k++) {
                    result[i][j] += (double)input.get(i, k) * weights.get(k, j);
                }
                for (int k = 0; second != null && k < second.columns(); k++) {
                    result[i][j] += (double)second.get(i, k) * secondWeights.get(k, j);
                }
            }
            int unit = 0;
            for (UnitLayout.Group group : MIXED) {
                double sum = 0;
                for (int j = unit; j < unit + group.size(); j++) {
                    sum += Math.exp(result[i][j]);
                }
                for (int end = unit + group.size(); unit < end; unit++) {
                    double x = result[i][unit];
                    result[i][unit] = switch (group.activation()) {
                        case LOGISTIC -> 1 / (1 + Math.exp(-x));
                        case SOFTMAX -> Math.exp(x) / sum;
                        case IDENTITY -> x;
                        case RECTIFIER -> Math.max(0, x);
                    };
                }
            }
        }
        return result;
    }

    private static void assertMatrix(final double[][] expected, final FloatMatrix actual) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertEquals(expected[i][j], actual.get(i, j), 2e-5, "row " + i + ", unit " + j);
            }
        }
    }

    /** The standard normal distribution by Simpson's rule. */
    private static double cumulative(final double x) {
        int steps = 2000;
        double width = (x + 10) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double at = -10 + i * width;
            sum += Math.exp(-at * at / 2) * (i == 0 || i == steps ? 1 : i % 2 == 0 ? 2 : 4);
        }
        return sum * width / 3 / Math.sqrt(2 * Math.PI);
    }
}
