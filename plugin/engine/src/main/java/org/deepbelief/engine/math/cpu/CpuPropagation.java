// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.UnitLayout;

/**
 * {@link Propagation} by shards of units: each product and what follows from it by the thread that has it in its cache.
 */
final class CpuPropagation implements Propagation {

    private enum Mode { EXPECT, SAMPLE, COMPARE, RESIDUAL }

    private final CpuCompute compute;

    private final HostMatrix weights;

    private final Blas blas;

    private final boolean transposed;

    private final Shards shards;

    private final int units;

    private final HostMatrix biases;

    private final HostMatrix secondInput;

    private final HostMatrix secondWeights;

    /** Added to the units' inputs as it is; null for nothing. */
    private final HostMatrix added;

    private final PartialProduct partialProduct;

    private final float[] sums;

    private final HostMatrix columnSums;

    private final double[] shardErrors;

    private final WorkerPool.Task shardTask = this::runShard;

    private Mode mode;

    private HostMatrix input;

    /** Holds the units' inputs without their biases. */
    private HostMatrix unbiased;

    private int rows;

    private HostMatrix target;

    private HostMatrix means;

    private HostMatrix samples;

    private RandomRows random;

    CpuPropagation(final CpuCompute compute, final HostMatrix weights, final boolean transposed,
        final UnitLayout layout, final HostMatrix biases, final HostMatrix secondInput,
        final HostMatrix secondWeights) {
        this(compute, weights, transposed, layout, biases, secondInput, secondWeights, null);
    }

    private CpuPropagation(final CpuCompute compute, final HostMatrix weights, final boolean transposed,
        final UnitLayout layout, final HostMatrix biases, final HostMatrix secondInput,
        final HostMatrix secondWeights, final PartialProduct partialProduct) {
        if (biases.rows() != 1 || biases.columns() != layout.units()
            || weights != null && layout.units() != (transposed ? weights.rows() : weights.columns())
            || secondWeights != null && (secondWeights.columns() != layout.units()
                || secondInput.columns() != secondWeights.rows())) {
            throw new IllegalArgumentException((weights == null ? "" : "Weights of " + weights.shape() + " and ")
                + "biases of " + biases.shape() + " do not fit " + layout.units() + " units.");
        }
        this.compute = compute;
        this.weights = weights;
        this.blas = compute.blas(weights);
        this.transposed = transposed;
        this.shards = new Shards(layout);
        this.units = layout.units();
        this.biases = biases;
        this.secondInput = secondInput;
        this.secondWeights = secondWeights;
        this.added = secondWeights == null ? secondInput : null;
        this.partialProduct = partialProduct;
        this.sums = new float[units];
        this.columnSums = compute.zeros(1, units);
        this.shardErrors = new double[shards.count()];
    }

    /** Units whose inputs are given. */
    CpuPropagation(final CpuCompute compute, final UnitLayout layout, final HostMatrix biases) {
        this(compute, null, false, layout, biases, null, null, null);
    }

    static CpuPropagation throughChangingWeights(final CpuCompute compute, final HostMatrix weights,
        final UnitLayout layout, final HostMatrix biases, final HostMatrix secondInput,
        final HostMatrix secondWeights, final int batchSize) {
        return new CpuPropagation(compute, weights, false, layout, biases, secondInput, secondWeights,
            new PartialProduct(compute, weights, batchSize));
    }

    @Override
    public void expect(final FloatMatrix from, final int count, final FloatMatrix meansOut) {
        run(Mode.EXPECT, from, count, null, meansOut, null, null);
    }

    @Override
    public void sample(final FloatMatrix from, final int count, final FloatMatrix meansOut,
        final FloatMatrix samplesOut, final RandomRows newRandom) {
        run(Mode.SAMPLE, from, count, null, meansOut, samplesOut, newRandom);
    }

    @Override
    public void compare(final FloatMatrix from, final int count, final FloatMatrix wanted,
        final FloatMatrix meansOut) {
        run(Mode.COMPARE, from, count, wanted, meansOut, null, null);
    }

    @Override
    public void sampleAndCompare(final FloatMatrix from, final int count, final FloatMatrix wanted,
        final FloatMatrix meansOut, final FloatMatrix samplesOut, final RandomRows newRandom) {
        run(Mode.SAMPLE, from, count, wanted, meansOut, samplesOut, newRandom);
    }

    @Override
    public void residual(final FloatMatrix from, final int count, final FloatMatrix wanted,
        final FloatMatrix residualOut) {
        run(Mode.RESIDUAL, from, count, wanted, residualOut, null, null);
    }

    @Override
    public HostMatrix columnSums() {
        return columnSums;
    }

    @Override
    public double squaredError() {
        double sum = 0;
        for (double error : shardErrors) {
            sum += error;
        }
        return sum;
    }

