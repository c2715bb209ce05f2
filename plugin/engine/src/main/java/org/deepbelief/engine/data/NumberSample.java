// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Numbers from which quantiles are taken: all of them up to a limit, a random sample of that size beyond it. Each
 * number has a random priority that follows from its row's name alone, and those of the lowest priorities are kept
 * (bottom-k sampling, Cohen and Kaplan 2007): so the sample does not depend on the order of the rows, and samples of
 * parts merge into that of the whole.
 */
final class NumberSample implements Serializable {

    private static final long serialVersionUID = 1L;

    private record Member(long priority, double value) implements Comparable<Member>, Serializable {

        /** The first to go comes first. */
        @Override
        public int compareTo(final Member other) {
            final int byPriority = Long.compare(other.priority, priority);
            return byPriority != 0 ? byPriority : Double.compare(other.value, value);
        }
    }

    private final int limit;

    private final PriorityQueue<Member> members = new PriorityQueue<>();

    /** @param limit the most numbers that are kept, at least 1 */
    NumberSample(final int limit) {
        this.limit = limit;
    }

    void add(final double value, final String row) {
        final long priority = priority(row);
        if (members.size() < limit || priority <= members.element().priority()) {
            add(new Member(priority, value));
        }
    }

    void merge(final NumberSample other) {
        other.members.forEach(this::add);
    }

    private void add(final Member member) {
        if (members.size() < limit) {
            members.add(member);
        } else if (member.compareTo(members.element()) > 0) {
            members.remove();
            members.add(member);
        }
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
        final double[] sorted = members.stream().mapToDouble(Member::value).toArray();
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
