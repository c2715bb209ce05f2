// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The encoding of a numeric column by the quantiles of its training rows, and the means of its units. */
final class QuantileFit {

    /** The distance of the quartiles of a Gaussian in standard deviations, ... */
    private static final double QUARTILES = 1.349;

    /** ... and that of its quantiles at 5 and 95 percent. */
    private static final double TAILS = 3.29;

    private QuantileFit() {
    }

    /**
     * The encoding of numbers that are not all the same.
     *
     * @param sorted a sample of them in ascending order
     * @param numbers all of them
     */
    static QuantileColumn column(final String name, final double[] sorted, final NumberStatistics numbers) {
        final double centre = NumberSample.quantile(sorted, 0.5);
        final List<Double> edges = new ArrayList<>();
        edges.add(numbers.minimum());
        for (int bin = 1; bin < QuantileColumn.MOST_BINS; bin++) {
            addEdge(edges, NumberSample.quantile(sorted, (double)bin / QuantileColumn.MOST_BINS));
        }
        addEdge(edges, numbers.maximum());
        return new QuantileColumn(name, centre, scale(sorted, centre, numbers), edges);
    }

    private static void addEdge(final List<Double> edges, final double edge) {
        if (edge > edges.get(edges.size() - 1)) {
            edges.add(edge);
        }
    }

    /**
     * The larger of two deviations that a few far-out values leave alone. Where most values are one and the same, that
     * of all, or, if it is smaller, the median distance of the others: one sentinel would make the first huge.
     */
    private static double scale(final double[] sorted, final double centre, final NumberStatistics numbers) {
        final double scale = Math.max(distance(sorted, 0.25, 0.75) / QUARTILES, distance(sorted, 0.05, 0.95) / TAILS);
        if (scale > 0) {
            return Math.min(scale, Double.MAX_VALUE);
        }
        final double deviation = numbers.standardDeviation();
        final double[] others =
            Arrays.stream(sorted).map(number -> Math.abs(number - centre)).filter(far -> far > 0).sorted().toArray();
        final double median = others.length == 0 ? deviation : NumberSample.quantile(others, 0.5);
        return Math.min(Double.MAX_VALUE, deviation > 0 ? Math.min(deviation, median) : median);
    }

    private static double distance(final double[] sorted, final double from, final double to) {
        return NumberSample.quantile(sorted, to) - NumberSample.quantile(sorted, from);
    }

    /** The mean of each unit over the sample. */
    static void means(final QuantileColumn column, final double[] sorted, final float[] means, final int first) {
        final float[] units = new float[column.units()];
        final double[] sums = new double[units.length];
        for (final double number : sorted) {
            column.encode(number, units, 0);
            for (int u = 0; u < units.length; u++) {
                sums[u] += units[u];
            }
        }
        for (int u = 0; u < units.length; u++) {
            means[first + u] = (float)(sums[u] / sorted.length);
        }
    }
}
