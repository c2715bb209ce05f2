// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

/**
 * Which rows of a batch of pieces of sequences follow which. The rows lie by their time within the pieces: first the
 * first row of each piece, then the second of each that has one, and so on. The longest piece is the first, so that the
 * pieces that still go on at a time are always the first ones:
 *
 * <pre>row start(t) + i follows row start(t - 1) + i,   i from 0 to count(t) - 1</pre>
 *
 * <p>The object is filled anew for each batch.
 */
public final class TimeSteps {

    private final int[] starts;

    private final boolean[] begins;

    private int steps;

    private int pieces;

    /**
     * @param mostSteps the most rows of a piece
     * @param mostPieces the most pieces of a batch
     */
    public TimeSteps(final int mostSteps, final int mostPieces) {
        starts = new int[mostSteps + 1];
        begins = new boolean[mostPieces];
    }

    /** Forgets all pieces. */
    public void clear() {
        steps = 0;
        pieces = 0;
    }

    /**
     * Adds a piece.
     *
     * @param rows its length, at least 1 and at most that of the piece before
     * @param beginsSequence whether its first row begins a sequence
     * @throws IllegalArgumentException if it is longer than the piece before
     */
    public void add(final int rows, final boolean beginsSequence) {
        if (pieces == 0) {
            steps = rows;
            for (int t = 0; t <= steps; t++) {
                starts[t] = t;
            }
        } else if (rows < 1 || rows > steps || count(rows - 1) < pieces) {
            throw new IllegalArgumentException("A piece of " + rows + " rows cannot follow a shorter one.");
        } else {
            for (int t = 1; t <= steps; t++) {
                starts[t] += Math.min(t, rows);
            }
        }
        begins[pieces++] = beginsSequence;
    }

    /** The rows of the longest piece. */
    public int steps() {
        return steps;
    }

    /** The number of pieces. */
    public int pieces() {
        return pieces;
    }

    /** The rows of all pieces. */
    public int rows() {
        return steps == 0 ? 0 : starts[steps];
    }

    /** The first row of a time, from 0 on. */
    public int start(final int time) {
        return starts[time];
    }

    /** How many pieces have a row of a time, from 0 on. */
    public int count(final int time) {
        return starts[time + 1] - starts[time];
    }

    /** Whether the first row of a piece begins a sequence. */
    public boolean begins(final int piece) {
        return begins[piece];
    }
}
