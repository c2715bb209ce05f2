// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Backpropagation;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.UnitLayout;

/** {@link Backpropagation} by shards of units. */
final class CpuBackpropagation implements Backpropagation {

    private final CpuCompute compute;

    private final HostMatrix weights;

    private final Blas blas;

    private final boolean transposed;

    private final Activation activation;

    private final Shards shards;

    private final int units;

    private final HostMatrix columnSums;

    private final WorkerPool.Task shardTask = this::runShard;

    private HostMatrix delta;

    private int rows;

    private HostMatrix activations;

    private HostMatrix out;

    private HostMatrix ownError;

    CpuBackpropagation(final CpuCompute compute, final HostMatrix weights, final boolean transposed,
        final Activation activation) {
        if (activation == Activation.SOFTMAX) {
            throw new IllegalArgumentException("No error is propagated back through softmax units.");
        }
        this.compute = compute;
        this.weights = weights;
        this.blas = compute.blas(weights);
        this.transposed = transposed;
        this.activation = activation;
        this.units = transposed ? weights.rows() : weights.columns();
        this.shards = new Shards(UnitLayout.of(activation, units));
        this.columnSums = compute.zeros(1, units);
    }

    @Override
    public void run(final FloatMatrix newDelta, final int count, final FloatMatrix unitActivations,
        final FloatMatrix result, final FloatMatrix unitErrors) {
        if (newDelta.columns() != inputs() || result.columns() != units
            || unitActivations.columns() != units || count > newDelta.rows() || count > result.rows()
            || count > unitActivations.rows() || unitErrors != null && (unitErrors.columns() != units
                || unitErrors.rows() > 1 && count > unitErrors.rows())) {
            throw new IllegalArgumentException(count + " rows of " + newDelta.shape() + " do not fit weights of "
                + weights.shape() + " and a result of " + result.shape());
        }
        delta = HostMatrix.of(newDelta);
        rows = count;
        activations = HostMatrix.of(unitActivations);
        out = HostMatrix.of(result);
        ownError = HostMatrix.of(unitErrors);
        blas.prepare(delta, count);
        blas.prepare(weights, weights.rows());
        compute.pool().run(shardTask, shards.count());
        blas.renewed(out, count);
    }

    @Override
    public HostMatrix columnSums() {
        return columnSums;
    }

    private int inputs() {
        return transposed ? weights.columns() : weights.rows();
    }

    private void runShard(final int shard, final Scratch scratch) {
        blas.multiply(1f, delta, false, weights, transposed, 0f, out, 0, rows,
            shards.start(shard), shards.start(shard + 1), inputs());
        for (Shards.Segment segment : shards.segments(shard)) {
            multiplyBySlopes(segment, scratch);
        }
        blas.renew(out, 0, rows, shards.start(shard), shards.start(shard + 1));
    }

    /** Several rows side by side fill a block, since the ends of short vectorised loops are not. */
    private void multiplyBySlopes(final Shards.Segment segment, final Scratch scratch) {
        int start = segment.start();
        int width = segment.length();
        int together = Math.max(1, Math.min(rows, Scratch.BLOCK / width));
        Arrays.fill(scratch.sums, 0, together * width, 0f);
        if (ownError != null && ownError.rows() == 1) {
            for (int i = 0; i < together; i++) {
                ownError.readRow(0, start, scratch.biases, i * width, width);
            }
        }
        for (int row = 0; row < rows; row += together) {
            int count = Math.min(together, rows - row);
            int length = count * width;
            out.readBlock(row, count, start, width, scratch.first);
            if (ownError != null) {
                if (ownError.rows() > 1) {
                    ownError.readBlock(row, count, start, width, scratch.biases);
                }
                UnitKernels.add(scratch.first, scratch.biases, length);
            }
            if (activation != Activation.IDENTITY) {
                activations.readBlock(row, count, start, width, scratch.second);
                if (activation == Activation.LOGISTIC) {
                    UnitKernels.multiplyBySigmoidSlope(scratch.first, scratch.second, length);
                } else {
                    UnitKernels.multiplyByRectifierSlope(scratch.first, scratch.second, length);
                }
            }
            if (activation != Activation.IDENTITY || ownError != null) {
                out.writeBlock(row, count, start, width, scratch.first);
            }
            UnitKernels.accumulate(scratch.sums, scratch.first, length);
        }
        for (int i = width; i < together * width; i++) {
            scratch.sums[i % width] += scratch.sums[i];
        }
        columnSums.writeRow(0, start, scratch.sums, 0, width);
    }
}
