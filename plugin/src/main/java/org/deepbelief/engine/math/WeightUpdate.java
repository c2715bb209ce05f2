// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * A step of gradient ascent on one weight matrix, from the units on its two sides in a batch:
 *
 * <pre>
 * increments = momentum increments + scale (left1^T right1 [+- left2^T right2])    (over the rows of the batch)
 * weights    = weights + increments - l2 weights,   then each weight moves by l1 towards zero, not past it
 * </pre>
 *
 * It does what one or two calls of {@link Compute#accumulate} and one of {@link Compute#step} do, with the increments
 * still in the cache when they are added. A centred one takes the units around a {@link Centre}. Prepared once per
 * training; one run at a time.
 */
public final class WeightUpdate {

    /** Increments of unused weights only decay; as subnormal numbers they would make all arithmetic crawl. */
    private static final int STEPS_TO_FLUSH = 32;

    private final Compute compute;

    private final FloatMatrix weights;

    private final FloatMatrix increments;

    private final Blocks blocks;

    private final Centre centre;

    private final WorkerPool.Task shardTask = this::runShard;

    private int runs;

    private int rows;

    private float momentum;

    private float scale;

    private FloatMatrix firstLeft;

    private FloatMatrix firstRight;

    private float sign;

    private FloatMatrix secondLeft;

    private FloatMatrix secondRight;

    private float l2;

    private float l1;

    /**
     * @param weights left units x right units
     * @param increments as large as the weights
     */
    public WeightUpdate(final Compute compute, final FloatMatrix weights, final FloatMatrix increments) {
        this(compute, weights, increments, false);
    }

    private WeightUpdate(final Compute compute, final FloatMatrix weights, final FloatMatrix increments,
        final boolean centred) {
        if (weights.rows() != increments.rows() || weights.columns() != increments.columns()) {
            throw new IllegalArgumentException("Increments of " + increments.shape() + " do not fit weights of "
                + weights.shape());
        }
        this.compute = compute;
        this.weights = weights;
        this.increments = increments;
        this.blocks = new Blocks(weights.rows(), weights.columns(), UnitLayout.MAXIMUM_SHARDS);
        this.centre = centred ? new Centre(weights.rows(), weights.columns(), blocks) : null;
    }

    /**
     * A step with units around a {@link #centre}, which whoever makes this closes.
     *
     * @param weights left units x right units
     * @param increments as large as the weights
     */
    public static WeightUpdate centred(final Compute compute, final FloatMatrix weights,
        final FloatMatrix increments) {
        return new WeightUpdate(compute, weights, increments, true);
    }

    /** What the units are taken around: to be set before each run. Null if the step is not centred. */
    public Centre centre() {
        return centre;
    }

    /**
     * Sets the first term of the next {@link #run}, which has no second one unless that is set after this.
     *
     * @param left cases x left units
     * @param right cases x right units
     */
    public WeightUpdate add(final FloatMatrix left, final FloatMatrix right) {
        requireShape(left, right);
        firstLeft = left;
        firstRight = right;
        secondLeft = null;
        return this;
    }

    /**
     * Sets sums that are there already in place of the terms of the next {@link #run}, whose count is not read then.
     *
     * @param given as large as the weights
     */
    public WeightUpdate sums(final FloatMatrix given) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Sets the second term, to be added. */
    public WeightUpdate and(final FloatMatrix left, final FloatMatrix right) {
        return second(1f, left, right);
    }

    /** Sets the second term, to be subtracted. */
    public WeightUpdate minus(final FloatMatrix left, final FloatMatrix right) {
        return second(-1f, left, right);
    }

    private WeightUpdate second(final float newSign, final FloatMatrix left, final FloatMatrix right) {
        requireShape(left, right);
        sign = newSign;
        secondLeft = left;
        secondRight = right;
        return this;
    }

    private void requireShape(final FloatMatrix left, final FloatMatrix right) {
        if (left.columns() != weights.rows() || right.columns() != weights.columns()) {
            throw new IllegalArgumentException("Units of " + left.shape() + " and " + right.shape()
                + " do not fit weights of " + weights.shape());
        }
    }

    /**
     * Changes increments and weights by the terms, of which the first must have been set.
     *
     * @param count the rows of the batch
     * @param newScale of the terms: the learning rate divided by the rows
     * @param newMomentum the share of the old increments that is kept
     * @param newL2 times the learning rate
     * @param newL1 times the learning rate
     */
    public void run(final int count, final float newScale, final float newMomentum, final float newL2,
        final float newL1) {
        rows = count;
        scale = newScale;
        momentum = newMomentum;
        l2 = newL2;
        l1 = newL1;
        runs++;
        compute.pool().run(shardTask, blocks.count());
    }

    private void runShard(final int block, final Scratch scratch) {
        int fromRow = blocks.fromRow(block);
        int toRow = blocks.toRow(block);
        int fromColumn = blocks.fromColumn(block);
        int toColumn = blocks.toColumn(block);
        if (centre != null) {
            centre.takeOff(compute, scale, momentum, increments, block);
        }
        compute.blas().multiply(scale, firstLeft, true, firstRight, false, centre == null ? momentum : 1f, increments,
            fromRow, toRow, fromColumn, toColumn, rows);
        if (secondLeft != null) {
            compute.blas().multiply(sign * scale, secondLeft, true, secondRight, false, 1f, increments, fromRow, toRow,
                fromColumn, toColumn, rows);
        }
        if (centre != null) {
            centre.startShift(compute, weights, block);
        }
        step(weights, increments, fromRow, toRow, fromColumn, toColumn, l2, l1, flushes(runs), scratch);
        if (centre != null) {
            centre.endShift(compute, weights, block);
        }
    }

    static boolean flushes(final int run) {
        return run % STEPS_TO_FLUSH == 0;
    }

    /** Adds the increments of a block; short rows several at a time. */
    static void step(final FloatMatrix weights, final FloatMatrix increments, final int fromRow, final int toRow,
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
