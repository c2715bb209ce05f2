// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.ActiveUnits;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LazyRows;
import org.deepbelief.engine.math.SparseMatrix;

/**
 * {@link LazyRows}: the active rows are gathered side by side, a chunk of them at a time, so that products find them
 * in the cache.
 */
final class CpuLazyRows implements LazyRows {

    /** The most rows that are gathered at a time. */
    static final int CHUNK = 1024;

    /** After so many steps all rows catch up, so that the coefficients fit a table. */
    private static final int MOST_STEPS = 1024;

    /** The gradient of so many rows is added while it is in the cache.
 */
    private static final int ROWS_TOGETHER = 256;

    private final CpuCompute compute;

    private final HostMatrix weights;

    private final HostMatrix increments;

    private final ActiveUnits active;

    /** The number of steps that each row has been through. */
    private final int[] done;

    private final float[] decay = new float[MOST_STEPS + 1];

    private final float[] gain = new float[MOST_STEPS + 1];

    private final float[] kept = new float[MOST_STEPS + 1];

    private final RowKernel catchUpRows = this::catchUpRows;

    private final RowKernel sparseRows = this::sparseRows;

    private final RowKernel sumRows = this::sumRows;

    private final WorkerPool.Task upShard = this::upShard;

    private final WorkerPool.Task stepShard = this::stepShard;

    private final SparseMatrix transposed = new SparseMatrix();

    /** The gathered rows, numbered by places. */
    private final HostMatrix gathered;

    private int chunk;

    private int steps;

    private float momentum;

    private float l2;

    private long runs;

    private int shards;

    private int rows;

    private SparseMatrix sparse;

    private HostMatrix input;

    private HostMatrix target;

    private HostMatrix positive;

    private HostMatrix negative;

    private HostMatrix negativeRight;

    private int[] units;

    private HostMatrix sums;

    private float scale;

    CpuLazyRows(final CpuCompute compute, final HostMatrix weights, final HostMatrix increments,
        final ActiveUnits active) {
        this.compute = compute;
        this.weights = weights;
        this.increments = increments;
        this.active = active;
        done = new int[weights.rows()];
        gathered = compute.zeros(Math.min(CHUNK, weights.rows()), weights.columns()).window();
        fillTable();
    }

    @Override
    public void product(final SparseMatrix visible, final FloatMatrix to) {
        sparse = visible;
        target = HostMatrix.of(to);
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
    HostMatrix gathered() {
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
    void addProduct(final HostMatrix from, final int count, final HostMatrix to) {
        input = from;
        rows = count;
        target = to;
        shards = Shards.count(weights.columns());
        compute.pool().run(upShard, shards);
    }

    @Override
    public void step(final SparseMatrix visible, final FloatMatrix hidden, final FloatMatrix modelVisible,
        final FloatMatrix modelHidden, final float newScale, final float newMomentum, final float newL2) {
        use(newMomentum, newL2);
        transposed.transpose(visible);
        rows = visible.rows();
        positive = HostMatrix.of(hidden);
        negative = HostMatrix.of(modelVisible);
        negativeRight = HostMatrix.of(modelHidden);
        scale = newScale;
        runs++;
        shards = Shards.count(active.count());
        compute.pool().run(stepShard, shards);
        endStep();
    }

    @Override
    public void step(final int[] newUnits, final int count, final FloatMatrix newSums, final float newScale,
        final float newMomentum, final float newL2) {
        if (count > newSums.rows() || newSums.columns() != weights.columns()) {
            throw new IllegalArgumentException("Sums of " + newSums.shape() + " do not fit " + count
                + " units of weights of " + weights.shape());
        }
        use(newMomentum, newL2);
        units = newUnits;
        sums = HostMatrix.of(newSums);
        scale = newScale;
        runs++;
        compute.overRows(count, sumRows);
        endStep();
    }

    @Override
    public long runs() {
        return runs;
    }

    @Override
    public void runs(final long count) {
        runs = count;
    }

    private void use(final float newMomentum, final float newL2) {
        if (newMomentum != momentum || newL2 != l2) {
            catchUp();
            momentum = newMomentum;
            l2 = newL2;
            fillTable();
        }
    }

    private void endStep() {
        steps++;
        if (steps == MOST_STEPS) {
            catchUp();
        }
    }

    private void sumRows(final int from, final int to, final Scratch scratch) {
        for (int i = from; i < to; i++) {
            for (int start = 0; start < weights.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, weights.columns() - start);
                readCaughtUp(units[i], start, length, scratch);
                sums.readRow(i, start, scratch.third, 0, length);
                UnitKernels.scale(scratch.third, scale, length);
                move(units[i], start, length, scratch);
            }
            done[units[i]] = steps + 1;
        }
    }

    /** Adds the gradient in {@code scratch.third} to a row that has been read and caught up with. */
    private void move(final int unit, final int start, final int length, final Scratch scratch) {
        UnitKernels.scaleAndAdd(scratch.second, momentum, scratch.third, length);
        UnitKernels.step(scratch.first, scratch.second, l2, length);
        if (CpuWeightUpdate.flushes(runs)) {
            UnitKernels.flush(scratch.second, length);
        }
        weights.writeRow(unit, start, scratch.first, 0, length);
        increments.writeRow(unit, start, scratch.second, 0, length);
    }

    @Override
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
        int from = Shards.start(weights.columns(), shards, shard);
        int to = Shards.start(weights.columns(), shards, shard + 1);
        compute.blas().multiply(1f, input, false, gathered, false, chunk == 0 ? 0f : 1f, target, 0, rows, from, to,
            chunk, Math.min(active.count(), chunk + CHUNK));
    }

    private void stepShard(final int shard, final Scratch scratch) {
        int to = Shards.start(active.count(), shards, shard + 1);
        for (int place = Shards.start(active.count(), shards, shard); place < to; place += ROWS_TOGETHER) {
            stepRows(place, Math.min(to, place + ROWS_TOGETHER), scratch);
        }
    }

    private void stepRows(final int from, final int to, final Scratch scratch) {
        HostMatrix gradient = scratch.block(from, ROWS_TOGETHER, weights.columns());
        compute.blas().multiply(-scale, negative, true, negativeRight, false, 0f, gradient, from, to, 0,
            weights.columns(), rows);
        for (int place = from; place < to; place++) {
            int unit = active.unit(place);
            for (int start = 0; start < weights.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, weights.columns() - start);
                readCaughtUp(unit, start, length, scratch);
                gradient.readRow(place, start, scratch.third, 0, length);
                SparseProduct.addRow(transposed, place, scale, positive, start, scratch.third, scratch.fourth, length);
                move(unit, start, length, scratch);
            }
            done[unit] = steps + 1;
        }
    }
}
