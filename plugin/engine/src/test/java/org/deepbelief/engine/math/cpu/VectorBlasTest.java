// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorBlasTest {

    private static final int ROWS = 7;

    private static final int COLUMNS = 37;

    @ParameterizedTest
    @CsvSource({"0, 7, 0, 37", "2, 5, 0, 37", "2, 5, 3, 30", "6, 7, 36, 37"})
    void theBlockAloneIsAddedTo(final int fromRow, final int toRow, final int fromColumn, final int toColumn) {
        float[] added = values(1);
        float[] expected = values(2);
        for (int row = fromRow; row < toRow; row++) {
            for (int column = fromColumn; column < toColumn; column++) {
                expected[row * COLUMNS + column] += 0.5f * added[row * COLUMNS + column];
            }
        }
        try (HostMatrix source = HostMatrix.of(ROWS, COLUMNS, added);
            HostMatrix target = HostMatrix.of(ROWS, COLUMNS, values(2))) {
            long changes = target.memory().changes();
            VectorBlas.fetch(source, fromRow, toRow, fromColumn, toColumn);
            VectorBlas.addScaled(0.5f, source, target, fromRow, toRow, fromColumn, toColumn);
            float[] result = new float[ROWS * COLUMNS];
            target.read(result);
            assertArrayEquals(expected, result);
            source.read(result);
            assertArrayEquals(added, result);
            assertNotEquals(changes, target.memory().changes());
        }
    }

    /** Eighths, so that sums of halves are exact however they are formed. */
    private static float[] values(final int start) {
        float[] values = new float[ROWS * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (start * 31 + i * 7 % 64 - 32) / 8f;
        }
        return values;
    }
}
