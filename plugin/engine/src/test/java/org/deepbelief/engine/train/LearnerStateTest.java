// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.junit.jupiter.api.Test;

class LearnerStateTest {

    private static FloatMatrix row(final Compute compute, final float... values) {
        final FloatMatrix row = compute.zeros(1, values.length);
        row.write(values);
        return row;
    }

    /** 3 + 0.75 (3 - 1); a deviation that fell to a quarter falls on by 4^-0.75 and stays positive. */
    @Test
    void aModelGoesBeyondByDifferencesAndDeviationsByRatios() {
        try (Compute compute = Compute.open(1)) {
            final FloatMatrix weights = row(compute, 3, -1);
            final FloatMatrix deviations = row(compute, 0.25f, 1);
            final FloatMatrix increments = row(compute, 7, 8);
            final LearnerState now = new LearnerState().parameter("weights", weights).scale("deviations", deviations)
                .mean("increments", increments);
            final LearnerState before = new LearnerState().parameter("weights", row(compute, 1, -1))
                .scale("deviations", row(compute, 1, 1));
            now.parameters().goBeyond(compute, before, 0);
            assertArrayEquals(new float[] {3, -1}, weights.toArray());
            now.parameters().goBeyond(compute, before, 0.75);
            assertArrayEquals(new float[] {4.5f, -1}, weights.toArray(), 1e-6f);
            assertArrayEquals(new float[] {0.25f * 0.35355339f, 1}, deviations.toArray(), 1e-6f);
            assertArrayEquals(new float[] {7, 8}, increments.toArray());
        }
    }
}
