// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * How far a step goes.
 *
 * @param epoch from 0 on, for a learner whose parts go at rates of their own by its settings
 * @param learning the learning rate, applied to the mean of the gradient over the rows
 * @param momentum the share of the last step that is kept
 */
public record Rates(int epoch, float learning, float momentum) {

    /** The rates of a first epoch. */
    public static Rates of(final double learning, final double momentum) {
        return new Rates(0, (float)learning, (float)momentum);
    }
}
