// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.units;

import org.deepbelief.engine.math.Activation;

/**
 * Binary units.
 *
 * <pre>
 * p(v = 1) = 1 / (1 + e^-x),   E(v) = - b v,   log(sum over h of e^(x h)) = log(1 + e^x)
 * </pre>
 */
enum Bernoulli implements UnitType {

    KIND;

    /** Probabilities are kept off 0 and 1 by this, where their log odds are infinite. */
    static final double SMALLEST_PROBABILITY = 0.001;

    private static final double LARGE_PRODUCT = 1e300;

    @Override
    public String id() {
        return "bernoulli";
    }

    @Override
    public String words() {
        return "Bernoulli";
    }

    @Override
    public Activation activation() {
        return Activation.LOGISTIC;
    }

    @Override
    public boolean binary() {
        return true;
    }

    @Override
    public boolean bounded() {
        return true;
    }

    @Override
    public boolean canBeNumber() {
        return true;
    }

    /** log(p / (1 - p)). */
    @Override
    public float initialBias(final double mean) {
        double p = Math.min(Math.max(mean, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY);
        return (float)Math.log(p / (1 - p));
    }

    @Override
    public double energy(final double value, final double bias, final double deviation) {
        return -value * bias;
    }

    @Override
    public double logSum(final double input) {
        return FreeEnergy.softplus(input);
    }

    /** log(1 + e^b) = max(b, 0) + log(1 + e^-|b|), and one logarithm for the product of many. */
    @Override
    public double logSum(final double[] biases) {
        double sum = 0;
        double product = 1;
        for (double bias : biases) {
            sum += Math.max(bias, 0);
            product *= 1 + Math.exp(-Math.abs(bias));
            if (product > LARGE_PRODUCT) {
                sum += Math.log(product);
                product = 1;
            }
        }
        return sum + Math.log(product);
    }

    @Override
    public void sample(final double[] inputs, final UnitRandom random, final float[] samples) {
        for (int i = 0; i < inputs.length; i++) {
            samples[i] = random.uniform(i) < 1 / (1 + Math.exp(-inputs[i])) ? 1 : 0;
        }
    }

    @Override
    public String toString() {
        return words();
    }
}
