// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RowReader;
import org.deepbelief.engine.math.SparseMatrix;

/**
 * The batches of an epoch, in a new order each epoch: a random permutation of all rows. Where the rows are in a file
 * that may not fit the page cache, blocks of neighbouring rows are permuted and then the rows of sixteen blocks among
 * themselves, so that the file is read in long runs. The order depends on the seed and the epoch alone.
 */
public final class MiniBatches {

    private static final int STREAM = 0xBA;

    private static final int BLOCK_BYTES = 1 << 20;

    private static final int BLOCKS_TOGETHER = 16;

    private final SampleMatrix samples;

    private final Split.Part part;

    private final int batchSize;

    private final long seed;

    private final long blockRows;

    private final long windowRows;

    private final RowReader readUnits = this::readUnits;

    private final RowReader readTargets = this::readTargets;

    /** The rows of the batch that is copied. */
    private long[] rowNumbers;

    private final long[] numbers;

    private long epochKey;

    /**
     * @param part the rows
     * @param batchSize the rows of a batch, at least 1; the last batch of an epoch has what is left
     * @param seed of the order
     */
    public MiniBatches(final SampleMatrix samples, final Split.Part part, final int batchSize, final long seed) {
        this(samples, part, batchSize, seed, samples.mapped() && samples.bytes() > pageCacheBytes()
            ? BLOCK_BYTES / Math.max(1, samples.bytes() / Math.max(1, samples.rows())) : part.size());
    }

    /** @param blockRows the rows of a block; all rows for a permutation of all */
    MiniBatches(final SampleMatrix samples, final Split.Part part, final int batchSize, final long seed,
        final long blockRows) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("The batch size is " + batchSize + "; choose at least 1.");
        }
        this.samples = samples;
        this.part = part;
        this.batchSize = batchSize;
        this.numbers = new long[(int)Math.min(batchSize, Math.max(1, part.size()))];
        this.seed = seed;
        this.blockRows = Math.max(1, blockRows);
        this.windowRows = this.blockRows * BLOCKS_TOGETHER;
        startEpoch(0);
    }

    /** The rows that the batches come from. */
    public SampleMatrix samples() {
        return samples;
    }

    /** The most rows of a batch. */
    public int batchSize() {
        return batchSize;
    }

    /** The rows of an epoch. */
    public long rows() {
        return part.size();
    }

    /** The batches of an epoch. */
    public long batches() {
        return (part.size() + batchSize - 1) / batchSize;
    }

    /** Draws the order of an epoch. */
    public void startEpoch(final int number) {
        epochKey = CounterRandom.key(seed, STREAM, number);
    }

    /**
     * Copies a batch.
     *
     * @param batch from 0 to {@link #batches()} - 1
     * @param units receives a row for each case; batch size x units
     * @return the rows of the batch
     */
    public int fill(final Compute compute, final long batch, final FloatMatrix units) {
        return fill(compute, batch, units, null);
    }

    /**
     * Copies a batch with its targets.
     *
     * @param targets batch size x targets, or null
     */
    public int fill(final Compute compute, final long batch, final FloatMatrix units, final FloatMatrix targets) {
        int count = numbers(batch, numbers);
        fill(compute, numbers, count, units, targets);
        return count;
    }

    /**
     * Copies rows with their targets.
     *
     * @param rows their numbers among the samples, see {@link #numbers}
     * @param count how many of these
     */
    public void fill(final Compute compute, final long[] rows, final int count, final FloatMatrix units,
        final FloatMatrix targets) {
        rowNumbers = rows;
        compute.fill(units, count, readUnits);
        if (targets != null) {
            compute.fill(targets, count, readTargets);
        }
    }

    /**
     * Copies what is not zero in a batch; the samples must be {@link SampleMatrix#sparse sparse}.
     *
     * @param units receives a row for each case; its old content is lost
     * @return the rows of the batch
     */
    public int fill(final long batch, final SparseMatrix units) {
        int count = numbers(batch, numbers);
        fill(numbers, count, units);
        return count;
    }

    /** Copies what is not zero in rows, see the methods above. */
    public void fill(final long[] rows, final int count, final SparseMatrix units) {
        units.clear(samples.units());
        for (int i = 0; i < count; i++) {
            samples.appendNonZeros(rows[i], units);
        }
    }

    /**
     * Tells the numbers of the rows of a batch among the samples.
     *
     * @param rows receives them; at least as long as the batch
     * @return the rows of the batch
     */
    public int numbers(final long batch, final long[] rows) {
        return numbers(batch, rows, 0);
    }

    /**
     * As above.
     *
     * @param first the place of the first of them in {@code rows}
     */
    public int numbers(final long batch, final long[] rows, final int first) {
        int count = (int)Math.min(batchSize, part.size() - batch * batchSize);
        for (int i = 0; i < count; i++) {
            rows[first + i] = row(batch * batchSize + i);
        }
        return count;
    }

    /** The row of the samples at a place of the epoch's order. */
    long row(final long place) {
        long start = place / windowRows * windowRows;
        long inWindow = Permutation.at(place - start, Math.min(windowRows, part.size() - start),
            CounterRandom.subKey(epochKey, start));
        long block = (start + inWindow) / blockRows;
        // The block that is shorter than the others stays the last.
        long wholeBlocks = part.size() / blockRows;
        long from = block < wholeBlocks ? Permutation.at(block, wholeBlocks, epochKey) : block;
        return part.row(from * blockRows + (start + inWindow) % blockRows);
    }

    /** Half of the machine's memory is what the system can be expected to cache. */
    private static long pageCacheBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize() / 2 : Runtime.getRuntime().maxMemory();
    }

    private void readUnits(final int row, final int unit, final float[] target, final int length) {
        samples.readUnits(rowNumbers[row], unit, target, 0, length);
    }

    private void readTargets(final int row, final int index, final float[] target, final int length) {
        for (int i = 0; i < length; i++) {
            target[i] = samples.target(rowNumbers[row], index + i);
        }
    }
}
