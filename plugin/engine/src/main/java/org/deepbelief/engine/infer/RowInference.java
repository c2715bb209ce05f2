// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RowReader;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Level;

/**
 * Inference that turns each row of units into a row of results, in batches and in order. Layers that know the rows
 * before ({@link org.deepbelief.engine.model.TemporalLayer}) take them from the source as its sequences say.
 */
public abstract sealed class RowInference implements AutoCloseable
        permits FeatureExtraction, Prediction, Reconstruction {

    static final int BATCH_ROWS = 512;

    /** Of wide rows, fewer are on their way at a time: so many units and results. */
    private static final int BATCH_VALUES = 1 << 21;

    /** Threads work on so many batches at once, at most: each has memory of its own. */
    private static final int MOST_LANES = 4;

    /** A value farther out counts as this far: what sums of such values and their squares still hold. */
    private static final float LARGEST_VALUE = 1e30f;

    final Compute compute;

    final DeepBeliefNetwork network;

    private final int outputs;

    /** Null where units are taken as they are. */
    private final RowReader limiting;

    private float[][] units;

    private volatile BooleanSupplier cancelled = () -> false;

    /** @param compute closed with this */
    RowInference(final DeepBeliefNetwork network, final int outputs, final Compute compute) {
        this.network = network;
        this.compute = compute;
        this.outputs = outputs;
        compute.beforeEachOperation(this::checkCancelled);
        limiting = network.encoding().groups().stream().allMatch(group -> group.type().bounded())
            ? null : this::readLimitedUnits;
    }

    /**
     * One more that does the same.
     *
     * @param own what it computes with, closed with it
     */
    abstract RowInference beside(Compute own);

    /** The number of results of a row. */
    public final int outputs() {
        return outputs;
    }

    /** The way up through the network's layers. */
    abstract UpwardPass upward();

    /** Where a batch of rows is put before {@link #infer}. */
    abstract FloatMatrix input();

    /**
     * Works on the batch in {@link #input}.
     *
     * @param batch the number of the batch, which random numbers depend on
     */
    abstract void infer(int rows, long batch);

    /** Copies the results of the first rows of the batch. */
    abstract void read(float[][] results, int rows);

    /** How the results of a row are given to the consumer. */
    StoredRow row() {
        return new StoredRow();
    }

    /**
     * Reads all rows of the source and hands the results of each to the consumer, in the same order.
     *
     * @param source rows of the network's encoding
     * @param consumer gets {@link #outputs()} results a row
     * @throws IOException if the source cannot be read or the consumer cannot keep the results
     */
    public final void run(final RowSource source, final RowConsumer consumer) throws IOException {
        run(source, () -> false, consumer);
    }

    /**
     * As {@link #run(RowSource, RowConsumer)}, and can be cancelled.
     *
     * @param stop asked before each operation on a batch and some times a second during a long one, by other threads
     * @throws CancellationException if it said yes
     */
    public final void run(final RowSource source, final BooleanSupplier stop, final RowConsumer consumer)
        throws IOException {
        final int count = lanes(source.rows());
        final Deque<RowInference> lanes = new ArrayDeque<>();
        try {
            if (count == 1) {
                run(List.of(this), source, stop, consumer);
            } else {
                for (int lane = 0; lane < count; lane++) {
                    final int threads = compute.threads() * (lane + 1) / count - compute.threads() * lane / count;
                    lanes.push(beside(Compute.open(threads, compute.precision())));
                }
                run(List.copyOf(lanes), source, stop, consumer);
            }
        } finally {
            lanes.forEach(RowInference::close);
        }
    }

    /**
     * How many batches are worked on at once. A thread that has a batch for itself waits for no other, and beside one
     * that reads and writes they all would, at the end of each operation; but of few rows each thread has to take its
     * part, and so where rows follow each other, or are so wide that several batches would take much memory.
     */
    private int lanes(final long rows) {
        final int lanes = Math.min(MOST_LANES, compute.threads());
        return network.structure().temporal() || widest() > BATCH_VALUES / BATCH_ROWS || rows < 2L * lanes * BATCH_ROWS
            ? 1 : lanes;
    }

    /** The most values of a row anywhere on its way. */
    private int widest() {
        return Math.max(network.encoding().units() + outputs,
            network.levels().stream().mapToInt(Level::hiddenUnits).max().orElse(0));
    }

    private void run(final List<RowInference> lanes, final RowSource source, final BooleanSupplier stop,
        final RowConsumer consumer) throws IOException {
        lanes.forEach(lane -> lane.cancelled = stop);
        try (RowPipeline pipeline = new RowPipeline(mostRows(), network.encoding().units(), outputs,
                lanes.stream().<RowPipeline.Work>map(lane -> lane::infer).toList())) {
            try {
                final StoredRow row = row();
                pipeline.run(source, results -> consumer.accept(row.of(results)));
            } finally {
                lanes.forEach(lane -> lane.cancelled = () -> true);
            }
        }
    }

    /** The most rows of a batch. */
    final int mostRows() {
        return (int)Math.max(1, Math.min(BATCH_ROWS, BATCH_VALUES / ((long)network.encoding().units() + outputs)));
    }

    private void infer(final RowPipeline.Batch batch) {
        units = batch.units;
        if (limiting == null) {
            compute.fill(input(), batch.rows, units);
        } else {
            compute.fill(input(), batch.rows, limiting);
        }
        upward().begin(batch.starts, batch.rows);
        infer(batch.rows, batch.number);
        read(batch.results, batch.rows);
    }

    private void readLimitedUnits(final int row, final int column, final float[] target, final int length) {
        final float[] values = units[row];
        for (int i = 0; i < length; i++) {
            target[i] = Math.min(Math.max(values[column + i], -LARGEST_VALUE), LARGEST_VALUE);
        }
    }

    /** Whether a unit of the batch is missing. */
    final boolean missing(final int rows) {
        for (int row = 0; row < rows; row++) {
            for (final float value : units[row]) {
                if (Float.isNaN(value)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether neighbouring units of a row of the batch are all missing. */
    final boolean allMissing(final int row, final int first, final int count) {
        for (int unit = first; unit < first + count; unit++) {
            if (!Float.isNaN(units[row][unit])) {
                return false;
            }
        }
        return true;
    }

    final void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("Cancelled.");
        }
    }

    /** Ends the worker threads and releases the memory. */
    @Override
    public void close() {
        compute.close();
    }
}
