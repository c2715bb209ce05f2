// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * Where the random numbers of an operation come from: a key, and the number of each row of the batch. A row's numbers
 * are those of its key and its number, whatever its place in the batch and whatever rows stand beside it.
 *
 * <p>Made once and given the key of each draw, so that a training step allocates nothing; it serves one operation at a
 * time.
 */
public final class RandomRows {

    /** Null where rows are numbered by their place. */
    private final long[] numbers;

    private long key;

    private RandomRows(final long[] numbers) {
        this.numbers = numbers;
    }

    /** Rows that are numbered by their place in the batch, from 0 on. */
    public static RandomRows byPlace() {
        return new RandomRows(null);
    }

    /**
     * Rows with numbers of their own.
     *
     * @param numbers one per row of the batch; kept, not copied, so that its owner sets them for each batch
     */
    public static RandomRows numbered(final long[] numbers) {
        return new RandomRows(numbers);
    }

    /** Sets the key of the next draw, see {@link CounterRandom#key}; the same key draws the same numbers. */
    public RandomRows key(final long newKey) {
        key = newKey;
        return this;
    }

    /** The key of the next draw. */
    public long key() {
        return key;
    }

    /** The key of a row's numbers, for {@link CounterRandom#bits}. */
    public long rowKey(final int row) {
        return CounterRandom.subKey(key, numbers == null ? row : numbers[row]);
    }
}
