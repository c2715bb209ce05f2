// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.ActiveUnits;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LazyRows;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.SampledReconstruction;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.math.cpu.RowKernel;
import org.deepbelief.engine.math.cpu.Scratch;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.UnitGroup;

/**
 * A restricted Boltzmann machine on many Bernoulli visible units that are mostly zero, which learns by CD-1 as
 * {@link ContrastiveDivergence} does, and reconstructs of the units that are zero in the whole batch a sample only.
 *
 * <pre>
 * active     S = the units that are not zero somewhere in the batch, with weight 1,
 *                and each other unit with probability q, with weight 1/q
 * positive   h = E[h | v],  h* ~ p(h | v)                 over what is not zero in v
 * negative   p = E[v | h*] over S;  v' ~ p and its weights (see {@link SampledReconstruction});  h' = E[h | v']
 * gradient   W: v^T h - v'^T h',   c: h - h',   b: (v - p) times the weights, all over S
 * </pre>
 *
 * Where no p exceeds q, v' of each row is distributed as the full reconstruction is, and so is the gradient's mean; with
 * q = 1 the random numbers too are those of {@link ContrastiveDivergence}. What a sample costs is variance: the cases of
 * a batch share it. Momentum and weight decay of the other rows of W are made up for later ({@link LazyRows}).
 */
final class SampledDivergence implements LayerTrainer {

    private static final int SAMPLE_STREAM = 15;

    private static final float NEGLIGIBLE_INCREMENT = 1e-20f;

    private final Compute compute;

    private final LayerSettings settings;

    private final long seed;

    private final LayerParameters parameters;

    private final ActiveUnits active;

    private final LazyRows weights;

    private final SampledReconstruction down;

    private final Propagation up;

    private final FloatMatrix hidden;

    private final FloatMatrix hiddenSamples;

    private final FloatMatrix modelHidden;

    /** Whether the statistics take samples of hidden units: the mean of noisy rectified units is not max(0, x). */
    private final boolean fromSamples;

    private final HiddenSparsity sparsity;

    private final FloatMatrix hiddenSums;

    private final RandomRows random = RandomRows.byPlace();

    private final float[] visibleIncrements;

    private final float[] visibleSums;

    private FloatMatrix pulls;

    private final RowKernel pull = this::pull;

    private SparseMatrix visible;

    private int rows;

    private double activation;

    /**
     * @param visibleGroups the visible units, all Bernoulli
     * @param means the visible units' means over the training rows
     * @param batchSize the most rows of a batch
     */
    SampledDivergence(final Compute compute, final List<UnitGroup> visibleGroups, final LayerSettings settings,
        final double[] means, final int batchSize, final long seed) {
        this.compute = compute;
        this.settings = settings;
        this.seed = seed;
        parameters = new LayerParameters(visibleGroups, settings, ContrastiveDivergence.INITIAL_WEIGHT, means, seed);
        int hiddenUnits = parameters.hidden.units();
        active = new ActiveUnits(parameters.visible.units());
        weights = compute.lazyRows(parameters.weights, parameters.increments, active);
        down = compute.sampledReconstruction(weights, active, parameters.visibleBiases, batchSize);
        up = compute.propagation(parameters.hidden, parameters.hiddenBiases);
        hidden = FloatMatrix.zeros(batchSize, hiddenUnits);
        hiddenSamples = FloatMatrix.zeros(batchSize, hiddenUnits);
        modelHidden = FloatMatrix.zeros(batchSize, hiddenUnits);
        fromSamples = settings.hiddenType().statisticsFromSamples();
        sparsity = settings.sparsityCost() > 0 ? new HiddenSparsity(compute, settings) : null;
        hiddenSums = compute.zeros(1, hiddenUnits);
        visibleIncrements = new float[parameters.visible.units()];
        visibleSums = new float[parameters.visible.units()];
    }

    @Override
    public BatchFeed feed(final SampleMatrix samples, final MiniBatches batches) {
        SparseMatrix batch = new SparseMatrix();
        return (number, step) -> {
            int count = batches.fill(number, batch);
            gather(batch, step);
            return count;
        };
    }

