// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import java.util.List;
import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.math.WeightUpdate;
import org.deepbelief.engine.math.cpu.RowKernel;
import org.deepbelief.engine.math.cpu.Scratch;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.UnitGroup;

/**
 * A restricted Boltzmann machine that learns by contrastive divergence (Hinton 2002) or its persistent form (Tieleman
 * 2008).
 *
 * <pre>
 * energy     E(v, h) = - v W h - b v - c h            (a Gaussian unit has (v - b)^2 / 2 instead of - b v)
 * positive   h = E[h | v],                  h* ~ p(h | v)
 * negative   k times: v' ~ p(v | h*), h* ~ p(h | v');   h' = E[h | v']
 * gradient   W: v^T h - v'^T h',   b: v - E[v' | h*],   c: h - h'     (sums over the rows of a batch)
 * </pre>
 *
 * Where reconstructions are means, v' is E[v | h*]: inputs that are themselves means, such as brightness, vary less than
 * samples of them would, and a machine that is shown samples of its own for them learns to shrink its weights (Hinton
 * 2010, section 3.2). For the centred gradient see {@link CentredGradient}.
 *
 * Dropout leaves hidden units out, row by row and through a row's whole chain (Srivastava et al. 2014, section 8).
 * Those that stay count 1 / keep: what goes down, and each statistic, then has the expectation of the whole layer, and
 * the weights are used as they were learned. (Scaling them down afterwards would untie the layer.)
 *
 * With label units, y beside v: {@code - y U h - d y}, a softmax group. A row without a label has no label units.
 * A Gaussian unit's standard deviation s is learned from {@code E[v (v - b - W h)] = 1} in units of s, which is the
 * exact gradient of the log-likelihood with respect to log s.
 */
final class ContrastiveDivergence implements LayerTrainer {

    static final int HIDDEN_STREAM = 10;

    static final int VISIBLE_STREAM = 11;

    private static final int LABEL_STREAM = 12;

    static final int DROPOUT_STREAM = 13;

    private static final int CHAIN_STREAM = 14;

    static final double INITIAL_WEIGHT = 0.01;

    private static final float SMALLEST_DEVIATION = 0.01f;

    private final Compute compute;

    private final LayerSettings settings;

    private final long seed;

    private final LayerParameters parameters;

    private final Propagation up;

    private final Propagation upFromModel;

    private final Propagation down;

    private final WeightUpdate weightUpdate;

    private final FloatMatrix hidden;

    private final FloatMatrix hiddenSamples;

    private final FloatMatrix modelHidden;

    private final FloatMatrix modelVisible;

    private final FloatMatrix chain;

    private final FloatMatrix negativeHidden;

    /** Whether the statistics take samples of hidden units: the mean of noisy rectified units is not max(0, x). */
    private final boolean fromSamples;

    private final LabelSide labels;

    private final Variances variances;

    private final Sparsity sparsity;

    private final CentredGradient centred;

    private final double[] means;

    private final FloatMatrix visibleSums;

    private final FloatMatrix hiddenSums;

    private final RandomRows random = RandomRows.byPlace();

    private FloatMatrix visible;

    private int rows;

    private boolean chainStarted;

    private double squaredError;

    private double activation;

    /**
     * @param visibleGroups the visible units
     * @param means the visible units' means over the training rows
     * @param classMeans the classes' shares among the training rows if label units stand beside the input, else empty
     * @param batchSize the most rows of a batch, and the number of persistent chains
     */
    ContrastiveDivergence(final Compute compute, final List<UnitGroup> visibleGroups, final LayerSettings settings,
        final double[] means, final double[] classMeans, final int batchSize, final long seed) {
        this.compute = compute;
        this.settings = settings;
        this.seed = seed;
        parameters = new LayerParameters(visibleGroups, settings, INITIAL_WEIGHT, means, seed);
        int visibleUnits = parameters.visible.units();
        int hiddenUnits = parameters.hidden.units();
        labels = classMeans.length == 0 ? null : new LabelSide(classMeans, batchSize);
        if (labels == null) {
            up = parameters.up(compute);
            upFromModel = up;
        } else {
            up = labels.up(labels.given);
            upFromModel = labels.up(labels.drawn);
        }
        down = parameters.down(compute);
        weightUpdate = weightUpdate(parameters.weights, parameters.increments);
        hidden = FloatMatrix.zeros(batchSize, hiddenUnits);
        hiddenSamples = FloatMatrix.zeros(batchSize, hiddenUnits);
        modelHidden = FloatMatrix.zeros(batchSize, hiddenUnits);
        modelVisible = FloatMatrix.zeros(batchSize, visibleUnits);
        chain = settings.persistent() ? FloatMatrix.zeros(batchSize, hiddenUnits) : hiddenSamples;
        fromSamples = settings.hiddenType().statisticsFromSamples();
        negativeHidden = fromSamples && settings.persistent() ? chain : modelHidden;
        variances = settings.learnVariance() ? new Variances(batchSize) : null;
        sparsity = settings.sparsityCost() > 0 ? new Sparsity() : null;
        centred = settings.centred()
            ? new CentredGradient(compute, weightUpdate.centre(), parameters.visibleBiases, parameters.hiddenBiases) : null;
        this.means = means.clone();
        visibleSums = compute.zeros(1, visibleUnits);
        hiddenSums = compute.zeros(1, hiddenUnits);
    }

