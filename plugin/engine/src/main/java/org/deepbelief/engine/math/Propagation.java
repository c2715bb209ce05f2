// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.Arrays;

/**
 * The units of one layer given the layer beside it: product with the weights, biases, the units' means by their kind,
 * and, if asked for, samples, all in one pass over a batch.
 *
 * <pre>x = input op(weights) + biases,   mean = f(x)</pre>
 *
 * <p>Prepared once per training with fixed weights; the biases are read at each run, so their owner may change them.
 * One run at a time. Matrices hold a case in each row and may have more rows than a run uses.
 */
public final class Propagation {

    private enum Mode { EXPECT, SAMPLE, COMPARE, RESIDUAL }

    private final Compute compute;

    private final FloatMatrix weights;

    private final boolean transposed;

    private final UnitLayout layout;

    private final float[] biases;

    private final FloatMatrix secondInput;

    private final FloatMatrix secondWeights;

    private final PartialProduct partialProduct;

    private final float[] columnSums;

    private final double[] shardErrors;

    private final WorkerPool.Task shardTask = this::runShard;

    private Mode mode;

    private FloatMatrix input;

    /** Holds the units' inputs without their biases. */
    private FloatMatrix unbiased;

    private int rows;

    private FloatMatrix target;

    private FloatMatrix means;

    private FloatMatrix samples;

    private long key;

    /**
     * @param weights inputs x units, or units x inputs if transposed
     * @param transposed whether the transpose of the weights is meant: the way down through visible x hidden weights
     * @param layout the units
     * @param biases one a unit; kept, not copied
     * @throws IllegalArgumentException if the sizes do not fit
     */
    public Propagation(final Compute compute, final FloatMatrix weights, final boolean transposed,
        final UnitLayout layout, final float[] biases) {
        this(compute, weights, transposed, layout, biases, null, null);
    }

    /**
     * Units with a second layer beside their input, such as label units:
     * {@code x = input op(weights) + secondInput secondWeights + biases}.
     *
     * @param secondInput cases x second units; read at each run
     * @param secondWeights second units x units
     */
    public Propagation(final Compute compute, final FloatMatrix weights, final boolean transposed,
        final UnitLayout layout, final float[] biases, final FloatMatrix secondInput,
        final FloatMatrix secondWeights) {
        this(compute, weights, transposed, layout, biases, secondInput, secondWeights, null);
    }

    private Propagation(final Compute compute, final FloatMatrix weights, final boolean transposed,
        final UnitLayout layout, final float[] biases, final FloatMatrix secondInput,
        final FloatMatrix secondWeights, final PartialProduct partialProduct) {
        if (layout.units() != (transposed ? weights.rows() : weights.columns()) || biases.length != layout.units()
            || secondWeights != null && (secondWeights.columns() != layout.units()
                || secondInput.columns() != secondWeights.rows())) {
            throw new IllegalArgumentException("Weights of " + weights.shape() + " do not fit " + layout.units()
                + " units with " + biases.length + " biases.");
        }
        this.compute = compute;
        this.weights = weights;
        this.transposed = transposed;
        this.layout = layout;
        this.biases = biases;
        this.secondInput = secondInput;
        this.secondWeights = secondWeights;
        this.partialProduct = partialProduct;
        this.columnSums = new float[layout.units()];
        this.shardErrors = new double[layout.shardCount()];
    }

    /**
     * Units whose inputs are given and not computed from another layer: {@code x = input + biases}. The input of a run
     * may be the matrix that receives the means.
     */
    public Propagation(final Compute compute, final UnitLayout layout, final float[] biases) {
        this.compute = compute;
        this.weights = null;
        this.transposed = false;
        this.layout = layout;
        this.biases = biases;
        this.secondInput = null;
        this.secondWeights = null;
        this.partialProduct = null;
        this.columnSums = new float[layout.units()];
        this.shardErrors = new double[layout.shardCount()];
    }

