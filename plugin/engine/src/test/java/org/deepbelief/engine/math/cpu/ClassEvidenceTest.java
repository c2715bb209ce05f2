// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import org.deepbelief.engine.units.FreeEnergy;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassEvidenceTest {

    private static final int CLASSES = 5;

    private static double[] sums(final UnitType type, final double[] inputs, final float[][] weights) {
        final ClassEvidence evidence = new ClassEvidence(type.binary(), type::logSum, weights.length, inputs.length);
        try (HostMatrix matrix = HostMatrix.zeros(weights.length, inputs.length)) {
            for (int c = 0; c < weights.length; c++) {
                matrix.writeRow(c, weights[c]);
            }
            evidence.read(matrix);
        }
        final double[] sums = new double[weights.length];
        evidence.sum(inputs.clone(), new double[evidence.blocks()][ClassEvidence.LANES], sums);
        return sums;
    }

    /** Inputs of +- the size, and weights of +- theirs: few, many, and beyond what is multiplied. */
    @ParameterizedTest
    @CsvSource({"1, 2, 1", "3, 15, 6", "40, 15, 6", "203, 15, 6", "203, -15, 6", "97, 0, 20", "11, 280, 250",
        "11, -280, 290", "300, 280, 250", "64, 100, 9", "191, 200, 290", "7, 400, 3",
        "7, 15, 350", "7, 15, 900", "5, -2000, 2000"})
    void classesAreAsProbableAsTheirProductsSay(final int units, final double input, final double weight) {
        final long seed = 17;
        System.out.println("ClassEvidenceTest seed " + seed);
        final Random random = new Random(seed);
        final double[] inputs = random.doubles(units).map(u -> input * (1 - u / 10)).toArray();
        final float[][] weights = new float[CLASSES][units];
        final float[] biases = new float[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            biases[c] = (float)random.nextGaussian();
            for (int j = 0; j < units; j++) {
                weights[c][j] = (float)(weight * (random.nextBoolean() ? 1 : -1) * (1 - random.nextDouble() / 10));
            }
        }
        final double[] sums = sums(UnitType.bernoulli(), inputs, weights);
        final double[] logs = new double[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            logs[c] = sums[c] + biases[c];
        }
        final double all = FreeEnergy.logSumExp(logs, CLASSES);
        final double[] found = new double[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            found[c] = Math.exp(logs[c] - all);
        }
        assertArrayEquals(ExactPosterior.of(inputs, weights, biases), found, 1e-8);
    }

    /** Each class by itself: the sum of log(1 + e^x) is that of its series where x is far below 0, and x far above. */
    @Test
    void bothEndsOfSoftplus() {
        final double[] sums = sums(UnitType.bernoulli(), new double[]{-40, -40, -40, -40, -40, 40},
            new float[][]{{0, 0, 0, 0, 0, 0}, {3, 3, 3, 3, 3, -3}});
        assertEquals(40 + 6 * Math.exp(-40), sums[0], 1e-12);
        assertEquals(37 + 6 * Math.exp(-37), sums[1], 1e-12);
    }

    /** Each by itself, and not only one class beside another. */
    @ParameterizedTest
    @ValueSource(doubles = {-280, -40, -3, 0.5, 3, 40, 280, 299})
    void aUnitAddsTheLogarithmOfOneAndItsPower(final double input) {
        for (final float weight : new float[] {-20, -0.25f, 7}) {
            assertEquals(FreeEnergy.softplus(input + weight),
                sums(UnitType.bernoulli(), new double[] {input}, new float[][] {{weight}})[0],
                1e-8 * Math.max(1, Math.abs(input)));
        }
    }

    /** Wherever it stands: a number must not come of it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 69})
    void whatIsNotANumberStaysSo(final int place) {
        final double[] inputs = new double[70];
        inputs[place] = Double.NaN;
        assertEquals(Double.NaN, sums(UnitType.bernoulli(), inputs, new float[1][70])[0]);
        final float[][] weights = new float[2][70];
        weights[1][place] = Float.NaN;
        final double[] sums = sums(UnitType.bernoulli(), new double[70], weights);
        assertEquals(70 * Math.log(2), sums[0], 1e-9);
        assertEquals(Double.NaN, sums[1]);
    }

    @Test
    void withoutLabelWeightsAUnitOfNoInputIsOnInOneOfTwoStates() {
        final double[] sums = new double[1];
        new ClassEvidence(true, UnitType.bernoulli()::logSum, 1, 9).sum(new double[9],
            new double[2][ClassEvidence.LANES], sums);
        assertEquals(9 * Math.log(2), sums[0], 1e-12);
    }

    /** A Gaussian unit adds x^2 / 2; a rectified-linear one the copies that it stands for. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void otherUnitsAddWhatTheirKindAdds(final boolean gaussian) {
        final double[] inputs = {-1.5, 0.25, 2};
        final float[][] weights = {{0.5f, 1, -3}, {2, 0.75f, 1}};
        final double[] expected = new double[2];
        for (int c = 0; c < 2; c++) {
            for (int j = 0; j < 3; j++) {
                final double x = inputs[j] + weights[c][j];
                if (gaussian) {
                    expected[c] += x * x / 2;
                } else {
                    for (int copy = 1; copy < 200; copy++) {
                        expected[c] += Math.log1p(Math.exp(x - copy + 0.5));
                    }
                }
            }
        }
        assertArrayEquals(expected,
            sums(gaussian ? UnitType.gaussian() : UnitType.rectifiedLinear(), inputs, weights), 1e-7);
    }
}
