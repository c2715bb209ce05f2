// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * Which units back-propagation leaves out, row by row (Srivastava et al. 2014).
 *
 * @param inputs the share of inputs, in [0, 1)
 * @param hidden the share of hidden units, in [0, 1)
 */
public record Dropout(double inputs, double hidden) {

    /** None. */
    public static final Dropout NONE = new Dropout(0, 0);

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public Dropout {
        Ranges.share("input dropout", inputs);
        Ranges.share("hidden dropout", hidden);
    }
}
