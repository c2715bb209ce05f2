// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AdamUpdateTest {

    private static final int STEPS = 1200;

    /** A weight whose gradient has become zero, such as that of an input which is seldom on. */
    @Test
    void momentsThatOnlyDecayDoNotBecomeSubnormal() {
        try (Compute compute = Compute.open(1)) {
            AdamUpdate adam = compute.adamUpdate(compute.zeros(1, 2));
            FloatMatrix gradient = compute.vector(new float[] {0.5f, -0.5f});
            for (int step = 0; step < STEPS; step++) {
                adam.run(gradient, 0.01f, 0.9f, 0f);
                gradient.fill(0f);
            }
            for (int i = 0; i < 2; i++) {
                final float moment = adam.firstMoment().get(0, i);
                assertTrue(moment == 0 || Math.abs(moment) >= Float.MIN_NORMAL, "moment " + moment);
            }
        }
    }

    @Test
    void powersAreThoseOfWhatTheMomentsKeep() {
        try (Compute compute = Compute.open(1)) {
            AdamUpdate adam = compute.adamUpdate(compute.zeros(1, 2));
            FloatMatrix gradient = compute.vector(new float[] {0.5f, -0.5f});
            for (int step = 0; step < 3; step++) {
                adam.run(gradient, 0.01f, 0.75f, 0f);
            }
            assertEquals(Math.pow(0.75, 3), adam.firstPower(), 1e-12);
            assertEquals(Math.pow(0.999, 3), adam.secondPower(), 1e-7);
        }
    }
}
