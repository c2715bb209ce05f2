// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;

/** The sums over rows of v (v - mean), by shards of columns. */
final class MomentsTask implements WorkerPool.Task {

    private final WorkerPool pool;

    private HostMatrix values;

    private HostMatrix means;

    private int rows;

    private HostMatrix sums;

    private int shards;

    MomentsTask(final WorkerPool pool) {
        this.pool = pool;
    }

    void run(final HostMatrix newValues, final HostMatrix newMeans, final int newRows, final HostMatrix newSums) {
        values = newValues;
        means = newMeans;
        rows = newRows;
        sums = newSums;
        shards = Shards.count(values.columns());
        pool.run(this, shards);
    }

    @Override
    public void run(final int shard, final Scratch scratch) {
        int to = Shards.start(values.columns(), shards, shard + 1);
        for (int start = Shards.start(values.columns(), shards, shard); start < to; start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, to - start);
            Arrays.fill(scratch.sums, 0, length, 0f);
            for (int row = 0; row < rows; row++) {
                values.readRow(row, start, scratch.first, 0, length);
                means.readRow(row, start, scratch.second, 0, length);
                UnitKernels.accumulateMoments(scratch.sums, scratch.first, scratch.second, length);
            }
            sums.writeRow(0, start, scratch.sums, 0, length);
        }
    }
}
