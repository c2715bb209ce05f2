// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.tables;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each method reached in each partition of each table. */
final class Scores {

    /**
     * What is measured, by whom, on what.
     *
     * @param measure such as "prediction"
     * @param table the table's name
     * @param method such as "forest"
     */
    record Key(String measure, String table, String method) {
    }

    /**
     * A mean over partitions.
     *
     * @param value the mean
     * @param error its standard error, from how the partitions differ
     */
    record Mean(double value, double error) {
    }

    private final Map<Key, List<Double>> values = new LinkedHashMap<>();

    /** Partitions have to come in their order. */
    void add(final String measure, final String table, final String method, final double value) {
        values.computeIfAbsent(new Key(measure, table, method), key -> new ArrayList<>()).add(value);
    }

    /** Reads what another program printed: measure, table, partition, method and value, separated by tabs. */
    void read(final Path file) throws IOException {
        for (final String line : Files.readAllLines(file)) {
            final String[] parts = line.split("\t");
            add(parts[0], parts[1], parts[3], Double.parseDouble(parts[4]));
        }
    }

    /** The tables on which the method was measured. */
    List<String> tables(final String measure, final String method) {
        return values.keySet().stream()
            .filter(key -> key.measure().equals(measure) && key.method().equals(method)).map(Key::table).toList();
    }

    boolean has(final String measure, final String table, final String method) {
        return values.containsKey(new Key(measure, table, method));
    }

    double mean(final String measure, final String table, final String method) {
        return values.get(new Key(measure, table, method)).stream().mapToDouble(Double::doubleValue).average()
            .orElseThrow();
    }

    /** The mean over tables of the means over partitions. */
    double mean(final String measure, final List<String> tables, final String method) {
        return tables.stream().mapToDouble(table -> mean(measure, table, method)).average().orElse(Double.NaN);
    }

    /** By how much a method is above another on the same partitions. */
    Mean difference(final String measure, final String table, final String method, final String other) {
        final List<Double> first = values.get(new Key(measure, table, method));
        final List<Double> second = values.get(new Key(measure, table, other));
        final int count = first.size();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            sum += first.get(i) - second.get(i);
        }
        for (int i = 0; i < count; i++) {
            squares += Math.pow(first.get(i) - second.get(i) - sum / count, 2);
        }
        return new Mean(sum / count, count < 2 ? 0 : Math.sqrt(squares / (count - 1) / count));
    }
}
