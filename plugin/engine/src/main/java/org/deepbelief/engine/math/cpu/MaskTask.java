// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.RandomRows;

/** Drops elements at random, by shards of columns. */
final class MaskTask implements WorkerPool.Task {

    private final WorkerPool pool;

    private HostMatrix matrix;

    private int rows;

    private float keep;

    private float scale;

    private RandomRows random;

    private int shards;

    MaskTask(final WorkerPool pool) {
        this.pool = pool;
    }

    void run(final HostMatrix newMatrix, final int newRows, final float newKeep, final float newScale,
        final RandomRows newRandom) {
        matrix = newMatrix;
        rows = newRows;
        keep = newKeep;
        scale = newScale;
        random = newRandom;
        shards = Shards.count(matrix.columns());
        pool.run(this, shards);
    }

    @Override
    public void run(final int shard, final Scratch scratch) {
        int to = Shards.start(matrix.columns(), shards, shard + 1);
        int from = Shards.start(matrix.columns(), shards, shard);
        for (int start = from; start < to; start += Scratch.BLOCK) {
            int length = Math.min(Scratch.BLOCK, to - start);
            Arrays.fill(scratch.second, 0, length, keep);
            scratch.countUnits(start, length, 1);
            for (int row = 0; row < rows; row++) {
                matrix.readRow(row, start, scratch.first, 0, length);
                scratch.keyRow(random.rowKey(row), 0, length);
                UnitKernels.bernoulli(scratch.second, scratch, length);
                scratch.reinterpret(scratch.bits, scratch.third, length);
                UnitKernels.multiply(scratch.first, scratch.third, scale, length);
                matrix.writeRow(row, start, scratch.first, 0, length);
            }
        }
    }
}
