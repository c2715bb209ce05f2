// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * What hidden units, summed out, say of each class c given the visible units v, in nats:
 *
 * <pre>
 * s_c = sum over j of f(x_j + U_cj),   x = v W + hidden biases,   f the logarithm of the sum over a unit's states
 * p(c | v) = e^(l_c + s_c) / sum over the other classes of the like
 * </pre>
 *
 * with U the label weights and l the label biases. Bernoulli units, of which e^f = 1 + e^x e^U, take one logarithm a
 * class and one power of e a hidden unit for all classes. All is in double precision: in single precision the
 * units that are nearly always on would lose what they tell of the classes.
 */
final class ClassEvidence {

    /** Products that are formed side by side, in a loop that a processor does for several at once. */
    static final int LANES = 64;

    /** The product of two powers of e up to this stays a finite double. */
    private static final double LARGEST_EXPONENT = 300;

    /** e to this is a finite double. */
    private static final double LARGEST_LOGARITHM = 700;

    private static final long EXPONENT_OF_ONE = 1023;

    private static final long BITS_OF_ONE = EXPONENT_OF_ONE << 52;

    private static final long MANTISSA_BITS = (1L << 52) - 1;

    private static final double LN_2 = Math.log(2);

    private final boolean logistic;

    private final DoubleUnaryOperator logSum;

    /** Classes x hidden units. */
    private final float[][] weights;

    /** e^U, for Bernoulli units: classes x blocks of {@link #LANES} units, the last one filled up with zeros. */
    private final double[][][] factors;

    private final double[] row;

    /** Whether all weights are small enough for their powers to be multiplied. */
    private boolean multiplies;

    /** The largest absolute value of the weights, where they are small enough. */
    private double largestWeight;

    /**
     * Of label weights of 0, as of a machine without label units, which is one with a single class.
     *
     * @param logistic whether the hidden units are binary ones
     * @param logSum f, of the total input of a hidden unit
     */
    ClassEvidence(final boolean logistic, final DoubleUnaryOperator logSum, final int classes, final int hiddenUnits) {
        this.logistic = logistic;
        this.logSum = logSum;
        weights = new float[classes][hiddenUnits];
        factors = new double[classes][(hiddenUnits + LANES - 1) / LANES][LANES];
        row = new double[hiddenUnits];
        Arrays.fill(row, 1);
        for (final double[][] ofClass : factors) {
            cut(row, hiddenUnits, ofClass);
        }
        multiplies = logistic;
    }

    /**
     * Takes other label weights, without allocating.
     *
     * @param labelWeights classes x hidden units
     */
    void read(final HostMatrix labelWeights) {
        multiplies = logistic;
        largestWeight = 0;
        for (int c = 0; c < weights.length; c++) {
            labelWeights.readRow(c, weights[c]);
            for (int j = 0; j < row.length; j++) {
                row[j] = weights[c][j];
            }
            largestWeight = Math.max(largestWeight, largest(row, row.length));
            multiplies &= largestWeight < LARGEST_EXPONENT;
            if (multiplies) {
                raise(row, row.length);
                cut(row, row.length, factors[c]);
            }
        }
    }

