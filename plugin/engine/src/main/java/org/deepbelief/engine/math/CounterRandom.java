// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * Random numbers by counter: each number is a hash of (seed, stream, step, row, unit), so it depends on no earlier
 * draw, no thread and no order. The hash is three rounds of multiply and xor-shift on 32 bits (constants by C. Wellons'
 * search for low bias) over a Weyl sequence of units, keyed by 64 bits a row.
 *
 * <p>Uniform numbers have 23 random bits and lie strictly between 0 and 1.
 */
public final class CounterRandom {

    /** What the counter of a row moves by from unit to unit. */
    public static final int UNIT_INCREMENT = 0x9E3779B9;

    private static final long STEP_INCREMENT = 0x9E3779B97F4A7C15L;

    private static final long ROW_INCREMENT = 0xD1342543DE82EF95L;

    private CounterRandom() {
    }

    /**
     * The key of one step of one stream.
     *
     * @param seed the user's seed
     * @param stream tells apart the uses of one seed (initial weights, hidden samples, corruption...)
     * @param step the number of the step within the stream
     */
    public static long key(final long seed, final int stream, final long step) {
        return mix(mix(mix(seed) + stream * ROW_INCREMENT) + step * STEP_INCREMENT);
    }

    /** A key below {@code key}, for a row or any other part. */
    public static long subKey(final long key, final long part) {
        return mix(key + (part + 1) * ROW_INCREMENT);
    }

    /** 32 random bits for a unit under the key of its row, see {@link #subKey}. */
    public static int bits(final long rowKey, final int unit) {
        return hash((int)rowKey, (int)(rowKey >>> 32), unit);
    }

    static int hash(final int low, final int high, final int unit) {
        int x = unit * UNIT_INCREMENT + low;
        x = (x ^ x >>> 17) * 0xED5AD4BB;
        x = (x ^ x >>> 11) + high;
        x *= 0xAC4C1B51;
        x = (x ^ x >>> 15) * 0x31848BAB;
        return x ^ x >>> 14;
    }

    /** A uniform number in (0, 1) for a unit of a row under the key of a step. */
    public static float uniform(final long key, final long row, final int unit) {
        return uniform(bits(subKey(key, row), unit));
    }

    /** The uniform number in (0, 1) that 32 random bits stand for. */
    public static float uniform(final int bits) {
        return Float.intBitsToFloat(bits >>> 9 | 0x3F800000) - ONE_LESS;
    }

    /** 1 - 2^-24: what is taken from a number in [1, 2) so that the result is never 0 and never 1. */
    public static final float ONE_LESS = 0x1.fffffep-1f;

    /** A standard normal number for a unit of a row under the key of a step; at most 5.4 in size. */
    public static float gaussian(final long key, final long row, final int unit) {
        return gaussian(uniform(key, row, unit));
    }

    /**
     * The standard normal quantile of p from 2^-24 to 1 - 2^-24, which is what {@link #uniform} gives; relative error
     * about 1e-7: Wichura's algorithm AS 241, routine PPND7 (Applied Statistics 37, 1988), without its farthest tail.
     */
    public static float gaussian(final float p) {
        float q = p - 0.5f;
        if (Math.abs(q) <= 0.425f) {
            float r = 0.180625f - q * q;
            return q * (((5.9109374720e+01f * r + 1.5929113202e+02f) * r + 5.0434271938e+01f) * r + 3.3871327179e+00f)
                / (((6.7187563600e+01f * r + 7.8757757664e+01f) * r + 1.7895169469e+01f) * r + 1.0f);
        }
        float r = (float)Math.sqrt(-Math.log(q < 0 ? p : 1.0f - p));
        r -= 1.6f;
        float tail = (((1.7023821103e-01f * r + 1.3067284816e+00f) * r + 2.7568153900e+00f) * r + 1.4234372777e+00f)
            / ((1.2021132975e-01f * r + 7.3700164250e-01f) * r + 1.0f);
        return q < 0 ? -tail : tail;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(final long value) {
        long z = value + STEP_INCREMENT;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
