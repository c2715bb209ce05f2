// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

/** The generator as a generator: each statistic must lie within five standard deviations of its expectation. */
class CounterRandomTest {

    private static final int ROWS = 400;

    private static final int UNITS = 500;

    /** Java's SplittableRandom is SplitMix64 too: its first number is the seed, moved by the golden ratio and mixed. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -7, 0x123456789ABCDEFL})
    void keysAreMixedAsSplitMix64Does(final long seed) {
        final long goldenRatio = 0x9E3779B97F4A7C15L;
        final long row = 0xD1342543DE82EF95L;
        assertEquals(first(seed + 6 * row), CounterRandom.subKey(seed, 5));
        assertEquals(first(first(first(seed) + 3 * row) + 11 * goldenRatio), CounterRandom.key(seed, 3, 11));
    }

    private static long first(final long seed) {
        return new SplittableRandom(seed).nextLong();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 42, -1, Long.MIN_VALUE})
    void eachBitIsSetHalfOfTheTime(final long seed) {
        int[] set = new int[32];
        long key = CounterRandom.key(seed, 0, 0);
        for (int row = 0; row < ROWS; row++) {
            for (int unit = 0; unit < UNITS; unit++) {
                int bits = CounterRandom.bits(CounterRandom.subKey(key, row), unit);
                for (int bit = 0; bit < 32; bit++) {
                    set[bit] += bits >>> bit & 1;
                }
            }
        }
        for (int bit = 0; bit < 32; bit++) {
            assertNormal((set[bit] - ROWS * UNITS / 2.0) / Math.sqrt(ROWS * UNITS / 4.0), "bit " + bit, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 42})
    void runsAboveAndBelowTheMiddleAreAsManyAsExpected(final long seed) {
        long key = CounterRandom.key(seed, 0, 0);
        int above = 0;
        int runs = 0;
        boolean last = false;
        int count = ROWS * UNITS;
        for (int i = 0; i < count; i++) {
            boolean high = CounterRandom.uniform(key, i / UNITS, i % UNITS) > 0.5f;
            above += high ? 1 : 0;
            runs += i == 0 || high != last ? 1 : 0;
            last = high;
        }
        double share = (double)above / count;
        double expected = 2.0 * count * share * (1 - share);
        assertNormal((runs - expected) / (2 * Math.sqrt(count) * share * (1 - share)), "runs", seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 42})
    void pairsOfNeighboursFillTheSquareEvenly(final long seed) {
        int side = 16;
        int[] units = new int[side * side];
        int[] rows = new int[side * side];
        int[] steps = new int[side * side];
        for (int i = 0; i < ROWS * UNITS; i++) {
            int row = i / UNITS;
            int unit = i % UNITS;
            long key = CounterRandom.key(seed, 3, 7);
            int here = (int)(CounterRandom.uniform(key, row, unit) * side);
            units[here * side + (int)(CounterRandom.uniform(key, row, unit + 1) * side)]++;
            rows[here * side + (int)(CounterRandom.uniform(key, row + 1, unit) * side)]++;
            steps[here * side + (int)(CounterRandom.uniform(CounterRandom.key(seed, 3, 8), row, unit) * side)]++;
        }
        assertEven(units, "neighbouring units", seed);
        assertEven(rows, "neighbouring rows", seed);
        assertEven(steps, "neighbouring steps", seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 42})
    void neighboursAreNotCorrelated(final long seed) {
        long key = CounterRandom.key(seed, 0, 5);
        long[] others = {CounterRandom.key(seed, 0, 6), CounterRandom.key(seed + 1, 0, 5),
            CounterRandom.key(seed, 1, 5)};
        double[] sums = new double[6];
        for (int row = 0; row < ROWS; row++) {
            for (int unit = 0; unit < UNITS; unit++) {
                double here = CounterRandom.uniform(key, row, unit) - 0.5;
                sums[0] += here * (CounterRandom.uniform(key, row, unit + 1) - 0.5);
                sums[1] += here * (CounterRandom.uniform(key, row + 1, unit) - 0.5);
                sums[2] += here * (CounterRandom.uniform(key, row + 1, unit + 1) - 0.5);
                for (int i = 0; i < others.length; i++) {
                    sums[3 + i] += here * (CounterRandom.uniform(others[i], row, unit) - 0.5);
                }
            }
        }
        String[] names = {"unit", "row", "row and unit", "step", "seed", "stream"};
        for (int i = 0; i < sums.length; i++) {
            assertNormal(sums[i] * 12 / Math.sqrt(ROWS * UNITS), "correlation with the next " + names[i], seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42})
    void gaussiansHaveTheMomentsOfTheNormalDistribution(final long seed) {
        double[] moments = new double[5];
        int count = ROWS * UNITS;
        for (int i = 0; i < count; i++) {
            double value = CounterRandom.gaussian(CounterRandom.key(seed, 1, 1), i / UNITS, i % UNITS);
            double power = 1;
            for (int m = 1; m <= 4; m++) {
                power *= value;
                moments[m] += power;
            }
        }
        double root = Math.sqrt(count);
        assertNormal(moments[1] / root, "mean", seed);
        assertNormal((moments[2] - count) / root / Math.sqrt(2), "variance", seed);
        assertNormal(moments[3] / root / Math.sqrt(15), "third moment", seed);
        assertNormal((moments[4] - 3.0 * count) / root / Math.sqrt(96), "fourth moment", seed);
    }

    @Test
    void theNormalQuantileIsExactToSevenDigits() {
        double[][] known = {{0.5, 0}, {0.975, 1.959963984540054}, {0.9, 1.2815515655446004},
            {0.001, -3.090232306167813}, {1e-6, -4.753424308822899}, {0.3, -0.5244005127080409}};
        for (double[] pair : known) {
            assertEquals(pair[1], CounterRandom.gaussian((float)pair[0]), 4e-7 * Math.max(1, Math.abs(pair[1])),
                "quantile of " + pair[0]);
        }
    }

    @Test
    void uniformNumbersLieStrictlyBetweenZeroAndOne() {
        assertEquals(0x1p-24f, CounterRandom.uniform(0));
        assertEquals(1 - 0x1p-24f, CounterRandom.uniform(-1));
    }

    private static void assertEven(final int[] cells, final String what, final long seed) {
        double expected = (double)ROWS * UNITS / cells.length;
        double chiSquare = 0;
        for (int cell : cells) {
            chiSquare += (cell - expected) * (cell - expected) / expected;
        }
        int freedom = cells.length - 1;
        assertNormal((chiSquare - freedom) / Math.sqrt(2.0 * freedom), what, seed);
    }

    private static void assertNormal(final double score, final String what, final long seed) {
        assertTrue(Math.abs(score) < 5, () -> what + " is " + score + " standard deviations off at seed " + seed);
    }
}
