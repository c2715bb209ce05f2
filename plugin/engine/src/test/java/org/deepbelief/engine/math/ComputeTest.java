// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class ComputeTest {

    @ParameterizedTest
    @CsvSource({"1, 5, 7, 3", "2, 100, 784, 500", "3, 33, 17, 1030", "2, 1, 400, 2"})
    void productsAreTheSumsTheyShouldBe(final int threads, final int rows, final int inner, final int columns) {
        try (Compute compute = Compute.open(threads);
            FloatMatrix input = random(rows + 2, inner, 1);
            FloatMatrix weights = random(inner, columns, 2);
            FloatMatrix back = compute.transposed(weights);
            FloatMatrix out = random(rows + 2, columns, 3);
            FloatMatrix second = out.copy();
            FloatMatrix before = out.copy()) {
            compute.product(2f, input, rows, weights, false, 0.5f, out);
            compute.product(2f, input, rows, back, true, 0.5f, second);
            for (int i = 0; i < rows + 2; i += 3) {
                for (int j = 0; j < columns; j += 7) {
                    double sum = 0;
                    for (int k = 0; k < inner; k++) {
                        sum += (double)input.get(i, k) * weights.get(k, j);
                    }
                    double expected = i < rows ? 2 * sum + 0.5 * before.get(i, j) : before.get(i, j);
                    assertEquals(expected, out.get(i, j), 1e-4, "element " + i + ", " + j);
                    assertEquals(expected, second.get(i, j), 1e-4, "transposed, element " + i + ", " + j);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 7, 3", "2, 100, 784, 50", "3, 33, 1030, 17"})
    void accumulationSumsOverTheRowsOfTheBatch(final int threads, final int rows, final int left, final int right) {
        try (Compute compute = Compute.open(threads);
            FloatMatrix a = random(rows + 1, left, 1);
            FloatMatrix b = random(rows + 1, right, 2);
            FloatMatrix target = random(left, right, 3);
            FloatMatrix before = target.copy()) {
            compute.accumulate(-0.5f, a, b, rows, 0.25f, target);
            for (int i = 0; i < left; i += 5) {
                for (int j = 0; j < right; j++) {
                    double sum = 0;
                    for (int k = 0; k < rows; k++) {
                        sum += (double)a.get(k, i) * b.get(k, j);
                    }
                    assertEquals(-0.5 * sum + 0.25 * before.get(i, j), target.get(i, j), 1e-4);
                }
            }
        }
    }

    @Test
    void columnSumsAddToScaledOldOnes() {
        try (Compute compute = Compute.open(2); FloatMatrix matrix = random(10, 1500, 4)) {
            FloatMatrix sums = compute.zeros(1, 1500);
            sums.fill(8f);
            compute.columnSums(matrix, 7, 3f, 0.5f, sums);
            for (int j = 0; j < 1500; j++) {
                double sum = 0;
                for (int i = 0; i < 7; i++) {
                    sum += matrix.get(i, j);
                }
                assertEquals(3 * sum + 4, sums.get(0, j), 1e-4);
            }
        }
    }

    @Test
    void aStepAddsTheIncrementsAndDecaysTheWeights() {
        try (Compute compute = Compute.open(2);
            FloatMatrix weights = random(300, 1100, 5);
            FloatMatrix before = weights.copy();
            FloatMatrix increments = random(300, 1100, 6)) {
            compute.step(weights, increments, 0.1f, 0.01f);
            for (int i = 0; i < 300; i += 11) {
                for (int j = 0; j < 1100; j += 13) {
                    double moved = before.get(i, j) * 0.9 + increments.get(i, j);
                    double expected = Math.signum(moved) * Math.max(0, Math.abs(moved) - 0.01);
                    assertEquals(expected, weights.get(i, j), 1e-6);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 40, 30", "2, 784, 500", "3, 300, 1100"})
    void aWeightUpdateIsUpToThreeAccumulationsAndAStep(final int threads, final int left, final int right) {
        try (Compute compute = Compute.open(threads);
            FloatMatrix v = random(9, left, 1); FloatMatrix h = random(9, right, 2);
            FloatMatrix v2 = random(9, left, 3); FloatMatrix h2 = random(9, right, 4);
            FloatMatrix weights = random(left, right, 5); FloatMatrix expectedWeights = weights.copy();
            FloatMatrix increments = random(left, right, 6); FloatMatrix expectedIncrements = increments.copy()) {
            WeightUpdate update = compute.weightUpdate(weights, increments);
            FloatMatrix v3 = random(9, left, 12);
            FloatMatrix h3 = random(9, right, 13);
            for (int step = 0; step < 4; step++) {
                float sign = step == 1 ? 1f : -1f;
                compute.accumulate(0.1f, v, h, 7, 0.5f, expectedIncrements);
                if (step < 3) {
                    compute.accumulate(sign * 0.1f, v2, h2, 7, 1f, expectedIncrements);
                }
                if (step == 2) {
                    compute.accumulate(0.1f, v3, h3, 7, 1f, expectedIncrements);
                }
                compute.step(expectedWeights, expectedIncrements, 0.1f, 0.01f);
                update.add(v, h);
                if (step == 1) {
                    update.and(v2, h2);
                } else if (step < 3) {
                    update.minus(v2, h2);
                }
                if (step == 2) {
                    update.and(v3, h3);
                }
                update.run(7, 0.1f, 0.5f, 0.1f, 0.01f);
                assertArrayEquals(expectedIncrements.toArray(), increments.toArray(), 1e-6f);
                assertArrayEquals(expectedWeights.toArray(), weights.toArray(), 1e-6f);
            }
            assertThrows(IllegalArgumentException.class, () -> update.add(h, v));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 40, 30", "2, 784, 500", "3, 30, 1100"})
    void aCentredWeightUpdateIsOneOfUnitsAroundTheirCentre(final int threads, final int left, final int right) {
        try (Compute compute = Compute.open(threads);
            FloatMatrix v = random(9, left, 1); FloatMatrix h = random(9, right, 2);
            FloatMatrix v2 = random(9, left, 3); FloatMatrix h2 = random(9, right, 4);
            FloatMatrix leftCentre = random(1, left, 7); FloatMatrix rightCentre = random(1, right, 8);
            FloatMatrix weights = random(left, right, 5); FloatMatrix expectedWeights = weights.copy();
            FloatMatrix increments = random(left, right, 6); FloatMatrix expectedIncrements = increments.copy()) {
            float[] l = leftCentre.toArray();
            float[] r = rightCentre.toArray();
            WeightUpdate update = compute.centredWeightUpdate(weights, increments);
            WeightUpdate plain = compute.weightUpdate(expectedWeights, expectedIncrements);
            Centre centre = update.centre();
            try (FloatMatrix vAround = around(v, l); FloatMatrix hAround = around(h, r);
                FloatMatrix v2Around = around(v2, l); FloatMatrix h2Around = around(h2, r)) {
                FloatMatrix leftBiases = compute.zeros(1, left);
                FloatMatrix rightBiases = compute.zeros(1, right);
                for (int step = 0; step < 2; step++) {
                    float[] before = weights.toArray();
                    centre.set(leftCentre, compute.vector(differences(v, v2)), rightCentre,
                        compute.vector(differences(h, h2)));
                    update.add(v, h).minus(v2, h2).run(7, 0.1f, 0.5f, 0.1f, 0.01f);
                    plain.add(vAround, hAround).minus(v2Around, h2Around).run(7, 0.1f, 0.5f, 0.1f, 0.01f);
                    assertArrayEquals(expectedIncrements.toArray(), increments.toArray(), 1e-5f);
                    assertArrayEquals(expectedWeights.toArray(), weights.toArray(), 1e-5f);
                    leftBiases.fill(0f);
                    rightBiases.fill(0f);
                    centre.subtractLeftShift(leftBiases);
                    centre.subtractRightShift(rightBiases);
                    try (FloatMatrix change = change(before, weights)) {
                        assertArrayEquals(product(change, r, false), leftBiases.toArray(), 1e-3f);
                        assertArrayEquals(product(change, l, true), rightBiases.toArray(), 1e-3f);
                    }
                }
            }
        }
    }

    private static FloatMatrix change(final float[] before, final FloatMatrix after) {
        float[] change = after.toArray();
        for (int i = 0; i < change.length; i++) {
            change[i] -= before[i];
        }
        return FloatMatrix.of(after.rows(), after.columns(), change);
    }

    private static FloatMatrix around(final FloatMatrix units, final float[] centre) {
        FloatMatrix around = FloatMatrix.zeros(units.rows(), units.columns());
        for (int row = 0; row < units.rows(); row++) {
            for (int i = 0; i < centre.length; i++) {
                around.set(row, i, units.get(row, i) - centre[i]);
            }
        }
        return around;
    }

    /** By unit, the sum of one less the other over the rows that an update takes. */
    private static float[] differences(final FloatMatrix one, final FloatMatrix other) {
        float[] sums = new float[one.columns()];
        for (int row = 0; row < 7; row++) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += one.get(row, i) - other.get(row, i);
            }
        }
        return sums;
    }

    /** The negative product of a matrix, or its transpose, and a column. */
    private static float[] product(final FloatMatrix matrix, final float[] column, final boolean transposed) {
        double[] sums = new double[transposed ? matrix.columns() : matrix.rows()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                sums[transposed ? j : i] -= matrix.get(i, j) * column[transposed ? i : j];
            }
        }
        float[] product = new float[sums.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = (float)sums[i];
        }
        return product;
    }

    @Test
    void incrementsThatOnlyDecayBecomeZeroAndNotSubnormal() {
        try (Compute compute = Compute.open(1); FloatMatrix weights = FloatMatrix.zeros(2, 3);
            FloatMatrix increments = FloatMatrix.zeros(2, 3); FloatMatrix nothing = FloatMatrix.zeros(1, 2);
            FloatMatrix units = FloatMatrix.zeros(1, 3)) {
            increments.fill(1e-3f);
            for (int step = 0; step < 300; step++) {
                compute.accumulate(1f, nothing, units, 1, 0.5f, increments);
                compute.step(weights, increments, 0f, 0f);
                float size = Math.abs(increments.get(1, 1));
                assertTrue(size == 0f || size >= Float.MIN_NORMAL, "increment " + size + " in step " + step);
            }
            assertEquals(0f, increments.get(0, 0));
        }
    }

    @Test
    void aMaskDropsItsShareAndTheSameUnitsForTheSameKey() {
        try (Compute compute = Compute.open(2);
            FloatMatrix a = FloatMatrix.zeros(200, 1200);
            FloatMatrix b = FloatMatrix.zeros(200, 1200)) {
            a.fill(1f);
            b.fill(3f);
            compute.mask(a, 150, 0.7f, 2f, RandomRows.byPlace().key(99));
            compute.mask(b, 150, 0.7f, 1f, RandomRows.byPlace().key(99));
            int kept = 0;
            for (int i = 0; i < 150; i++) {
                for (int j = 0; j < 1200; j++) {
                    kept += a.get(i, j) > 0 ? 1 : 0;
                    assertEquals(a.get(i, j) * 1.5f, b.get(i, j));
                }
            }
            assertEquals(0.7, kept / 180_000.0, 5 * Math.sqrt(0.21 / 180_000));
            assertEquals(1f, a.get(150, 0), "rows outside the batch stay");
        }
    }

    @Test
    void everyRowIsVisitedOnce() {
        try (Compute compute = Compute.open(3)) {
            for (int rows : new int[] {1, 7, 8, 100, 1000}) {
                int[] visits = new int[rows];
                compute.overRows(rows, (from, to, scratch) -> {
                    for (int row = from; row < to; row++) {
                        visits[row]++;
                    }
                });
                int[] once = new int[rows];
                Arrays.fill(once, 1);
                assertArrayEquals(once, visits);
            }
        }
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        try (Compute compute = Compute.open(1);
            FloatMatrix a = FloatMatrix.zeros(2, 3);
            FloatMatrix b = FloatMatrix.zeros(4, 5)) {
            assertThrows(IllegalArgumentException.class, () -> compute.product(1f, a, 2, b, false, 0f, b));
            assertThrows(IllegalArgumentException.class, () -> compute.accumulate(1f, a, b, 2, 0f, a));
            assertThrows(IllegalArgumentException.class, () -> compute.step(a, b, 0f, 0f));
        }
        assertThrows(IllegalArgumentException.class, () -> Compute.open(-1));
    }

    public static FloatMatrix random(final int rows, final int columns, final int seed) {
        FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, CounterRandom.uniform(seed, i, j) - 0.5f);
            }
        }
        return matrix;
    }
}
