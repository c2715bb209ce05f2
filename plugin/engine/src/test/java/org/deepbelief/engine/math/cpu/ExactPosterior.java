// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.math.BigDecimal;
import java.math.MathContext;

/** p(c | v) of Bernoulli hidden units in sixty decimal digits, by the product that defines it. */
public final class ExactPosterior {

    private static final MathContext DIGITS = new MathContext(60);

    private static final int HALVINGS = 12;

    private ExactPosterior() {
    }

    /**
     * e^(l_c) times the product over j of (1 + e^(x_j + U_cj)), divided by the sum of the like over all classes.
     *
     * @param inputs x, one a hidden unit
     * @param weights U, classes x hidden units
     * @param biases l, one per class
     */
    public static double[] of(final double[] inputs, final float[][] weights, final float[] biases) {
        final BigDecimal[] terms = new BigDecimal[biases.length];
        BigDecimal sum = BigDecimal.ZERO;
        for (int c = 0; c < terms.length; c++) {
            terms[c] = power(BigDecimal.valueOf(biases[c]));
            for (int j = 0; j < inputs.length; j++) {
                final BigDecimal input = new BigDecimal(inputs[j]).add(new BigDecimal(weights[c][j]));
                terms[c] = terms[c].multiply(BigDecimal.ONE.add(power(input)), DIGITS);
            }
            sum = sum.add(terms[c], DIGITS);
        }
        final double[] probabilities = new double[terms.length];
        for (int c = 0; c < terms.length; c++) {
            probabilities[c] = terms[c].divide(sum, DIGITS).doubleValue();
        }
        return probabilities;
    }

    /** e^x by its series near 0, squared up. */
    private static BigDecimal power(final BigDecimal exponent) {
        final BigDecimal x = exponent.divide(BigDecimal.valueOf(1L << HALVINGS), DIGITS);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int n = 1; n <= 30; n++) {
            term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum.pow(1 << HALVINGS, DIGITS);
    }
}
