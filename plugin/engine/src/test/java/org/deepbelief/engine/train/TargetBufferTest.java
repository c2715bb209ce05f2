// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.deepbelief.engine.math.FloatMatrix;
import org.junit.jupiter.api.Test;

class TargetBufferTest {

    @Test
    void theFirstTargetOfEachRowIsThere() {
        final TargetBuffer buffer = new TargetBuffer();
        for (final int rows : new int[] {3, 2, 5}) {
            try (FloatMatrix targets = FloatMatrix.zeros(rows, 2)) {
                for (int row = 0; row < rows; row++) {
                    targets.writeRow(row, new float[] {10 * rows + row, -1});
                }
                buffer.read(targets);
                for (int row = 0; row < rows; row++) {
                    assertEquals(10 * rows + row, buffer.get(row));
                }
            }
        }
    }
}
