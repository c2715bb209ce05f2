// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

/** Count, range, mean and variance of the numbers of a column (Welford 1962). */
final class ColumnStatistics {

    private long count;

    private double minimum = Double.POSITIVE_INFINITY;

    private double maximum = Double.NEGATIVE_INFINITY;

    private double mean;

    private double squares;

    void add(final double value) {
        count++;
        if (value < minimum) {
            minimum = value;
        }
        if (value > maximum) {
            maximum = value;
        }
        final double difference = value - mean;
        mean += difference / count;
        squares += difference * (value - mean);
    }

    /** Adds so many zeros at once. */
    void addZeros(final long zeros) {
        if (zeros > 0) {
            final double all = count + (double)zeros;
            minimum = Math.min(minimum, 0);
            maximum = Math.max(maximum, 0);
            squares += mean * mean * count * (zeros / all);
            mean *= count / all;
            count += zeros;
        }
    }

    long count() {
        return count;
    }

    double minimum() {
        return minimum;
    }

    double maximum() {
        return maximum;
    }

    double mean() {
        return mean;
    }

    /** The deviation of the numbers themselves, not an estimate for a population they were drawn from. */
    double standardDeviation() {
        return isConstant() ? 0 : Math.sqrt(squares / count);
    }

    boolean isConstant() {
        return minimum >= maximum;
    }
}
