// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.deepbelief.engine.math.SparseMatrix;

/** Sums over a batch of products of sparse units and others, by rows of the result. */
final class SparseAccumulation implements RowKernel {

    private final RowsTask task;

    private final SparseMatrix transposed = new SparseMatrix();

    private float alpha;

    private HostMatrix right;

    private HostMatrix target;

    SparseAccumulation(final RowsTask task) {
        this.task = task;
    }

    void run(final float newAlpha, final SparseMatrix left, final HostMatrix newRight, final HostMatrix newTarget) {
        alpha = newAlpha;
        transposed.transpose(left);
        right = newRight;
        target = newTarget;
        task.run(transposed.rows(), this);
    }

    @Override
    public void run(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < target.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, target.columns() - start);
                target.readRow(row, start, scratch.sums, 0, length);
                SparseProduct.addRow(transposed, row, alpha, right, start, scratch.sums, scratch.first, length);
                target.writeRow(row, start, scratch.sums, 0, length);
            }
        }
    }
}
