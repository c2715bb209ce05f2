// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * How a layer follows its gradient in pretraining.
 *
 * @param epochs passes over the rows, at least 0
 * @param rate the learning rate
 * @param momentum what is kept of the last step
 * @param penalty what pulls weights towards zero
 */
public record Learning(int epochs, Schedule rate, Momentum momentum, Penalty penalty) {

    /** @throws IllegalArgumentException if the number of epochs is negative */
    public Learning {
        Ranges.atLeast("number of epochs", epochs, 0);
    }

    /** Plain steps at one rate. */
    public static Learning plain(final int epochs, final double rate) {
        return new Learning(epochs, Schedule.constant(rate), Momentum.constant(0), Penalty.NONE);
    }

    /** This for another number of epochs. */
    public Learning withEpochs(final int count) {
        return new Learning(count, rate, momentum, penalty);
    }

    /** This at another rate. */
    public Learning withRate(final Schedule schedule) {
        return new Learning(epochs, schedule, momentum, penalty);
    }

    /** This with another momentum. */
    public Learning withMomentum(final Momentum kept) {
        return new Learning(epochs, rate, kept, penalty);
    }

    /** This with another penalty. */
    public Learning withPenalty(final Penalty pull) {
        return new Learning(epochs, rate, momentum, pull);
    }

    /** How far the steps of an epoch, from 0 on, go. */
    Rates rates(final int epoch) {
        return new Rates(epoch, (float)rate.rate(epoch), (float)momentum.at(epoch));
    }
}
