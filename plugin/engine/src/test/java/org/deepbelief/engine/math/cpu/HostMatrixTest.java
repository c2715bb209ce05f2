// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
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
    void aCopyHasMemoryOfItsOwn() {
        try (HostMatrix matrix = HostMatrix.of(2, 3, new float[] {1, 2, 3, 4, 5, 6});
            HostMatrix copy = matrix.copy()) {
            matrix.fill(0);
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, copy.toArray());
        }
    }

    /** Rows of three in buffers of two rows each, the last of one: as a matrix of more than 2^28 elements. */
    @Test
    void aMatrixOfSeveralBuffersIsAsOneOfOne() {
        int rows = 7;
        float[] values = new float[3 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        try (HostMatrix matrix = HostMatrix.zeros(rows, 3, 8); HostMatrix other = HostMatrix.zeros(rows, 3, 3)) {
            matrix.write(values);
            assertArrayEquals(values, matrix.toArray());
            float[] block = new float[9];
            for (int first = 0; first <= rows - 3; first++) {
                matrix.readBlock(first, 3, 0, 3, block);
                assertArrayEquals(Arrays.copyOfRange(values, 3 * first, 3 * first + 9), block, "rows from " + first);
                other.writeBlock(first, 3, 0, 3, block);
                matrix.rows(first, rows).readBlock(0, 3, 0, 3, block);
                assertArrayEquals(Arrays.copyOfRange(values, 3 * first, 3 * first + 9), block, "view from " + first);
            }
            assertArrayEquals(values, other.toArray());
            matrix.readBlock(2, 2, 0, 3, block);
            assertArrayEquals(Arrays.copyOfRange(values, 6, 12), Arrays.copyOf(block, 6), "in one buffer");
            matrix.readBlock(1, 4, 1, 2, block);
            assertArrayEquals(new float[] {4, 5, 7, 8, 10, 11, 13, 14}, Arrays.copyOf(block, 8), "of two columns");
            other.writeBlock(2, 2, 0, 3, new float[] {-1, -2, -3, -4, -5, -6});
            other.writeBlock(5, 2, 1, 1, new float[] {50, 60});
            other.writeRowBits(4, 1, new int[] {9, Float.floatToIntBits(2.5f)}, 1, 1);
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5, -6, 12, 2.5f, 14, 15, 50, 17, 18, 60,
                20}, other.toArray());
            HostMatrix view = matrix.rows(3, 7);
            view.set(2, 1, 99);
            assertEquals(99, matrix.get(5, 1));
            assertEquals(view.get(2, 1), matrix.copy().get(5, 1));
            assertEquals(matrix.address(0, 0) + 4 * 16, view.address(2, 1));
            HostMatrix window = matrix.window();
            window.numberFrom(10);
            assertEquals(99, window.get(15, 1));
            window.numberFrom(2);
            assertEquals(99, window.get(7, 1));
        }
        assertThrows(IllegalArgumentException.class, () -> HostMatrix.zeros(1, 9, 8));
        HostMatrix.zeros(1, 8, 8).close();
    }

    /** Thirty times 64 MB; a few of them may be kept by the allocator. */
    @Test
    void closingGivesTheMemoryBack() {
        long before = Pointer.physicalBytes();
        for (int i = 0; i < 30; i++) {
            HostMatrix matrix = HostMatrix.zeros(1 << 12, 1 << 12);
            matrix.rows(0, 1).close();
            matrix.close();
        }
        assertTrue(Pointer.physicalBytes() - before < 10L << 26, "grown by " + (Pointer.physicalBytes() - before));
    }

    @Test
    void accessOutsideOrAfterCloseIsRefused() {
        HostMatrix matrix = HostMatrix.zeros(2, 3);
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.get(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.set(0, 3, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.readRow(1, 2, new float[4], 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.rows(1, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.get(-1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.get(1, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> matrix.readRow(1, 0, new float[4], 0, -1));
        assertEquals("Row 1, columns 2 to 4 of a matrix of 2 x 3", assertThrows(IndexOutOfBoundsException.class,
            () -> matrix.writeRow(1, 2, new float[4], 0, 2)).getMessage());
        matrix.readRow(1, 0, new float[3], 0, 3);
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
        assertTrue(error.getMessage().startsWith("A matrix of 1000000000 x 1000000 takes 3638.0 TiB, and "),
            error.getMessage());
    }
}