    /**
     * Units as above, faster on several threads where the weights change between runs. It takes working memory of some
     * batches of the units.
     *
     * @param weights inputs x units
     * @param secondInput cases x second units; read at each run; null for none
     * @param secondWeights second units x units, or null
     * @param batchSize the most rows of a run
     */
    public static Propagation throughChangingWeights(final Compute compute, final FloatMatrix weights,
        final UnitLayout layout, final float[] biases, final FloatMatrix secondInput,
        final FloatMatrix secondWeights, final int batchSize) {
        return new Propagation(compute, weights, false, layout, biases, secondInput, secondWeights,
            new PartialProduct(compute, weights, batchSize));
    }

    /** As above, without a second layer. */
    public static Propagation throughChangingWeights(final Compute compute, final FloatMatrix weights,
        final UnitLayout layout, final float[] biases, final int batchSize) {
        return throughChangingWeights(compute, weights, layout, biases, null, null, batchSize);
    }

    /** The units' means for the first {@code count} rows of the input. */
    public void expect(final FloatMatrix from, final int count, final FloatMatrix meansOut) {
        run(Mode.EXPECT, from, count, null, meansOut, null, 0);
    }

    /**
     * The units' means and a sample of each.
     *
     * @param meansOut receives the means; may be {@code samplesOut}, which then holds the samples in the end
     * @param samplesOut receives the samples
     * @param randomKey see {@link CounterRandom#key}; the same key draws the same samples
     */
    public void sample(final FloatMatrix from, final int count, final FloatMatrix meansOut,
        final FloatMatrix samplesOut, final long randomKey) {
        run(Mode.SAMPLE, from, count, null, meansOut, samplesOut, randomKey);
    }

    /** The units' means, and how they differ from a target: {@link #columnSums} and {@link #squaredError}. */
    public void compare(final FloatMatrix from, final int count, final FloatMatrix wanted,
        final FloatMatrix meansOut) {
        run(Mode.COMPARE, from, count, wanted, meansOut, null, 0);
    }

    /**
     * As {@link #sample}, and how the means differ from a target: {@link #columnSums} and {@link #squaredError}.
     *
     * @param wanted may be null: the sums are then of the means
     */
    public void sampleAndCompare(final FloatMatrix from, final int count, final FloatMatrix wanted,
        final FloatMatrix meansOut, final FloatMatrix samplesOut, final long randomKey) {
        run(Mode.SAMPLE, from, count, wanted, meansOut, samplesOut, randomKey);
    }

    /** {@code residualOut = wanted - means}: the delta of all kinds of units under their own log-likelihood. */
    public void residual(final FloatMatrix from, final int count, final FloatMatrix wanted,
        final FloatMatrix residualOut) {
        run(Mode.RESIDUAL, from, count, wanted, residualOut, null, 0);
    }

    /**
     * The sums over the rows of the last run: of the means, or of target minus mean where there was a target. The array
     * is reused by the next run.
     */
    public float[] columnSums() {
        return columnSums;
    }

    /** The sum over rows and units of (target - mean)^2 in the last run with a target. */
    public double squaredError() {
        double sum = 0;
        for (double error : shardErrors) {
            sum += error;
        }
        return sum;
    }

    private void run(final Mode newMode, final FloatMatrix from, final int count, final FloatMatrix wanted,
        final FloatMatrix meansOut, final FloatMatrix samplesOut, final long randomKey) {
        if (from.columns() != inputs() || meansOut.columns() != layout.units() || count > from.rows()
            || count > meansOut.rows()) {
            throw new IllegalArgumentException(count + " rows of " + from.shape() + " do not fit "
                + (weights == null ? layout.units() + " units"
                    : "weights of " + weights.shape() + (transposed ? " transposed" : ""))
                + " and a result of " + meansOut.shape());
        }
        mode = newMode;
        input = from;
        unbiased = weights == null ? from : meansOut;
        rows = count;
        target = wanted;
        means = meansOut;
        samples = samplesOut;
        key = randomKey;
        if (partialProduct != null) {
            partialProduct.run(from, count, meansOut);
        }
        compute.pool().run(shardTask, layout.shardCount());
    }

