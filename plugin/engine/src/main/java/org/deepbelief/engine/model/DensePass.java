// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.cpu.RowKernel;
import org.deepbelief.engine.math.cpu.Scratch;

/** A way through a matrix of weights, whose results are multiplied by standard deviations where these are not 1. */
final class DensePass implements LayerPass, RowKernel {

    private final Compute compute;

    private final Propagation propagation;

    private final float[] deviations;

    private FloatMatrix result;

    /** @param deviations one a unit that the way leads to; null where all are 1 */
    DensePass(final Compute compute, final Propagation propagation, final float[] deviations) {
        this.compute = compute;
        this.propagation = propagation;
        this.deviations = deviations;
    }

    @Override
    public void expect(final FloatMatrix from, final int rows, final FloatMatrix means) {
        propagation.expect(from, rows, means);
        measure(means, rows);
    }

    @Override
    public void sample(final FloatMatrix from, final int rows, final FloatMatrix samples,
        final RandomRows random) {
        propagation.sample(from, rows, samples, samples, random);
        measure(samples, rows);
    }

    private void measure(final FloatMatrix units, final int rows) {
        if (deviations != null) {
            result = units;
            compute.overRows(rows, this);
        }
    }

    @Override
    public void run(final int from, final int to, final Scratch scratch) {
        final float[] row = new float[deviations.length];
        for (int r = from; r < to; r++) {
            result.readRow(r, row);
            for (int i = 0; i < row.length; i++) {
                row[i] *= deviations[i];
            }
            result.writeRow(r, row);
        }
    }
}
