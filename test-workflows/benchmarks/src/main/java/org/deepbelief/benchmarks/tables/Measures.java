// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.tables;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Figures of merit. */
final class Measures {

    private Measures() {
    }

    /** 1 minus the squared error in shares of the variance of what was wanted. */
    static double rSquared(final double[] wanted, final double[] predicted) {
        final double mean = Arrays.stream(wanted).average().orElseThrow();
        double error = 0;
        double variance = 0;
        for (int i = 0; i < wanted.length; i++) {
            error += Math.pow(wanted[i] - predicted[i], 2);
            variance += Math.pow(wanted[i] - mean, 2);
        }
        return 1 - error / variance;
    }

    /**
     * The probability that an anomaly has a higher score than another row, ties counting half: the area under the
     * receiver's curve, by the sum of ranks (Mann and Whitney). A missing score, NaN, is the lowest.
     */
    static double areaUnderCurve(final double[] scores, final boolean[] anomalies) {
        final double[] known = Arrays.stream(scores)
            .map(score -> Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score).toArray();
        final int[] order = IntStream.range(0, known.length).boxed()
            .sorted(Comparator.comparingDouble(row -> known[row])).mapToInt(Integer::intValue).toArray();
        double rankSum = 0;
        long positive = 0;
        for (int from = 0, to; from < order.length; from = to) {
            to = from;
            while (to < order.length && known[order[to]] == known[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                if (anomalies[order[i]]) {
                    rankSum += (from + to + 1) / 2.0;
                    positive++;
                }
            }
        }
        return (rankSum - positive * (positive + 1) / 2.0) / (positive * (double)(known.length - positive));
    }
}
