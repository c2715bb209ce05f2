// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.Serializable;

/**
 * Count, range, mean and deviation of numbers in one pass (Welford 1962), which may be over parts of them that are then
 * merged (Chan, Golub and LeVeque 1979).
 */
public final class NumberStatistics implements Serializable {

    private static final long serialVersionUID = 1L;

    private long count;

    private double minimum = Double.POSITIVE_INFINITY;

    private double maximum = Double.NEGATIVE_INFINITY;

    private double mean;

    private double squares;

    /** Takes a number, which is finite. */
    public void add(final double value) {
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

    /** Takes so many zeros at once. */
    public void addZeros(final long zeros) {
        if (zeros > 0) {
            final double all = count + (double)zeros;
            minimum = Math.min(minimum, 0);
            maximum = Math.max(maximum, 0);
            squares += mean * mean * count * (zeros / all);
            mean *= count / all;
            count += zeros;
        }
    }

    /**
     * Takes the numbers that another has met. With n and m numbers so far, of means a and b, d = b - a:
     *
     * <pre>
     * mean = a + d m / (n + m),   squares = squares + other squares + d^2 n m / (n + m)
     * </pre>
     */
    public void merge(final NumberStatistics other) {
        if (other.count > 0) {
            final double all = count + (double)other.count;
            final double difference = other.mean - mean;
            squares += other.squares + difference * difference * count * (other.count / all);
            mean += difference * (other.count / all);
            count += other.count;
            minimum = Math.min(minimum, other.minimum);
            maximum = Math.max(maximum, other.maximum);
        }
    }

    /** How many numbers there were. */
    public long count() {
        return count;
    }

    /** The smallest; positive infinity of none. */
    public double minimum() {
        return minimum;
    }

    /** The largest; negative infinity of none. */
    public double maximum() {
        return maximum;
    }

    /** The mean; 0 of none. */
    public double mean() {
        return mean;
    }

    /** The deviation of the numbers themselves, not an estimate for a population they were drawn from. */
    public double standardDeviation() {
        if (isConstant()) {
            return 0;
        }
        final double variance = squares / count;
        // Squares of tiny differences vanish; half the range is what a deviation cannot exceed (Popoviciu 1935).
        return variance < Double.MIN_NORMAL ? maximum / 2 - minimum / 2 : Math.sqrt(variance);
    }

    /** Whether no number differs from another. */
    public boolean isConstant() {
        return minimum >= maximum;
    }
}
