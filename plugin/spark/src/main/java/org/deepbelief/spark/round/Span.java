// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.Serializable;

/**
 * The steps of a round, fixed before it starts: an equal share of the steps of an epoch in each part, whether that has
 * one step more or less than another.
 *
 * @param epoch from 0 on
 * @param round of the epoch, from 0 on
 * @param rounds that an epoch has
 */
public record Span(int epoch, int round, int rounds) implements Serializable {

    /** The rounds of an epoch of so many steps, each of at most {@code roundSteps}. */
    public static int rounds(final long steps, final int roundSteps) {
        return Math.toIntExact(Math.max(1, (steps + roundSteps - 1) / roundSteps));
    }

    /** The first step of a part whose epoch has so many. */
    public long first(final long steps) {
        return steps * round / rounds;
    }

    /** The step after the last. */
    public long end(final long steps) {
        return steps * (round + 1) / rounds;
    }

    /** The round after this. */
    public Span next() {
        return round + 1 < rounds ? new Span(epoch, round + 1, rounds) : new Span(epoch + 1, 0, rounds);
    }

    /** Whether an epoch ends with it. */
    public boolean endsEpoch() {
        return round + 1 == rounds;
    }
}