    private int inputs() {
        return weights == null ? layout.units() : transposed ? weights.columns() : weights.rows();
    }

    private void runShard(final int shard, final Scratch scratch) {
        int from = layout.shardStart(shard);
        int to = layout.shardStart(shard + 1);
        float beta = partialProduct == null ? 0f : 1f;
        if (secondWeights != null) {
            compute.blas().multiply(1f, secondInput, false, secondWeights, false, beta, means, 0, rows, from, to,
                secondWeights.rows());
            beta = 1f;
        }
        if (weights != null && partialProduct == null) {
            compute.blas().multiply(1f, input, false, weights, transposed, beta, means, 0, rows, from, to, inputs());
        }
        double error = 0;
        for (UnitLayout.Segment segment : layout.segments(shard)) {
            error += segment.type() == UnitType.SOFTMAX ? softmax(segment, scratch) : elementwise(segment, scratch);
        }
        shardErrors[shard] = error;
    }

    /** Several rows side by side fill a block, since the ends of short vectorised loops are not. */
    private double elementwise(final UnitLayout.Segment segment, final Scratch scratch) {
        int start = segment.start();
        int width = segment.length();
        int together = Math.min(rows, Scratch.BLOCK / width);
        for (int i = 0; i < together; i++) {
            System.arraycopy(biases, start, scratch.biases, i * width, width);
        }
        Arrays.fill(scratch.sums, 0, together * width, 0f);
        Arrays.fill(scratch.squares, 0, together * width, 0f);
        if (mode == Mode.SAMPLE) {
            scratch.countUnits(start, width, together);
        }
        for (int row = 0; row < rows; row += together) {
            rowsTogether(segment, row, Math.min(together, rows - row), scratch);
        }
        double error = 0;
        for (int i = 0; i < width; i++) {
            float sum = 0f;
            for (int j = i; j < together * width; j += width) {
                sum += scratch.sums[j];
                error += scratch.squares[j];
            }
            columnSums[start + i] = sum;
        }
        return error;
    }

    private void rowsTogether(final UnitLayout.Segment segment, final int row, final int count,
        final Scratch scratch) {
        int start = segment.start();
        int width = segment.length();
        int length = count * width;
        float[] values = scratch.first;
        unbiased.readBlock(row, count, start, width, values);
        if (partialProduct != null) {
            partialProduct.addOthers(row, count, start, width, values, scratch);
        }
        if (mode == Mode.SAMPLE) {
            for (int i = 0; i < count; i++) {
                scratch.keyRow(CounterRandom.subKey(key, row + i), i * width, width);
            }
            draw(segment.type(), scratch, length);
            if (segment.type() == UnitType.BERNOULLI) {
                for (int i = 0; i < count; i++) {
                    samples.writeRowBits(row + i, start, scratch.bits, i * width, width);
                }
            } else {
                samples.writeBlock(row, count, start, width, scratch.second);
            }
        } else {
            mean(segment.type(), scratch, length);
        }
        if (target == null) {
            UnitKernels.accumulate(scratch.sums, values, length);
        } else {
            target.readBlock(row, count, start, width, scratch.third);
            if (mode == Mode.RESIDUAL) {
                UnitKernels.residual(scratch.third, values, scratch.sums, scratch.squares, length);
            } else {
                UnitKernels.compare(scratch.third, values, scratch.sums, scratch.squares, length);
            }
        }
        if (samples != means) {
            means.writeBlock(row, count, start, width, values);
        }
    }

    private static void mean(final UnitType type, final Scratch scratch, final int length) {
        switch (type) {
            case BERNOULLI -> UnitKernels.sigmoid(scratch.first, scratch.biases, length);
            case RECTIFIED_LINEAR -> UnitKernels.rectify(scratch.first, scratch.biases, length);
            default -> UnitKernels.add(scratch.first, scratch.biases, length);
        }
    }

