// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.WeightUpdate;

/** {@link WeightUpdate} by blocks of the weights. */
final class CpuWeightUpdate implements WeightUpdate {

    /** Increments of unused weights only decay; as subnormal numbers they would make all arithmetic crawl. */
    private static final int STEPS_TO_FLUSH = 32;

    /** Weights that are still in the cache when they have been changed. */
    private static final int CACHED_ELEMENTS = 1 << 15;

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

    private final HostMatrix[] left = new HostMatrix[MOST_TERMS];

    private final HostMatrix[] right = new HostMatrix[MOST_TERMS];

    private final float[] signs = new float[MOST_TERMS];

    private int terms;

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
        this.blocks = Blocks.alongRows(weights.rows(), weights.columns());
        this.centre = centred ? new CpuCentre(compute, weights.rows(), weights.columns(), blocks) : null;
    }

    @Override
    public CpuCentre centre() {
        return centre;
    }

    @Override
    public CpuWeightUpdate add(final FloatMatrix newLeft, final FloatMatrix newRight) {
        sums = null;
        terms = 0;
        return term(1f, newLeft, newRight);
    }

    @Override
    public CpuWeightUpdate and(final FloatMatrix newLeft, final FloatMatrix newRight) {
        return term(1f, newLeft, newRight);
    }

    @Override
    public CpuWeightUpdate minus(final FloatMatrix newLeft, final FloatMatrix newRight) {
        return term(-1f, newLeft, newRight);
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

    private CpuWeightUpdate term(final float sign, final FloatMatrix newLeft, final FloatMatrix newRight) {
        if (newLeft.columns() != weights.rows() || newRight.columns() != weights.columns()) {
            throw new IllegalArgumentException("Units of " + newLeft.shape() + " and " + newRight.shape()
                + " do not fit weights of " + weights.shape());
        }
        signs[terms] = sign;
        left[terms] = HostMatrix.of(newLeft);
        right[terms++] = HostMatrix.of(newRight);
        return this;
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
        for (int term = 0; sums == null && term < terms; term++) {
            blas.prepare(left[term], rows);
            blas.prepare(right[term], rows);
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
        if (sums == null) {
            // Products come to them by tiles, and no processor guesses which is next, as in a loop over all.
            VectorBlas.fetch(increments, fromRow, toRow, fromColumn, toColumn);
        }
        if (centre != null) {
            centre.takeOff(compute, scale, momentum, increments, block);
        }
        float kept = centre == null ? momentum : 1f;
        if (sums != null) {
            addSums(kept, fromRow, toRow, fromColumn, toColumn, scratch);
        } else {
            for (int term = 0; term < terms; term++) {
                blas.multiply(signs[term] * scale, left[term], true, right[term], false, term == 0 ? kept : 1f,
                    increments, fromRow, toRow, fromColumn, toColumn, rows);
            }
        }
        if (centre != null) {
            centre.startShift(compute, weights, block);
        }
        int together = Math.max(1, CACHED_ELEMENTS / (toColumn - fromColumn));
        for (int row = fromRow; row < toRow; row += together) {
            int end = Math.min(toRow, row + together);
            step(weights, increments, row, end, fromColumn, toColumn, l2, l1, flushes(runs), scratch);
            blas.renew(weights, row, end, fromColumn, toColumn);
        }
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

    /** Adds the increments of a block: {@code weights += increments - l2 weights}, then the shrinkage by l1. */
    static void step(final HostMatrix weights, final HostMatrix increments, final int fromRow, final int toRow,
        final int fromColumn, final int toColumn, final float l2, final float l1, final boolean flush,
        final Scratch scratch) {
        if (l2 != 0f) {
            VectorBlas.addScaled(-l2, weights, weights, fromRow, toRow, fromColumn, toColumn);
        }
        VectorBlas.addScaled(1f, increments, weights, fromRow, toRow, fromColumn, toColumn);
        if (l1 > 0f || flush) {
            shrinkOrFlush(weights, increments, fromRow, toRow, fromColumn, toColumn, l1, flush, scratch);
        }
    }

    private static void shrinkOrFlush(final HostMatrix weights, final HostMatrix increments, final int fromRow,
        final int toRow, final int fromColumn, final int toColumn, final float l1, final boolean flush,
        final Scratch scratch) {
        for (int row = fromRow; row < toRow; row++) {
            for (int start = fromColumn; start < toColumn; start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, toColumn - start);
                if (l1 > 0f) {
                    weights.readRow(row, start, scratch.first, 0, length);
                    UnitKernels.shrink(scratch.first, l1, length);
                    weights.writeRow(row, start, scratch.first, 0, length);
                }
                if (flush) {
                    increments.readRow(row, start, scratch.first, 0, length);
                    UnitKernels.flush(scratch.first, length);
                    increments.writeRow(row, start, scratch.first, 0, length);
                }
            }
        }
    }
}
