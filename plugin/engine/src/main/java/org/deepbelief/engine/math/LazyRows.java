// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * Gradient ascent on a weight matrix of which a step concerns a few rows, those of the active units, so that the
 * products of the step cost these rows alone. For all other rows a step is momentum and decay, which they catch up
 * with when they are next active, by the closed form of so many steps without a gradient:
 *
 * <pre>
 * a step    increments = m increments + gradient,    weights = d weights + increments,    d = 1 - l2
 * k steps   increments = m^k increments,             weights = d^k weights + (sum_{j=1..k} d^(k-j) m^j) increments
 * </pre>
 *
 * <p>Until {@link #catchUp}, the matrices hold what each row was when it was last active. Prepared once per training,
 * by {@link Compute#lazyRows}.
 */
public interface LazyRows {

    /**
     * {@code target = visible weights}, for the weights as they are after all steps so far.
     *
     * @param visible cases x active units
     * @param target at least as many rows x hidden units
     */
    void product(SparseMatrix visible, FloatMatrix target);

    /**
     * Makes a step: {@code gradient = scale (v^T h - v'^T h')} for the active units, nothing for the others.
     *
     * @param visible v: cases x active units
     * @param hidden h: cases x hidden units
     * @param modelVisible v': cases x active units, or with more columns than that
     * @param modelHidden h': cases x hidden units
     * @param scale the learning rate divided by the cases
     * @param momentum the share of the old increments that is kept
     * @param l2 times the learning rate
     */
    void step(SparseMatrix visible, FloatMatrix hidden, FloatMatrix modelVisible, FloatMatrix modelHidden,
        float scale, float momentum, float l2);

    /**
     * Makes a step whose gradient is {@code scale} times sums that are given, for some units, and nothing for the
     * others.
     *
     * @param units the units that have sums, ascending
     * @param count how many these are
     * @param sums row i is that of the i-th of these units
     * @param scale the learning rate divided by the cases
     * @param momentum the share of the old increments that is kept
     * @param l2 times the learning rate
     */
    void step(int[] units, int count, FloatMatrix sums, float scale, float momentum, float l2);

    /** Lets every row be as if it had been through every step. */
    void catchUp();

    /** How many steps it has made, which increments that only decay depend on: they become 0 after some steps. */
    long runs();

    /** Goes on as if it had made so many steps. */
    void runs(long count);
}
