// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.BitSet;
import java.util.Objects;
import org.deepbelief.engine.math.CounterRandom;

/**
 * Which rows are learned from and which are held out for validation. With classes, every class is held out in the same
 * share, as nearly as its number of rows allows. Of rows that follow each other whole sequences are held out, or, of
 * few sequences, the last rows of each, so that no row that is learned from comes after one held out in its sequence.
 * Takes one bit a row.
 */
public final class Split {

    private static final int STREAM = 0x51;

    private static final int ROWS_TO_CANCEL = 256;

    /** Of fewer sequences the last part of each is held out. */
    private static final int FEWEST_SEQUENCES = 10;

    private final Part training;

    private final Part validation;

    private Split(final Part training, final Part validation) {
        this.training = training;
        this.validation = validation;
    }

    /** All rows to learn from, none held out. */
    public static Split none(final SampleMatrix samples) {
        return new Split(new Part(samples.rows(), null), new Part(0, null));
    }

    /**
     * Holds out a share of the rows.
     *
     * @param share of the rows to hold out, in [0, 1)
     * @param classes the number of classes if target 0 is a class index, else 0; rows without a class count as one more
     * @param seed the same seed holds out the same rows
     * @param checkCancelled run every few hundred rows; throws if the passes are to end
     * @throws IllegalArgumentException if no row would be left to learn from, or there are more than 2^31 rows
     */
    public static Split of(final SampleMatrix samples, final double share, final int classes, final long seed,
        final Runnable checkCancelled) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("The validation share is " + share + "; choose one from 0 to below 1.");
        }
        if (share == 0) {
            return none(samples);
        }
        if (samples.rows() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Rows can be held out of at most " + Integer.MAX_VALUE + " rows, not "
                + samples.rows() + ".");
        }
        BitSet held = !samples.ordered() ? heldRows(samples, share, classes, seed, checkCancelled)
            : samples.sequences() < FEWEST_SEQUENCES ? heldEnds(samples, share, checkCancelled)
            : heldSequences(samples, share, seed, checkCancelled);
        int rows = (int)samples.rows();
        if (held.cardinality() == rows) {
            throw new IllegalArgumentException("A validation share of " + share + " leaves none of " + rows
                + " rows to learn from. Choose a smaller share, or connect more rows.");
        }
        BitSet learned = new BitSet(rows);
        learned.set(0, rows);
        learned.andNot(held);
        return new Split(new Part(learned.cardinality(), learned), new Part(held.cardinality(), held));
    }

    private static BitSet heldRows(final SampleMatrix samples, final double share, final int classes, final long seed,
        final Runnable checkCancelled) {
        int rows = (int)samples.rows();
        long[] left = new long[classes + 1];
        for (int row = 0; row < rows; row++) {
            ask(row, checkCancelled);
            left[classOf(samples, row, classes)]++;
        }
        long[] wanted = new long[classes + 1];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = Math.round(left[i] * share);
        }
        // Sequential sampling: each row is chosen with the share of its class that is still wanted.
        BitSet held = new BitSet(rows);
        long key = CounterRandom.key(seed, STREAM, 0);
        for (int row = 0; row < rows; row++) {
            ask(row, checkCancelled);
            int group = classOf(samples, row, classes);
            if (CounterRandom.uniform(key, row, 0) * left[group] < wanted[group]) {
                held.set(row);
                wanted[group]--;
            }
            left[group]--;
        }
        return held;
    }

    /** The last rows of each sequence. */
    private static BitSet heldEnds(final SampleMatrix samples, final double share, final Runnable checkCancelled) {
        BitSet held = new BitSet((int)samples.rows());
        for (int start = 0, end; start < samples.rows(); start = end) {
            end = end(samples, start, checkCancelled);
            held.set(end - (int)Math.round(share * (end - start)), end);
        }
        return held;
    }

    /** Sequential sampling as of rows, each sequence with the share of the rows that is still wanted. */
    private static BitSet heldSequences(final SampleMatrix samples, final double share, final long seed,
        final Runnable checkCancelled) {
        BitSet held = new BitSet((int)samples.rows());
        long key = CounterRandom.key(seed, STREAM, 0);
        long left = samples.rows();
        double wanted = left * share;
        for (int start = 0, end; start < samples.rows(); start = end) {
            end = end(samples, start, checkCancelled);
            if (CounterRandom.uniform(key, start, 0) * left < wanted) {
                held.set(start, end);
                wanted -= end - start;
            }
            left -= end - start;
        }
        return held;
    }

    /** The row after a sequence. */
    private static int end(final SampleMatrix samples, final int start, final Runnable checkCancelled) {
        int row = start + 1;
        while (row < samples.rows() && !samples.startsSequence(row)) {
            ask(row++, checkCancelled);
        }
        return row;
    }

    private static void ask(final int row, final Runnable checkCancelled) {
        if (row % ROWS_TO_CANCEL == 0) {
            checkCancelled.run();
        }
    }

    /** The rows to learn from. */
    public Part training() {
        return training;
    }

    /** The rows held out. */
    public Part validation() {
        return validation;
    }

    private static int classOf(final SampleMatrix samples, final long row, final int classes) {
        if (classes == 0) {
            return 0;
        }
        float target = samples.target(row, 0);
        return Float.isNaN(target) ? classes : (int)target;
    }

    /** Some of the rows, in their order. */
    public static final class Part {

        private static final int BLOCK_WORDS = 8;

        private final long size;

        private final long[] words;

        /** How many rows are chosen before each block of words. */
        private final int[] before;

        private Part(final long size, final BitSet rows) {
            this.size = size;
            this.words = rows == null ? null : rows.toLongArray();
            this.before = rows == null ? null : new int[words.length / BLOCK_WORDS + 1];
            int count = 0;
            for (int i = 0; words != null && i < words.length; i++) {
                if (i % BLOCK_WORDS == 0) {
                    before[i / BLOCK_WORDS] = count;
                }
                count += Long.bitCount(words[i]);
            }
            if (words != null && words.length % BLOCK_WORDS == 0) {
                before[before.length - 1] = count;
            }
        }

        /** The rows whose bits are set. */
        public static Part of(final BitSet chosen) {
            return new Part(chosen.cardinality(), chosen);
        }

        /** How many there are. */
        public long size() {
            return size;
        }

        /** The row that is number {@code index} among them. */
        public long row(final long index) {
            Objects.checkIndex(index, size);
            if (words == null) {
                return index;
            }
            int block = blockBefore((int)index);
            int left = (int)index - before[block];
            int word = block * BLOCK_WORDS;
            for (int count = Long.bitCount(words[word]); count <= left; count = Long.bitCount(words[word])) {
                left -= count;
                word++;
            }
            long bits = words[word];
            for (; left > 0; left--) {
                bits &= bits - 1;
            }
            return word * (long)Long.SIZE + Long.numberOfTrailingZeros(bits);
        }

        /** The last block before which at most {@code index} rows are chosen. */
        private int blockBefore(final int index) {
            int low = 0;
            int high = before.length - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (before[middle] <= index) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }
    }
}
