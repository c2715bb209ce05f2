// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import org.deepbelief.engine.math.CounterRandom;

/**
 * Pseudo-random permutations of 0 to n - 1 by a key, computed place by place and kept nowhere: a Feistel network of six
 * rounds over a power of four from n on, walked until it lands below n (Black and Rogaway 2002).
 */
public final class Permutation {

    private static final int ROUNDS = 6;

    private static final long ROUND_INCREMENT = 0x9E3779B97F4A7C15L;

    private Permutation() {
    }

    /** Where {@code index} goes in the permutation of {@code size} places that belongs to the key. */
    public static long at(final long index, final long size, final long key) {
        int halfBits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(size - 1) + 1) / 2);
        long mask = (1L << halfBits) - 1;
        long value = index;
        do {
            long left = value >>> halfBits;
            long right = value & mask;
            for (int round = 0; round < ROUNDS; round++) {
                long mixed = left ^ CounterRandom.bits(key + round * ROUND_INCREMENT, (int)right) & mask;
                left = right;
                right = mixed;
            }
            value = left << halfBits | right;
        } while (value >= size);
        return value;
    }
}
