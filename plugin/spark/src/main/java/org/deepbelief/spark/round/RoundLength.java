// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;

/** How many steps a round has at most: chosen once, before the first round, for all of a training. */
@FunctionalInterface
public interface RoundLength {

    /** The rounds of a training beside its parts: {@link BlockMomentum} looks back over as many rounds as parts. */
    long ROUNDS_OF_A_PART = 16;

    /** Twice the steps that a momentum of 0.9 lasts: where rounds are shorter, both momenta drive each other up. */
    int LEAST_STEPS = 20;

    /** How fast the slowest part learns. */
    @FunctionalInterface
    interface Pace {

        /** The seconds of a step, found by taking some. */
        double ofAStep() throws IOException;
    }

    /**
     * What is to be parted into rounds.
     *
     * @param steps of a pass, in the part with the most
     * @param passes of the layer with the fewest
     * @param parts that are averaged
     * @param pace of the steps
     */
    record Work(long steps, int passes, int parts, Pace pace) {

        /** So many steps that there are enough rounds for the momentum to run out, but no fewer than that is for. */
        int most() {
            final long rounds = parts == 1 ? 1 : Math.max(1, (ROUNDS_OF_A_PART * parts + passes - 1) / passes);
            return (int)Math.min(Integer.MAX_VALUE, Math.max(Math.min(LEAST_STEPS, steps), steps / rounds));
        }
    }

    /** The steps. */
    int steps(Work work) throws IOException;

    /** So many. */
    static RoundLength of(final int steps) {
        return work -> steps;
    }

    /** As many as take so many seconds, or fewer where a training has few. */
    static RoundLength ofSeconds(final double seconds) {
        return work -> (int)Math.max(1, Math.min(work.most(), Math.round(seconds / work.pace().ofAStep())));
    }
}
