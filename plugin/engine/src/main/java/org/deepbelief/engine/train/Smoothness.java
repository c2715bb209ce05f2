// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * How steady the outputs are to be around each row, with a target or without: virtual adversarial training (Miyato,
 * Maeda, Koyama and Ishii 2018). See {@link VirtualAdversary} for the loss. Rows without a class are also to be of some
 * class for sure, and of each as often as others are, see {@link ClassObjective}.
 *
 * @param weight of this loss beside that of the targets, at least 0; 0 for none
 * @param radius how far a row is moved, in shares of the root of the inputs' total variance, which is about how far
 *            rows lie from their mean; at least 0
 */
public record Smoothness(double weight, double radius) {

    /** None. */
    public static final Smoothness NONE = new Smoothness(0, 0);

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public Smoothness {
        Ranges.notNegative("weight of smoothness", weight);
        Ranges.notNegative("radius of smoothness", radius);
    }

    /** Whether any is asked for. */
    public boolean wanted() {
        return weight > 0;
    }
}
