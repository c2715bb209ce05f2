// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.function.UnaryOperator;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LabelPosterior;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.math.WeightUpdate;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.units.UnitType;

/**
 * The softmax label units t of an associative memory while it learns: U (classes x hidden units), biases l.
 *
 * <p>The paper's chain starts at the given label, which a few steps hardly change, so that the memory learns to recall
 * a label it was told rather than to find it. Here the chain's first step draws the label from its exact distribution
 * given the penultimate layer s_n. That too leaves the memory's distribution as it is, and of
 * {@code log p(s_n, t) = log p(t | s_n) + log p(s_n)} the first part then has its exact gradient, and only the second
 * is contrastive divergence. A missing t is drawn likewise, so that a row without a label counts as one with it.
 *
 * <p>That gradient of {@code log p(t | s_n)} can be taken several times, d (see
 * {@link WakeSleepTuning.Settings#discriminativeWeight}). Then t_d is the drawn label, and h_d what the hidden units
 * are with it.
 */
final class TopLabels {

    /** Wake-sleep tuning takes label units beside no other kind. */
    private static final UnitType HIDDEN = UnitType.bernoulli();

    private final Compute compute;

    private final LabelUnits start;

    private final FloatMatrix weights;

    private final FloatMatrix biases;

    private final FloatMatrix increments;

    private final FloatMatrix biasIncrements;

    private final WeightUpdate update;

    private final Term products;

    private final Term sums;

    private final LabelPosterior posterior;

    private final Propagation down;

    /** The class of each row, drawn from the memory's belief. */
    private final FloatMatrix drawn;

    /** The class of each row, given where it is not missing. */
    private final FloatMatrix known;

    /** t: the units of what is known. */
    private final FloatMatrix units;

    /** t - t_d: the units of what is known without those of what was drawn. */
    private final FloatMatrix lacking;

    /** t': the units' means at the end of a Gibbs step. */
    private final FloatMatrix chain;

    /**
     * @param compute gives the memory
     * @param start what it holds is copied
     * @param hiddenBiases of the associative memory: 1 x hidden units
     * @param terms get those of the label units
     * @param batchSize the most rows of a batch
     */
    TopLabels(final Compute compute, final LabelUnits start, final FloatMatrix hiddenBiases, final Terms terms,
        final int batchSize) {
        this.compute = compute;
        this.start = start;
        weights = compute.copy(start.weights());
        biases = compute.vector(start.biases());
        increments = compute.zeros(weights.rows(), weights.columns());
        biasIncrements = compute.zeros(1, weights.rows());
        update = compute.weightUpdate(weights, increments);
        products = terms.products("memory/labelWeights", weights.rows(), weights.columns());
        sums = terms.sums("memory/labelBiases", weights.rows());
        posterior = compute.labelPosterior(HIDDEN.activation(), HIDDEN::logSum, hiddenBiases, weights, biases,
            batchSize);
        down = compute.propagation(weights, true, UnitLayout.of(Activation.SOFTMAX, weights.rows()), biases);
        drawn = compute.zeros(batchSize, 1);
        known = compute.zeros(batchSize, 1);
        units = compute.zeros(batchSize, weights.rows());
        lacking = compute.zeros(batchSize, weights.rows());
        chain = compute.zeros(batchSize, weights.rows());
    }

    /** The label units of the chain: rows x classes. */
    FloatMatrix chain() {
        return chain;
    }

    FloatMatrix weights() {
        return weights;
    }

    /**
     * Draws labels, for the chain to start with and in place of those that are missing.
     *
     * @param inputs s_n W
     * @param given class indices, NaN where one is missing; null if all are
     */
    void draw(final FloatMatrix inputs, final int rows, final FloatMatrix given, final RandomRows random) {
        posterior.draw(inputs, rows, drawn, random);
        if (given == null) {
            compute.copyRows(drawn, rows, known);
        } else {
            compute.replaceMissing(given, rows, drawn, known);
        }
        compute.oneHot(known, rows, units);
    }

    /** {@code target = inputs + t U} with the labels that are known. */
    void addKnown(final FloatMatrix inputs, final int rows, final FloatMatrix target) {
        compute.addRowsOfClasses(inputs, rows, known, weights, target);
    }

    /** {@code target = inputs + t' U} with the labels that were drawn. */
    void addDrawn(final FloatMatrix inputs, final int rows, final FloatMatrix target) {
        compute.addRowsOfClasses(inputs, rows, drawn, weights, target);
    }

    /** A Gibbs step down: {@code t' = softmax(h' U^T + l)}. */
    void descend(final FloatMatrix above, final int rows) {
        down.expect(above, rows, chain);
    }

    /**
     * Takes the gradient {@code t^T h - t'^T h'}, where log p(t | s_n) counts more than once with
     * {@code (d - 1) (t^T h - t_d^T h_d) = t^T (d - 1) (h - h_d) + (t - t_d)^T (d - 1) h_d} beside.
     *
     * @param hidden h + (d - 1) (h - h_d)
     * @param drawnHidden (d - 1) h_d; null where d is 1
     * @param chainHidden h'
     * @param weight d
     */
    void gather(final FloatMatrix hidden, final FloatMatrix drawnHidden, final FloatMatrix chainHidden,
        final float weight, final int rows, final Statistics statistics) {
        statistics.count(products, rows);
        statistics.product(products, units, hidden, rows, 1f);
        statistics.product(products, chain, chainHidden, rows, -1f);
        statistics.count(sums, rows);
        statistics.sum(sums, units, rows, 1f);
        statistics.sum(sums, chain, rows, -1f);
        if (drawnHidden != null) {
            compute.oneHot(drawn, rows, lacking);
            compute.addScaled(1f, units, -1f, lacking);
            statistics.product(products, lacking, drawnHidden, rows, 1f);
            statistics.sum(sums, lacking, rows, weight - 1);
        }
    }

    void apply(final Statistics statistics, final float rate, final float momentum, final float weightDecay) {
        statistics.apply(products, update, rate / statistics.count(products), momentum, rate * weightDecay, 0f);
        compute.moveBiases(biases, biasIncrements, statistics.sums(sums), momentum, rate / statistics.count(sums));
    }

    void addTo(final LearnerState all) {
        all.parameter("memory/labelWeights", weights).parameter("memory/labelBiases", biases)
            .mean("memory/labelIncrements", increments).mean("memory/labelBiasIncrements", biasIncrements)
            .number("memory/labelRuns", update::runs, update::runs);
    }

    /** The label units as they are now. */
    LabelUnits labelUnits(final UnaryOperator<FloatMatrix> copy) {
        return new LabelUnits(start.target(), copy.apply(weights), biases.toArray());
    }
}
