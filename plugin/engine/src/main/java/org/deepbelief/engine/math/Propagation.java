// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * The units of one layer given the layer beside it: product with the weights, biases, the units' means by their kind,
 * and, if asked for, samples, all in one pass over a batch.
 *
 * <pre>x = input op(weights) + biases,   mean = f(x)</pre>
 *
 * <p>Prepared once per training with fixed weights, by {@link Compute#propagation}; weights and biases are read at each
 * run, so their owner may change them. One run at a time. Matrices hold a case in each row and may have more rows than
 * a run uses.
 */
public interface Propagation {

    /** The units' means for the first {@code count} rows of the input. */
    void expect(FloatMatrix from, int count, FloatMatrix meansOut);

    /**
     * The units' means and a sample of each.
     *
     * @param meansOut receives the means; may be {@code samplesOut}, which then holds the samples in the end
     * @param samplesOut receives the samples
     * @param random the same key draws the same samples
     */
    void sample(FloatMatrix from, int count, FloatMatrix meansOut, FloatMatrix samplesOut, RandomRows random);

    /** The units' means, and how they differ from a target: {@link #columnSums} and {@link #squaredError}. */
    void compare(FloatMatrix from, int count, FloatMatrix wanted, FloatMatrix meansOut);

    /**
     * As {@link #sample}, and how the means differ from a target: {@link #columnSums} and {@link #squaredError}.
     *
     * @param wanted may be null: the sums are then of the means
     */
    void sampleAndCompare(FloatMatrix from, int count, FloatMatrix wanted, FloatMatrix meansOut,
        FloatMatrix samplesOut, RandomRows random);

    /** {@code residualOut = wanted - means}: the delta of all kinds of units under their own log-likelihood. */
    void residual(FloatMatrix from, int count, FloatMatrix wanted, FloatMatrix residualOut);

    /**
     * The sums over the rows of the last run: of the means, or of target minus mean where there was a target. 1 x
     * units; it is set by the next run.
     */
    FloatMatrix columnSums();

    /** The sum over rows and units of (target - mean)^2 in the last run with a target. */
    double squaredError();
}
