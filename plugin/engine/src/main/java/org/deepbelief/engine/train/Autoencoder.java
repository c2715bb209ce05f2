// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import java.util.List;
import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Backpropagation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.WeightUpdate;
import org.deepbelief.engine.math.cpu.RowKernel;
import org.deepbelief.engine.math.cpu.Scratch;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.UnitGroup;

/**
 * A denoising autoencoder with tied weights (Vincent et al. 2010): it learns to reconstruct a row from the code of the
 * row with noise in it.
 *
 * <pre>
 * code            h = f(x W + c),      x = v with some inputs masked, or with Gaussian noise
 * reconstruction  v' = g(h W^T + b),   g by the kind of the visible units
 * loss            - log p(v | v'), summed over units, + cost KL(target || mean code) for sparsity
 * gradient        r = v - v',  d = (r W - sparsity) f',   W: x^T d + r^T h,   b: r,   c: d   (of minus the loss)
 * dropout         h m / keep goes down, not h, and d m / keep comes back; m is 1 with probability keep, else 0
 * </pre>
 *
 * For rectified-linear codes the sparsity term is cost (mean - target)^2 / 2, since a mean may exceed 1.
 */
final class Autoencoder implements LayerTrainer {

    private static final int MASK_STREAM = 20;

    private static final int NOISE_STREAM = 21;

    static final int DROPOUT_STREAM = 22;

    private static final float ACTIVATION_MEMORY = 0.9f;

    private static final float SMALLEST_ACTIVATION = 1e-4f;

    private final Compute compute;

    private final LayerSettings settings;

    private final long seed;

    private final LayerParameters parameters;

    private final Propagation up;

    private final Propagation down;

    private final Backpropagation back;

    private final WeightUpdate weightUpdate;

    private final FloatMatrix corrupted;

    private final FloatMatrix code;

    /** What goes down of the code: all of it without dropout. */
    private final FloatMatrix kept;

    private final FloatMatrix residual;

    private final FloatMatrix delta;

    private final float[] activations;

    private final float[] sums;

    private final float[] pulls;

    private final FloatMatrix sparsityPull;

    private final RandomRows random = RandomRows.byPlace();

    private final RowKernel corrupt = this::corruptRows;

    private final RowKernel copyCode = this::copyCodeRows;

    private FloatMatrix visible;

    private int rows;

    private long noiseKey;

    private double activation;

    /**
     * @param visibleGroups the visible units
     * @param means the visible units' means over the training rows
     * @param batchSize the most rows of a batch
     */
    Autoencoder(final Compute compute, final List<UnitGroup> visibleGroups, final LayerSettings settings,
        final double[] means, final int batchSize, final long seed) {
        this.compute = compute;
        this.settings = settings;
        this.seed = seed;
        int visibleUnits = UnitGroup.units(visibleGroups);
        int hiddenUnits = settings.units();
        // Glorot and Bengio 2010: the variance of a code unit's input stays that of the inputs; four times for sigmoid.
        double size = Math.sqrt(2.0 / (visibleUnits + hiddenUnits))
            * (settings.hiddenType().bounded() ? 4 : 1);
        parameters = new LayerParameters(visibleGroups, settings, size, means, seed);
        up = parameters.up(compute);
        down = parameters.down(compute);
        back = compute.backpropagation(parameters.weights, false, settings.hiddenType().activation());
        weightUpdate = compute.weightUpdate(parameters.weights, parameters.increments);
        corrupted = FloatMatrix.zeros(batchSize, visibleUnits);
        code = FloatMatrix.zeros(batchSize, hiddenUnits);
        kept = settings.hiddenDropout() > 0 ? FloatMatrix.zeros(batchSize, hiddenUnits) : code;
        residual = FloatMatrix.zeros(batchSize, visibleUnits);
        delta = FloatMatrix.zeros(batchSize, hiddenUnits);
        activations = new float[hiddenUnits];
        Arrays.fill(activations, (float)settings.sparsityTarget());
        sums = new float[hiddenUnits];
        pulls = new float[hiddenUnits];
        sparsityPull = compute.zeros(1, hiddenUnits);
    }

    @Override
    public BatchFeed feed(final SampleMatrix samples, final MiniBatches batches) {
        return new DenseFeed(compute, samples, batches, this::gather, null);
    }

