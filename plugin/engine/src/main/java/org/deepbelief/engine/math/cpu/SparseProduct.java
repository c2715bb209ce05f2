// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.SparseMatrix;

/** The product of a sparse batch and weights. */
final class SparseProduct implements RowKernel {

    private SparseMatrix input;

    private HostMatrix weights;

    private HostMatrix target;

    void set(final SparseMatrix newInput, final HostMatrix newWeights, final HostMatrix newTarget) {
        input = newInput;
        weights = newWeights;
        target = newTarget;
    }

    @Override
    public void run(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < weights.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, weights.columns() - start);
                Arrays.fill(scratch.sums, 0, length, 0f);
                addRow(input, row, 1f, weights, start, scratch.sums, scratch.first, length);
                target.writeRow(row, start, scratch.sums, 0, length);
            }
        }
    }

    /**
     * {@code sums += scale (row of left times right)}, for {@code length} columns of the right matrix from
     * {@code column} on.
     *
     * @param buffer as long as that
     */
    static void addRow(final SparseMatrix left, final int row, final float scale, final HostMatrix right,
        final int column, final float[] sums, final float[] buffer, final int length) {
        int end = left.start(row + 1);
        for (int i = left.start(row); i < end; i++) {
            right.readRow(left.column(i), column, buffer, 0, length);
            UnitKernels.addScaled(sums, buffer, scale * left.value(i), length);
        }
    }
}
