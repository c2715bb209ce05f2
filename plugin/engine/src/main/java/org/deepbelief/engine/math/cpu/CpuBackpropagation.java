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
            int start = segment.start();
            int length = segment.length();
            Arrays.fill(scratch.sums, 0, length, 0f);
            if (ownError != null) {
                ownError.readRow(0, start, scratch.biases, 0, length);
            }
            for (int row = 0; row < rows; row++) {
                out.readRow(row, start, scratch.first, 0, length);
                if (ownError != null) {
                    if (ownError.rows() > 1) {
                        ownError.readRow(row, start, scratch.biases, 0, length);
                    }
                    UnitKernels.add(scratch.first, scratch.biases, length);
                }
                if (activation != Activation.IDENTITY) {
                    activations.readRow(row, start, scratch.second, 0, length);
                    if (activation == Activation.LOGISTIC) {
                        UnitKernels.multiplyBySigmoidSlope(scratch.first, scratch.second, length);
                    } else {
                        UnitKernels.multiplyByRectifierSlope(scratch.first, scratch.second, length);
                    }
                }
                if (activation != Activation.IDENTITY || ownError != null) {
                    out.writeRow(row, start, scratch.first, 0, length);
                }
                UnitKernels.accumulate(scratch.sums, scratch.first, length);
            }
            columnSums.writeRow(0, start, scratch.sums, 0, length);
        }
        blas.renew(out, 0, rows, shards.start(shard), shards.start(shard + 1));
    }
}
