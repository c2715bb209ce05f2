// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.junit.jupiter.api.Test;

class ReceptiveFieldsTest {

    /** Two units over three below over four inputs: the first sees 2 of the first field less that of the third. */
    @Test
    void fieldsAreSumsOfTheFieldsBelowByTheWeights() {
        final FloatMatrix below = FloatMatrix.of(3, 4, new float[]{1, 0, 2, -1, 5, 5, 5, 5, 0, 3, 1, 1});
        final FloatMatrix weights = FloatMatrix.of(2, 3, new float[]{2, 0, -1, 0, 0.5f, 4});
        try (Compute compute = Compute.open(1)) {
            final FloatMatrix fields = ReceptiveFields.through(compute, weights, below);
            assertArrayEquals(new double[]{2, -3, 3, -3}, ReceptiveFields.ofUnit(fields, 0));
            assertArrayEquals(new double[]{2.5, 14.5, 6.5, 6.5}, ReceptiveFields.ofUnit(fields, 1));
        }
    }

    @Test
    void theNormIsTheRootOfTheSumOfSquares() {
        assertEquals(13, ReceptiveFields.norm(new double[]{3, -4, 12}), 1e-12);
        assertEquals(0, ReceptiveFields.norm(new double[4]));
    }

    /** Of 1, 2, 3, 6: mean 3, squared distances 4 + 1 + 0 + 9 = 14, over 4. */
    @Test
    void aSummaryIsMeanAndDeviation() {
        final WeightSummary summary = WeightSummary.of(FloatMatrix.of(2, 2, new float[]{1, 2, 3, 6}));
        assertEquals(3, summary.mean(), 1e-12);
        assertEquals(Math.sqrt(14 / 4.0), summary.deviation(), 1e-12);
        assertEquals(new WeightSummary(7, 0), WeightSummary.of(FloatMatrix.of(1, 3, new float[]{7, 7, 7})));
    }
}
