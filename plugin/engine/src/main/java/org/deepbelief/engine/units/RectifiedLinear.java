// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.units;

import org.deepbelief.engine.math.Activation;

/**
 * Rectified linear units (Nair and Hinton 2010): each stands for binary copies with biases lowered by 1/2, 3/2, ...
 *
 * <pre>
 * mean max(0, x),   sample max(0, x + n), n of variance 1 / (1 + e^-x)
 * E(v) = (v - b)^2 / 2 + const, the sum over the copies that are on
 * log(sum over h) = sum over i = 1, 2, ... of log(1 + e^(x - i + 1/2))
 * </pre>
 */
enum RectifiedLinear implements UnitType {

    KIND;

    /** Beyond this many steps above its input, a copy adds less than 1e-9. */
    private static final int NEGLIGIBLE_STEPS = 21;

    /** From this input on the sum over the copies is x^2 / 2 and a constant, to less than 1e-9. */
    private static final double LARGE_INPUT = 30;

    /** Of the integral of log(1 + e^t), and the first term of Euler and Maclaurin's formula for sums at the middles. */
    private static final double LARGE_INPUT_CONSTANT = Math.PI * Math.PI / 6 - 1.0 / 24;

    @Override
    public String id() {
        return "rectifiedLinear";
    }

    @Override
    public String words() {
        return "rectified linear";
    }

    @Override
    public Activation activation() {
        return Activation.RECTIFIER;
    }

    /** The mean of the noisy samples is not max(0, x). */
    @Override
    public boolean statisticsFromSamples() {
        return true;
    }

    @Override
    public boolean normalised() {
        return false;
    }

    /** Linear, since no error comes back from a rectified reconstruction of 0. */
    @Override
    public UnitType reconstructed() {
        return UnitType.gaussian();
    }

    @Override
    public float initialBias(final double mean) {
        return (float)Math.max(mean, 0);
    }

    @Override
    public double energy(final double value, final double bias, final double deviation) {
        double z = (value - bias) / deviation;
        return z * z / 2;
    }

    @Override
    public double logSum(final double input) {
        if (input > LARGE_INPUT) {
            return input * input / 2 + LARGE_INPUT_CONSTANT;
        }
        double sum = 0;
        int copies = (int)Math.ceil(Math.max(0, input)) + NEGLIGIBLE_STEPS;
        for (int copy = 1; copy <= copies; copy++) {
            sum += FreeEnergy.softplus(input - copy + 0.5);
        }
        return sum;
    }

    /** Over the states of the copies, which samples follow in approximation only. */
    @Override
    public double logSum(final double[] biases) {
        double sum = 0;
        for (double bias : biases) {
            sum += bias > LARGE_INPUT ? LARGE_INPUT_CONSTANT : logSum(bias) - bias * bias / 2;
        }
        return sum;
    }

    @Override
    public void sample(final double[] inputs, final UnitRandom random, final float[] samples) {
        for (int i = 0; i < inputs.length; i++) {
            double deviation = Math.sqrt(1 / (1 + Math.exp(-inputs[i])));
            samples[i] = (float)Math.max(0, inputs[i] + deviation * random.gaussian(i));
        }
    }

    @Override
    public String toString() {
        return words();
    }
}
