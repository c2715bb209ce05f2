// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/** Runs a kernel over ranges of rows. */
final class RowsTask implements WorkerPool.Task {

    private static final int ROWS = 8;

    private final WorkerPool pool;

    private RowKernel kernel;

    private int rows;

    private int shards;

    RowsTask(final WorkerPool pool) {
        this.pool = pool;
    }

    void run(final int newRows, final RowKernel newKernel) {
        rows = newRows;
        kernel = newKernel;
        shards = Math.max(1, Math.min(Shards.MOST, rows / ROWS));
        pool.run(this, shards);
    }

    @Override
    public void run(final int shard, final Scratch scratch) {
        kernel.run((int)((long)rows * shard / shards), (int)((long)rows * (shard + 1) / shards), scratch);
    }
}
