// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the operations of mixed precision give, beside those of float32. A factor of bfloat16 errs by 2^-8 of itself at
 * most (half a unit of its 8 bits is 2^-9 of the next power of two), so a product of two of them by twice that and a
 * little; a sum of products by as much of the sum of their sizes.
 */
class MixedPrecisionTest {

    private static final int ROWS = 30;

    private static final int VISIBLE = 300;

    private static final int HIDDEN = 260;

    private static final double PRODUCT = 2 * Math.scalb(1.0, -9) + Math.scalb(1.0, -16);

    /** For the sums in float32, of both. */
    private static final double SUM = 2 * 320 * Math.scalb(1.0, -24);

    private final Compute exact = Compute.open(1);

    private final Compute mixed = Compute.open(2, Precision.MIXED);

    @BeforeEach
    void there() {
        assumeTrue(mixed.precision() == Precision.MIXED, "this processor does not multiply bfloat16");
    }

    @AfterEach
    void close() {
        exact.close();
        mixed.close();
    }

    private FloatMatrix numbers(final int rows, final int columns, final long key) {
        FloatMatrix matrix = exact.zeros(rows, columns);
        exact.fillGaussian(matrix, 0.3f, RandomRows.byPlace().key(key));
        return matrix;
    }

    /** The sums of the sizes of products, beside which their errors count. */
    private FloatMatrix sizes(final FloatMatrix left, final FloatMatrix right, final boolean transposed) {
        FloatMatrix sizes = exact.zeros(left.rows(), transposed ? right.rows() : right.columns());
        exact.product(1f, absolute(left), left.rows(), absolute(right), transposed, 0f, sizes);
        return sizes;
    }

    private FloatMatrix absolute(final FloatMatrix matrix) {
        float[] values = matrix.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        FloatMatrix result = exact.zeros(matrix.rows(), matrix.columns());
        result.write(values);
        return result;
    }

    /** @param slope by how much the result follows a product at most */
    private static void assertNear(final FloatMatrix expected, final FloatMatrix actual, final FloatMatrix sizes,
        final double slope) {
        double most = 0;
        for (int i = 0; i < expected.rows(); i++) {
            for (int j = 0; j < expected.columns(); j++) {
                assertEquals(expected.get(i, j), actual.get(i, j), slope * (PRODUCT + SUM) * sizes.get(i, j) + 5e-7,
                    "element " + i + ", " + j);
                most = Math.max(most, Math.abs(expected.get(i, j) - actual.get(i, j))
                    / (slope * PRODUCT * sizes.get(i, j)));
            }
        }
        assertTrue(most > 0.05, "factors are rounded: " + most + " of the bound");
    }

    @Test
    void unitsUpAndDownErrByTheRoundingOfFactors() {
        FloatMatrix weights = numbers(VISIBLE, HIDDEN, 1);
        FloatMatrix visible = numbers(ROWS, VISIBLE, 2);
        FloatMatrix hidden = numbers(ROWS, HIDDEN, 3);
        FloatMatrix[] up = new FloatMatrix[2];
        FloatMatrix[] down = new FloatMatrix[2];
        FloatMatrix[] changing = new FloatMatrix[2];
        for (int i = 0; i < 2; i++) {
            Compute compute = i == 0 ? exact : mixed;
            up[i] = compute.zeros(ROWS, HIDDEN);
            down[i] = compute.zeros(ROWS, VISIBLE);
            changing[i] = compute.zeros(ROWS, HIDDEN);
            compute.propagation(weights, false, UnitLayout.of(Activation.LOGISTIC, HIDDEN), compute.zeros(1, HIDDEN))
                .expect(visible, ROWS, up[i]);
            compute.propagation(weights, true, UnitLayout.of(Activation.IDENTITY, VISIBLE), compute.zeros(1, VISIBLE))
                .expect(hidden, ROWS, down[i]);
            compute.propagationThroughChangingWeights(weights, UnitLayout.of(Activation.IDENTITY, HIDDEN),
                compute.zeros(1, HIDDEN), ROWS).expect(visible, ROWS, changing[i]);
        }
        assertNear(up[0], up[1], sizes(visible, weights, false), 0.25);
        assertNear(down[0], down[1], sizes(hidden, weights, true), 1);
        assertNear(changing[0], changing[1], sizes(visible, weights, false), 1);
    }

    @Test
    void errorsBackAndIncrementsErrByTheRoundingOfFactors() {
        FloatMatrix visible = numbers(ROWS, VISIBLE, 2);
        FloatMatrix hidden = numbers(ROWS, HIDDEN, 3);
        FloatMatrix[] weights = new FloatMatrix[2];
        FloatMatrix[] increments = new FloatMatrix[2];
        FloatMatrix[] back = new FloatMatrix[2];
        FloatMatrix[] gradient = new FloatMatrix[2];
        FloatMatrix old = numbers(VISIBLE, HIDDEN, 1);
        for (int i = 0; i < 2; i++) {
            Compute compute = i == 0 ? exact : mixed;
            weights[i] = compute.copy(old);
            increments[i] = compute.zeros(VISIBLE, HIDDEN);
            back[i] = compute.zeros(ROWS, VISIBLE);
            gradient[i] = compute.zeros(VISIBLE, HIDDEN);
            compute.backpropagation(weights[i], true, Activation.IDENTITY).run(hidden, ROWS, visible, back[i], null);
            compute.weightUpdate(weights[i], increments[i]).add(visible, hidden).run(ROWS, 0.5f, 0f, 0f, 0f);
            compute.accumulate(1f, visible, hidden, ROWS, 0f, gradient[i]);
        }
        FloatMatrix sizes = sizes(exact.transposed(visible), hidden, false);
        assertNear(back[0], back[1], sizes(hidden, old, true), 1);
        assertNear(increments[0], increments[1], sizes, 0.5);
        assertNear(weights[0], weights[1], sizes, 0.5);
        assertNear(gradient[0], gradient[1], sizes, 1);
    }

