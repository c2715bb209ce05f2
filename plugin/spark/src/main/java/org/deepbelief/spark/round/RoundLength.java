// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;

/** How many steps a round has at most: chosen once, before the first round, for all of a training. */
@FunctionalInterface
public interface RoundLength {

    /** How fast the slowest part learns. */
    @FunctionalInterface
    interface Pace {

        /** The seconds of a step, found by taking some. */
        double ofAStep() throws IOException;
    }

    /** The steps. */
    int steps(Pace pace) throws IOException;

    /** So many. */
    static RoundLength of(final int steps) {
        return pace -> steps;
    }
}
