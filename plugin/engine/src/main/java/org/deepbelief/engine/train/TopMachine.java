// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.math.WeightUpdate;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.units.UnitGroup;

/**
 * The associative memory while it learns: the undirected restricted Boltzmann machine at the top, W (penultimate x
 * hidden units), biases b and c, with {@link TopLabels} beside the penultimate layer or without.
 *
 * <pre>
 * h ~ f(s_n W + t U + c);  k times: p ~ f(h' W^T + b), t' = softmax(h' U^T + l), h' ~ f(p W + t' U + c)
 * gradient   W: s_n^T h - p^T h',   b: s_n - p,   c: h - h'
 * </pre>
 *
 * The gradient takes the means of h and h' in place of their samples, which have the same expectation and more noise.
 * Where labels count d times (see {@link TopLabels}), it has h + (d - 1) (h - h_d) in place of h.
 */
final class TopMachine {

    private final Compute compute;

    private final DenseLayer start;

    /** Null without label units. */
    private final TopLabels labels;

    private final FloatMatrix weights;

    private final FloatMatrix visibleBiases;

    private final FloatMatrix hiddenBiases;

    private final FloatMatrix increments;

    private final FloatMatrix visibleBiasIncrements;

    private final FloatMatrix hiddenBiasIncrements;

    private final WeightUpdate update;

    private final Term products;

    private final Term visibleSums;

    private final Term hiddenSums;

    /** From the penultimate units of the chain, and its labels. */
    private final Propagation up;

    private final Propagation down;

    private final Propagation inputsFromBelow;

    private final Propagation hiddenFromInputs;

    /** s_n W, which serves three times: without a label, with the known one and with the drawn one. */
    private final FloatMatrix inputs;

    private final FloatMatrix hidden;

    private final FloatMatrix hiddenMeans;

    /** (d - 1) h_d: with the drawn labels. Null where d is 1 and these are no part of the gradient. */
    private final FloatMatrix drawnMeans;

    private final FloatMatrix chainHidden;

    private final FloatMatrix chainHiddenMeans;

    private final FloatMatrix chainVisible;

    /** d: how often log p(t | s_n) counts. */
    private final float discriminativeWeight;

    private double squaredError;

    /**
     * @param compute gives the memory
     * @param last the network's last layer, which tells the kinds of units
     * @param memory where it starts; what it holds is copied
     * @param discriminativeWeight d, at least 1
     * @param terms get those of the machine
     * @param batchSize the most rows of a batch
     */
    TopMachine(final Compute compute, final DenseLayer last, final AssociativeMemory memory,
        final double discriminativeWeight, final Terms terms, final int batchSize) {
        this.compute = compute;
        this.discriminativeWeight = (float)discriminativeWeight;
        start = last;
        weights = compute.copy(memory.weights());
        visibleBiases = compute.vector(memory.visibleBiases());
        hiddenBiases = compute.vector(memory.hiddenBiases());
        final int visibleUnits = weights.rows();
        final int hiddenUnits = weights.columns();
        increments = compute.zeros(visibleUnits, hiddenUnits);
        visibleBiasIncrements = compute.zeros(1, visibleUnits);
        hiddenBiasIncrements = compute.zeros(1, hiddenUnits);
        update = compute.weightUpdate(weights, increments);
        products = terms.products("memory/weights", visibleUnits, hiddenUnits);
        visibleSums = terms.sums("memory/visibleBiases", visibleUnits);
        hiddenSums = terms.sums("memory/hiddenBiases", hiddenUnits);
        final UnitLayout hiddenLayout = last.hiddenType().layout(hiddenUnits);
        down = compute.propagation(weights, true, UnitGroup.layout(last.visibleGroups()), visibleBiases);
        hidden = compute.zeros(batchSize, hiddenUnits);
        chainHidden = compute.zeros(batchSize, hiddenUnits);
        // The mean of noisy rectified units is not max(0, x), so that samples have to do.
        final boolean sampled = last.hiddenType().statisticsFromSamples();
        hiddenMeans = sampled ? hidden : compute.zeros(batchSize, hiddenUnits);
        drawnMeans = memory.labels().isEmpty() || discriminativeWeight == 1 ? null
            : compute.zeros(batchSize, hiddenUnits);
        chainHiddenMeans = sampled ? chainHidden : compute.zeros(batchSize, hiddenUnits);
        chainVisible = compute.zeros(batchSize, visibleUnits);
        if (memory.labels().isEmpty()) {
            labels = null;
            up = compute.propagationThroughChangingWeights(weights, hiddenLayout, hiddenBiases, batchSize);
            inputsFromBelow = null;
            hiddenFromInputs = null;
            inputs = null;
        } else {
            labels = new TopLabels(compute, memory.labels().get(), hiddenBiases, terms, batchSize);
            up = compute.propagationThroughChangingWeights(weights, hiddenLayout, hiddenBiases, labels.chain(),
                labels.weights(), batchSize);
            inputsFromBelow = compute.propagationThroughChangingWeights(weights,
                UnitLayout.of(Activation.IDENTITY, hiddenUnits), compute.zeros(1, hiddenUnits), batchSize);
            hiddenFromInputs = compute.propagation(hiddenLayout, hiddenBiases);
            inputs = compute.zeros(batchSize, hiddenUnits);
        }
    }