    /** A second step sees the weights that the first one made, not those that were rounded before it. */
    @Test
    void eachStepReadsTheWeightsOfTheLast() {
        FloatMatrix visible = numbers(ROWS, VISIBLE, 2);
        FloatMatrix hidden = numbers(ROWS, HIDDEN, 3);
        FloatMatrix weights = mixed.copy(numbers(VISIBLE, HIDDEN, 1));
        WeightUpdate momentum = mixed.weightUpdate(weights, mixed.zeros(VISIBLE, HIDDEN));
        AdamUpdate adam = mixed.adamUpdate(weights);
        FloatMatrix gradient = numbers(VISIBLE, HIDDEN, 4);
        Propagation up = mixed.propagation(weights, false, UnitLayout.of(Activation.IDENTITY, HIDDEN),
            mixed.zeros(1, HIDDEN));
        FloatMatrix result = mixed.zeros(ROWS, HIDDEN);
        FloatMatrix expected = exact.zeros(ROWS, HIDDEN);
        for (int step = 0; step < 4; step++) {
            up.expect(visible, ROWS, result);
            exact.product(1f, visible, ROWS, weights, false, 0f, expected);
            assertNear(expected, result, sizes(visible, weights, false), 1);
            if (step == 1) {
                adam.run(gradient, 0.5f, 0.9f, 0f);
            } else {
                momentum.add(visible, hidden).run(ROWS, 1f, 0.5f, 0f, 0f);
            }
        }
    }

    /** Samples are 0 or 1: what they are multiplied by alone is rounded, and not at all where it has 8 bits. */
    @Test
    void samplesAreExact() {
        FloatMatrix weights = exact.zeros(VISIBLE, HIDDEN);
        for (int i = 0; i < VISIBLE; i++) {
            for (int j = 0; j < HIDDEN; j++) {
                weights.set(i, j, (i * 31 + j * 17) % 255 - 127);
            }
        }
        FloatMatrix means = mixed.zeros(ROWS, VISIBLE);
        FloatMatrix samples = mixed.zeros(ROWS, VISIBLE);
        mixed.propagation(mixed.copy(numbers(HIDDEN, VISIBLE, 5)), false, UnitLayout.of(Activation.LOGISTIC, VISIBLE),
            mixed.zeros(1, VISIBLE)).sample(numbers(ROWS, HIDDEN, 3), ROWS, means, samples,
                RandomRows.byPlace().key(6));
        FloatMatrix[] up = new FloatMatrix[2];
        double ones = 0;
        for (float sample : samples.toArray()) {
            assertTrue(sample == 0 || sample == 1, "a sample of " + sample);
            ones += sample;
        }
        assertTrue(ones > 1000 && ones < ROWS * VISIBLE - 1000, ones + " ones");
        for (int i = 0; i < 2; i++) {
            Compute compute = i == 0 ? exact : mixed;
            up[i] = compute.zeros(ROWS, HIDDEN);
            compute.propagation(weights, false, UnitLayout.of(Activation.IDENTITY, HIDDEN), compute.zeros(1, HIDDEN))
                .expect(samples, ROWS, up[i]);
        }
        assertArrayEquals(up[0].toArray(), up[1].toArray());
    }

    @Test
    void smallLayersStayInFloat32WhereThatIsAutomatic() {
        try (Compute automatic = Compute.open(1, Precision.AUTOMATIC)) {
            assertEquals(Precision.AUTOMATIC, automatic.precision());
            for (int units : new int[] {40, HIDDEN}) {
                FloatMatrix weights = numbers(VISIBLE, units, 1);
                FloatMatrix visible = numbers(ROWS, VISIBLE, 2);
                FloatMatrix[] up = new FloatMatrix[3];
                Compute[] computes = {exact, mixed, automatic};
                for (int i = 0; i < 3; i++) {
                    up[i] = computes[i].zeros(ROWS, units);
                    computes[i].propagation(weights, false, UnitLayout.of(Activation.IDENTITY, units),
                        computes[i].zeros(1, units)).expect(visible, ROWS, up[i]);
                }
                assertArrayEquals(up[units == HIDDEN ? 1 : 0].toArray(), up[2].toArray(), units + " units");
            }
        }
    }

    @Test
    void whatIsMeasuredIsFloat32() {
        FloatMatrix weights = numbers(VISIBLE, HIDDEN, 1);
        FloatMatrix visible = numbers(ROWS, VISIBLE, 2);
        FloatMatrix[] products = {exact.zeros(ROWS, HIDDEN), exact.zeros(ROWS, HIDDEN)};
        exact.product(1f, visible, ROWS, weights, false, 0f, products[0]);
        mixed.product(1f, visible, ROWS, weights, false, 0f, products[1]);
        assertArrayEquals(products[0].toArray(), products[1].toArray());
    }
}
