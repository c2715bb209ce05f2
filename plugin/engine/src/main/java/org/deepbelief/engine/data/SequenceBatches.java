// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.Arrays;
import org.deepbelief.engine.math.CounterRandom;

/**
 * The batches of an epoch of rows that follow each other: some pieces of sequences, in a new order each epoch. A
 * sequence that is too long for a piece is cut into pieces of about the same length. The order depends on the seed and
 * the epoch alone.
 */
public final class SequenceBatches {

    private static final int STREAM = 0x5B;

    private final long seed;

    private final int together;

    private final int longest;

    /** The first row of each piece. */
    private long[] firstRows = new long[16];

    private int[] lengths = new int[16];

    private boolean[] begins = new boolean[16];

    private int pieces;

    private long epochKey;

    /** The pieces of the batch at hand, the longest first. */
    private final int[] chosen;

    /**
     * @param samples the rows
     * @param part which of them; those that follow each other in it may be one piece
     * @param mostRows the most rows of a piece, at least 1
     * @param batchRows about how many rows a batch has, at least 1: as many pieces as would fit if all were as long as
     *            the longest, but at least one
     * @param seed of the order
     */
    public SequenceBatches(final SampleMatrix samples, final Split.Part part, final int mostRows, final int batchRows,
        final long seed) {
        if (mostRows < 1 || batchRows < 1) {
            throw new IllegalArgumentException("A batch has " + batchRows + " rows, a piece " + mostRows
                + "; choose at least 1 of both.");
        }
        this.seed = seed;
        for (long place = 0; place < part.size();) {
            final long first = part.row(place);
            long end = place + 1;
            while (end < part.size() && part.row(end) == part.row(end - 1) + 1
                && !samples.startsSequence(part.row(end))) {
                end++;
            }
            cut(first, end - place, mostRows, samples.startsSequence(first));
            place = end;
        }
        longest = Arrays.stream(lengths, 0, pieces).max().orElse(1);
        together = Math.max(1, Math.min(batchRows / longest, pieces));
        chosen = new int[together];
        startEpoch(0);
    }

    private void cut(final long first, final long rows, final int mostRows, final boolean begin) {
        final long parts = (rows + mostRows - 1) / mostRows;
        for (long i = 0; i < parts; i++) {
            if (pieces == lengths.length) {
                firstRows = Arrays.copyOf(firstRows, 2 * pieces);
                lengths = Arrays.copyOf(lengths, 2 * pieces);
                begins = Arrays.copyOf(begins, 2 * pieces);
            }
            final long from = rows * i / parts;
            firstRows[pieces] = first + from;
            lengths[pieces] = (int)(rows * (i + 1) / parts - from);
            begins[pieces++] = begin && i == 0;
        }
    }

    /** The most pieces of a batch. */
    public int together() {
        return together;
    }

    /** The rows of the longest piece. */
    public int longest() {
        return longest;
    }

    /** The batches of an epoch. */
    public long batches() {
        return (pieces + together - 1) / together;
    }

    /** Draws the order of an epoch. */
    public void startEpoch(final int number) {
        epochKey = CounterRandom.key(seed, STREAM, number);
    }

    /**
     * Tells the rows of a batch, by their time within the pieces.
     *
     * @param batch from 0 to {@link #batches()} - 1
     * @param rows receives their numbers among the samples; as long as a batch, at most batch rows or the rows of a
     *            piece, whichever are more
     * @param time receives which follows which
     * @return how many there are
     */
    public int numbers(final long batch, final long[] rows, final TimeSteps time) {
        final int first = Math.toIntExact(batch * together);
        final int count = Math.min(together, pieces - first);
        for (int i = 0; i < count; i++) {
            insert((int)Permutation.at(first + i, pieces, epochKey), i);
        }
        time.clear();
        for (int i = 0; i < count; i++) {
            time.add(lengths[chosen[i]], begins[chosen[i]]);
        }
        for (int t = 0; t < time.steps(); t++) {
            for (int i = 0; i < time.count(t); i++) {
                rows[time.start(t) + i] = firstRows[chosen[i]] + t;
            }
        }
        return time.rows();
    }

    /** Takes a piece among those before it by its length. */
    private void insert(final int piece, final int count) {
        int place = count;
        for (; place > 0 && lengths[chosen[place - 1]] < lengths[piece]; place--) {
            chosen[place] = chosen[place - 1];
        }
        chosen[place] = piece;
    }
}
