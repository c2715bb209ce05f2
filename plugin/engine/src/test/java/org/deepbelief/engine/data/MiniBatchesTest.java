// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.SparseMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MiniBatchesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 16, 17, 100, 1000, 65_537})
    void aPermutationMeetsEachPlaceOnce(final long size) {
        BitSet seen = new BitSet();
        for (long i = 0; i < size; i++) {
            long at = Permutation.at(i, size, 12345);
            assertTrue(at >= 0 && at < size);
            seen.set((int)at);
        }
        assertEquals(size, seen.cardinality());
    }

    @Test
    void aPermutationIsAsFarFromOrderAsChance() {
        int size = 10_000;
        for (long key = 0; key < 5; key++) {
            double product = 0;
            int fixed = 0;
            for (int i = 0; i < size; i++) {
                long at = Permutation.at(i, size, key);
                product += (i - (size - 1) / 2.0) * (at - (size - 1) / 2.0);
                fixed += at == i ? 1 : 0;
            }
            double correlation = product / (size * (size * (double)size - 1) / 12);
            assertTrue(Math.abs(correlation) < 5 / Math.sqrt(size), "correlation " + correlation + " at key " + key);
            assertTrue(fixed < 10, fixed + " fixed points at key " + key);
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 100, 1000", "1003, 100, 1003", "3, 100, 3", "60000, 512, 60000", "2003, 7, 7", "3, 2, 5",
        "33, 10, 2", "100, 30, 9", "60000, 512, 349"})
    void anEpochMeetsEachRowOnce(final int count, final int batchSize, final long blockRows) {
        float[][] rows = numbered(count, 3000);
        try (Compute compute = Compute.open(2);
            SampleMatrix samples = TestRows.of(rows, targets(count));
            FloatMatrix units = FloatMatrix.zeros(batchSize, rows[0].length);
            FloatMatrix targets = FloatMatrix.zeros(batchSize, 1)) {
            MiniBatches batches = new MiniBatches(samples, Split.none(samples).training(), batchSize, 5, blockRows);
            int[] first = order(batches, count, batchSize, compute, units, targets);
            batches.startEpoch(1);
            int[] second = order(batches, count, batchSize, compute, units, targets);
            if (count > 3) {
                assertFalse(Arrays.equals(first, second), "another order in the next epoch");
            }
            MiniBatches again = new MiniBatches(samples, Split.none(samples).training(), batchSize, 5, blockRows);
            assertArrayEquals(first, order(again, count, batchSize, compute, units, targets));
        }
    }

    /** So that a file is read in long runs, and yet no two epochs mix the same rows. */
    @ParameterizedTest
    @CsvSource({"2003, 7, 1", "2000, 7, 2", "2000, 20, 3"})
    void blocksArePermutedAndTheRowsOfSixteenAmongThemselves(final int count, final int blockRows, final long seed) {
        try (SampleMatrix samples = TestRows.of(numbered(count, 4), null)) {
            final MiniBatches batches =
                new MiniBatches(samples, Split.none(samples).training(), 10, seed, blockRows);
            int neighbours = 0;
            int inOrder = 0;
            for (int window = 0; window < count; window += 16 * blockRows) {
                final BitSet blocks = new BitSet();
                for (int place = window; place < Math.min(count, window + 16 * blockRows); place++) {
                    blocks.set((int)batches.row(place) / blockRows);
                    inOrder += place > window && batches.row(place) == batches.row(place - 1) + 1 ? 1 : 0;
                }
                assertTrue(blocks.cardinality() <= 16, "blocks " + blocks + " at seed " + seed);
                neighbours += blocks.stream().filter(block -> blocks.get(block + 1)).count();
            }
            // Of 16 blocks among n, each is followed by its neighbour with probability 15 / (n - 1).
            final int whole = count / blockRows;
            final double expected = whole * 15.0 / (whole - 1);
            assertTrue(neighbours < expected + 5 * Math.sqrt(expected), neighbours + " neighbours, expected " + expected
                + " at seed " + seed);
            assertTrue(inOrder < count / 10, inOrder + " rows in order at seed " + seed);
        }
    }

    @Test
    void aSparseBatchIsTheSameBatch() {
        float[][] rows = numbered(501, 3000);
        try (Compute compute = Compute.open(2); SampleMatrix samples = TestRows.of(rows, null);
            FloatMatrix dense = FloatMatrix.zeros(100, 3000)) {
            assertTrue(samples.sparse());
            MiniBatches batches = new MiniBatches(samples, Split.none(samples).training(), 100, 5);
            SparseMatrix sparse = new SparseMatrix();
            float[] fromDense = new float[3000];
            float[] fromSparse = new float[3000];
            for (long batch = 0; batch < batches.batches(); batch++) {
                int count = batches.fill(compute, batch, dense);
                assertEquals(count, batches.fill(batch, sparse));
                assertEquals(count, sparse.rows());
                for (int i = 0; i < count; i++) {
                    dense.readRow(i, fromDense);
                    sparse.readRow(i, 0, fromSparse, 3000);
                    assertArrayEquals(fromDense, fromSparse);
                }
            }
        }
    }

    private static int[] order(final MiniBatches batches, final int count, final int batchSize, final Compute compute,
        final FloatMatrix units, final FloatMatrix targets) {
        int[] order = new int[count];
        int at = 0;
        for (long batch = 0; batch < batches.batches(); batch++) {
            int rows = batches.fill(compute, batch, units, targets);
            assertTrue(rows == batchSize || batch == batches.batches() - 1);
            for (int i = 0; i < rows; i++) {
                order[at++] = (int)units.get(i, 0);
                assertEquals(units.get(i, 0), targets.get(i, 0));
                assertEquals(units.get(i, 0) + 1, units.get(i, units.columns() - 1));
            }
        }
        assertEquals(count, at);
        assertEquals(count, Arrays.stream(order).distinct().count());
        return order;
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0", "0.25, 3", "0.5, 3"})
    void aSplitHoldsOutItsShareOfEachClass(final double share, final int classes) {
        int count = 4000;
        float[] targets = new float[count];
        for (int i = 0; i < count; i++) {
            targets[i] = i % 10 == 0 ? 2 : i % 13 == 0 ? Float.NaN : i % 2;
        }
        try (SampleMatrix samples = TestRows.of(numbered(count, 4), targets)) {
            Split split = Split.of(samples, share, classes, 17, () -> { });
            BitSet seen = new BitSet();
            int[] held = new int[4];
            int[] all = new int[4];
            for (long i = 0; i < split.training().size(); i++) {
                long row = split.training().row(i);
                assertFalse(seen.get((int)row));
                seen.set((int)row);
                all[group(targets[(int)row])]++;
            }
            long last = -1;
            for (long i = 0; i < split.validation().size(); i++) {
                long row = split.validation().row(i);
                assertFalse(seen.get((int)row), "a row is on one side only");
                assertTrue(row > last, "rows keep their order");
                last = row;
                seen.set((int)row);
                held[group(targets[(int)row])]++;
                all[group(targets[(int)row])]++;
            }
            assertEquals(count, seen.cardinality());
            assertEquals(Math.round(share * count), split.validation().size(), classes == 0 ? 0 : 2);
            for (int i = 0; classes > 0 && i < 4; i++) {
                assertEquals(all[i] * share, held[i], 0.5, "class " + i);
            }
        }
    }

    @Test
    void aPartFindsItsRows() {
        BitSet chosen = new BitSet();
        for (int i = 0; i < 100_000; i += 1 + i % 700) {
            chosen.set(i);
        }
        Split.Part part = Split.Part.of(chosen);
        assertEquals(chosen.cardinality(), part.size());
        int row = chosen.nextSetBit(0);
        for (long i = 0; i < part.size(); i++) {
            assertEquals(row, part.row(i));
            row = chosen.nextSetBit(row + 1);
        }
    }

    private static int group(final float target) {
        return Float.isNaN(target) ? 3 : (int)target;
    }

    private static float[] targets(final int count) {
        float[] targets = new float[count];
        for (int i = 0; i < count; i++) {
            targets[i] = i;
        }
        return targets;
    }

    private static float[][] numbered(final int count, final int width) {
        int units = count > 5000 ? 4 : width;
        float[][] rows = new float[count][units];
        for (int i = 0; i < count; i++) {
            rows[i][0] = i;
            rows[i][units - 1] = i + 1;
        }
        return rows;
    }
}
