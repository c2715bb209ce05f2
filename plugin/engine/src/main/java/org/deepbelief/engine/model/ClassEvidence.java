// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.SoftplusSums;
import org.deepbelief.engine.units.UnitType;

/**
 * What the hidden units of an associative memory, summed out, say of each class c given the visible units v, in nats:
 *
 * <pre>
 * s_c = sum over j of f(x_j + U_cj),   x = v W + hidden biases,   f as {@link UnitType#logSum(double)}
 * p(c | v) = e^(l_c + s_c) / sum over all classes of the like
 * </pre>
 *
 * with U the label weights and l the label biases.
 */
public final class ClassEvidence {

    private final UnitType hiddenType;

    /** Classes x hidden units. */
    private final float[][] weights;

    /** Of Bernoulli units; else null. */
    private final SoftplusSums softplus;

    /**
     * Of label weights of 0, as of a memory without label units, which is one with a single class.
     *
     * @param hiddenType the kind of the hidden units
     */
    public ClassEvidence(final UnitType hiddenType, final int classes, final int hiddenUnits) {
        this.hiddenType = hiddenType;
        weights = new float[classes][hiddenUnits];
        softplus = hiddenType.binary() ? new SoftplusSums(classes, hiddenUnits) : null;
    }

    /**
     * Takes other label weights, without allocating.
     *
     * @param labelWeights classes x hidden units
     */
    public void read(final FloatMatrix labelWeights) {
        if (softplus != null) {
            softplus.read(labelWeights);
            return;
        }
        for (int c = 0; c < weights.length; c++) {
            labelWeights.readRow(c, weights[c]);
        }
    }

    /**
     * Sums the hidden units out. Several threads may do so at once.
     *
     * @param inputs x, one a hidden unit; overwritten
     * @param sums receives s, one a class
     */
    public void sum(final double[] inputs, final double[] sums) {
        if (softplus != null) {
            softplus.sum(inputs, sums);
            return;
        }
        for (int c = 0; c < sums.length; c++) {
            sums[c] = 0;
            for (int j = 0; j < inputs.length; j++) {
                sums[c] += hiddenType.logSum(inputs[j] + weights[c][j]);
            }
        }
    }
}
