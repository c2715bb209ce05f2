// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often each value of a column occurs: values that are known beforehand in their order, then others as met. */
final class ValueCounts implements Serializable {

    private static final long serialVersionUID = 1L;

    /** More values than this are names rather than kinds, and one unit for each would be a mistake. */
    static final int MOST_VALUES = 1000;

    private final Map<String, Long> counts = new LinkedHashMap<>();

    private long count;

    /** @param known values that belong to the column whether they occur or not */
    ValueCounts(final List<String> known) {
        known.forEach(value -> counts.put(value, 0L));
    }

    void add(final String value) {
        counts.merge(value, 1L, Long::sum);
        count++;
    }

    void merge(final ValueCounts other) {
        other.counts.forEach((value, occurrences) -> counts.merge(value, occurrences, Long::sum));
        count += other.count;
    }

    boolean areTooMany() {
        return counts.size() > MOST_VALUES;
    }

    /** The number of values met, each as often as it occurred. */
    long count() {
        return count;
    }

    List<String> values() {
        return List.copyOf(counts.keySet());
    }

    /** Those that occur. */
    List<String> present() {
        return counts.entrySet().stream().filter(entry -> entry.getValue() > 0).map(Map.Entry::getKey).toList();
    }

    /** The share of each of the {@link #values()}. */
    double[] shares() {
        return counts.values().stream().mapToDouble(one -> (double)one / count).toArray();
    }
}
