// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HostMatrixTest {

    @Test
    void aNewMatrixIsZeroAndKeepsWhatIsWritten() {
        try (HostMatrix matrix = HostMatrix.zeros(3, 4)) {
            assertArrayEquals(new float[12], matrix.toArray());
            matrix.writeRow(1, new float[] {1, 2, 3, 4});
            matrix.writeRow(2, 1, new float[] {9, 8, 7}, 1, 2);
            matrix.set(0, 3, -5);
            assertArrayEquals(new float[] {0, 0, 0, -5, 1, 2, 3, 4, 0, 8, 7, 0}, matrix.toArray());
            float[] part = new float[4];
            matrix.readRow(1, 2, part, 1, 2);
            assertArrayEquals(new float[] {0, 3, 4, 0}, part);
            assertEquals(8, matrix.get(2, 1));
        }
    }

    @Test
    void aViewOfRowsSharesTheMemory() {
        try (HostMatrix whole = HostMatrix.of(4, 2, new float[] {0, 1, 2, 3, 4, 5, 6, 7})) {
            HostMatrix view = whole.rows(1, 4).rows(1, 3);
            assertArrayEquals(new float[] {4, 5, 6, 7}, view.toArray());
            view.set(0, 1, 50);
            assertEquals(50, whole.get(2, 1));
            assertEquals(whole.address(2, 0), view.address(0, 0));
            view.close();
            assertEquals(50, whole.get(2, 1));
        }
    }

    @Test
    void aCopyAndATransposeHaveMemoryOfTheirOwn() {
        try (HostMatrix matrix = HostMatrix.of(2, 3, new float[] {1, 2, 3, 4, 5, 6});
            HostMatrix copy = matrix.copy();
            HostMatrix transposed = matrix.transposed()) {
            matrix.fill(0);
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, copy.toArray());
            assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, transposed.toArray());
        }
    }

    @Test
    void accessOutsideOrAfterCloseIsRefused() {
        HostMatrix matrix = HostMatrix.zeros(2, 3);
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.get(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.set(0, 3, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.readRow(1, 2, new float[4], 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.rows(1, 3));
        matrix.close();
        matrix.close();
        assertThrows(IllegalStateException.class, () -> matrix.get(0, 0));
        assertThrows(IllegalArgumentException.class, () -> HostMatrix.zeros(0, 3));
        assertThrows(IllegalArgumentException.class, () -> HostMatrix.of(2, 2, new float[3]));
    }

    @Tag("long")
    @Test
    void tellsHowMuchMemoryIsNotThere() {
        OutOfMemoryError error =
            assertThrows(OutOfMemoryError.class, () -> HostMatrix.zeros(1_000_000_000, 1_000_000));
        assertEquals("1000000000 x 1000000 weights or units take 3725290.3 GiB", error.getMessage());
    }
}
