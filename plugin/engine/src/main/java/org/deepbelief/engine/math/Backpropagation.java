// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.Arrays;

/**
 * One step of back-propagation through a layer: {@code out = (delta op(weights)) * f'(x)}, with the derivative taken
 * from the activations f(x). Prepared once per training; one run at a time.
 */
public final class Backpropagation {

    private final Compute compute;

    private final FloatMatrix weights;

    private final boolean transposed;

    private final UnitType type;

    private final UnitLayout layout;

    private final float[] columnSums;

    private final WorkerPool.Task shardTask = this::runShard;

    private FloatMatrix delta;

    private int rows;

    private FloatMatrix activations;

    private FloatMatrix out;

    private float[] ownError;

    /**
     * @param weights the weights through which the error comes back: units of delta x units of out, or transposed
     * @param transposed true for the weights of a forward pass (units of out x units of delta)
     * @param type the kind of the units of {@code out}
     * @throws IllegalArgumentException for softmax units, whose derivative is not one unit's own
     */
    public Backpropagation(final Compute compute, final FloatMatrix weights, final boolean transposed,
        final UnitType type) {
        if (type == UnitType.SOFTMAX) {
            throw new IllegalArgumentException("No error is propagated back through softmax units.");
        }
        this.compute = compute;
        this.weights = weights;
        this.transposed = transposed;
        this.type = type;
        this.layout = UnitLayout.of(type, transposed ? weights.rows() : weights.columns());
        this.columnSums = new float[layout.units()];
    }

    /**
     * Propagates the first {@code count} rows.
     *
     * @param newDelta the error above, dE/dx of the units above
     * @param unitActivations f(x) of the units of {@code result}, as propagated forward
     * @param result receives dE/dx of its units; not the activations' matrix
     */
    public void run(final FloatMatrix newDelta, final int count, final FloatMatrix unitActivations,
        final FloatMatrix result) {
        run(newDelta, count, unitActivations, result, null);
    }

    /**
     * As above, with an error of each unit's own: {@code out = (delta op(weights) + ownError) * f'(x)}.
     *
     * @param unitErrors one a unit, the same for all rows; may be null for none
     */
    public void run(final FloatMatrix newDelta, final int count, final FloatMatrix unitActivations,
        final FloatMatrix result, final float[] unitErrors) {
        if (newDelta.columns() != inputs() || result.columns() != layout.units()
            || unitActivations.columns() != layout.units() || count > newDelta.rows() || count > result.rows()
            || count > unitActivations.rows()) {
            throw new IllegalArgumentException(count + " rows of " + newDelta.shape() + " do not fit weights of "
                + weights.shape() + " and a result of " + result.shape());
        }
        delta = newDelta;
        rows = count;
        activations = unitActivations;
        out = result;
        ownError = unitErrors;
        compute.pool().run(shardTask, layout.shardCount());
    }

    /** The sums over the rows of the last result: the gradient of the biases. Reused by the next run. */
    public float[] columnSums() {
        return columnSums;
    }

    private int inputs() {
        return transposed ? weights.columns() : weights.rows();
    }

    private void runShard(final int shard, final Scratch scratch) {
        compute.blas().multiply(1f, delta, false, weights, transposed, 0f, out, 0, rows, layout.shardStart(shard),
            layout.shardStart(shard + 1), inputs());
        for (UnitLayout.Segment segment : layout.segments(shard)) {
            int start = segment.start();
            int length = segment.length();
            Arrays.fill(scratch.sums, 0, length, 0f);
            if (ownError != null) {
                System.arraycopy(ownError, start, scratch.biases, 0, length);
            }
            for (int row = 0; row < rows; row++) {
                out.readRow(row, start, scratch.first, 0, length);
                if (ownError != null) {
                    UnitKernels.add(scratch.first, scratch.biases, length);
                }
                if (type != UnitType.GAUSSIAN) {
                    activations.readRow(row, start, scratch.second, 0, length);
                    if (type == UnitType.BERNOULLI) {
                        UnitKernels.multiplyBySigmoidSlope(scratch.first, scratch.second, length);
                    } else {
                        UnitKernels.multiplyByRectifierSlope(scratch.first, scratch.second, length);
                    }
                }
                if (type != UnitType.GAUSSIAN || ownError != null) {
                    out.writeRow(row, start, scratch.first, 0, length);
                }
                UnitKernels.accumulate(scratch.sums, scratch.first, length);
            }
            System.arraycopy(scratch.sums, 0, columnSums, start, length);
        }
    }
}
