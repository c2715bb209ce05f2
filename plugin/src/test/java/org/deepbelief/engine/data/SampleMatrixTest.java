// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleMatrixTest {

    private static final int ROWS = 5000;

    private static final int UNITS = 321;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"0, true", "0, false", "1000000, true", "1000000, false", "1000000000, true", "1000000000, false"})
    void rowsAreTheSameOnTheHeapAndInAFile(final long budget, final boolean counted) throws IOException {
        float[][] rows = rows();
        float[] targets = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            targets[i] = i % 7 == 0 ? Float.NaN : i % 3;
        }
        SampleMatrix samples = SampleMatrix.read(TestRows.source(rows, targets, counted), UNITS, 1,
            new StorageSettings(budget, folder), () -> false);
        try (samples) {
            assertEquals(budget < 1_000_000_000, samples.mapped());
            assertEquals(samples.mapped() ? 1 : 0, files());
            assertEquals(ROWS, samples.rows());
            float[] row = new float[UNITS];
            float[] part = new float[12];
            float[] target = new float[1];
            Random random = new Random(3);
            for (int i = 0; i < 2000; i++) {
                int at = random.nextInt(ROWS);
                samples.readUnits(at, row, 0);
                assertArrayEquals(rows[at], row, "row " + at);
                samples.readTargets(at, target, 0);
                assertEquals(targets[at], target[0]);
                assertEquals(targets[at], samples.target(at, 0));
                samples.readUnits(at, 300, part, 2, 10);
                assertEquals(rows[at][305], part[7]);
            }
            assertThrows(IndexOutOfBoundsException.class, () -> samples.readUnits(ROWS, row, 0));
        }
        assertEquals(0, files(), "the file is deleted");
        samples.close();
        if (samples.mapped()) {
            assertThrows(IllegalStateException.class, () -> samples.readUnits(0, new float[UNITS], 0));
        }
    }

    @Test
    void nothingIsLeftWhenTheSourceFails() throws IOException {
        RowSource failing = new RowSource() {

            private int next;

            @Override
            public long rows() {
                return -1;
            }

            @Override
            public boolean next(final float[] units, final float[] targets) throws IOException {
                if (next++ == 3000) {
                    throw new IOException("The table is gone.");
                }
                return true;
            }
        };
        IOException thrown = assertThrows(IOException.class, () -> SampleMatrix.read(failing, UNITS, 0,
            new StorageSettings(1000, folder), () -> false));
        assertEquals("The table is gone.", thrown.getMessage());
        assertEquals(0, files());
    }

    @Test
    void nothingIsLeftWhenReadingIsCancelled() throws IOException {
        int[] asked = {0};
        assertThrows(CancellationException.class, () -> SampleMatrix.read(TestRows.source(rows(), null, true), UNITS, 0,
            new StorageSettings(0, folder), () -> ++asked[0] > 5));
        assertEquals(0, files());
    }

    @Test
    void aTableWithoutRowsIsAMatrixWithoutRows() throws IOException {
        try (SampleMatrix samples = SampleMatrix.read(TestRows.source(new float[0][], null, true), 5, 0,
            new StorageSettings(0, folder), () -> false)) {
            assertEquals(0, samples.rows());
            assertFalse(samples.mapped());
        }
        assertEquals(0, files());
    }

    @Test
    void aFolderThatIsNotThereIsAnError() {
        assertThrows(IOException.class, () -> SampleMatrix.read(TestRows.source(rows(), null, true), UNITS, 0,
            new StorageSettings(0, folder.resolve("absent")), () -> false));
        assertTrue(Files.notExists(folder.resolve("absent")));
    }

    private static float[][] rows() {
        Random random = new Random(1);
        float[][] rows = new float[ROWS][UNITS];
        for (float[] row : rows) {
            for (int j = 0; j < UNITS; j++) {
                row[j] = random.nextFloat();
            }
        }
        return rows;
    }

    private long files() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.count();
        }
    }
}
