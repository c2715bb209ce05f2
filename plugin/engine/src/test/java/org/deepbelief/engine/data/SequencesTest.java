// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.junit.jupiter.api.Test;

/** Rows that follow each other: where sequences start, what precedes a row, and what is held out. */
class SequencesTest {

    /** Sequences of these lengths; unit 0 of a row is its number, unit 1 ten times that. */
    private static SampleMatrix samples(final int... lengths) {
        final float[][][] sequences = new float[lengths.length][][];
        int row = 0;
        for (int s = 0; s < lengths.length; s++) {
            sequences[s] = new float[lengths[s]][];
            for (int i = 0; i < lengths[s]; i++, row++) {
                sequences[s][i] = new float[] {row, 10 * row};
            }
        }
        return TestRows.sequences(sequences);
    }

    @Test
    void theStartsAreThoseThatTheSourceTold() {
        final long seed = System.nanoTime();
        System.out.println("SequencesTest seed " + seed);
        final Random random = new Random(seed);
        final int[] lengths = IntStream.range(0, 300).map(s -> random.nextInt(4) == 0 ? 1 + random.nextInt(200) : 1)
            .toArray();
        final Set<Long> starts = new HashSet<>();
        long row = 0;
        for (final int length : lengths) {
            starts.add(row);
            row += length;
        }
        try (SampleMatrix samples = samples(lengths)) {
            assertEquals(300, samples.sequences());
            assertTrue(samples.ordered());
            for (long r = 0; r < samples.rows(); r++) {
                assertEquals(starts.contains(r), samples.startsSequence(r), "row " + r);
            }
        }
    }

    @Test
    void rowsWithoutOrderAreSequencesOfTheirOwn() {
        try (SampleMatrix samples = TestRows.of(new float[][] {{1}, {2}, {3}}, null)) {
            assertEquals(3, samples.sequences());
            assertFalse(samples.ordered());
            assertTrue(samples.startsSequence(2));
        }
    }

    /** The last row first, less the means; nothing from beyond a border, whatever stands there. */
    @Test
    void whatPrecedesARowEndsAtTheStartOfItsSequence() {
        try (SampleMatrix samples = samples(4, 3); Compute compute = Compute.open(2)) {
            final PrecedingRows before = new PrecedingRows(samples, 3, new float[] {0.5f, 5});
            final FloatMatrix context = compute.zeros(5, 6);
            context.fill(7);
            before.fill(compute, new long[] {0, 1, 3, 4, 6}, 5, context);
            final float[][] expected = {{0, 0, 0, 0, 0, 0}, {-0.5f, -5, 0, 0, 0, 0}, {1.5f, 15, 0.5f, 5, -0.5f, -5},
                {0, 0, 0, 0, 0, 0}, {4.5f, 45, 3.5f, 35, 0, 0}};
            final float[] row = new float[6];
            for (int i = 0; i < 5; i++) {
                context.readRow(i, row);
                assertArrayEquals(expected[i], row, "row " + i);
            }
            before.read(6, row);
            assertArrayEquals(expected[4], row);
        }
    }

    @Test
    void ofManySequencesWholeOnesAreHeldOut() {
        final int[] lengths = IntStream.range(0, 40).map(s -> 5 + s % 3).toArray();
        try (SampleMatrix samples = samples(lengths)) {
            final Split split = Split.of(samples, 0.25, 0, 3, () -> { });
            final Set<Long> held = new HashSet<>();
            for (long i = 0; i < split.validation().size(); i++) {
                held.add(split.validation().row(i));
            }
            for (long row = 1; row < samples.rows(); row++) {
                if (!samples.startsSequence(row)) {
                    assertEquals(held.contains(row - 1), held.contains(row), "row " + row);
                }
            }
            assertEquals(0.25 * samples.rows(), held.size(), 7);
            assertEquals(samples.rows(), held.size() + split.training().size());
        }
    }

    @Test
    void ofFewSequencesTheLastRowsOfEachAreHeldOut() {
        try (SampleMatrix samples = samples(10, 20)) {
            final Split split = Split.of(samples, 0.2, 0, 3, () -> { });
            assertArrayEquals(new long[] {8, 9, 26, 27, 28, 29},
                IntStream.range(0, 6).mapToLong(split.validation()::row).toArray());
            assertEquals(24, split.training().size());
        }
        try (SampleMatrix samples = samples(1, 2)) {
            assertThrows(IllegalArgumentException.class, () -> Split.of(samples, 0.9, 0, 3, () -> { }));
        }
    }
}
