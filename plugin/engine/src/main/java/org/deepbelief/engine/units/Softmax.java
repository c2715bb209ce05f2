// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.units;

import org.deepbelief.engine.math.Activation;

/**
 * One-of-many: of the units of a group one is 1.
 *
 * <pre>
 * p(v_i = 1) = e^(x_i) / sum_j e^(x_j),   E(v) = - b v
 * </pre>
 */
enum Softmax implements UnitType {

    KIND;

    @Override
    public String id() {
        return "softmax";
    }

    @Override
    public String words() {
        return "softmax";
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }

    @Override
    public boolean bounded() {
        return true;
    }

    @Override
    public boolean joint() {
        return true;
    }

    @Override
    public boolean canBeHidden() {
        return false;
    }

    /** log p. */
    @Override
    public float initialBias(final double mean) {
        return (float)Math.log(Math.max(mean, Bernoulli.SMALLEST_PROBABILITY));
    }

    @Override
    public double energy(final double value, final double bias, final double deviation) {
        return -value * bias;
    }

    @Override
    public double logSum(final double input) {
        throw new IllegalArgumentException("Hidden units are not softmax units.");
    }

    @Override
    public double logSum(final double[] biases) {
        return FreeEnergy.logSumExp(biases, biases.length);
    }

    @Override
    public void sample(final double[] inputs, final UnitRandom random, final float[] samples) {
        double logSum = logSum(inputs);
        double left = random.uniform(0);
        int chosen = -1;
        for (int i = 0; i < inputs.length; i++) {
            left -= Math.exp(inputs[i] - logSum);
            if (chosen < 0 && (left < 0 || i == inputs.length - 1)) {
                chosen = i;
            }
            samples[i] = chosen == i ? 1 : 0;
        }
    }

    @Override
    public String toString() {
        return words();
    }
}
