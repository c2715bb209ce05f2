// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.TimeSteps;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.SparseMatrix;

/**
 * The rows of one step, or a part of them. The object and its memory are used again for the next step: a step allocates
 * nothing.
 *
 * <p>A row's random numbers are keyed by its number in the table that was read, so that they do not depend on where in
 * a batch, or on which machine, it stands. What belongs to no row, a fantasy chain or a dream, has a number of its own:
 * its place in the whole batch.
 */
public final class Batch {

    private final FloatMatrix visible;

    private final SparseMatrix sparse;

    private final FloatMatrix targets;

    private final FloatMatrix context;

    /** Null where the batch has no pieces of sequences. */
    private final TimeSteps time;

    private final long[] numbers;

    private final long[] places;

    private final RandomRows rows;

    private final RandomRows chains;

    private int count;

    private int first;

    private int epoch;

    private long step;

    private Batch(final FloatMatrix visible, final SparseMatrix sparse, final FloatMatrix targets,
        final FloatMatrix context, final TimeSteps time, final int capacity) {
        this.visible = visible;
        this.sparse = sparse;
        this.targets = targets;
        this.context = context;
        this.time = time;
        numbers = new long[capacity];
        places = new long[capacity];
        rows = RandomRows.numbered(numbers);
        chains = RandomRows.numbered(places);
        startAt(0);
    }

    /**
     * Whole rows.
     *
     * @param visible the most rows of a batch x visible units; kept, not copied
     * @param targets likewise x targets, or null; a class is its index, NaN where it is missing
     */
    public static Batch of(final FloatMatrix visible, final FloatMatrix targets) {
        return new Batch(visible, null, targets, null, null, visible.rows());
    }

    /**
     * Whole rows with what precedes each in its sequence.
     *
     * @param context likewise x (rows before x visible units), see {@link org.deepbelief.engine.data.PrecedingRows}
     */
    public static Batch ordered(final FloatMatrix visible, final FloatMatrix targets, final FloatMatrix context) {
        return new Batch(visible, null, targets, context, null, visible.rows());
    }

    /**
     * Pieces of sequences.
     *
     * @param visible the most rows of a batch x visible units, by their time within the pieces; kept, not copied
     * @param time which row follows which; likewise
     */
    public static Batch inTime(final FloatMatrix visible, final TimeSteps time) {
        return new Batch(visible, null, null, null, time, visible.rows());
    }

    /**
     * Rows by what is not zero in them.
     *
     * @param capacity the most rows of a batch
     */
    public static Batch of(final SparseMatrix visible, final int capacity) {
        return new Batch(null, visible, null, null, null, capacity);
    }

    /** Tells that the first {@code newCount} rows are those of a step. */
    public Batch at(final int newEpoch, final long newStep, final int newCount) {
        epoch = newEpoch;
        step = newStep;
        count = newCount;
        return this;
    }

    /** Tells the place of the first row in the whole batch, where this is a part of one. */
    public Batch startAt(final int newFirst) {
        first = newFirst;
        for (int i = 0; i < places.length; i++) {
            places[i] = first + i;
        }
        return this;
    }

    /** The rows' numbers in the table that was read; to be set by whoever fills the batch. */
    public long[] numbers() {
        return numbers;
    }

    /** The visible rows; null where they are sparse. */
    public FloatMatrix visible() {
        return visible;
    }

    /** The visible rows by what is not zero in them; null where they are whole. */
    public SparseMatrix sparse() {
        return sparse;
    }

    /** The targets, or null. */
    public FloatMatrix targets() {
        return targets;
    }

    /** What precedes each row, or null. */
    public FloatMatrix context() {
        return context;
    }

    /** Which row follows which; null where the batch has no pieces of sequences. */
    public TimeSteps time() {
        return time;
    }

    /** How many rows there are. */
    public int count() {
        return count;
    }

    /** The place of the first row in the whole batch. */
    public int first() {
        return first;
    }

    /** The epoch, from 0 on. */
    public int epoch() {
        return epoch;
    }

    /** The number of the step, from 0 on, which keys its random numbers. */
    public long step() {
        return step;
    }

    /** The random numbers of the rows under a key. */
    public RandomRows random(final long key) {
        return rows.key(key);
    }

    /** The random numbers of chains and dreams under a key. */
    public RandomRows chains(final long key) {
        return chains.key(key);
    }
}
