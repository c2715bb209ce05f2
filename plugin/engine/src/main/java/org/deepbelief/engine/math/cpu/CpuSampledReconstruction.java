// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.ActiveUnits;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.SampledReconstruction;
import org.deepbelief.engine.math.SparseMatrix;

/** {@link SampledReconstruction}, a chunk of the active units after the other. */
final class CpuSampledReconstruction implements SampledReconstruction {

    private static final float SPARE = 1.1f;

    private final CpuCompute compute;

    private final CpuLazyRows weights;

    private final ActiveUnits active;

    private final HostMatrix biases;

    private final int batchSize;

    private final HostMatrix columnSums;

    private final double[] shardErrors = new double[Shards.MOST];

    private final WorkerPool.Task shardTask = this::runShard;

    /** They grow with the active units. */
    private HostMatrix samples;

    private HostMatrix hidden;

    private SparseMatrix target;

    private int rows;

    private RandomRows random;

    private int chunk;

    private int shards;

    CpuSampledReconstruction(final CpuCompute compute, final CpuLazyRows weights, final ActiveUnits active,
        final HostMatrix biases, final int batchSize) {
        this.compute = compute;
        this.weights = weights;
        this.active = active;
        this.biases = biases;
        this.batchSize = batchSize;
        this.columnSums = compute.zeros(1, active.visibleUnits());
    }

    @Override
    public void sample(final FloatMatrix from, final int count, final SparseMatrix wanted,
        final RandomRows newRandom, final FloatMatrix up) {
        if (samples == null || samples.columns() < active.count()) {
            if (samples != null) {
                compute.release(samples);
            }
            samples = compute.zeros(batchSize, (int)Math.min(active.visibleUnits(), (long)(active.count() * SPARE)));
        }
        hidden = HostMatrix.of(from);
        rows = count;
        target = wanted;
        random = newRandom;
        Arrays.fill(shardErrors, 0);
        for (chunk = 0; chunk < active.count(); chunk += CpuLazyRows.CHUNK) {
            weights.startChunk(chunk);
            shards = Shards.count(chunkSize());
            compute.pool().run(shardTask, shards);
            weights.addProduct(samples, rows, HostMatrix.of(up));
        }
    }

    private int chunkSize() {
        return Math.min(CpuLazyRows.CHUNK, active.count() - chunk);
    }

    @Override
    public HostMatrix samples() {
        return samples;
    }

    @Override
    public HostMatrix columnSums() {
        return columnSums;
    }

    @Override
    public double squaredError() {
        double sum = 0;
        for (double error : shardErrors) {
            sum += error;
        }
        return sum;
    }

    private void runShard(final int shard, final Scratch scratch) {
        int from = chunk + Shards.start(chunkSize(), shards, shard);
        int to = chunk + Shards.start(chunkSize(), shards, shard + 1);
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
            scratch.biases[i] = biases.get(0, unit);
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
            scratch.keyRow(random.rowKey(row), 0, length);
            UnitKernels.bernoulli(values, scratch, length);
            scratch.reinterpret(scratch.bits, scratch.second, length);
            UnitKernels.multiplyByExcess(scratch.second, values, length);
            samples.writeRow(row, start, scratch.second, 0, length);
        }
        double error = 0;
        for (int i = 0; i < length; i++) {
            scratch.sums[i] *= scratch.fourth[i];
            error += scratch.squares[i] * scratch.fourth[i];
        }
        columnSums.writeRow(0, start, scratch.sums, 0, length);
        return error;
    }
}
