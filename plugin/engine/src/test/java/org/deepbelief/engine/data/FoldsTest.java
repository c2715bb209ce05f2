// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Rows shared out among folds. */
class FoldsTest {

    private static BitSet bits(final Split.Part part) {
        final BitSet rows = new BitSet();
        for (long i = 0; i < part.size(); i++) {
            rows.set((int)part.row(i));
        }
        return rows;
    }

    private static SampleMatrix samples(final float[] targets) {
        return TestRows.of(new float[targets.length][1], targets);
    }

    @RepeatedTest(5)
    void eachChosenRowIsInOneFoldAndClassesAreSharedOut() {
        final long seed = System.nanoTime();
        System.out.println("FoldsTest seed " + seed);
        final Random random = new Random(seed);
        final int classes = 1 + random.nextInt(5);
        final int count = 2 + random.nextInt(4);
        final float[] targets = new float[1 + random.nextInt(400)];
        final BitSet chosen = new BitSet();
        for (int row = 0; row < targets.length; row++) {
            chosen.set(row, random.nextInt(4) > 0);
            targets[row] = chosen.get(row) ? random.nextInt(classes) : Float.NaN;
        }
        try (SampleMatrix samples = samples(targets)) {
            final Folds folds = new Folds(samples, Split.Part.of(chosen), classes, count, seed, () -> { });
            final BitSet met = new BitSet();
            for (int fold = 0; fold < count; fold++) {
                final BitSet rows = bits(folds.in(fold));
                assertFalse(rows.intersects(met));
                met.or(rows);
                assertEquals((double)chosen.cardinality() / count, rows.cardinality(), 1 - 1e-9, "all of a fold");
                for (int c = 0; c < classes; c++) {
                    final int wanted = c;
                    final double all = chosen.stream().filter(row -> targets[row] == wanted).count();
                    assertEquals(all / count, rows.stream().filter(row -> targets[row] == wanted).count(), 1 - 1e-9);
                }
                rows.flip(0, targets.length);
                rows.and(chosen);
                assertEquals(rows, bits(folds.outside(fold)));
            }
            assertEquals(chosen, met);
        }
    }

    /** Of two rows in different places each pair of folds is as likely; a row's fold does not follow from the order. */
    @Test
    void anyRowMayGoToAnyFold() {
        final int[] met = new int[9];
        try (SampleMatrix samples = samples(new float[6])) {
            for (int seed = 0; seed < 3000; seed++) {
                final Folds folds = new Folds(samples, Split.none(samples).training(), 1, 3, seed, () -> { });
                int place = 0;
                for (int fold = 0; fold < 3; fold++) {
                    place += bits(folds.in(fold)).get(0) ? 3 * fold : 0;
                    place += bits(folds.in(fold)).get(5) ? fold : 0;
                }
                met[place]++;
            }
        }
        for (int first = 0; first < 3; first++) {
            for (int last = 0; last < 3; last++) {
                // two of six rows a fold: the same one with a chance of 1/5, another with 2/5
                final double chance = first == last ? 1 / 15.0 : 2 / 15.0;
                assertEquals(chance, met[3 * first + last] / 3000.0, 5 * Math.sqrt(chance / 3000));
            }
        }
    }

    @Test
    void theSeedDecides() {
        try (SampleMatrix samples = samples(new float[40])) {
            final Split.Part all = Split.none(samples).training();
            final BitSet first = bits(new Folds(samples, all, 0, 3, 1, () -> { }).in(0));
            assertEquals(first, bits(new Folds(samples, all, 0, 3, 1, () -> { }).in(0)));
            assertNotEquals(first, bits(new Folds(samples, all, 0, 3, 2, () -> { }).in(0)));
            assertTrue(first.cardinality() >= 13);
        }
    }

    @Test
    void aCancelEndsThePasses() {
        try (SampleMatrix samples = samples(new float[40])) {
            assertThrows(CancellationException.class,
                () -> new Folds(samples, Split.none(samples).training(), 0, 3, 1, () -> {
                    throw new CancellationException();
                }));
        }
    }
}
