// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/** Adds increments to weights, by shards of rows. */
final class StepTask implements WorkerPool.Task {

    private final WorkerPool pool;

    private HostMatrix weights;

    private HostMatrix increments;

    private float l2;

    private float l1;

    private int shards;

    private int runs;

    StepTask(final WorkerPool pool) {
        this.pool = pool;
    }

    void run(final HostMatrix newWeights, final HostMatrix newIncrements, final float newL2, final float newL1) {
        weights = newWeights;
        increments = newIncrements;
        l2 = newL2;
        l1 = newL1;
        shards = Shards.count(weights.rows());
        runs++;
        pool.run(this, shards);
    }

    @Override
    public void run(final int shard, final Scratch scratch) {
        CpuWeightUpdate.step(weights, increments, Shards.start(weights.rows(), shards, shard),
            Shards.start(weights.rows(), shards, shard + 1), 0, weights.columns(), l2, l1,
            CpuWeightUpdate.flushes(runs), scratch);
    }
}
