// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/** What is remembered of activations, q = 0.9 q + 0.1 of a step's mean from q = p on, and the pulls that follow. */
class HiddenSparsityTest {

    private static final HiddenUnits UNITS =
        HiddenUnits.of(2, UnitType.bernoulli()).withSparsity(new Sparsity(0.2, 3));

    private static double remembered(final double... means) {
        double q = 0.2;
        for (final double mean : means) {
            q = 0.9 * q + 0.1 * mean;
        }
        return q;
    }

    @Test
    void thePullOnInputsIsTowardsTheTargetByWhatIsRemembered() {
        try (Compute compute = Compute.open(1)) {
            final HiddenSparsity sparsity = HiddenSparsity.onInputs(compute, UNITS);
            assertEquals(3 * (1 - 0.9), sparsity.ownShare(), 1e-6);
            final FloatMatrix sums = FloatMatrix.of(1, 2, new float[] {5, 1});
            sparsity.observe(sums, 10);
            sparsity.observe(sums, 5);
            assertArrayEquals(new float[] {(float)(3 * (0.2 - 0.9 * remembered(0.5, 1))),
                (float)(3 * (0.2 - 0.9 * remembered(0.1, 0.2)))}, sparsity.pullOnInputs().toArray(), 1e-6f);
        }
    }

    @Test
    void thePullOnValuesIsTheGradientOfTheDivergenceOrOfSquares() {
        try (Compute compute = Compute.open(1)) {
            for (final boolean divergence : new boolean[] {true, false}) {
                final HiddenSparsity sparsity = HiddenSparsity.onValues(compute, UNITS, divergence);
                assertArrayEquals(new float[2], sparsity.pullOnValues().toArray(), 1e-6f, "at the target");
                sparsity.observe(FloatMatrix.of(1, 2, new float[] {8, 0.5f}), 10);
                final float[] expected = new float[2];
                for (int i = 0; i < 2; i++) {
                    final double q = remembered(i == 0 ? 0.8 : 0.05);
                    expected[i] = (float)(3 * (divergence ? 0.2 / q - 0.8 / (1 - q) : 0.2 - q));
                }
                assertArrayEquals(expected, sparsity.pullOnValues().toArray(), 1e-5f);
            }
        }
    }
}
