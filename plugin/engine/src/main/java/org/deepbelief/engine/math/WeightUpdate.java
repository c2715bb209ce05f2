// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * A step of gradient ascent on one weight matrix, from the units on its two sides in a batch:
 *
 * <pre>
 * increments = momentum increments + scale (left1^T right1 [+- left2^T right2 ...])    (over the rows of the batch)
 * weights    = weights + increments - l2 weights,   then each weight moves by l1 towards zero, not past it
 * </pre>
 *
 * It does what a call of {@link Compute#accumulate} a term and one of {@link Compute#step} do, with the increments
 * still in the cache when they are added. A centred one takes the units around a {@link Centre}. Prepared once per
 * training, by {@link Compute#weightUpdate}; one run at a time.
 */
public interface WeightUpdate {

    /** What the units are taken around: to be set before each run. Null if the step is not centred. */
    Centre centre();

    /** The most terms of a run. */
    int MOST_TERMS = 3;

    /**
     * Sets the first term of the next {@link #run}, which has no others unless they are set after this.
     *
     * @param left cases x left units
     * @param right cases x right units
     */
    WeightUpdate add(FloatMatrix left, FloatMatrix right);

    /** Sets the next term, to be added. */
    WeightUpdate and(FloatMatrix left, FloatMatrix right);

    /** Sets the next term, to be subtracted. */
    WeightUpdate minus(FloatMatrix left, FloatMatrix right);

    /**
     * Sets the sums that the terms of the next {@link #run} would have, in their place; the rows of the run do not
     * matter then.
     *
     * @param sums as large as the weights
     */
    WeightUpdate sums(FloatMatrix sums);

    /**
     * Changes increments and weights by the terms, of which the first must have been set.
     *
     * @param count the rows of the batch
     * @param scale of the terms: the learning rate divided by the rows
     * @param momentum the share of the old increments that is kept
     * @param l2 times the learning rate
     * @param l1 times the learning rate
     */
    void run(int count, float scale, float momentum, float l2, float l1);

    /** How often it has run, which increments that only decay depend on: they become 0 after some runs. */
    long runs();

    /** Goes on as if it had run so often. */
    void runs(long count);
}
