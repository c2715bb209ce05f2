// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Numbers from which quantiles are taken: all of them up to a limit, a random sample of that size beyond it. Each
 * number has a random priority that follows from its row's name alone, and those of the lowest priorities are kept
 * (bottom-k sampling, Cohen and Kaplan 2007): so the sample does not depend on the order of the rows, and samples of
 * parts merge into that of the whole.
 */
final class NumberSample implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int limit;

    /** Those of the lowest priorities and others, up to twice the limit, in any order. */
    private long[] priorities = new long[16];

    private double[] values = new double[16];

    private int count;

    /** No number of a higher priority is kept. */
    private long highest = Long.MAX_VALUE;

    /** @param limit the most numbers that are kept, at least 1 */
    NumberSample(final int limit) {
        this.limit = limit;
    }

    void add(final double value, final String row) {
        add(priority(row), value);
    }

    void merge(final NumberSample other) {
        for (int i = 0; i < other.count; i++) {
            add(other.priorities[i], other.values[i]);
        }
    }

    private void add(final long priority, final double value) {
        if (priority > highest) {
            return;
        }
        if (count == 2L * limit) {
            leaveOut();
        }
        if (count == priorities.length) {
            final int length = (int)Math.min(2L * count, 2L * limit);
            priorities = Arrays.copyOf(priorities, length);
            values = Arrays.copyOf(values, length);
        }
        priorities[count] = priority;
        values[count++] = value;
    }

    /** Keeps as many as the limit says; of numbers of the same priority the lower ones. */
    private void leaveOut() {
        if (count <= limit) {
            return;
        }
        final long[] sorted = Arrays.copyOf(priorities, count);
        Arrays.sort(sorted);
        highest = sorted[limit - 1];
        final double[] last = new double[count];
        int lasts = 0;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (priorities[i] < highest) {
                priorities[kept] = priorities[i];
                values[kept++] = values[i];
            } else if (priorities[i] == highest) {
                last[lasts++] = values[i];
            }
        }
        Arrays.sort(last, 0, lasts);
        System.arraycopy(last, 0, values, kept, limit - kept);
        Arrays.fill(priorities, kept, limit, highest);
        count = limit;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long priority(final String row) {
        long hash = row.hashCode() * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        return hash ^ hash >>> 31;
    }

    /** The numbers of the sample in ascending order. */
    double[] sorted() {
        leaveOut();
        final double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /**
     * The quantile of sorted numbers, between neighbours by their distance: that at position p (n - 1).
     *
     * @param share p, from 0 to 1
     */
    static double quantile(final double[] sorted, final double share) {
        final double position = share * (sorted.length - 1);
        final int below = (int)position;
        final double part = position - below;
        return part == 0 || sorted[below] == sorted[below + 1] ? sorted[below]
            : sorted[below] * (1 - part) + sorted[below + 1] * part;
    }
}
