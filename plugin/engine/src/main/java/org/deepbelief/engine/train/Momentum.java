// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * The share of the last step that is added to the next: one for the first epochs, while the gradient is large and still
 * turns, another afterwards (Hinton 2010, section 9).
 *
 * @param initial in [0, 1), before the switch
 * @param last in [0, 1), from the switch on
 * @param switchEpoch the number of epochs with the initial momentum
 */
public record Momentum(double initial, double last, int switchEpoch) {

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public Momentum {
        Ranges.share("initial momentum", initial);
        Ranges.share("momentum", last);
        Ranges.atLeast("momentum switch epoch", switchEpoch, 0);
    }

    /** The same momentum in all epochs. */
    public static Momentum constant(final double momentum) {
        return new Momentum(momentum, momentum, 0);
    }

    /** The momentum of an epoch, from 0 on. */
    public double at(final int epoch) {
        return epoch < switchEpoch ? initial : last;
    }
}
