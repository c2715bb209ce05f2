// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.Arrays;

/**
 * Gradient ascent on a weight matrix of which a step concerns a few rows, those of the active units. They are gathered
 * side by side, a chunk of them at a time, so that the products of the step cost these rows alone and find them in the
 * cache. For all other rows a step is momentum and decay, which they catch up with when they are next active, by the
 * closed form of so many steps without a gradient:
 *
 * <pre>
 * a step    increments = m increments + gradient,    weights = d weights + increments,    d = 1 - l2
 * k steps   increments = m^k increments,             weights = d^k weights + (sum_{j=1..k} d^(k-j) m^j) increments
 * </pre>
 *
 * <p>Until {@link #catchUp}, the matrices hold what each row was when it was last active.
 */
public final class LazyRows implements AutoCloseable {

    /** The most rows that are gathered at a time. */
    static final int CHUNK = 1024;

    /** After so many steps all rows catch up, so that the coefficients fit a table. */
    private static final int MOST_STEPS = 1024;

    /** The gradient of so many rows is added while it is in the cache. */
    private static final int ROWS_TOGETHER = 256;

    private final Compute compute;

    private final FloatMatrix weights;

    private final FloatMatrix increments;

    private final ActiveUnits active;

    /** The number of steps that each row has been through. */
    private final int[] done;

    private final float[] decay = new float[MOST_STEPS + 1];

    private final float[] gain = new float[MOST_STEPS + 1];

    private final float[] kept = new float[MOST_STEPS + 1];

    private final Compute.RowKernel catchUpRows = this::catchUpRows;

    private final Compute.RowKernel sparseRows = this::sparseRows;

    private final WorkerPool.Task upShard = this::upShard;

    private final WorkerPool.Task stepShard = this::stepShard;

    private final SparseMatrix transposed = new SparseMatrix();

    private final FloatMatrix memory;

    /** The gathered rows, numbered by places. */
    private final FloatMatrix gathered;

    private int chunk;

    private int steps;

    private float momentum;

    private float l2;

    private int runs;

    private int shards;

    private int rows;

    private SparseMatrix sparse;

    private FloatMatrix input;

    private FloatMatrix target;

    private FloatMatrix positive;

    private FloatMatrix negative;

    private FloatMatrix negativeRight;

    private float scale;

    /**
     * @param weights visible x hidden units
     * @param increments as large as the weights
     * @param active which rows are active; read at each call
     */
    public LazyRows(final Compute compute, final FloatMatrix weights, final FloatMatrix increments,
        final ActiveUnits active) {
        this.compute = compute;
        this.weights = weights;
        this.increments = increments;
        this.active = active;
        done = new int[weights.rows()];
        memory = FloatMatrix.zeros(Math.min(CHUNK, weights.rows()), weights.columns());
        gathered = memory.window();
        fillTable();
    }

    /**
     * {@code target = visible weights}, for the weights as they are after all steps so far.
     *
     * @param visible cases x active units
     * @param to at least as many rows x hidden units
     */
    public void product(final SparseMatrix visible, final FloatMatrix to) {
        sparse = visible;
        target = to;
        compute.overRows(visible.rows(), sparseRows);
    }

