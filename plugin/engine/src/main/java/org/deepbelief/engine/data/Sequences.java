// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.Arrays;

/**
 * Which rows begin a sequence of rows that follow each other. Takes one bit a row, and nothing while every row is a
 * sequence of its own.
 */
final class Sequences {

    private static final int FEWEST_WORDS = 16;

    /** The starts by their bits; null while every row is one. */
    private long[] words;

    private long rows;

    private long starts;

    /** Takes the next row; the first begins a sequence in any case. */
    void append(final boolean starting) {
        final boolean start = starting || rows == 0;
        if (!start && words == null) {
            words = new long[Math.max(FEWEST_WORDS, word(rows) + 1)];
            Arrays.fill(words, 0, word(rows), -1L);
            words[word(rows)] = (1L << rows) - 1;
        }
        if (words != null && word(rows) == words.length) {
            words = Arrays.copyOf(words, 2 * words.length);
        }
        if (words != null && start) {
            words[word(rows)] |= 1L << rows;
        }
        starts += start ? 1 : 0;
        rows++;
    }

    private static int word(final long row) {
        return Math.toIntExact(row / Long.SIZE);
    }

    /** Whether a row begins a sequence. */
    boolean startsAt(final long row) {
        return words == null || (words[word(row)] >>> row & 1) == 1;
    }

    /** How many there are. */
    long count() {
        return starts;
    }
}
