// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;

/** The sums of the columns over rows, by shards of columns. */
final class ColumnSumsTask implements WorkerPool.Task {

    private final WorkerPool pool;

    private HostMatrix matrix;

    private int rows;

    private float scale;

    private float beta;

    private HostMatrix sums;

    private int shards;

    ColumnSumsTask(final WorkerPool pool) {
        this.pool = pool;
    }

    void run(final HostMatrix newMatrix, final int newRows, final float newScale, final float newBeta,
        final HostMatrix newSums) {
        matrix = newMatrix;
        rows = newRows;
        scale = newScale;
        beta = newBeta;
        sums = newSums;
        shards = Shards.count(matrix.columns());
        pool.run(this, shards);
    }

    @Override
    public void run(final int shard, final Scratch scratch) {
        int to = Shards.start(matrix.columns(), shards, shard + 1);
        int from = Shards.start(matrix.columns(), shards, shard);
        for (int start = from; start < to; start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, to - start);
            Arrays.fill(scratch.sums, 0, length, 0f);
            for (int row = 0; row < rows; row++) {
                matrix.readRow(row, start, scratch.first, 0, length);
                UnitKernels.accumulate(scratch.sums, scratch.first, length);
            }
            if (beta == 0f) {
                Arrays.fill(scratch.first, 0, length, 0f);
            } else {
                sums.readRow(0, start, scratch.first, 0, length);
            }
            for (int i = 0; i < length; i++) {
                float old = beta == 0f ? 0f : beta * scratch.first[i];
                scratch.first[i] = scale * scratch.sums[i] + old;
            }
            sums.writeRow(0, start, scratch.first, 0, length);
        }
    }
}
