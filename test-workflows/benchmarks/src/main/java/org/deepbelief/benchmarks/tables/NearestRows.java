// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the three nearest training rows say, and the columns among which near is near. */
final class NearestRows {

    private static final int NEIGHBOURS = 3;

    private NearestRows() {
    }

    /** The share of test rows whose class most of their nearest training rows have; of equals, the nearer one's. */
    static double accuracy(final double[][] training, final String[] classes, final double[][] test,
        final String[] wanted) {
        int right = 0;
        for (int t = 0; t < test.length; t++) {
            final double[] distances = new double[training.length];
            for (int i = 0; i < training.length; i++) {
                for (int c = 0; c < test[t].length; c++) {
                    distances[i] += Math.pow(test[t][c] - training[i][c], 2);
                }
            }
            final Map<String, Integer> votes = new LinkedHashMap<>();
            IntStream.range(0, training.length).boxed().sorted(Comparator.comparingDouble(i -> distances[i]))
                .limit(NEIGHBOURS).forEach(i -> votes.merge(classes[i], 1, Integer::sum));
            String best = null;
            for (final Map.Entry<String, Integer> vote : votes.entrySet()) {
                best = best == null || vote.getValue() > votes.get(best) ? vote.getKey() : best;
            }
            right += wanted[t].equals(best) ? 1 : 0;
        }
        return (double)right / test.length;
    }

    /**
     * Rows of a table: numbers standardised by the training rows, missing ones their mean; a column for each nominal
     * value, a missing one the most frequent.
     */
    static double[][] standardised(final Table table, final int[] training, final int[] rows) {
        final List<double[]> columns = new ArrayList<>();
        for (int c = 0; c < table.columns(); c++) {
            final int column = c;
            if (column == table.target()) {
                continue;
            }
            if (table.isNumber(column)) {
                final Spread spread = Spread.of(table, training, column);
                columns.add(Arrays.stream(rows).mapToDouble(row -> table.number(row, column))
                    .map(value -> Double.isNaN(value) || spread.deviation() == 0 ? 0
                        : (value - spread.mean()) / spread.deviation()).toArray());
            } else {
                final Map<String, Integer> counts = new TreeMap<>();
                Arrays.stream(training).mapToObj(row -> table.text(row, column)).filter(text -> text != null)
                    .forEach(text -> counts.merge(text, 1, Integer::sum));
                final String usual = counts.entrySet().stream().max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey).orElse("");
                for (final String value : counts.keySet()) {
                    columns.add(Arrays.stream(rows).mapToObj(row -> table.text(row, column))
                        .mapToDouble(text -> value.equals(text == null ? usual : text) ? 1 : 0).toArray());
                }
            }
        }
        final double[][] vectors = new double[rows.length][columns.size()];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < columns.size(); c++) {
                vectors[r][c] = columns.get(c)[r];
            }
        }
        return vectors;
    }

    /**
     * Mean and standard deviation of a column of numbers.
     *
     * @param mean of the rows that have a value
     * @param deviation of the rows that have a value, divided by their number
     */
    record Spread(double mean, double deviation) {

        static Spread of(final Table table, final int[] rows, final int column) {
            final double[] known = Arrays.stream(rows).mapToDouble(row -> table.number(row, column))
                .filter(number -> !Double.isNaN(number)).toArray();
            final double mean = Arrays.stream(known).average().orElse(0);
            return new Spread(mean,
                Math.sqrt(Arrays.stream(known).map(x -> (x - mean) * (x - mean)).average().orElse(0)));
        }
    }
}
