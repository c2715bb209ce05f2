// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * A learning rate that falls with the epochs.
 *
 * @param initial of the first epoch, above 0; applied to the mean gradient of a batch
 * @param decay d at least 0: the rate of epoch e, from 0 on, is initial / (1 + d e)
 */
public record Schedule(double initial, double decay) {

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public Schedule {
        Ranges.positive("learning rate", initial);
        Ranges.notNegative("learning-rate decay", decay);
    }

    /** The same rate in all epochs. */
    public static Schedule constant(final double rate) {
        return new Schedule(rate, 0);
    }

    /** The rate of an epoch, from 0 on. */
    public double rate(final int epoch) {
        return initial / (1 + decay * epoch);
    }
}
