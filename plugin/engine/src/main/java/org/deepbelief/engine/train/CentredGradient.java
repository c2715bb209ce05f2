// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Centre;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * The step of a restricted Boltzmann machine as if the means m of its visible and l of its hidden units were taken off
 * (Melchior, Fischer and Wiskott, "How to center deep Boltzmann machines", 2016):
 *
 * <pre>
 * energy     E(v, h) = - (v - m) W (h - l) - b v - c h
 * gradient   W: (v - m)^T (h - l) - (v' - m)^T (h' - l) = v^T h - v'^T h' - m^T (h - h') - (v - v')^T l
 * biases     of the machine as it is kept, without m and l:   b loses dW l,   c loses m dW
 * </pre>
 *
 * dW is all that the weights change by, their decay too: a decay that b and c did not make up for would move the inputs
 * of all units a little in each step, always the same way, and the chain of CD-1 hardly pulls them back.
 *
 * Without it all hidden units that are half on push a visible unit together: a step that moves each weight by d moves
 * the input of the unit by d times half the number of hidden units, which is far more than its bias needs, and a batch
 * whose mean happens to lie off makes the machine swing. Where few units are to be reconstructed from hundreds, nothing
 * else is seen of the learning.
 */
final class CentredGradient {

    /** The share of the hidden units' means that a step keeps. */
    private static final float KEPT = 0.9f;

    private final Centre centre;

    private final FloatMatrix visibleBiases;

    private final FloatMatrix hiddenBiases;

    private final FloatMatrix visibleMeans;

    private final FloatMatrix hiddenMeans;

    private final float[] sums;

    private final float[] means;

    /** How many batches have been observed. */
    private long observed;

    /**
     * @param centre of the update of the weights, visible x hidden units
     * @param visibleBiases the visible units' biases, which are moved
     * @param hiddenBiases the hidden units' biases, which are moved
     */
    CentredGradient(final Compute compute, final Centre centre, final FloatMatrix visibleBiases,
        final FloatMatrix hiddenBiases) {
        this.centre = centre;
        this.visibleBiases = visibleBiases;
        this.hiddenBiases = hiddenBiases;
        visibleMeans = compute.zeros(1, visibleBiases.columns());
        hiddenMeans = compute.zeros(1, hiddenBiases.columns());
        sums = new float[hiddenBiases.columns()];
        means = new float[hiddenBiases.columns()];
    }

    /** Sets the means of the visible units; they are 0 before. */
    void visibleMeans(final float[] values) {
        visibleMeans.write(values);
    }

    /** Takes the hidden units of a batch into their means. */
    void observe(final FloatMatrix hiddenSums, final long rows) {
        final float kept = observed > 0 ? KEPT : 0f;
        observed++;
        hiddenSums.read(sums);
        hiddenMeans.read(means);
        for (int i = 0; i < means.length; i++) {
            means[i] = kept * means[i] + (1 - kept) * sums[i] / rows;
        }
        hiddenMeans.write(means);
    }

    /**
     * Prepares the update of the weights.
     *
     * @param visibleSums the sums over the batch of v - v', for the very v' of the products: those of E[v'] in their
     *             place
     *            would leave the noise of samples in every weight
     * @param hiddenSums the sums over the batch of h - h'
     */
    void prepare(final FloatMatrix visibleSums, final FloatMatrix hiddenSums) {
        centre.set(visibleMeans, visibleSums, hiddenMeans, hiddenSums);
    }

    void addTo(final String prefix, final LearnerState state) {
        state.mean(prefix + "centre", hiddenMeans)
            .number(prefix + "centre/observed", () -> observed, count -> observed = count);
    }

    /** Moves the biases, once the weights have been updated. */
    void shiftBiases() {
        centre.subtractLeftShift(visibleBiases);
        centre.subtractRightShift(hiddenBiases);
    }
}
