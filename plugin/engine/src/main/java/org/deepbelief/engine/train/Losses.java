// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/** The losses of rows so far, and how many were classified rightly. */
final class Losses {

    /** The least probability of a class that is told from 0. */
    private static final double LEAST_PROBABILITY = 0x1p-24;

    private double sum;

    private double count;

    private long right;

    private long classified;

    void clear() {
        sum = 0;
        count = 0;
        right = 0;
        classified = 0;
    }

    /** Adds the cross-entropy of a row, in nats. */
    void addCrossEntropy(final double probability, final double weight) {
        sum -= weight * Math.log(Math.max(probability, LEAST_PROBABILITY));
        count += weight;
    }

    /** Adds the sum of so many squares. */
    void addSquares(final double squares, final long number) {
        sum += squares;
        count += number;
    }

    /** Adds a mean loss of so many rows. */
    void addMean(final double mean, final long rows) {
        sum += mean * rows;
        count += rows;
    }

    /** Adds those of other rows. */
    void add(final Losses others) {
        sum += others.sum;
        count += others.count;
        right += others.right;
        classified += others.classified;
    }

    void addClassified(final boolean rightly) {
        classified++;
        right += rightly ? 1 : 0;
    }

    double sum() {
        return sum;
    }

    /** Rows by their weights, or numbers. */
    double count() {
        return count;
    }

    double mean() {
        return sum / count;
    }

    /** How many rows were classified rightly. */
    long right() {
        return right;
    }

    /** The share of rows classified rightly; NaN where none was classified. */
    double accuracy() {
        return classified == 0 ? Double.NaN : (double)right / classified;
    }
}
