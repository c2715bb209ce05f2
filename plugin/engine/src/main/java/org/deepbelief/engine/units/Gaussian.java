// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.units;

import org.deepbelief.engine.math.Activation;

/**
 * Real units with a standard deviation s.
 *
 * <pre>
 * v ~ N(x, s^2),   E(v) = (v - b)^2 / (2 s^2),   log(integral over h of e^(x h - h^2 / 2)) = x^2 / 2 + const
 * </pre>
 */
enum Gaussian implements UnitType {

    KIND;

    @Override
    public String id() {
        return "gaussian";
    }

    @Override
    public String words() {
        return "Gaussian";
    }

    @Override
    public Activation activation() {
        return Activation.IDENTITY;
    }

    @Override
    public boolean canBeCode() {
        return false;
    }

    @Override
    public boolean canBeSparse() {
        return false;
    }

    @Override
    public boolean canBeNumber() {
        return true;
    }

    @Override
    public boolean learnsVariance() {
        return true;
    }

    @Override
    public float initialBias(final double mean) {
        return (float)mean;
    }

    @Override
    public double energy(final double value, final double bias, final double deviation) {
        double z = (value - bias) / deviation;
        return z * z / 2;
    }

    @Override
    public double logSum(final double input) {
        return input * input / 2;
    }

    /** log sqrt(2 pi) a unit. */
    @Override
    public double logSum(final double[] biases) {
        return biases.length * Math.log(2 * Math.PI) / 2;
    }

    @Override
    public void sample(final double[] inputs, final UnitRandom random, final float[] samples) {
        for (int i = 0; i < inputs.length; i++) {
            samples[i] = (float)inputs[i] + random.gaussian(i);
        }
    }

    @Override
    public String toString() {
        return words();
    }
}
