// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * A wanted mean activation of each hidden unit (Hinton 2010, section 11).
 *
 * @param target the activation; in (0, 1) for Bernoulli units, above 0 for others
 * @param cost how strongly it is wanted, at least 0; 0 for not at all
 */
public record Sparsity(double target, double cost) {

    /** Any activation is fine. */
    public static final Sparsity NONE = new Sparsity(0.1, 0);

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public Sparsity {
        Ranges.notNegative("sparsity cost", cost);
        Ranges.require(cost == 0 || target > 0, "sparsity target", target, "above 0");
    }

    /** Whether it is wanted at all. */
    public boolean wanted() {
        return cost > 0;
    }
}
