// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import java.util.List;
import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.WeightUpdate;
import org.deepbelief.engine.model.ConditionalLayer;
import org.deepbelief.engine.units.UnitGroup;

/**
 * What the rows before, c, add to a restricted Boltzmann machine while it learns (Taylor, Hinton and Roweis 2007).
 *
 * <pre>
 * Bernoulli and softmax units   biases a + c A,   gradient of A: c^T (v - v')
 * Gaussian units                e = (v - m) / s - c A,  gradient of A: c^T (e - E[e | h]), which is exact
 * hidden units                  biases b + c B,   gradient of B: c^T (h - h')
 * </pre>
 *
 * The machine sees the innovations e of Gaussian units, what their autoregression leaves, in their standard deviations s.
 * So A starts at the ridge solution of the rows on their contexts ({@link Autoregression}) and s at the deviations that
 * it leaves, and the hidden units learn what is left, from numbers of one measure. In the layer that is made in the end,
 * {@code v / s W + c B' + b'} is the same input of a hidden unit as {@code e W + c B + b}.
 *
 * <p>The inputs c of A and B are many: their rate is at most 1 / E|c|^2, beyond which steps would overshoot.
 */
final class Context {

    /** The rate of autoregressive weights in shares of that of the others (Taylor et al.: 1e-5 and 1e-3). */
    static final double AUTOREGRESSIVE_RATE = 0.01;

    private final Compute compute;

    private final LayerParameters parameters;

    private final int rowsBefore;

    /** 1 x visible units. */
    private final FloatMatrix means;

    /** A, context x visible units in their standard deviations. */
    private final FloatMatrix toVisible;

    private final FloatMatrix visibleIncrements;

    /** B, context x hidden units. */
    private final FloatMatrix toHidden;

    private final FloatMatrix hiddenIncrements;

    /** 1 x visible units: 1 for Gaussian units; null where none is, or all are. */
    private final FloatMatrix gaussian;

    private final FloatMatrix others;

    private final boolean someGaussian;

    private final boolean someOthers;

    private final Term visibleProducts;

    private final Term hiddenProducts;

    private final WeightUpdate visibleUpdate;

    private final WeightUpdate hiddenUpdate;

    private final ContextRows rows;

    private final FloatMatrix firstMeans;

    private final FloatMatrix lastMeans;

    private final FloatMatrix visibleDifferences;

    private final FloatMatrix otherDifferences;

    private final FloatMatrix hiddenDifferences;

    private final boolean oneStep;

    /** Of A and B. */
    private double mostRate = Double.POSITIVE_INFINITY;

    /**
     * @param parameters of the machine; its visible biases become those of innovations
     * @param input what the layer reads
     * @param terms get those of the context
     */
    Context(final Compute compute, final LayerParameters parameters, final LayerInput input,
        final ConditionalSettings settings, final Terms terms, final int batchSize, final long seed) {
        this.compute = compute;
        this.parameters = parameters;
        rowsBefore = settings.rowsBefore();
        oneStep = settings.machine().chain().gibbsSteps() == 1;
        final int visible = parameters.visible.units();
        final int hidden = parameters.hidden.units();
        final int units = Math.multiplyExact(rowsBefore, visible);
        final float[] mask = gaussian(parameters.visibleGroups);
        final float[] inverse = new float[visible];
        final float[] middle = new float[visible];
        final float[] biases = parameters.visibleBiases.toArray();
        for (int i = 0; i < visible; i++) {
            inverse[i] = 1 - mask[i];
            middle[i] = (float)input.means()[i];
            biases[i] *= inverse[i];
        }
        parameters.visibleBiases.write(biases);
        someGaussian = contains(mask, 1);
        someOthers = contains(mask, 0);
        final boolean mixed = someGaussian && someOthers;
        gaussian = mixed ? compute.vector(mask) : null;
        others = mixed ? compute.vector(inverse) : null;
        means = compute.vector(middle);
        toVisible = compute.zeros(units, visible);
        visibleIncrements = compute.zeros(units, visible);
        toHidden = compute.zeros(units, hidden);
        hiddenIncrements = compute.zeros(units, hidden);
        compute.fillGaussian(toHidden, (float)ContrastiveDivergence.INITIAL_WEIGHT,
            RandomRows.byPlace().key(RandomStream.INITIAL_WEIGHTS.key(seed, 1)));
        visibleProducts = terms.products("autoregressiveWeights", units, visible);
        hiddenProducts = terms.products("contextWeights", units, hidden);
        visibleUpdate = compute.weightUpdate(toVisible, visibleIncrements);
        hiddenUpdate = compute.weightUpdate(toHidden, hiddenIncrements);
        rows = rows(compute, batchSize);
        firstMeans = compute.zeros(batchSize, visible);
        lastMeans = compute.zeros(batchSize, visible);
        visibleDifferences = compute.zeros(batchSize, visible);
        otherDifferences = mixed ? compute.zeros(batchSize, visible) : null;
        hiddenDifferences = compute.zeros(batchSize, hidden);
    }

