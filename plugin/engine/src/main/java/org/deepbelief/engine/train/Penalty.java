// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * What pulls weights towards zero.
 *
 * @param l2 in a step each weight w loses rate * l2 * w; at least 0
 * @param l1 in a step each weight moves by rate * l1 towards zero, not past it; at least 0
 */
public record Penalty(double l2, double l1) {

    /** Nothing. */
    public static final Penalty NONE = new Penalty(0, 0);

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public Penalty {
        Ranges.notNegative("weight decay", l2);
        Ranges.notNegative("L1 penalty", l1);
    }

    /** Weight decay alone. */
    public static Penalty l2(final double l2) {
        return new Penalty(l2, 0);
    }
}