    /**
     * One row a case, one column a class: the labels of the next batch are put here, zeros for a row without one. Null
     * if there are no label units.
     */
    FloatMatrix labelBatch() {
        return labels == null ? null : labels.given;
    }

    @Override
    public BatchFeed feed(final SampleMatrix samples, final MiniBatches batches) {
        return new DenseFeed(compute, samples, batches, this::gather, labelBatch());
    }

    /**
     * Gathers the statistics of a batch. Values of learned standard deviation are divided by it in place.
     *
     * @param batch row i of the first {@code count} is a case
     * @param step the number of the step, which keys its random numbers
     */
    void gather(final FloatMatrix batch, final int count, final long step) {
        visible = batch;
        rows = count;
        if (variances != null) {
            variances.scale(batch, count);
        }
        FloatMatrix state = fromSamples ? hidden : hiddenSamples;
        up.sample(batch, rows, hidden, state, key(HIDDEN_STREAM, step, 0));
        if (settings.hiddenDropout() > 0) {
            drop(hidden, step);
            drop(hiddenSamples, step);
        }
        sumHidden(up, hidden, 1f);
        activation = sum(hiddenSums);
        if (sparsity != null) {
            sparsity.activations.observe(hiddenSums, rows);
        }
        if (centred != null) {
            centred.observe(hiddenSums, rows);
            for (int i = 0; i < means.length; i++) {
                centred.visibleMean(i, means[i] / parameters.standardDeviations.get(0, i));
            }
            if (labels != null) {
                labels.centred.observe(hiddenSums, rows);
            }
        }
        if (variances != null) {
            variances.gather();
        }
        if (settings.persistent()) {
            if (!chainStarted) {
                up.sample(batch, rows, modelHidden, chain, key(CHAIN_STREAM, step, 0));
                chainStarted = true;
            }
            state = chain;
        }
        for (int k = 1; k <= settings.gibbsSteps(); k++) {
            if (settings.sampledReconstructions()) {
                down.sampleAndCompare(state, rows, batch, modelVisible, modelVisible, key(VISIBLE_STREAM, step, k));
            } else {
                down.compare(state, rows, batch, modelVisible);
            }
            if (k == 1) {
                squaredError = down.squaredError();
            }
            if (labels != null) {
                labels.draw(state, key(LABEL_STREAM, step, k));
            }
            if (k < settings.gibbsSteps() || settings.persistent()) {
                upFromModel.sample(modelVisible, rows, modelHidden, chain, key(HIDDEN_STREAM, step, k));
                state = chain;
            } else if (fromSamples) {
                upFromModel.sample(modelVisible, rows, modelHidden, modelHidden, key(HIDDEN_STREAM, step, k));
            } else {
                upFromModel.expect(modelVisible, rows, modelHidden);
            }
            if (settings.hiddenDropout() > 0) {
                drop(chain, step);
                drop(modelHidden, step);
            }
        }
        compute.addScaled(1f, down.columnSums(), 0f, visibleSums);
        sumHidden(upFromModel, negativeHidden, -1f);
    }

    /** The sums of means come with their propagation; others are added up here. */
    private void sumHidden(final Propagation propagation, final FloatMatrix units, final float sign) {
        if (fromSamples || settings.hiddenDropout() > 0) {
            compute.columnSums(units, rows, sign, sign > 0 ? 0f : 1f, hiddenSums);
            return;
        }
        compute.addScaled(sign, propagation.columnSums(), sign > 0 ? 0f : 1f, hiddenSums);
    }