    private void run(final Mode newMode, final FloatMatrix from, final int count, final FloatMatrix wanted,
        final FloatMatrix meansOut, final FloatMatrix samplesOut, final RandomRows newRandom) {
        if (from.columns() != inputs() || meansOut.columns() != units || count > from.rows()
            || count > meansOut.rows() || added != null && count > added.rows()) {
            throw new IllegalArgumentException(count + " rows of " + from.shape() + " do not fit "
                + (weights == null ? units + " units"
                    : "weights of " + weights.shape() + (transposed ? " transposed" : ""))
                + " and a result of " + meansOut.shape());
        }
        mode = newMode;
        input = HostMatrix.of(from);
        means = HostMatrix.of(meansOut);
        unbiased = weights == null ? input : means;
        rows = count;
        target = HostMatrix.of(wanted);
        samples = HostMatrix.of(samplesOut);
        random = newRandom;
        if (partialProduct != null) {
            partialProduct.run(input, count, means);
        } else if (weights != null) {
            blas.prepare(input, count);
            blas.prepare(weights, weights.rows());
        }
        compute.pool().run(shardTask, shards.count());
        blas.renewed(means, count);
        if (samples != null && samples != means) {
            blas.renewed(samples, count);
        }
    }

    private int inputs() {
        return weights == null ? units : transposed ? weights.columns() : weights.rows();
    }

    private void runShard(final int shard, final Scratch scratch) {
        int from = shards.start(shard);
        int to = shards.start(shard + 1);
        float beta = partialProduct == null ? 0f : 1f;
        if (secondWeights != null) {
            compute.blas().multiply(1f, secondInput, false, secondWeights, false, beta, means, 0, rows, from, to,
                secondWeights.rows());
            beta = 1f;
        }
        if (weights != null && partialProduct == null) {
            blas.multiply(1f, input, false, weights, transposed, beta, means, 0, rows, from, to, inputs());
        }
        double error = 0;
        for (Shards.Segment segment : shards.segments(shard)) {
            error += segment.activation() == Activation.SOFTMAX ? softmax(segment, scratch)
                : elementwise(segment, scratch);
        }
        blas.renew(means, 0, rows, from, to);
        if (samples != null && samples != means) {
            blas.renew(samples, 0, rows, from, to);
        }
        columnSums.writeRow(0, from, sums, from, to - from);
        shardErrors[shard] = error;
    }

    /** Several rows side by side fill a block, since the ends of short vectorised loops are not. */
    private double elementwise(final Shards.Segment segment, final Scratch scratch) {
        int start = segment.start();
        int width = segment.length();
        int together = Math.min(rows, Scratch.BLOCK / width);
        for (int i = 0; i < together; i++) {
            biases.readRow(0, start, scratch.biases, i * width, width);
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
            sums[start + i] = sum;
        }
        return error;
    }

    private void rowsTogether(final Shards.Segment segment, final int row, final int count,
        final Scratch scratch) {
        int start = segment.start();
        int width = segment.length();
        int length = count * width;
        float[] values = scratch.first;
        unbiased.readBlock(row, count, start, width, values);
        if (partialProduct != null) {
            partialProduct.addOthers(row, count, start, width, values, scratch);
        }
        if (added != null) {
            added.readBlock(row, count, start, width, scratch.second);
            UnitKernels.add(values, scratch.second, length);
        }
        if (mode == Mode.SAMPLE) {
            for (int i = 0; i < count; i++) {
                scratch.keyRow(random.rowKey(row + i), i * width, width);
            }
            draw(segment.activation(), scratch, length);
            if (segment.activation() == Activation.LOGISTIC) {
                for (int i = 0; i < count; i++) {
                    samples.writeRowBits(row + i, start, scratch.bits, i * width, width);
                }
            } else {
                samples.writeBlock(row, count, start, width, scratch.second);
            }
        } else {
            mean(segment.activation(), scratch, length);
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

    private static void mean(final Activation activation, final Scratch scratch, final int length) {
        switch (activation) {
            case LOGISTIC -> UnitKernels.sigmoid(scratch.first, scratch.biases, length);
            case RECTIFIER -> UnitKernels.rectify(scratch.first, scratch.biases, length);
            default -> UnitKernels.add(scratch.first, scratch.biases, length);
        }
    }

    /**
     * The means in {@code scratch.first}; the samples in {@code scratch.second}, binary ones in {@code scratch.bits}.
     */
    private static void draw(final Activation activation, final Scratch scratch, final int length) {
        float[] values = scratch.first;
        float[] drawn = scratch.second;
        switch (activation) {
            case LOGISTIC -> {
                UnitKernels.sigmoid(values, scratch.biases, length);
                UnitKernels.bernoulli(values, scratch, length);
            }
            case RECTIFIER -> {
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
    private double softmax(final Shards.Segment segment, final Scratch scratch) {
        int end = segment.start() + segment.length();
        Arrays.fill(sums, segment.start(), end, 0f);
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
            double left = mode == Mode.SAMPLE
                ? CounterRandom.uniform(CounterRandom.bits(random.rowKey(row), segment.start())) : 2;
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
        if (added != null) {
            added.readRow(row, start, scratch.second, 0, length);
            UnitKernels.add(scratch.first, scratch.second, length);
        }
        biases.readRow(0, start, scratch.biases, 0, length);
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
            sums[start + i] += difference;
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