    private static float[] gaussian(final List<UnitGroup> groups) {
        final float[] mask = new float[UnitGroup.units(groups)];
        int unit = 0;
        for (final UnitGroup group : groups) {
            Arrays.fill(mask, unit, unit + group.size(), group.type().learnsVariance() ? 1 : 0);
            unit += group.size();
        }
        return mask;
    }

    private static boolean contains(final float[] values, final float wanted) {
        for (final float value : values) {
            if (value == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Rows for which the machine is this one. */
    ContextRows rows(final Compute part, final int batchSize) {
        return new ContextRows(part, parameters, new ContextRows.Weights(means, toVisible, toHidden, gaussian, others,
            someGaussian, someOthers), batchSize);
    }

    /** The rows of the batch that is learned. */
    ContextRows rows() {
        return rows;
    }

    /** What the learner wants beside its rows. */
    PrecedingRows before(final SampleMatrix samples) {
        return new PrecedingRows(samples, rowsBefore, means.toArray());
    }

    /** How many rows before each are the context. */
    int rowsBefore() {
        return rowsBefore;
    }

    /** The means of the context's units; a copy. */
    float[] means() {
        return means.toArray();
    }

    /**
     * Rows at the start of a sequence, which have fewer rows before them, say nothing of how Gaussian units follow from
     * all of these: they are far from what the autoregression expects of them.
     */
    Split.Part learned(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        return someGaussian ? before(samples).complete(part, checkCancelled) : part;
    }

    /** Starts at the autoregression of Gaussian units. */
    void start(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        final Autoregression fit = new Autoregression(compute, before(samples), means.toArray(),
            gaussian(parameters.visibleGroups));
        fit.add(samples, part, checkCancelled);
        mostRate = 1 / Math.max(Double.MIN_NORMAL, fit.contextSquare());
        if (someGaussian) {
            fit.solve(checkCancelled);
            parameters.standardDeviations.write(fit.deviations());
            fit.writeWeights(toVisible);
            compute.divideColumns(toVisible, toVisible.rows(), parameters.standardDeviations);
            final float[] biases = parameters.visibleBiases.toArray();
            for (int i = 0; i < biases.length; i++) {
                biases[i] += fit.intercepts()[i] / fit.deviations()[i];
            }
            parameters.visibleBiases.write(biases);
        }
    }

    /** Sets right what is expected of the rows on their mean. */
    void finish(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        if (someGaussian) {
            try (Compute memory = compute.part()) {
                new Calibration(memory, parameters, this, before(samples)).run(samples, part,
                    gaussian(parameters.visibleGroups), checkCancelled);
            }
        }
    }

    /** Where the means of the visible units go in a Gibbs step, from 1 on. */
    FloatMatrix meansOf(final int gibbsStep) {
        return gibbsStep == 1 ? firstMeans : lastMeans;
    }

    /** Adds the statistics of a batch. */
    void gather(final Batch batch, final FloatMatrix hidden, final FloatMatrix negativeHidden,
        final Statistics statistics) {
        final int count = batch.count();
        compute.copyRows(negativeHidden, count, hiddenDifferences);
        compute.addScaled(1f, hidden, -1f, hiddenDifferences);
        subtract(someOthers && !oneStep ? lastMeans : firstMeans, visibleDifferences);
        if (gaussian != null && !oneStep) {
            compute.multiplyColumns(visibleDifferences, count, others);
            subtract(firstMeans, otherDifferences);
            compute.multiplyColumns(otherDifferences, count, gaussian);
            compute.addScaled(1f, otherDifferences, 1f, visibleDifferences);
        }
        statistics.count(visibleProducts, count);
        statistics.product(visibleProducts, batch.context(), visibleDifferences, count, 1f);
        statistics.count(hiddenProducts, count);
        statistics.product(hiddenProducts, batch.context(), hiddenDifferences, count, 1f);
    }

    private void subtract(final FloatMatrix means, final FloatMatrix target) {
        compute.addScaled(-1f, means, 0f, target);
        compute.addScaled(1f, rows.visible(), 1f, target);
    }

    void apply(final Statistics statistics, final Rates rates, final Penalty penalty) {
        final double rate = Math.min(rates.learning(), mostRate);
        final double visibleRate = someGaussian ? AUTOREGRESSIVE_RATE * rate : rate;
        statistics.apply(visibleProducts, visibleUpdate, (float)(visibleRate / statistics.count(visibleProducts)),
            rates.momentum(), (float)(visibleRate * penalty.l2()), (float)(visibleRate * penalty.l1()));
        statistics.apply(hiddenProducts, hiddenUpdate, (float)(rate / statistics.count(hiddenProducts)),
            rates.momentum(), (float)(rate * penalty.l2()), (float)(rate * penalty.l1()));
    }

    void addTo(final LearnerState state) {
        state.parameter("context/means", means).parameter("context/toVisible", toVisible)
            .parameter("context/toHidden", toHidden).mean("context/visibleIncrements", visibleIncrements)
            .mean("context/hiddenIncrements", hiddenIncrements)
            .number("context/visibleRuns", visibleUpdate::runs, visibleUpdate::runs)
            .number("context/hiddenRuns", hiddenUpdate::runs, hiddenUpdate::runs);
    }

    /** The parts of a layer in the measure of the data, see the class. */
    ConditionalLayer layer() {
        final float[] deviations = parameters.standardDeviations.toArray();
        final float[] middle = means.toArray();
        final float[] mask = gaussian(parameters.visibleGroups);
        final float[] visibleBiases = parameters.visibleBiases.toArray();
        final float[] shift = new float[mask.length];
        for (int i = 0; i < mask.length; i++) {
            visibleBiases[i] = deviations[i] * visibleBiases[i] + mask[i] * middle[i];
            shift[i] = mask[i] * middle[i] / deviations[i];
        }
        final FloatMatrix autoregressive = toVisible.copy();
        final FloatMatrix contextWeights = toHidden.copy();
        final FloatMatrix weights = parameters.handOver();
        try (Compute part = compute.part()) {
            final FloatMatrix hiddenBiases = part.copy(parameters.hiddenBiases);
            part.product(-1f, part.vector(shift), 1, weights, false, 1f, hiddenBiases);
            final FloatMatrix ofGaussian = part.copy(toVisible);
            part.multiplyColumns(ofGaussian, ofGaussian.rows(), part.vector(mask));
            part.product(-1f, ofGaussian, ofGaussian.rows(), weights, false, 1f, contextWeights);
            part.multiplyColumns(autoregressive, autoregressive.rows(), parameters.standardDeviations);
            part.multiplyRows(weights, parameters.standardDeviations);
            return new ConditionalLayer(parameters.visibleGroups, parameters.hiddenType,
                new ConditionalLayer.Context(middle, autoregressive, contextWeights), weights, visibleBiases,
                hiddenBiases.toArray(), deviations);
        }
    }

    /** Becomes equal to a layer that has learned before: the reverse of {@link #layer}. */
    void set(final ConditionalLayer layer) {
        final float[] deviations = layer.visibleStandardDeviations();
        final float[] middle = layer.contextMeans();
        final float[] mask = gaussian(parameters.visibleGroups);
        final float[] visibleBiases = layer.visibleBiases();
        final float[] shift = new float[mask.length];
        final float[] factors = new float[mask.length];
        for (int i = 0; i < mask.length; i++) {
            visibleBiases[i] = (visibleBiases[i] - mask[i] * middle[i]) / deviations[i];
            shift[i] = mask[i] * middle[i] / deviations[i];
            factors[i] = 1 / deviations[i];
        }
        means.write(middle);
        parameters.standardDeviations.write(deviations);
        parameters.visibleBiases.write(visibleBiases);
        parameters.weights.copyFrom(layer.recognitionWeights());
        parameters.hiddenBiases.write(layer.hiddenBiases());
        toVisible.copyFrom(layer.visibleContextWeights());
        toHidden.copyFrom(layer.hiddenContextWeights());
        try (Compute part = compute.part()) {
            part.multiplyRows(parameters.weights, part.vector(factors));
            part.divideColumns(toVisible, toVisible.rows(), parameters.standardDeviations);
            part.product(1f, part.vector(shift), 1, parameters.weights, false, 1f, parameters.hiddenBiases);
            final FloatMatrix ofGaussian = part.copy(toVisible);
            part.multiplyColumns(ofGaussian, ofGaussian.rows(), part.vector(mask));
            part.product(1f, ofGaussian, ofGaussian.rows(), parameters.weights, false, 1f, toHidden);
        }
    }
}
