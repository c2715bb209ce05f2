// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/**
 * The product of a batch and weights as a sum of products of some columns of the batch and the same rows of the
 * weights, so that each worker reads the rows of the weights that it writes in {@link CpuWeightUpdate}, and no others.
 * Writing what another processor has read takes several times as long, and most where they have no cache in common.
 */
final class PartialProduct {

    /** As each part is a matrix as large as the result. */
    private static final int MOST_PARTS = 4;

    private final CpuCompute compute;

    private final Blas blas;

    private final HostMatrix weights;

    private final Blocks blocks;

    private final HostMatrix[] parts;

    private final WorkerPool.Task shardTask = this::runShard;

    private HostMatrix input;

    private int rows;

    /** @param batchSize the most rows of an input */
    PartialProduct(final CpuCompute compute, final HostMatrix weights, final int batchSize) {
        this.compute = compute;
        this.weights = weights;
        blas = compute.blas(weights);
        blocks = Blocks.ofFewRowParts(weights.rows(), weights.columns(), MOST_PARTS);
        parts = new HostMatrix[blocks.rowParts()];
        for (int i = 1; i < parts.length; i++) {
            parts[i] = compute.zeros(batchSize, weights.columns());
        }
    }

    /** Computes all parts for the first {@code count} rows of the input, the first part to {@code result}. */
    void run(final HostMatrix from, final int count, final HostMatrix result) {
        blas.prepare(from, count);
        blas.prepare(weights, weights.rows());
        input = from;
        rows = count;
        parts[0] = result;
        compute.pool().run(shardTask, blocks.count());
    }

    /** Adds the other parts of a block to {@code values}, which holds the first one's. */
    void addOthers(final int row, final int count, final int start, final int width, final float[] values,
        final Scratch scratch) {
        for (int i = 1; i < parts.length; i++) {
            parts[i].readBlock(row, count, start, width, scratch.fourth);
            UnitKernels.accumulate(values, scratch.fourth, count * width);
        }
    }

    private void runShard(final int block, final Scratch scratch) {
        int part = blocks.rowPart(block);
        blas.multiply(1f, input, false, weights, false, 0f, parts[part], 0, rows, blocks.fromColumn(block),
            blocks.toColumn(block), blocks.fromRow(block), blocks.toRow(block));
    }
}
