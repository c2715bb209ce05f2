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
 * with U the label weights and l the label biases. Bernoulli units, of which e^f = 1 + e^x e^U, take one logarithm for
 * many units and one power of e a hidden unit for all classes. All is in double precision: in single precision the
 * units that are nearly always on would lose what they tell of the classes.
 */
final class ClassEvidence {

    /** The product of two powers of e up to this, and of what has been multiplied before, stays a finite double. */
    private static final double LARGEST_EXPONENT = 300;

    private static final double LARGEST_PRODUCT = 1e40;

    private static final int SQUARINGS = 11;

    private final boolean logistic;

    private final DoubleUnaryOperator logSum;

    /** Classes x hidden units. */
    private final float[][] weights;

    /** e^U, for Bernoulli units. */
    private final double[][] factors;

    /** Whether all weights are small enough for their powers to be multiplied. */
    private boolean multiplies;

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
        factors = new double[classes][hiddenUnits];
        for (final double[] factor : factors) {
            Arrays.fill(factor, 1);
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
        for (int c = 0; c < weights.length; c++) {
            labelWeights.readRow(c, weights[c]);
            multiplies &= areSmall(weights[c]);
        }
        for (int c = 0; c < weights.length && multiplies; c++) {
            for (int j = 0; j < weights[c].length; j++) {
                factors[c][j] = weights[c][j];
            }
            raise(factors[c], factors[c].length);
        }
    }

    private static boolean areSmall(final float[] values) {
        for (final float value : values) {
            if (!(Math.abs(value) < LARGEST_EXPONENT)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Sums the hidden units out. Several threads may do so at once.
     *
     * @param inputs x, one a hidden unit, at the start of an array that may be longer; overwritten
     * @param sums receives s, one per class
     */
    void sum(final double[] inputs, final double[] sums) {
        boolean small = multiplies;
        for (int j = 0; j < weights[0].length && small; j++) {
            small = Math.abs(inputs[j]) < LARGEST_EXPONENT;
        }
        if (small) {
            raise(inputs, weights[0].length);
        }
        for (int c = 0; c < sums.length; c++) {
            sums[c] = small ? logOfProduct(inputs, factors[c]) : sumOverHidden(inputs, weights[c]);
        }
    }

    /**
     * e^x for |x| below {@link #LARGEST_EXPONENT}, to a relative error of 1e-11: (e^(x / 2^11))^(2^11), the inner power
     * by its series, in loops that a processor does for several units at once, as it does not do {@link Math#exp}.
     */
    private static void raise(final double[] exponents, final int count) {
        for (int j = 0; j < count; j++) {
            final double x = exponents[j] * (1.0 / (1 << SQUARINGS));
            exponents[j] = 1 + x * (1 + x * (1.0 / 2) * (1 + x * (1.0 / 3) * (1 + x * (1.0 / 4) * (1 + x * (1.0 / 5)
                * (1 + x * (1.0 / 6) * (1 + x * (1.0 / 7) * (1 + x * (1.0 / 8) * (1 + x * (1.0 / 9)))))))));
        }
        for (int i = 0; i < SQUARINGS; i++) {
            for (int j = 0; j < count; j++) {
                exponents[j] *= exponents[j];
            }
        }
    }

    private double sumOverHidden(final double[] inputs, final float[] ofClass) {
        double sum = 0;
        for (int j = 0; j < ofClass.length; j++) {
            sum += logSum.applyAsDouble(inputs[j] + ofClass[j]);
        }
        return sum;
    }

    /** The sum of log(1 + e^(x + u)) over Bernoulli units; four products at a time, for none to wait for another. */
    private static double logOfProduct(final double[] powers, final double[] ofClass) {
        double sum = 0;
        double first = 1;
        double second = 1;
        double third = 1;
        double fourth = 1;
        int j = 0;
        for (; j < ofClass.length - 3; j += 4) {
            first *= 1 + powers[j] * ofClass[j];
            second *= 1 + powers[j + 1] * ofClass[j + 1];
            third *= 1 + powers[j + 2] * ofClass[j + 2];
            fourth *= 1 + powers[j + 3] * ofClass[j + 3];
            if (first + second + third + fourth > LARGEST_PRODUCT) {
                sum += Math.log(first) + Math.log(second) + Math.log(third) + Math.log(fourth);
                first = 1;
                second = 1;
                third = 1;
                fourth = 1;
            }
        }
        for (; j < ofClass.length; j++) {
            sum += Math.log1p(powers[j] * ofClass[j]);
        }
        return sum + Math.log(first) + Math.log(second) + Math.log(third) + Math.log(fourth);
    }
}
