// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class SequenceBatchesTest {

    private static final int[] LENGTHS = {5, 1, 12, 7, 3, 30};

    @Test
    void anEpochHasEachRowOnceAndNoPieceCrossesABorder() {
        try (SampleMatrix samples = TestRows.sequences(sequences())) {
            final SequenceBatches batches = new SequenceBatches(samples, Split.none(samples).training(), 8, 24, 3);
            assertEquals(8, batches.longest());
            assertEquals(3, batches.together());
            // 5, 1, 6 + 6, 7, 3, and 30 in four of 7 and 8: ten pieces, three at a time.
            assertEquals(4, batches.batches());
            final TimeSteps time = new TimeSteps(8, 24);
            final long[] rows = new long[24];
            final BitSet seen = new BitSet();
            int begins = 0;
            for (int batch = 0; batch < 4; batch++) {
                assertEquals(batches.numbers(batch, rows, time), time.rows());
                for (int i = 0; i < time.pieces(); i++) {
                    begins += time.begins(i) ? 1 : 0;
                    assertEquals(time.begins(i), samples.startsSequence(rows[i]));
                }
                for (int t = 0; t < time.steps(); t++) {
                    for (int i = 0; i < time.count(t); i++) {
                        final long row = rows[time.start(t) + i];
                        assertTrue(!seen.get((int)row), "row " + row + " comes once");
                        seen.set((int)row);
                        if (t > 0) {
                            assertEquals(rows[time.start(t - 1) + i] + 1, row);
                            assertTrue(!samples.startsSequence(row), "row " + row + " follows another");
                        }
                    }
                }
            }
            assertEquals(58, seen.cardinality());
            assertEquals(LENGTHS.length, begins);
        }
    }

    @Test
    void theOrderIsThatOfSeedAndEpoch() {
        try (SampleMatrix samples = TestRows.sequences(sequences())) {
            final Split.Part all = Split.none(samples).training();
            final SequenceBatches first = new SequenceBatches(samples, all, 2, 2, 3);
            final SequenceBatches second = new SequenceBatches(samples, all, 2, 2, 3);
            first.startEpoch(1);
            assertNotEquals(order(first), order(second));
            second.startEpoch(1);
            assertEquals(order(first), order(second));
        }
    }

    @Test
    void rowsThatAreHeldOutEndAPiece() {
        try (SampleMatrix samples = TestRows.sequences(sequences())) {
            final BitSet chosen = new BitSet();
            chosen.set(6, 10);
            chosen.set(12, 15);
            final SequenceBatches batches = new SequenceBatches(samples, Split.Part.of(chosen), 100, 100, 1);
            final TimeSteps time = new TimeSteps(100, 100);
            final long[] rows = new long[100];
            assertEquals(7, batches.numbers(0, rows, time));
            assertEquals(2, time.pieces());
            assertEquals(4, time.steps());
            assertTrue(time.begins(0) && !time.begins(1));
        }
    }

    @Test
    void aLongerPieceCannotFollowAShorterOne() {
        final TimeSteps time = new TimeSteps(5, 3);
        time.add(4, true);
        time.add(2, false);
        assertEquals(6, time.rows());
        assertEquals(2, time.count(1));
        assertEquals(1, time.count(2));
        assertThrows(IllegalArgumentException.class, () -> time.add(3, true));
        assertThrows(IllegalArgumentException.class, () -> time.add(5, true));
    }

    private static String order(final SequenceBatches batches) {
        final StringBuilder order = new StringBuilder();
        final long[] rows = new long[2];
        final TimeSteps time = new TimeSteps(2, 2);
        for (int batch = 0; batch < batches.batches(); batch++) {
            batches.numbers(batch, rows, time);
            order.append(Arrays.toString(rows));
        }
        return order.toString();
    }

    private static float[][][] sequences() {
        final float[][][] sequences = new float[LENGTHS.length][][];
        for (int s = 0; s < sequences.length; s++) {
            sequences[s] = new float[LENGTHS[s]][2];
        }
        return sequences;
    }
}
