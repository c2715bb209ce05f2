// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Optional;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.WeightUpdate;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.units.UnitType;

/**
 * The softmax label units y beside the visible units of a restricted Boltzmann machine: {@code - y U h - d y} of its
 * energy. A row without a label has no label units, neither in the data nor in its chain, and counts as a row whose
 * gradient is 0.
 */
final class LabelSide {

    private static final double SMALLEST_SHARE = 1e-3;

    private final Compute compute;

    private final LayerParameters parameters;

    private final Term products;

    private final Term sums;

    private final FloatMatrix given;

    private final FloatMatrix drawn;

    private final FloatMatrix weights;

    private final FloatMatrix increments;

    private final FloatMatrix biases;

    private final FloatMatrix biasIncrements;

    private final Propagation down;

    private final WeightUpdate weightUpdate;

    /** The means of label units are left at 0, since a row without a label has none that could be off its mean. */
    private final CentredGradient centred;

    /**
     * @param classMeans the classes' shares among the rows that have one
     * @param terms get those of the label units
     */
    LabelSide(final Compute compute, final LayerParameters parameters, final double[] classMeans,
        final boolean aroundMeans, final Terms terms, final int batchSize, final long seed) {
        this.compute = compute;
        this.parameters = parameters;
        int classes = classMeans.length;
        products = terms.products("labelWeights", classes, parameters.hidden.units());
        sums = terms.sums("labelBiases", classes);
        given = compute.zeros(batchSize, classes);
        drawn = compute.zeros(batchSize, classes);
        weights = compute.zeros(classes, parameters.hidden.units());
        increments = compute.zeros(classes, parameters.hidden.units());
        float[] logarithms = new float[classes];
        for (int i = 0; i < classes; i++) {
            logarithms[i] = (float)Math.log(Math.max(classMeans[i], SMALLEST_SHARE));
        }
        biases = compute.vector(logarithms);
        biasIncrements = compute.zeros(1, classes);
        compute.fillGaussian(weights, (float)ContrastiveDivergence.INITIAL_WEIGHT,
            RandomRows.byPlace().key(RandomStream.LABEL.key(seed, -1)));
        down = compute.propagation(weights, true, UnitType.softmax().layout(classes), biases);
        weightUpdate = aroundMeans ? compute.centredWeightUpdate(weights, increments)
            : compute.weightUpdate(weights, increments);
        centred = aroundMeans
            ? new CentredGradient(compute, weightUpdate.centre(), biases, parameters.hiddenBiases) : null;
    }

    /** Becomes equal to label units that have learned before. */
    void set(final LabelUnits units) {
        weights.copyFrom(units.weights());
        biases.write(units.biases());
    }

    /** The way up from visible units and the labels that are given. */
    Propagation upFromData() {
        return up(given);
    }

    /** The way up from visible units and the labels that are drawn. */
    Propagation upFromModel() {
        return up(drawn);
    }

    private Propagation up(final FloatMatrix labelUnits) {
        return compute.propagation(parameters.weights, false, parameters.hidden, parameters.hiddenBiases, labelUnits,
            weights);
    }

    /** Takes the labels of a batch. */
    void give(final Batch batch) {
        compute.oneHot(batch.targets(), batch.count(), given);
    }

    /** Draws labels, given the hidden units of chains, for the rows of a batch that have one. */
    void draw(final FloatMatrix state, final Batch batch, final RandomRows random) {
        down.sample(state, batch.count(), drawn, drawn, random);
        compute.clearUnlabelled(given, batch.count(), drawn);
    }

    void gather(final FloatMatrix hidden, final FloatMatrix negativeHidden, final int rows,
        final Statistics statistics) {
        statistics.count(products, rows);
        statistics.product(products, given, hidden, rows, 1f);
        statistics.product(products, drawn, negativeHidden, rows, -1f);
        statistics.sum(sums, given, rows, 1f);
        statistics.sum(sums, drawn, rows, -1f);
    }

    /**
     * @param activations the sums over rows of h, where the gradient is centred
     * @param hiddenSums the sums over rows of h - h'
     */
    void apply(final Statistics statistics, final FloatMatrix activations, final FloatMatrix hiddenSums,
        final Rates rates, final Penalty penalty) {
        final long rows = statistics.count(products);
        final float scale = rates.learning() / rows;
        if (centred != null) {
            centred.observe(activations, rows);
            centred.prepare(statistics.sums(sums), hiddenSums);
        }
        statistics.apply(products, weightUpdate, scale, rates.momentum(), (float)(rates.learning() * penalty.l2()),
            (float)(rates.learning() * penalty.l1()));
        compute.moveBiases(biases, biasIncrements, statistics.sums(sums), rates.momentum(), scale);
        if (centred != null) {
            centred.shiftBiases();
        }
    }

    Optional<LabelUnits> units(final ClassColumn column) {
        return Optional.of(new LabelUnits(column, weights.copy(), biases.toArray()));
    }

    void addTo(final LearnerState state) {
        state.parameter("label/weights", weights).parameter("label/biases", biases)
            .mean("label/increments", increments).mean("label/biasIncrements", biasIncrements)
            .number("label/runs", weightUpdate::runs, weightUpdate::runs);
        if (centred != null) {
            centred.addTo("label/", state);
        }
    }
}