    /**
     * Sums the hidden units out. Several threads may do so at once.
     *
     * @param inputs x, one a hidden unit, at the start of an array that may be longer; overwritten
     * @param blocks {@link #blocks} arrays of {@link #LANES} numbers, or more; overwritten
     * @param sums receives s, one per class
     */
    void sum(final double[] inputs, final double[][] blocks, final double[] sums) {
        final int units = weights[0].length;
        final double largest = multiplies ? largest(inputs, units) : Double.POSITIVE_INFINITY;
        if (largest == Double.POSITIVE_INFINITY) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] = sumOverHidden(inputs, weights[c]);
            }
            return;
        }
        raise(inputs, units);
        cut(inputs, units, blocks);
        // no factor 1 + e^x e^U is larger than e to the sum of these
        final int together = (int)(LARGEST_LOGARITHM / (largest + largestWeight + LN_2));
        for (int c = 0; c < sums.length; c++) {
            sums[c] = logOfProduct(blocks, factors[c], blocks[factors[c].length], together);
        }
    }

    /** How many arrays {@link #sum} takes. */
    int blocks() {
        return factors[0].length + 1;
    }

    /** The largest absolute value; infinite where one is not below {@link #LARGEST_EXPONENT}, or is NaN. */
    private static double largest(final double[] values, final int count) {
        double largest = 0;
        for (int j = 0; j < count; j++) {
            final double value = Math.abs(values[j]);
            if (!(value < LARGEST_EXPONENT)) {
                return Double.POSITIVE_INFINITY;
            }
            if (value > largest) {
                largest = value;
            }
        }
        return largest;
    }

    /** Into arrays of {@link #LANES} numbers; what stays in the last one is finite, and multiplied by zeros. */
    private static void cut(final double[] values, final int count, final double[][] blocks) {
        for (int block = 0, start = 0; start < count; block++, start += LANES) {
            System.arraycopy(values, start, blocks[block], 0, Math.min(LANES, count - start));
        }
    }

    /**
     * e^x for |x| below {@link #LARGEST_EXPONENT}, to a relative error of 1e-11: (e^(x / 2^11))^(2^11), the inner power
     * by its series, in loops that a processor does for several units at once, as it does not do {@link Math#exp}, nor
     * one loop that is as long as all of these.
     */
    private static void raise(final double[] exponents, final int count) {
        for (int j = 0; j < count; j++) {
            final double x = exponents[j] * (1.0 / 2048);
            exponents[j] = 1 + x * (1 + x * (1.0 / 2 + x * (1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120 + x * (1.0 / 720
                + x * (1.0 / 5_040 + x * (1.0 / 40_320 + x * (1.0 / 362_880)))))))));
        }
        raiseTo16(exponents, count);
        raiseTo16(exponents, count);
        for (int j = 0; j < count; j++) {
            final double square = exponents[j] * exponents[j];
            exponents[j] = square * square * (square * square);
        }
    }

    private static void raiseTo16(final double[] values, final int count) {
        for (int j = 0; j < count; j++) {
            final double power2 = values[j] * values[j];
            final double power4 = power2 * power2;
            final double power8 = power4 * power4;
            values[j] = power8 * power8;
        }
    }

    private double sumOverHidden(final double[] inputs, final float[] ofClass) {
        double sum = 0;
        for (int j = 0; j < ofClass.length; j++) {
            sum += logSum.applyAsDouble(inputs[j] + ofClass[j]);
        }
        return sum;
    }

    /**
     * The sum of log(1 + e^(x + u)) over Bernoulli units, as one logarithm of a product whose power of 2 is kept apart.
     *
     * @param products {@link #LANES} numbers that are overwritten
     * @param together how many factors have a product that stays a finite double, at least 1
     */
    private static double logOfProduct(final double[][] powers, final double[][] ofClass, final double[] products,
        final int together) {
        double mantissa = 1;
        long exponent = 0;
        for (int from = 0; from < ofClass.length; from += together) {
            final int to = Math.min(ofClass.length, from + together);
            Arrays.fill(products, 1);
            for (int block = from; block < to; block++) {
                multiply(products, powers[block], ofClass[block]);
            }
            for (int i = 0; i < LANES; i++) {
                final long bits = Double.doubleToRawLongBits(products[i]);
                exponent += (bits >>> 52) - EXPONENT_OF_ONE;
                mantissa *= mantissa(bits);
            }
            // each is below 2, and all together below 2^64: with the next ones it must not leave the range
            final long bits = Double.doubleToRawLongBits(mantissa);
            exponent += (bits >>> 52) - EXPONENT_OF_ONE;
            mantissa = mantissa(bits);
        }
        return exponent * LN_2 + Math.log(mantissa);
    }

    /** Whole arrays, without places of their own in them, which would keep the loop from being done several at once. */
    private static void multiply(final double[] products, final double[] powers, final double[] ofClass) {
        for (int i = 0; i < LANES; i++) {
            products[i] *= 1 + powers[i] * ofClass[i];
        }
    }

    /** In [1, 2), of a positive double. */
    private static double mantissa(final long bits) {
        return Double.longBitsToDouble(bits & MANTISSA_BITS | BITS_OF_ONE);
    }
}
