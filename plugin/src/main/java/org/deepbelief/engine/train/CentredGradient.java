// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

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
 * Without it all hidden units that are half on push a visible unit together: a step that moves each weight by d moves
 * the input of the unit by d times half the number of hidden units, which is far more than its bias needs, and a batch
 * whose mean happens to lie off makes the machine swing. Where few units are to be reconstructed from hundreds, nothing
 * else is seen of the learning.
 */
final class CentredGradient implements AutoCloseable {

    /** The share of the hidden units' means that a step keeps. */
    private static final float KEPT = 0.9f;

    private final Compute compute;

    private final FloatMatrix increments;

    private final float[] visibleBiases;

    private final float[] hiddenBiases;

    private final float[] visibleMeans;

    private final float[] hiddenMeans;

    private boolean observed;

    /** m in a matrix of one row, and with the visible units' sums below it. */
    private final FloatMatrix visibleMean;

    private final FloatMatrix visibleSide;

    private final FloatMatrix hiddenMean;

    private final FloatMatrix hiddenSide;

    private final FloatMatrix visibleShift;

    private final FloatMatrix hiddenShift;

    private final float[] visibleShifts;

    private final float[] hiddenShifts;

    /**
     * @param increments of the weights, visible x hidden units
     * @param visibleBiases the visible units' biases, which are moved
     * @param hiddenBiases the hidden units' biases, which are moved
     */
    CentredGradient(final Compute compute, final FloatMatrix increments, final float[] visibleBiases,
        final float[] hiddenBiases) {
        this.compute = compute;
        this.increments = increments;
        this.visibleBiases = visibleBiases;
        this.hiddenBiases = hiddenBiases;
        visibleMeans = new float[visibleBiases.length];
        hiddenMeans = new float[hiddenBiases.length];
        visibleMean = FloatMatrix.zeros(1, visibleMeans.length);
        visibleSide = FloatMatrix.zeros(2, visibleMeans.length);
        hiddenMean = FloatMatrix.zeros(1, hiddenMeans.length);
        hiddenSide = FloatMatrix.zeros(2, hiddenMeans.length);
        visibleShift = FloatMatrix.zeros(1, visibleMeans.length);
        hiddenShift = FloatMatrix.zeros(1, hiddenMeans.length);
        visibleShifts = new float[visibleMeans.length];
        hiddenShifts = new float[hiddenMeans.length];
    }

    /** Sets the mean of a visible unit; it is 0 before. */
    void visibleMean(final int unit, final double mean) {
        visibleMeans[unit] = (float)mean;
    }

    /** Takes the hidden units of a batch into their means. */
    void observe(final float[] hiddenSums, final int rows) {
        final float kept = observed ? KEPT : 0f;
        observed = true;
        for (int i = 0; i < hiddenMeans.length; i++) {
            hiddenMeans[i] = kept * hiddenMeans[i] + (1 - kept) * hiddenSums[i] / rows;
        }
    }

    /**
     * Keeps the momentum of the weights' increments and takes off what is owed to the means.
     *
     * @param visibleSums the sums over the batch of v - v'
     * @param hiddenSums the sums over the batch of h - h'
     * @param scale the learning rate divided by the rows
     */
    void push(final float[] visibleSums, final float[] hiddenSums, final float scale, final float momentum) {
        visibleMean.writeRow(0, visibleMeans);
        visibleSide.writeRow(0, visibleMeans);
        visibleSide.writeRow(1, visibleSums);
        hiddenMean.writeRow(0, hiddenMeans);
        hiddenSide.writeRow(0, hiddenSums);
        hiddenSide.writeRow(1, hiddenMeans);
        compute.accumulate(-scale, visibleSide, hiddenSide, 2, momentum, increments);
    }

    /** Moves the biases, once the weights have been moved by their increments. */
    void shiftBiases() {
        compute.product(1f, hiddenMean, 1, increments, true, 0f, visibleShift);
        compute.product(1f, visibleMean, 1, increments, false, 0f, hiddenShift);
        subtract(visibleShift, visibleShifts, visibleBiases);
        subtract(hiddenShift, hiddenShifts, hiddenBiases);
    }

    private static void subtract(final FloatMatrix shift, final float[] values, final float[] biases) {
        shift.readRow(0, values);
        for (int i = 0; i < biases.length; i++) {
            biases[i] -= values[i];
        }
    }

    @Override
    public void close() {
        visibleMean.close();
        visibleSide.close();
        hiddenMean.close();
        hiddenSide.close();
        visibleShift.close();
        hiddenShift.close();
    }
}
