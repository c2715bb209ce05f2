// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.WeightUpdate;

/** {@link WeightUpdate} by blocks of the weights. */
final class CpuWeightUpdate implements WeightUpdate {

    /** Increments of unused weights only decay; as subnormal numbers they would make all arithmetic crawl. */
    private static final int STEPS_TO_FLUSH = 32;

    private final CpuCompute compute;

    private final HostMatrix weights;

    private final Blas blas;

    private final HostMatrix increments;

    private final Blocks blocks;

    private final CpuCentre centre;

    private final WorkerPool.Task shardTask = this::runShard;

    private long runs;

    private int rows;

    private float momentum;

    private float scale;

    /** Null where the terms are to be summed. */
    private HostMatrix sums;

    private HostMatrix firstLeft;

    private HostMatrix firstRight;

    private float sign;

    private HostMatrix secondLeft;

    private HostMatrix secondRight;

    private float l2;

    private float l1;

    CpuWeightUpdate(final CpuCompute compute, final HostMatrix weights, final HostMatrix increments,
        final boolean centred) {
        if (weights.rows() != increments.rows() || weights.columns() != increments.columns()) {
            throw new IllegalArgumentException("Increments of " + increments.shape() + " do not fit weights of "
                + weights.shape());
        }
        this.compute = compute;
        this.weights = weights;
        this.blas = compute.blas(weights);
        this.increments = increments;
        this.blocks = new Blocks(weights.rows(), weights.columns(), Shards.MOST);
        this.centre = centred ? new CpuCentre(compute, weights.rows(), weights.columns(), blocks) : null;
    }

    @Override
    public CpuCentre centre() {
        return centre;
    }

    @Override
    public CpuWeightUpdate add(final FloatMatrix left, final FloatMatrix right) {
        requireShape(left, right);
        sums = null;
        firstLeft = HostMatrix.of(left);
        firstRight = HostMatrix.of(right);
        secondLeft = null;
        return this;
    }

    @Override
    public CpuWeightUpdate and(final FloatMatrix left, final FloatMatrix right) {
        return second(1f, left, right);
    }

    @Override
    public CpuWeightUpdate minus(final FloatMatrix left, final FloatMatrix right) {
        return second(-1f, left, right);
    }

    @Override
    public CpuWeightUpdate sums(final FloatMatrix given) {
        if (given.rows() != weights.rows() || given.columns() != weights.columns()) {
            throw new IllegalArgumentException("Sums of " + given.shape() + " do not fit weights of "
                + weights.shape());
        }
        sums = HostMatrix.of(given);
        return this;
    }

    private CpuWeightUpdate second(final float newSign, final FloatMatrix left, final FloatMatrix right) {
        requireShape(left, right);
        sign = newSign;
        secondLeft = HostMatrix.of(left);
        secondRight = HostMatrix.of(right);
        return this;
    }

    private void requireShape(final FloatMatrix left, final FloatMatrix right) {
        if (left.columns() != weights.rows() || right.columns() != weights.columns()) {
            throw new IllegalArgumentException("Units of " + left.shape() + " and " + right.shape()
                + " do not fit weights of " + weights.shape());
        }
    }

    @Override
    public void run(final int count, final float newScale, final float newMomentum, final float newL2,
        final float newL1) {
        rows = count;
        scale = newScale;
        momentum = newMomentum;
        l2 = newL2;
        l1 = newL1;
        runs++;
        if (sums == null) {
            blas.prepare(firstLeft, rows);
            blas.prepare(firstRight, rows);
            if (secondLeft != null) {
                blas.prepare(secondLeft, rows);
                blas.prepare(secondRight, rows);
            }
        }
        compute.pool().run(shardTask, blocks.count());
        blas.renewed(weights, weights.rows());
    }

    @Override
    public long runs() {
        return runs;
    }

    @Override
    public void runs(final long count) {
        runs = count;
    }

    private void runShard(final int block, final Scratch scratch) {
        int fromRow = blocks.fromRow(block);
        int toRow = blocks.toRow(block);
        int fromColumn = blocks.fromColumn(block);
        int toColumn = blocks.toColumn(block);
        if (centre != null) {
            centre.takeOff(compute, scale, momentum, increments, block);
        }
        float kept = centre == null ? momentum : 1f;
        if (sums != null) {
            addSums(kept, fromRow, toRow, fromColumn, toColumn, scratch);
        } else {
            blas.multiply(scale, firstLeft, true, firstRight, false, kept, increments, fromRow, toRow,
                fromColumn, toColumn, rows);
            if (secondLeft != null) {
                blas.multiply(sign * scale, secondLeft, true, secondRight, false, 1f, increments, fromRow,
                    toRow, fromColumn, toColumn, rows);
            }
        }
        if (centre != null) {
            centre.startShift(compute, weights, block);
        }
        step(weights, increments, fromRow, toRow, fromColumn, toColumn, l2, l1, flushes(runs), scratch);
        blas.renew(weights, fromRow, toRow, fromColumn, toColumn);
        if (centre != null) {
            centre.endShift(compute, weights, block);
        }
    }

    private void addSums(final float kept, final int fromRow, final int toRow, final int fromColumn,
        final int toColumn, final Scratch scratch) {
        for (int row = fromRow; row < toRow; row++) {
            for (int start = fromColumn; start < toColumn; start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, toColumn - start);
                increments.readRow(row, start, scratch.first, 0, length);
                sums.readRow(row, start, scratch.second, 0, length);
                UnitKernels.add(scratch.first, kept, scratch.second, scale, length);
                increments.writeRow(row, start, scratch.first, 0, length);
            }
        }
    }

    static boolean flushes(final long run) {
        return run % STEPS_TO_FLUSH == 0;
    }

    /** Adds the increments of a block; short rows several at a time. */
    static void step(final HostMatrix weights, final HostMatrix increments, final int fromRow, final int toRow,
        final int fromColumn, final int toColumn, final float l2, final float l1, final boolean flush,
        final Scratch scratch) {
        int together = Math.max(1, Scratch.BLOCK / (toColumn - fromColumn));
        for (int row = fromRow; row < toRow; row += together) {
            int count = Math.min(together, toRow - row);
            for (int start = fromColumn; start < toColumn; start += Scratch.BLOCK) {
                int width = Math.min(Scratch.BLOCK, toColumn - start);
                int length = count * width;
                weights.readBlock(row, count, start, width, scratch.first);
                increments.readBlock(row, count, start, width, scratch.second);
                UnitKernels.step(scratch.first, scratch.second, l2, length);
                if (l1 > 0f) {
                    UnitKernels.shrink(scratch.first, l1, length);
                }
                weights.writeBlock(row, count, start, width, scratch.first);
                if (flush) {
                    UnitKernels.flush(scratch.second, length);
                    increments.writeBlock(row, count, start, width, scratch.second);
                }
            }
        }
    }
}