    /**
     * Runs the chain and takes the gradient.
     *
     * @param below s_n
     * @param given class indices, NaN where one is missing; null if all are. Not read without label units.
     * @param gibbsSteps k, at least 1
     * @param key of the batch's random numbers here
     */
    void gather(final FloatMatrix below, final FloatMatrix given, final Batch batch, final int gibbsSteps,
        final long key, final Statistics statistics) {
        final int rows = batch.count();
        rise(below, given, batch, gibbsSteps, key);
        FloatMatrix above = hidden;
        for (int k = 1; k <= gibbsSteps; k++) {
            down.sampleAndCompare(above, rows, below, chainVisible, chainVisible,
                batch.chains(CounterRandom.subKey(key, 2L * k - 1)));
            if (k == 1) {
                squaredError = down.squaredError();
            }
            if (labels != null) {
                labels.descend(above, rows);
            }
            up.sample(chainVisible, rows, chainHiddenMeans, chainHidden,
                batch.chains(CounterRandom.subKey(key, 2L * k)));
            above = chainHidden;
        }
        statistics.count(products, rows);
        statistics.product(products, below, hiddenMeans, rows, 1f);
        statistics.product(products, chainVisible, chainHiddenMeans, rows, -1f);
        statistics.count(visibleSums, rows);
        statistics.sum(visibleSums, below, rows, 1f);
        statistics.sum(visibleSums, chainVisible, rows, -1f);
        statistics.count(hiddenSums, rows);
        statistics.sum(hiddenSums, hiddenMeans, rows, 1f);
        statistics.sum(hiddenSums, chainHiddenMeans, rows, -1f);
        if (labels != null) {
            labels.gather(hiddenMeans, drawnMeans, chainHiddenMeans, discriminativeWeight, rows, statistics);
        }
    }

    /**
     * The hidden units given the rows: their means with the known labels, as the gradient takes them, and samples with
     * the drawn ones.
     */
    private void rise(final FloatMatrix below, final FloatMatrix given, final Batch batch, final int gibbsSteps,
        final long key) {
        final int rows = batch.count();
        if (labels == null) {
            up.sample(below, rows, hiddenMeans, hidden, batch.random(CounterRandom.subKey(key, 0)));
        } else {
            inputsFromBelow.expect(below, rows, inputs);
            labels.draw(inputs, rows, given, batch.random(CounterRandom.subKey(key, 2L * gibbsSteps + 1)));
            labels.addKnown(inputs, rows, hiddenMeans);
            hiddenFromInputs.expect(hiddenMeans, rows, hiddenMeans);
            labels.addDrawn(inputs, rows, hidden);
            hiddenFromInputs.sample(hidden, rows, drawnMeans == null ? hidden : drawnMeans, hidden,
                batch.random(CounterRandom.subKey(key, 2L * gibbsSteps + 2)));
            if (drawnMeans != null) {
                compute.scale(drawnMeans, rows, discriminativeWeight - 1);
                compute.addScaled(-1f, drawnMeans, discriminativeWeight, hiddenMeans);
            }
        }
    }

    /** p: the penultimate units at the end of the chain, from which a dream starts. */
    FloatMatrix dream() {
        return chainVisible;
    }

    /** The sum over the last batch and the penultimate units of (s_n - E[p | h])^2 in the first Gibbs step. */
    double squaredError() {
        return squaredError;
    }

    void apply(final Statistics statistics, final float rate, final float momentum, final float weightDecay) {
        statistics.apply(products, update, rate / statistics.count(products), momentum, rate * weightDecay, 0f);
        compute.moveBiases(visibleBiases, visibleBiasIncrements, statistics.sums(visibleSums), momentum,
            rate / statistics.count(visibleSums));
        compute.moveBiases(hiddenBiases, hiddenBiasIncrements, statistics.sums(hiddenSums), momentum,
            rate / statistics.count(hiddenSums));
        if (labels != null) {
            labels.apply(statistics, rate, momentum, weightDecay);
        }
    }

    /** Root mean square of the weights. */
    double weightNorm() {
        return Math.sqrt(compute.sumOfSquares(weights) / weights.rows() / weights.columns());
    }

    void addTo(final LearnerState all) {
        all.parameter("memory/weights", weights).parameter("memory/visibleBiases", visibleBiases)
            .parameter("memory/hiddenBiases", hiddenBiases).mean("memory/increments", increments)
            .mean("memory/visibleBiasIncrements", visibleBiasIncrements)
            .mean("memory/hiddenBiasIncrements", hiddenBiasIncrements)
            .number("memory/runs", update::runs, update::runs);
        if (labels != null) {
            labels.addTo(all);
        }
    }

    /** The last layer as it is now: the memory's weights, both ways. */
    DenseLayer layer(final UnaryOperator<FloatMatrix> copy) {
        final FloatMatrix copied = copy.apply(weights);
        return start.withRecognition(copied, hiddenBiases.toArray())
            .withGeneration(copied, visibleBiases.toArray());
    }

    /** The label units as they are now. */
    Optional<LabelUnits> labelUnits(final UnaryOperator<FloatMatrix> copy) {
        return Optional.ofNullable(labels).map(present -> present.labelUnits(copy));
    }
}
