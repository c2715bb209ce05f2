// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;

/** The sums over rows of the products of two matrices, element by element, by shards of their columns. */
final class ColumnProductsTask implements WorkerPool.Task {

    private final WorkerPool pool;

    private HostMatrix left;

    private HostMatrix right;

    private int rows;

    private HostMatrix sums;

    private int shards;

    ColumnProductsTask(final WorkerPool pool) {
        this.pool = pool;
    }

    void run(final HostMatrix newLeft, final HostMatrix newRight, final int newRows, final HostMatrix newSums) {
        left = newLeft;
        right = newRight;
        rows = newRows;
        sums = newSums;
        shards = Shards.count(left.columns());
        pool.run(this, shards);
    }

    @Override
    public void run(final int shard, final Scratch scratch) {
        int to = Shards.start(left.columns(), shards, shard + 1);
        for (int start = Shards.start(left.columns(), shards, shard); start < to; start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, to - start);
            Arrays.fill(scratch.sums, 0, length, 0f);
            for (int row = 0; row < rows; row++) {
                left.readRow(row, start, scratch.first, 0, length);
                right.readRow(row, start, scratch.second, 0, length);
                UnitKernels.multiply(scratch.first, scratch.second, length);
                UnitKernels.accumulate(scratch.sums, scratch.first, length);
            }
            sums.writeRow(0, start, scratch.sums, 0, length);
        }
    }
}
