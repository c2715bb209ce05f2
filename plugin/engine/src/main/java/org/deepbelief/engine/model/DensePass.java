// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;

/**
 * A way through a matrix of weights, whose results are multiplied by standard deviations where these are not 1.
 *
 * @param compute computes
 * @param propagation the way, to units of standard deviation 1
 * @param deviations 1 x units that the way leads to; null where all are 1
 */
record DensePass(Compute compute, Propagation propagation, FloatMatrix deviations) implements LayerPass {

    @Override
    public void expect(final FloatMatrix from, final int rows, final FloatMatrix means) {
        propagation.expect(from, rows, means);
        measure(means, rows);
    }

    @Override
    public void sample(final FloatMatrix from, final int rows, final FloatMatrix samples, final RandomRows random) {
        propagation.sample(from, rows, samples, samples, random);
        measure(samples, rows);
    }

    private void measure(final FloatMatrix units, final int rows) {
        if (deviations != null) {
            compute.multiplyColumns(units, rows, deviations);
        }
    }
}
