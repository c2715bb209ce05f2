// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * How one matrix of weights, or of biases, follows its gradient by Adam (Kingma and Ba 2015), with the weight decay
 * apart from the gradient (Loshchilov and Hutter 2019). With gradient g of step t, and b1, b2 what the moments keep,
 *
 * <pre>
 * m = b1 m + (1 - b1) g,   v = b2 v + (1 - b2) g^2,   b2 = 0.999
 * w = w + rate sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + 1e-8) - decay w
 * </pre>
 *
 * Prepared once per training, by {@link Compute#adamUpdate}; it keeps both moments. One run at a time.
 */
public interface AdamUpdate {

    /**
     * Moves the weights uphill.
     *
     * @param gradient as large as the weights
     * @param learningRate above 0
     * @param keptFirstMoment b1, in [0, 1)
     * @param decay the weight decay times the learning rate, at least 0
     */
    void run(FloatMatrix gradient, float learningRate, float keptFirstMoment, float decay);

    /** m, as large as the weights. */
    FloatMatrix firstMoment();

    /** v, as large as the weights. */
    FloatMatrix secondMoment();

    /** b1^t after t steps: the product of what they kept of the first moment. */
    double firstPower();

    /** b2^t after t steps. */
    double secondPower();

    /** Goes on as if b1^t and b2^t had come to these. */
    void powers(double first, double second);
}