    /**
     * Gathers the statistics of a batch.
     *
     * @param batch cases x visible units; its columns are renumbered
     * @param step the number of the step, which keys its random numbers
     */
    void gather(final SparseMatrix batch, final long step) {
        visible = batch;
        rows = batch.rows();
        active.choose(batch, settings.sampledZeros(), key(SAMPLE_STREAM, step, 0));
        FloatMatrix state = fromSamples ? hidden : hiddenSamples;
        weights.product(batch, hidden);
        up.sample(hidden, rows, hidden, state, random(ContrastiveDivergence.HIDDEN_STREAM, step, 0));
        if (settings.hiddenDropout() > 0) {
            drop(hidden, step);
            drop(hiddenSamples, step);
        }
        compute.columnSums(hidden, rows, 1f, 0f, hiddenSums);
        activation = ContrastiveDivergence.sum(hiddenSums);
        if (sparsity != null) {
            sparsity.observe(hiddenSums, rows);
        }
        down.sample(state, rows, batch, random(ContrastiveDivergence.VISIBLE_STREAM, step, 1), modelHidden);
        if (fromSamples) {
            up.sample(modelHidden, rows, modelHidden, modelHidden, random(ContrastiveDivergence.HIDDEN_STREAM, step, 1));
        } else {
            up.expect(modelHidden, rows, modelHidden);
        }
        if (settings.hiddenDropout() > 0) {
            drop(modelHidden, step);
        }
        compute.columnSums(modelHidden, rows, -1f, 1f, hiddenSums);
    }

    @Override
    public void update(final float learningRate, final float momentum) {
        float scale = learningRate / rows;
        if (sparsity != null) {
            pulls = sparsity.pull();
            compute.addScaled(rows, pulls, 1f, hiddenSums);
            compute.overRows(rows, pull);
        }
        weights.step(visible, hidden, down.samples(), modelHidden, scale, momentum,
            (float)(learningRate * settings.weightDecay()));
        moveVisibleBiases(momentum, scale);
        compute.moveBiases(parameters.hiddenBiases, parameters.hiddenIncrements, hiddenSums, momentum, scale);
    }

    /** The pull of the sparsity target on a hidden unit's input comes on top of each case's h. */
    private void pull(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < pulls.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, pulls.columns() - start);
                pulls.readRow(0, start, scratch.second, 0, length);
                hidden.readRow(row, start, scratch.first, 0, length);
                for (int i = 0; i < length; i++) {
                    scratch.first[i] += scratch.second[i];
                }
                hidden.writeRow(row, start, scratch.first, 0, length);
            }
        }
    }

    private void moveVisibleBiases(final float momentum, final float scale) {
        float[] increments = visibleIncrements;
        for (int i = 0; i < increments.length; i++) {
            float increment = momentum * increments[i];
            increments[i] = Math.abs(increment) < NEGLIGIBLE_INCREMENT ? 0f : increment;
        }
        down.columnSums().read(visibleSums);
        for (int place = 0; place < active.count(); place++) {
            increments[active.unit(place)] += scale * visibleSums[place];
        }
        parameters.visibleIncrements.write(increments);
        compute.addScaled(1f, parameters.visibleIncrements, 1f, parameters.visibleBiases);
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
        weights.catchUp();
        return parameters.weightNorm();
    }

    @Override
    public LayerMeasuring monitor() {
        return new SparseLayerMonitor(compute, parameters, weights);
    }

    @Override
    public Layer layer() {
        weights.catchUp();
        return parameters.layer(LayerMethod.RESTRICTED_BOLTZMANN_MACHINE);
    }

    /** The parameters as they are after all steps. */
    LayerParameters parameters() {
        weights.catchUp();
        return parameters;
    }

    @Override
    public void close() {
        parameters.close();
        hidden.close();
        hiddenSamples.close();
        modelHidden.close();
    }

    private long key(final int stream, final long step, final int gibbsStep) {
        return CounterRandom.key(seed, stream, step * 2 + gibbsStep);
    }

    private RandomRows random(final int stream, final long step, final int gibbsStep) {
        return random.key(key(stream, step, gibbsStep));
    }

    private void drop(final FloatMatrix units, final long step) {
        final float keep = (float)(1 - settings.hiddenDropout());
        compute.mask(units, rows, keep, 1 / keep,
            random(ContrastiveDivergence.DROPOUT_STREAM, step, 0));
    }
}
