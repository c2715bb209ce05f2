// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.Arrays;

/**
 * The way down to the active ones of many Bernoulli visible units, after the reconstruction sampling of Dauphin, Glorot
 * and Bengio (2011), with the importance weight of a sampled unit on its probability instead of its value:
 *
 * <pre>
 * p = 1 / (1 + exp(-(h W^T + b))),   v' = 1 with probability p / q, else 0    (v' = p / q where p exceeds q)
 * </pre>
 *
 * <p>A unit is active with probability q and then on with probability p / q, hence on with probability p: as long as no
 * p exceeds q, v' of a row, zero where not active, has exactly the distribution of a full reconstruction, so that what
 * the hidden units make of it has as well. In any case its mean is p. Random numbers belong to units, not to places:
 * with q = 1 it is the full reconstruction that {@link Propagation} draws.
 */
public final class SampledReconstruction implements AutoCloseable {

    private static final float SPARE = 1.1f;

    private final Compute compute;

    private final LazyRows weights;

    private final ActiveUnits active;

    private final float[] biases;

    private final int batchSize;

    private final float[] columnSums;

    private final double[] shardErrors = new double[UnitLayout.MAXIMUM_SHARDS];

    private final WorkerPool.Task shardTask = this::runShard;

    private FloatMatrix samples;

    private FloatMatrix hidden;

    private SparseMatrix target;

    private int rows;

    private long key;

    private int chunk;

    private int shards;

    /**
     * @param weights visible x hidden units
     * @param active which visible units take part; read at each run
     * @param biases one a visible unit; kept, not copied
     * @param batchSize the most rows of a batch
     */
    public SampledReconstruction(final Compute compute, final LazyRows weights, final ActiveUnits active,
        final float[] biases, final int batchSize) {
        this.compute = compute;
        this.weights = weights;
        this.active = active;
        this.biases = biases;
        this.batchSize = batchSize;
        this.columnSums = new float[active.visibleUnits()];
    }

    /**
     * Draws the active visible units, compares their means with a target, and passes what was drawn up again.
     *
     * @param from cases x hidden units
     * @param count the first rows of it
     * @param wanted cases x active units
     * @param randomKey see {@link CounterRandom#key}; the same key draws the same samples
     * @param up receives v' W: at least as many rows x hidden units; not the matrix {@code from}
     */
    public void sample(final FloatMatrix from, final int count, final SparseMatrix wanted, final long randomKey,
        final FloatMatrix up) {
        if (samples == null || samples.columns() < active.count()) {
            close();
            samples = FloatMatrix.zeros(batchSize,
                (int)Math.min(active.visibleUnits(), (long)(active.count() * SPARE)));
        }
        hidden = from;
        rows = count;
        target = wanted;
        key = randomKey;
        Arrays.fill(shardErrors, 0);
        for (chunk = 0; chunk < active.count(); chunk += LazyRows.CHUNK) {
            weights.startChunk(chunk);
            shards = UnitLayout.shardCount(chunkSize());
            compute.pool().run(shardTask, shards);
            weights.addProduct(samples, rows, up);
        }
    }

    private int chunkSize() {
        return Math.min(LazyRows.CHUNK, active.count() - chunk);
    }

    /** The samples of the last run: cases x active units, or with more columns than that. */
    public FloatMatrix samples() {
        return samples;
    }

    /** By places, the sums over the rows of the last run of target minus mean, times the unit's weight. */
    public float[] columnSums() {
        return columnSums;
    }

    /** The sum of (target - mean)^2 over rows and all units, estimated from the active ones by their weights. */
    public double squaredError() {
        double sum = 0;
        for (double error : shardErrors) {
            sum += error;
        }
        return sum;
    }

    private void runShard(final int shard, final Scratch scratch) {
        int from = chunk + UnitLayout.shardStart(chunkSize(), shards, shard);
        int to = chunk + UnitLayout.shardStart(chunkSize(), shards, shard + 1);
        weights.gather(from, to, scratch);
        compute.blas().multiply(1f, hidden, false, weights.gathered(), true, 0f, samples, 0, rows, from, to,
            hidden.columns());
        double error = 0;
        for (int start = from; start < to; start += Scratch.BLOCK) {
            error += draw(start, Math.min(Scratch.BLOCK, to - start), scratch);
        }
        shardErrors[shard] += error;
    }

    private double draw(final int start, final int length, final Scratch scratch) {
        for (int i = 0; i < length; i++) {
            int unit = active.unit(start + i);
            scratch.biases[i] = biases[unit];
            scratch.counters[i] = unit * CounterRandom.UNIT_INCREMENT;
            scratch.fourth[i] = active.weight(start + i);
        }
        Arrays.fill(scratch.sums, 0, length, 0f);
        Arrays.fill(scratch.squares, 0, length, 0f);
        float[] values = scratch.first;
        for (int row = 0; row < rows; row++) {
            samples.readRow(row, start, values, 0, length);
            UnitKernels.sigmoid(values, scratch.biases, length);
            target.readRow(row, start, scratch.third, length);
            UnitKernels.compare(scratch.third, values, scratch.sums, scratch.squares, length);
            UnitKernels.multiply(values, scratch.fourth, length);
            scratch.keyRow(CounterRandom.subKey(key, row), 0, length);
            UnitKernels.bernoulli(values, scratch, length);
            scratch.reinterpret(scratch.bits, scratch.second, length);
            UnitKernels.multiplyByExcess(scratch.second, values, length);
            samples.writeRow(row, start, scratch.second, 0, length);
        }
        double error = 0;
        for (int i = 0; i < length; i++) {
            columnSums[start + i] = scratch.sums[i] * scratch.fourth[i];
            error += scratch.squares[i] * scratch.fourth[i];
        }
        return error;
    }

    @Override
    public void close() {
        if (samples != null) {
            samples.close();
        }
    }
}
