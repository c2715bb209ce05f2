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
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.deepbelief.engine.math.SparseMatrix;
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
            assertEquals(samples.mapped() && OpenFiles.areSeen(folder) ? 2 : 0, files(), "units and targets");
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

    @ParameterizedTest
    @CsvSource({"0, true", "0, false", "100000, true", "300000, false", "1000000000, true", "1000000000, false"})
    void ofRowsThatAreMostlyZeroTheRestIsKept(final long budget, final boolean counted) throws IOException {
        int units = 3000;
        float[][] rows = sparseRows(600, units, 0.02);
        rows[3] = new float[units];
        rows[400] = sparseRows(1, units, 1)[0];
        float[] targets = new float[rows.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = i % 7 == 0 ? Float.NaN : i % 3;
        }
        try (SampleMatrix samples = SampleMatrix.read(TestRows.source(rows, targets, counted), units, 1,
            new StorageSettings(budget, folder), () -> false)) {
            assertTrue(samples.sparse());
            assertEquals(budget < 1_000_000_000, samples.mapped());
            assertEquals(samples.mapped() && OpenFiles.areSeen(folder) ? 3 : 0, files(),
                "the rows, where they begin, and the targets");
            assertTrue(samples.bytes() < 0.1 * rows.length * units * Float.BYTES, "bytes: " + samples.bytes());
            float[] row = new float[units];
            float[] part = new float[1024 + 5];
            SparseMatrix batch = new SparseMatrix();
            batch.clear(units);
            for (int i = 0; i < rows.length; i++) {
                samples.readUnits(i, row, 0);
                assertArrayEquals(rows[i], row, "row " + i);
                assertEquals(targets[i], samples.target(i, 0));
                samples.readUnits(i, 1000 + i, part, 5, 1024);
                assertArrayEquals(Arrays.copyOfRange(rows[i], 1000 + i, 2024 + i), Arrays.copyOfRange(part, 5, 1029));
                samples.appendNonZeros(i, batch);
                batch.readRow(i, 0, row, units);
                assertArrayEquals(rows[i], row, "batch row " + i);
                batch.readRow(i, 1000 + i, part, 700);
                assertArrayEquals(Arrays.copyOfRange(rows[i], 1000 + i, 1700 + i), Arrays.copyOf(part, 700));
            }
            assertEquals(rows.length, batch.rows());
            assertThrows(IndexOutOfBoundsException.class, () -> samples.readUnits(rows.length, row, 0));
        }
        assertEquals(0, files(), "the files are deleted");
    }

    @ParameterizedTest
    @CsvSource({"200, 3000, 0.02, true", "200, 3000, 0.2, false", "600, 3000, 0.2, false", "600, 511, 0.02, false"})
    void theFormFollowsFromTheFirstRows(final int count, final int units, final double density, final boolean sparse)
        throws IOException {
        for (long budget : new long[] {0, 1_000_000, 1_000_000_000}) {
            float[][] rows = sparseRows(count, units, density);
            try (SampleMatrix samples = SampleMatrix.read(TestRows.source(rows, null, budget > 0), units, 0,
                new StorageSettings(budget, folder), () -> false)) {
                assertEquals(sparse, samples.sparse());
                float[] row = new float[units];
                for (int i = 0; i < count; i++) {
                    samples.readUnits(i, row, 0);
                    assertArrayEquals(rows[i], row, "row " + i);
                }
                assertEquals(budget == 0 || samples.bytes() > budget, samples.mapped());
            }
            assertEquals(0, files());
        }
    }

    @Test
    void nothingIsLeftWhenTheSourceFails() throws IOException {
        nothingIsLeft(UNITS);
        nothingIsLeft(2000);
    }

    private void nothingIsLeft(final int units) throws IOException {
        RowSource failing = new RowSource() {

            private int next;

            @Override
            public long rows() {
                return -1;
            }

            @Override
            public boolean next(final float[] row, final float[] targets) throws IOException {
                if (next++ == 3000) {
                    throw new IOException("The table is gone.");
                }
                row[next % 100] = next;
                return true;
            }
        };
        IOException thrown = assertThrows(IOException.class, () -> SampleMatrix.read(failing, units, 0,
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

    private static float[][] sparseRows(final int count, final int units, final double density) {
        Random random = new Random(2);
        float[][] rows = new float[count][units];
        for (float[] row : rows) {
            for (int j = 0; j < units; j++) {
                row[j] = random.nextDouble() < density ? random.nextFloat() - 0.5f : 0f;
            }
        }
        return rows;
    }

    private long files() throws IOException {
        return OpenFiles.in(folder);
    }
}
