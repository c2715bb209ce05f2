// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.junit.jupiter.api.Test;

class OptimizerTest {

    private static final int STEPS = 1200;

    /** A weight whose gradient has become zero, such as that of an input which is seldom on. */
    @Test
    void momentsThatOnlyDecayDoNotBecomeSubnormal() {
        try (Compute compute = Compute.open(1); FloatMatrix weights = FloatMatrix.zeros(1, 2);
            FloatMatrix input = FloatMatrix.zeros(1, 1); FloatMatrix delta = FloatMatrix.zeros(1, 2);
            Optimizer.Adam adam = new Optimizer.Adam(compute, weights, compute.zeros(1, 2))) {
            FloatMatrix noSums = compute.zeros(1, 2);
            input.fill(1f);
            delta.set(0, 0, 0.5f);
            delta.set(0, 1, -0.5f);
            for (int step = 0; step < STEPS; step++) {
                adam.statistics(input, delta, 1, noSums, 0.01f, 0.9f);
                adam.update(0.01f, 0f);
                delta.fill(0f);
            }
            for (int i = 0; i < 2; i++) {
                final float moment = adam.firstMoment().get(0, i);
                assertTrue(moment == 0 || Math.abs(moment) >= Float.MIN_NORMAL, "moment " + moment);
            }
        }
    }
}
