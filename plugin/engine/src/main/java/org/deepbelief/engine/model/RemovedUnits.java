// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import org.deepbelief.engine.math.FloatMatrix;

/**
 * Neighbouring visible units that are taken from a network, each as if it always were at its mean.
 *
 * @param first the first of them
 * @param means one per unit that goes
 */
record RemovedUnits(int first, float[] means) {

    /** What of one value a visible unit is left. */
    float[] elements(final float[] values) {
        final float[] left = new float[values.length - means.length];
        for (int i = 0; i < left.length; i++) {
            left[i] = values[source(i)];
        }
        return left;
    }

    /** What of visible x hidden is left. */
    FloatMatrix rows(final FloatMatrix weights) {
        final FloatMatrix left = FloatMatrix.zeros(weights.rows() - means.length, weights.columns());
        for (int i = 0; i < left.rows(); i++) {
            for (int j = 0; j < left.columns(); j++) {
                left.set(i, j, weights.get(source(i), j));
            }
        }
        return left;
    }

    /** What of so many x visible is left. */
    FloatMatrix columns(final FloatMatrix weights) {
        final FloatMatrix left = FloatMatrix.zeros(weights.rows(), weights.columns() - means.length);
        for (int i = 0; i < left.rows(); i++) {
            for (int j = 0; j < left.columns(); j++) {
                left.set(i, j, weights.get(i, source(j)));
            }
        }
        return left;
    }

    /** What is left of blocks of visible x so many, one below the other. */
    FloatMatrix blocks(final FloatMatrix weights, final int units) {
        final int unitsLeft = units - means.length;
        final FloatMatrix left = FloatMatrix.zeros(weights.rows() / units * unitsLeft, weights.columns());
        for (int i = 0; i < left.rows(); i++) {
            for (int j = 0; j < left.columns(); j++) {
                left.set(i, j, weights.get(i / unitsLeft * units + source(i % unitsLeft), j));
            }
        }
        return left;
    }

    /**
     * The biases that take up what the units added to the input of each hidden unit on the average: with the mean m and
     * the standard deviation s of unit i, and weights W, b_j + sum over i of m_i / s_i^2 W_ij.
     */
    float[] hiddenBiases(final FloatMatrix weights, final float[] biases, final float[] deviations) {
        final float[] shifted = new float[biases.length];
        for (int j = 0; j < shifted.length; j++) {
            double bias = biases[j];
            for (int u = 0; u < means.length; u++) {
                final double deviation = deviations[first + u];
                bias += means[u] / (deviation * deviation) * weights.get(first + u, j);
            }
            shifted[j] = (float)bias;
        }
        return shifted;
    }

    private int source(final int left) {
        return left < first ? left : left + means.length;
    }
}