    private void sparseRows(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < weights.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, weights.columns() - start);
                Arrays.fill(scratch.sums, 0, length, 0f);
                for (int i = sparse.start(row); i < sparse.start(row + 1); i++) {
                    readWeights(active.unit(sparse.column(i)), start, length, scratch);
                    UnitKernels.addScaled(scratch.sums, scratch.first, sparse.value(i), length);
                }
                target.writeRow(row, start, scratch.sums, 0, length);
            }
        }
    }

    /** Makes the rows of the active units from a place on those to {@link #gather}. */
    void startChunk(final int place) {
        chunk = place;
        gathered.numberFrom(place);
    }

    /** Gathers rows of the chunk, by the places of their units, as they are after all steps so far. */
    void gather(final int from, final int to, final Scratch scratch) {
        for (int place = from; place < to; place++) {
            for (int start = 0; start < weights.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, weights.columns() - start);
                readWeights(active.unit(place), start, length, scratch);
                gathered.writeRow(place, start, scratch.first, 0, length);
            }
        }
    }

    /** The weights of the units of the chunk that have been gathered; its rows are numbered by places. */
    FloatMatrix gathered() {
        return gathered;
    }

    /**
     * Adds the products of the chunk: {@code target += input weights} over its units; for the first chunk
     * {@code target = input weights}.
     *
     * @param from cases x active units, or with more columns than that
     * @param count the first rows of it
     * @param to at least as many rows x hidden units
     */
    void addProduct(final FloatMatrix from, final int count, final FloatMatrix to) {
        input = from;
        rows = count;
        target = to;
        shards = UnitLayout.shardCount(weights.columns());
        compute.pool().run(upShard, shards);
    }

    /**
     * Makes a step: {@code gradient = scale (v^T h - v'^T h')} for the active units, nothing for the others.
     *
     * @param visible v: cases x active units
     * @param hidden h: cases x hidden units
     * @param modelVisible v': cases x active units, or with more columns than that
     * @param modelHidden h': cases x hidden units
     * @param newScale the learning rate divided by the cases
     * @param newMomentum the share of the old increments that is kept
     * @param newL2 times the learning rate
     */
    public void step(final SparseMatrix visible, final FloatMatrix hidden, final FloatMatrix modelVisible,
        final FloatMatrix modelHidden, final float newScale, final float newMomentum, final float newL2) {
        if (newMomentum != momentum || newL2 != l2) {
            catchUp();
            momentum = newMomentum;
            l2 = newL2;
            fillTable();
        }
        transposed.transpose(visible);
        rows = visible.rows();
        positive = hidden;
        negative = modelVisible;
        negativeRight = modelHidden;
        scale = newScale;
        runs++;
        shards = UnitLayout.shardCount(active.count());
        compute.pool().run(stepShard, shards);
        steps++;
        if (steps == MOST_STEPS) {
            catchUp();
        }
    }

    /**
     * Makes a step whose gradient is {@code scale} times sums that are there: nothing for the units that have none.
     *
     * @param units the numbers of the units that have sums, ascending
     * @param count how many these are
     * @param sums row i is that of unit i of these
     */
    public void step(final int[] units, final int count, final FloatMatrix sums, final float newScale,
        final float newMomentum, final float newL2) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Lets every row be as if it had been through every step. */
    public void catchUp() {
        if (steps > 0) {
            compute.overRows(weights.rows(), catchUpRows);
            Arrays.fill(done, 0);
            steps = 0;
        }
    }

    /** The coefficients of k steps, in double precision by their recurrence. */
    private void fillTable() {
        double d = 1 - (double)l2;
        double decayed = 1;
        double gained = 0;
        double remaining = 1;
        for (int k = 0; k <= MOST_STEPS; k++) {
            decay[k] = (float)decayed;
            gain[k] = (float)gained;
            kept[k] = (float)remaining;
            remaining *= momentum;
            gained = d * gained + remaining;
            decayed *= d;
        }
    }

    private void catchUpRows(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            if (done[row] < steps) {
                for (int start = 0; start < weights.columns(); start += Scratch.BLOCK) {
                    int length = Math.min(Scratch.BLOCK, weights.columns() - start);
                    readCaughtUp(row, start, length, scratch);
                    weights.writeRow(row, start, scratch.first, 0, length);
                    increments.writeRow(row, start, scratch.second, 0, length);
                }
            }
        }
    }

    /** The weights to {@code scratch.first}, the increments to {@code scratch.second}. */
    private void readCaughtUp(final int row, final int start, final int length, final Scratch scratch) {
        weights.readRow(row, start, scratch.first, 0, length);
        increments.readRow(row, start, scratch.second, 0, length);
        int k = steps - done[row];
        if (k > 0) {
            UnitKernels.catchUp(scratch.first, scratch.second, decay[k], gain[k], kept[k], length);
            UnitKernels.flush(scratch.second, length);
        }
    }

    /** As above, the weights only. */
    private void readWeights(final int row, final int start, final int length, final Scratch scratch) {
        weights.readRow(row, start, scratch.first, 0, length);
        int k = steps - done[row];
        if (k > 0) {
            increments.readRow(row, start, scratch.second, 0, length);
            UnitKernels.catchUp(scratch.first, scratch.second, decay[k], gain[k], length);
        }
    }

    private void upShard(final int shard, final Scratch scratch) {
        int from = UnitLayout.shardStart(weights.columns(), shards, shard);
        int to = UnitLayout.shardStart(weights.columns(), shards, shard + 1);
        compute.blas().multiply(1f, input, false, gathered, false, chunk == 0 ? 0f : 1f, target, 0, rows, from, to,
            chunk, Math.min(active.count(), chunk + CHUNK));
    }

    private void stepShard(final int shard, final Scratch scratch) {
        int to = UnitLayout.shardStart(active.count(), shards, shard + 1);
        for (int place = UnitLayout.shardStart(active.count(), shards, shard); place < to; place += ROWS_TOGETHER) {
            stepRows(place, Math.min(to, place + ROWS_TOGETHER), scratch);
        }
    }

    private void stepRows(final int from, final int to, final Scratch scratch) {
        FloatMatrix gradient = scratch.block(from, ROWS_TOGETHER, weights.columns());
        compute.blas().multiply(-scale, negative, true, negativeRight, false, 0f, gradient, from, to, 0,
            weights.columns(), rows);
        for (int place = from; place < to; place++) {
            int unit = active.unit(place);
            for (int start = 0; start < weights.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, weights.columns() - start);
                readCaughtUp(unit, start, length, scratch);
                gradient.readRow(place, start, scratch.third, 0, length);
                transposed.addProduct(place, scale, positive, start, scratch.third, scratch.fourth, length);
                UnitKernels.scaleAndAdd(scratch.second, momentum, scratch.third, length);
                UnitKernels.step(scratch.first, scratch.second, l2, length);
                if (WeightUpdate.flushes(runs)) {
                    UnitKernels.flush(scratch.second, length);
                }
                weights.writeRow(unit, start, scratch.first, 0, length);
                increments.writeRow(unit, start, scratch.second, 0, length);
            }
            done[unit] = steps + 1;
        }
    }

    /** Frees the memory of the gathered rows; the matrices stay. */
    @Override
    public void close() {
        memory.close();
    }
}
