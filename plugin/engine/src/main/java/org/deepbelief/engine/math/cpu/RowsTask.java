// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/** Runs a kernel over ranges of rows, and asks between them whether to go on. */
final class RowsTask implements WorkerPool.Task {

    private static final int ROWS = 8;

    /** Some tenths of a second for the longest rows that there can be. */
    private static final int ROWS_BETWEEN_QUESTIONS = 64;

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
        int end = (int)((long)rows * (shard + 1) / shards);
        int from = (int)((long)rows * shard / shards);
        while (end - from > ROWS_BETWEEN_QUESTIONS) {
            kernel.run(from, from + ROWS_BETWEEN_QUESTIONS, scratch);
            from += ROWS_BETWEEN_QUESTIONS;
            pool.checkpoint();
        }
        kernel.run(from, end, scratch);
    }
}