    /**
     * Gathers the statistics of a batch.
     *
     * @param batch row i of the first {@code count} is a case
     * @param step the number of the step, which keys its random numbers
     */
    void gather(final FloatMatrix batch, final int count, final long step) {
        visible = batch;
        rows = count;
        FloatMatrix input = batch;
        if (settings.maskingNoise() > 0 || settings.gaussianNoise() > 0) {
            input = corrupted;
            noiseKey = CounterRandom.key(seed, NOISE_STREAM, step);
            compute.overRows(rows, corrupt);
            if (settings.maskingNoise() > 0) {
                compute.mask(corrupted, rows, (float)(1 - settings.maskingNoise()), 1f,
                    random.key(CounterRandom.key(seed, MASK_STREAM, step)));
            }
        }
        up.expect(input, rows, code);
        observe(up.columnSums());
        if (settings.hiddenDropout() > 0) {
            compute.overRows(rows, copyCode);
            drop(kept, step);
        }
        down.residual(kept, rows, batch, residual);
        back.run(residual, rows, code, delta, sparsityPull);
        if (settings.hiddenDropout() > 0) {
            drop(delta, step);
            compute.columnSums(delta, rows, 1f, 0f, back.columnSums());
        }
    }

    /** m / keep times the values. */
    private void drop(final FloatMatrix units, final long step) {
        float keep = (float)(1 - settings.hiddenDropout());
        compute.mask(units, rows, keep, 1 / keep, random.key(CounterRandom.key(seed, DROPOUT_STREAM, step)));
    }

    @Override
    public void update(final float learningRate, final float momentum) {
        float scale = learningRate / rows;
        boolean noisy = settings.maskingNoise() > 0 || settings.gaussianNoise() > 0;
        weightUpdate.add(noisy ? corrupted : visible, delta).and(residual, kept).run(rows, scale, momentum,
            (float)(learningRate * settings.weightDecay()), (float)(learningRate * settings.l1Penalty()));
        compute.moveBiases(parameters.visibleBiases, parameters.visibleIncrements, down.columnSums(), momentum,
            scale);
        compute.moveBiases(parameters.hiddenBiases, parameters.hiddenIncrements, back.columnSums(), momentum, scale);
    }

    @Override
    public double squaredError() {
        return down.squaredError();
    }

    @Override
    public double meanActivation() {
        return activation;
    }

    @Override
    public double weightNorm() {
        return parameters.weightNorm();
    }

    @Override
    public LayerMeasuring monitor() {
        return new LayerMonitor(compute, parameters, false);
    }

    @Override
    public Layer layer() {
        return parameters.layer(LayerMethod.AUTOENCODER);
    }

    LayerParameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        parameters.close();
        corrupted.close();
        code.close();
        kept.close();
        residual.close();
        delta.close();
    }

    /** The mean code, remembered over batches, and the pull of the sparsity term on each unit's value. */
    private void observe(final FloatMatrix codeSums) {
        codeSums.read(sums);
        activation = 0;
        float target = (float)settings.sparsityTarget();
        float cost = (float)settings.sparsityCost();
        for (int i = 0; i < sums.length; i++) {
            activation += sums[i];
            float mean = ACTIVATION_MEMORY * activations[i] + (1 - ACTIVATION_MEMORY) * sums[i] / rows;
            activations[i] = mean;
            if (cost > 0) {
                float q = Math.min(Math.max(mean, SMALLEST_ACTIVATION), 1 - SMALLEST_ACTIVATION);
                pulls[i] = settings.hiddenType().bounded()
                    ? cost * (target / q - (1 - target) / (1 - q)) : cost * (target - mean);
            }
        }
        sparsityPull.write(pulls);
    }

    private void copyCodeRows(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < code.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, code.columns() - start);
                code.readRow(row, start, scratch.first, 0, length);
                kept.writeRow(row, start, scratch.first, 0, length);
            }
        }
    }

    private void corruptRows(final int from, final int to, final Scratch scratch) {
        float noise = (float)settings.gaussianNoise();
        for (int row = from; row < to; row++) {
            for (int start = 0; start < visible.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, visible.columns() - start);
                visible.readRow(row, start, scratch.first, 0, length);
                for (int i = 0; noise > 0 && i < length; i++) {
                    scratch.first[i] += noise * CounterRandom.gaussian(noiseKey, row, start + i);
                }
                corrupted.writeRow(row, start, scratch.first, 0, length);
            }
        }
    }
}