    /**
     * The means in {@code scratch.first}; the samples in {@code scratch.second}, binary ones in {@code scratch.bits}.
     */
    private static void draw(final UnitType type, final Scratch scratch, final int length) {
        float[] values = scratch.first;
        float[] drawn = scratch.second;
        switch (type) {
            case BERNOULLI -> {
                UnitKernels.sigmoid(values, scratch.biases, length);
                UnitKernels.bernoulli(values, scratch, length);
            }
            case RECTIFIED_LINEAR -> {
                UnitKernels.uniform(scratch, length);
                System.arraycopy(values, 0, drawn, 0, length);
                UnitKernels.noisyRectify(drawn, scratch.biases, scratch, length);
                UnitKernels.rectify(values, scratch.biases, length);
            }
            default -> {
                UnitKernels.uniform(scratch, length);
                UnitKernels.add(values, scratch.biases, length);
                UnitKernels.gaussian(values, drawn, scratch, length);
            }
        }
    }

    /** A softmax group may be longer than a buffer, so it is worked on in blocks, three times over. */
    private double softmax(final UnitLayout.Segment segment, final Scratch scratch) {
        int end = segment.start() + segment.length();
        Arrays.fill(columnSums, segment.start(), end, 0f);
        float[] values = scratch.first;
        double error = 0;
        for (int row = 0; row < rows; row++) {
            float largest = Float.NEGATIVE_INFINITY;
            for (int start = segment.start(); start < end; start += Scratch.BLOCK) {
                int length = readWithBiases(row, start, end, scratch);
                for (int i = 0; i < length; i++) {
                    largest = Math.max(largest, values[i]);
                }
            }
            double sum = 0;
            for (int start = segment.start(); start < end; start += Scratch.BLOCK) {
                int length = readWithBiases(row, start, end, scratch);
                for (int i = 0; i < length; i++) {
                    values[i] = (float)Math.exp(values[i] - largest);
                    sum += values[i];
                }
                means.writeRow(row, start, values, 0, length);
            }
            float factor = (float)(1 / sum);
            double left = mode == Mode.SAMPLE ? CounterRandom.uniform(key, row, segment.start()) : 2;
            boolean drawn = false;
            for (int start = segment.start(); start < end; start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, end - start);
                means.readRow(row, start, values, 0, length);
                for (int i = 0; i < length; i++) {
                    values[i] *= factor;
                    left -= values[i];
                    boolean chosen = !drawn && (left < 0 || start + i == end - 1);
                    scratch.second[i] = chosen ? 1f : 0f;
                    drawn |= chosen;
                }
                error += finishSoftmax(row, start, length, scratch);
            }
        }
        return error;
    }

    private int readWithBiases(final int row, final int start, final int end, final Scratch scratch) {
        int length = Math.min(Scratch.BLOCK, end - start);
        unbiased.readRow(row, start, scratch.first, 0, length);
        if (partialProduct != null) {
            partialProduct.addOthers(row, 1, start, length, scratch.first, scratch);
        }
        System.arraycopy(biases, start, scratch.biases, 0, length);
        UnitKernels.add(scratch.first, scratch.biases, length);
        return length;
    }

    private double finishSoftmax(final int row, final int start, final int length, final Scratch scratch) {
        float[] values = scratch.first;
        double error = 0;
        if (target != null) {
            target.readRow(row, start, scratch.third, 0, length);
        }
        for (int i = 0; i < length; i++) {
            float difference = target == null ? values[i] : scratch.third[i] - values[i];
            columnSums[start + i] += difference;
            error += target == null ? 0 : difference * difference;
            if (mode == Mode.RESIDUAL) {
                values[i] = difference;
            }
        }
        if (samples != means) {
            means.writeRow(row, start, values, 0, length);
        }
        if (mode == Mode.SAMPLE) {
            samples.writeRow(row, start, scratch.second, 0, length);
        }
        return error;
    }
}
