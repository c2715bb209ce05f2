// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.data.NumberStatistics;
import org.deepbelief.engine.math.FloatMatrix;
import org.junit.jupiter.api.Test;

class OutputHeadTest {

    /** Numbers of mean 10 and deviation 2, standardised, learned with an offset of 0.25 and a scale of 0.5. */
    @Test
    void aRegressorOfStandardisedNumbersPredictsTheNumbersThemselves() {
        final NumberStatistics numbers = new NumberStatistics();
        numbers.add(8);
        numbers.add(12);
        final NumberScale scale = NumberScale.of(numbers);
        assertEquals(new NumberScale(10, 2), scale);
        assertEquals(-1.5, scale.standardise(7));
        final DeepBeliefNetwork network = Networks.random(1, 0.5, 4, 3);
        final OutputHead.Regressor head = new OutputHead.Regressor(List.of("y"), FloatMatrix.zeros(3, 1),
            new float[]{0.5f}, new double[]{0.25}, new double[]{0.5});
        final OutputHead.Regressor own = head.of(scale);
        // an output o stands for 0.25 + 0.5 o deviations above the mean
        assertArrayEquals(new double[]{10 + 2 * 0.25}, own.offsets());
        assertArrayEquals(new double[]{2 * 0.5}, own.scales());
        assertArrayEquals(head.biases(), own.biases());
        assertEquals(Optional.of(own), network.withHead(own).head());
        assertEquals(network.provenance(), network.withHead(own).provenance());
    }
}
