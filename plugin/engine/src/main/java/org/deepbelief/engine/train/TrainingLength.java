// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * How long a training is to go on, whatever the number of rows: it takes steps to learn, and passes to see each row.
 *
 * @param steps of a batch each, at least 1
 * @param leastEpochs passes over the rows, at least 1, for tables of so many rows that fewer would make the steps
 */
public record TrainingLength(int steps, int leastEpochs) {

    /** @throws IllegalArgumentException if a number is out of its range; the message names it */
    public TrainingLength {
        Ranges.atLeast("number of steps", steps, 1);
        Ranges.atLeast("least number of epochs", leastEpochs, 1);
    }

    /**
     * The number of epochs: max(leastEpochs, ceil(steps * b / rows)), where a batch has b = min(batchSize, rows) rows.
     *
     * @param rows that are learned from, at least 1
     * @param batchSize the most rows of a step
     */
    public int epochs(final long rows, final int batchSize) {
        final long there = Math.max(1, rows);
        final long learned = steps * Math.min(batchSize, there);
        return (int)Math.max(leastEpochs, (learned + there - 1) / there);
    }
}
