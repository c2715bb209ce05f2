// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * How long a training goes on, and which of its weights are kept in the end.
 *
 * @param count the most passes over the rows, at least 0
 * @param averaged the weights become the mean of those after each of so many last epochs (Polyak and Juditsky 1992),
 *            which the noise of sampling, dropout and small batches averages out of; 0 to keep the last
 * @param patience ends after so many epochs without a lower validation loss and returns to the best epoch; 0 to run all
 *            epochs
 */
public record Epochs(int count, int averaged, int patience) {

    /** @throws IllegalArgumentException if a number is out of range or two do not go together; the message says how */
    public Epochs {
        Ranges.atLeast("number of epochs", count, 0);
        Ranges.atLeast("number of averaged epochs", averaged, 0);
        Ranges.atLeast("patience of early stopping", patience, 0);
        if (averaged > count) {
            throw new IllegalArgumentException("The weights of " + averaged + " epochs cannot be averaged in "
                + count + " epochs of training. Average fewer.");
        }
        if (averaged > 0 && patience > 0) {
            throw new IllegalArgumentException(
                "Early stopping keeps the weights of one epoch: switch it off (0) or do not average epochs.");
        }
    }

    /** All of so many epochs; the last weights are kept. */
    public static Epochs of(final int count) {
        return new Epochs(count, 0, 0);
    }

    /** So many epochs, and as many averaged as before, or all if they are fewer. */
    public Epochs withCount(final int epochs) {
        return new Epochs(epochs, Math.min(averaged, epochs), patience);
    }
}
