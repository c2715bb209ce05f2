// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.deepbelief.engine.math.SparseMatrix;

/** {@code target += alpha left^T right} over the rows of a sparse batch, by shards of columns. */
final class SparseAccumulation implements WorkerPool.Task {

    private final WorkerPool pool;

    private float alpha;

    private SparseMatrix left;

    private HostMatrix right;

    private HostMatrix target;

    private int shards;

    SparseAccumulation(final WorkerPool pool) {
        this.pool = pool;
    }

    void run(final float newAlpha, final SparseMatrix newLeft, final HostMatrix newRight,
        final HostMatrix newTarget) {
        alpha = newAlpha;
        left = newLeft;
        right = newRight;
        target = newTarget;
        shards = Shards.count(target.columns());
        pool.run(this, shards);
    }

    @Override
    public void run(final int shard, final Scratch scratch) {
        int to = Shards.start(target.columns(), shards, shard + 1);
        for (int start = Shards.start(target.columns(), shards, shard); start < to; start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, to - start);
            for (int row = 0; row < left.rows(); row++) {
                right.readRow(row, start, scratch.first, 0, length);
                for (int i = left.start(row); i < left.start(row + 1); i++) {
                    target.readRow(left.column(i), start, scratch.second, 0, length);
                    UnitKernels.addScaled(scratch.second, scratch.first, alpha * left.value(i), length);
                    target.writeRow(left.column(i), start, scratch.second, 0, length);
                }
            }
        }
    }
}