    @Override
    public void update(final float learningRate, final float momentum) {
        float scale = learningRate / rows;
        if (sparsity != null) {
            sparsity.pull();
        }
        if (centred != null) {
            centred.prepare(visibleSums, hiddenSums);
        }
        weightUpdate.add(visible, hidden).minus(modelVisible, negativeHidden).run(rows, scale, momentum,
            (float)(learningRate * settings.weightDecay()), (float)(learningRate * settings.l1Penalty()));
        compute.moveBiases(parameters.visibleBiases, parameters.visibleIncrements, visibleSums, momentum, scale);
        compute.moveBiases(parameters.hiddenBiases, parameters.hiddenIncrements, hiddenSums, momentum, scale);
        if (centred != null) {
            centred.shiftBiases();
        }
        if (labels != null) {
            labels.update(learningRate, momentum);
        }
        if (variances != null) {
            variances.update(learningRate);
        }
    }

    @Override
    public double squaredError() {
        return squaredError;
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
        return new LayerMonitor(compute, parameters, labels == null);
    }

    @Override
    public Layer layer() {
        return parameters.layer(LayerMethod.RESTRICTED_BOLTZMANN_MACHINE);
    }

    /** The label units' weights (classes x hidden), in memory of their own, and their biases. */
    FloatMatrix labelWeights() {
        return labels.weights.copy();
    }

    float[] labelBiases() {
        return labels.biases.toArray();
    }

    LayerParameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        parameters.close();
        hidden.close();
        hiddenSamples.close();
        modelHidden.close();
        modelVisible.close();
        chain.close();
        if (labels != null) {
            labels.close();
        }
        if (variances != null) {
            variances.means.close();
        }
    }

    private WeightUpdate weightUpdate(final FloatMatrix weights, final FloatMatrix increments) {
        return settings.centred() ? compute.centredWeightUpdate(weights, increments)
            : compute.weightUpdate(weights, increments);
    }

    private RandomRows key(final int stream, final long step, final int gibbsStep) {
        return random.key(CounterRandom.key(seed, stream, step * (settings.gibbsSteps() + 1L) + gibbsStep));
    }

    private void drop(final FloatMatrix units, final long step) {
        final float keep = (float)(1 - settings.hiddenDropout());
        compute.mask(units, rows, keep, 1 / keep, key(DROPOUT_STREAM, step, 0));
    }

    static double sum(final FloatMatrix values) {
        double sum = 0;
        for (int i = 0; i < values.columns(); i++) {
            sum += values.get(0, i);
        }
        return sum;
    }

    /** The softmax label units beside the visible units. */
    private final class LabelSide implements AutoCloseable {

        private final int classes;

        private final FloatMatrix given;

        private final FloatMatrix drawn;

        private final FloatMatrix weights;

        private final FloatMatrix increments;

        private final FloatMatrix biases;

        private final FloatMatrix biasIncrements;

        private final Propagation down;

        private final WeightUpdate weightUpdate;

        private final FloatMatrix sums;

        /** The means of label units are left at 0, since a row without a label has none that could be off its mean. */
        private final CentredGradient centred;

        private final RowKernel unlabelled = this::clearUnlabelled;

        LabelSide(final double[] classMeans, final int batchSize) {
            classes = classMeans.length;
            given = FloatMatrix.zeros(batchSize, classes);
            drawn = FloatMatrix.zeros(batchSize, classes);
            weights = FloatMatrix.zeros(classes, parameters.hidden.units());
            increments = FloatMatrix.zeros(classes, parameters.hidden.units());
            biases = compute.zeros(1, classes);
            for (int i = 0; i < classes; i++) {
                biases.set(0, i, (float)Math.log(Math.max(classMeans[i], 1e-3)));
            }
            biasIncrements = compute.zeros(1, classes);
            sums = compute.zeros(1, classes);
            LayerParameters.fillGaussian(weights, INITIAL_WEIGHT, CounterRandom.key(seed, LABEL_STREAM, -1));
            down = compute.propagation(weights, true, UnitLayout.of(Activation.SOFTMAX, classes), biases);
            weightUpdate = weightUpdate(weights, increments);
            centred = settings.centred()
                ? new CentredGradient(compute, weightUpdate.centre(), biases, parameters.hiddenBiases) : null;
        }

        Propagation up(final FloatMatrix labelUnits) {
            return compute.propagation(parameters.weights, false, parameters.hidden, parameters.hiddenBiases,
                labelUnits, weights);
        }

        void draw(final FloatMatrix state, final RandomRows key) {
            down.sample(state, rows, drawn, drawn, key);
            compute.overRows(rows, unlabelled);
        }

        private void clearUnlabelled(final int from, final int to, final Scratch scratch) {
            for (int row = from; row < to; row++) {
                float sum = 0;
                for (int i = 0; i < classes; i++) {
                    sum += given.get(row, i);
                }
                for (int i = 0; sum == 0 && i < classes; i++) {
                    drawn.set(row, i, 0f);
                }
            }
        }

        void update(final float learningRate, final float momentum) {
            float scale = learningRate / rows;
            compute.columnSums(given, rows, 1f, 0f, sums);
            compute.columnSums(drawn, rows, -1f, 1f, sums);
            if (centred != null) {
                centred.prepare(sums, hiddenSums);
            }
            weightUpdate.add(given, hidden).minus(drawn, negativeHidden).run(rows, scale, momentum,
                (float)(learningRate * settings.weightDecay()), (float)(learningRate * settings.l1Penalty()));
            compute.moveBiases(biases, biasIncrements, sums, momentum, scale);
            if (centred != null) {
                centred.shiftBiases();
            }
        }

        @Override
        public void close() {
            given.close();
            drawn.close();
            weights.close();
            increments.close();
        }
    }

    /**
     * The learned standard deviations of Gaussian visible units. The batch is divided by them, and everything else is
     * then a machine of unit variances.
     */
    private final class Variances {

        private final FloatMatrix means;

        private final boolean[] gaussian;

        private final float[] moments;

        private final RowKernel scaleRows = this::scaleRows;

        Variances(final int batchSize) {
            means = FloatMatrix.zeros(batchSize, parameters.visible.units());
            gaussian = new boolean[parameters.visible.units()];
            moments = new float[gaussian.length];
            int unit = 0;
            for (UnitGroup group : parameters.visibleGroups) {
                Arrays.fill(gaussian, unit, unit + group.size(), group.type().learnsVariance());
                unit += group.size();
            }
        }

        void scale(final FloatMatrix batch, final int count) {
            compute.overRows(count, scaleRows);
        }

        private void scaleRows(final int from, final int to, final Scratch scratch) {
            for (int row = from; row < to; row++) {
                for (int start = 0; start < gaussian.length; start += Scratch.BLOCK) {
                    int length = Math.min(Scratch.BLOCK, gaussian.length - start);
                    parameters.standardDeviations.readRow(0, start, scratch.second, 0, length);
                    visible.readRow(row, start, scratch.first, 0, length);
                    for (int i = 0; i < length; i++) {
                        scratch.first[i] /= scratch.second[i];
                    }
                    visible.writeRow(row, start, scratch.first, 0, length);
                }
            }
        }

        /** The sums over rows of v (v - b - W h), h the mean given v. */
        void gather() {
            down.expect(hidden, rows, means);
            Arrays.fill(moments, 0f);
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < gaussian.length; i++) {
                    if (gaussian[i]) {
                        float value = visible.get(row, i);
                        moments[i] += value * (value - means.get(row, i));
                    }
                }
            }
        }

        void update(final float learningRate) {
            for (int i = 0; i < gaussian.length; i++) {
                if (gaussian[i]) {
                    double change = Math.max(-1, Math.min(1, learningRate * (moments[i] / rows - 1)));
                    parameters.standardDeviations.set(0, i, (float)Math.max(SMALLEST_DEVIATION,
                        parameters.standardDeviations.get(0, i) * Math.exp(change)));
                }
            }
        }
    }

    /** The pull of the sparsity target: added to the positive statistics of each case, it reaches all parameters. */
    private final class Sparsity {

        private final HiddenSparsity activations = new HiddenSparsity(compute, settings);

        private final RowKernel pullRows = this::pullRows;

        private FloatMatrix pull;

        void pull() {
            pull = activations.pull();
            compute.addScaled(rows, pull, 1f, hiddenSums);
            compute.overRows(rows, pullRows);
        }

        private void pullRows(final int from, final int to, final Scratch scratch) {
            for (int row = from; row < to; row++) {
                for (int start = 0; start < pull.columns(); start += Scratch.BLOCK) {
                    int length = Math.min(Scratch.BLOCK, pull.columns() - start);
                    hidden.readRow(row, start, scratch.first, 0, length);
                    pull.readRow(0, start, scratch.second, 0, length);
                    for (int i = 0; i < length; i++) {
                        scratch.first[i] += scratch.second[i];
                    }
                    hidden.writeRow(row, start, scratch.first, 0, length);
                }
            }
        }
    }
}
