// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import org.deepbelief.engine.math.CounterRandom;

/** The seeds of the parts: the first has that of the training, so that a single part learns as without parts. */
public final class Seeds {

    private static final int PARTS = 0x5A;

    private static final int PLACES = 0x5B;

    private Seeds() {
    }

    /** The seed of a part. */
    public static long ofPart(final long seed, final int part) {
        return part == 0 ? seed : CounterRandom.key(seed, PARTS, part);
    }

    /** The key by which rows are shuffled among the parts. */
    public static long ofPlaces(final long seed) {
        return CounterRandom.key(seed, PLACES, 0);
    }
}
