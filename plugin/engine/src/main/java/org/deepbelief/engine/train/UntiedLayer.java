// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.function.UnaryOperator;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.WeightUpdate;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.units.UnitGroup;

/**
 * A layer below the associative memory, whose recognition weights R (upward) and generative weights G (downward) are
 * untied and learn from what the other way says, both visible x hidden:
 *
 * <pre>
 * wake    s_i ~ f(s_{i-1} R + r)       gradient   G: (s_{i-1} - f(s_i G^T + g))^T s_i
 * sleep   d_{i-1} ~ f(d_i G^T + g)     gradient   R: d_{i-1}^T (d_i - f(d_{i-1} R + r))
 * </pre>
 *
 * and the biases g, r likewise (Hinton, Osindero and Teh 2006, appendix B).
 */
final class UntiedLayer {

    private final Compute compute;

    private final DenseLayer start;

    private final Weights recognition;

    private final Weights generation;

    private final Propagation up;

    private final Propagation down;

    private final FloatMatrix state;

    private final FloatMatrix dream;

    private final FloatMatrix visibleResidual;

    private final FloatMatrix hiddenResidual;

    /**
     * @param compute gives the memory
     * @param name of the layer, before those of its terms and its state
     * @param layer where it starts; what it holds is copied
     * @param terms get those of the layer
     * @param batchSize the most rows of a batch
     */
    UntiedLayer(final Compute compute, final String name, final DenseLayer layer, final Terms terms,
        final int batchSize) {
        this.compute = compute;
        start = layer;
        recognition = new Weights(name + "/recognition", layer.recognitionWeights(), layer.hiddenBiases(), terms);
        generation = new Weights(name + "/generation", layer.generativeWeights(), layer.visibleBiases(), terms);
        up = compute.propagationThroughChangingWeights(recognition.weights,
            layer.hiddenType().layout(layer.hiddenUnits()), recognition.biases, batchSize);
        down = compute.propagation(generation.weights, true, UnitGroup.layout(layer.visibleGroups()),
            generation.biases);
        state = compute.zeros(batchSize, layer.hiddenUnits());
        dream = compute.zeros(batchSize, layer.visibleUnits());
        visibleResidual = compute.zeros(batchSize, layer.visibleUnits());
        hiddenResidual = compute.zeros(batchSize, layer.hiddenUnits());
    }

    /** The weights of one way, the biases of the units it leads to, and what learns them. */
    private final class Weights {

        private final String name;

        private final FloatMatrix weights;

        private final FloatMatrix biases;

        private final FloatMatrix increments;

        private final FloatMatrix biasIncrements;

        private final WeightUpdate update;

        private final Term products;

        private final Term sums;

        Weights(final String name, final FloatMatrix startWeights, final float[] startBiases, final Terms terms) {
            this.name = name;
            weights = compute.copy(startWeights);
            biases = compute.vector(startBiases);
            increments = compute.zeros(weights.rows(), weights.columns());
            biasIncrements = compute.zeros(1, biases.columns());
            update = compute.weightUpdate(weights, increments);
            products = terms.products(name + "Weights", weights.rows(), weights.columns());
            sums = terms.sums(name + "Biases", biases.columns());
        }

        /**
         * Takes {@code left^T right}, and what the units that the way leads to lack.
         *
         * @param lacking 1 x those units: the sums over the rows of their residuals
         */
        void gather(final FloatMatrix left, final FloatMatrix right, final FloatMatrix lacking, final int rows,
            final Statistics statistics) {
            statistics.count(products, rows);
            statistics.product(products, left, right, rows, 1f);
            statistics.count(sums, rows);
            statistics.add(sums, lacking, 1f);
        }

        void apply(final Statistics statistics, final float rate, final float momentum, final float weightDecay) {
            statistics.apply(products, update, rate / statistics.count(products), momentum, rate * weightDecay, 0f);
            compute.moveBiases(biases, biasIncrements, statistics.sums(sums), momentum,
                rate / statistics.count(sums));
        }

        void addTo(final LearnerState all) {
            all.parameter(name + "Weights", weights).parameter(name + "Biases", biases)
                .mean(name + "Increments", increments).mean(name + "BiasIncrements", biasIncrements)
                .number(name + "Runs", update::runs, update::runs);
        }
    }

    /** Samples the wake states of the hidden units. */
    FloatMatrix recognise(final FloatMatrix below, final Batch batch, final long key) {
        up.sample(below, batch.count(), state, state, batch.random(key));
        return state;
    }

    /** The wake states of the hidden units: rows x hidden units. */
    FloatMatrix state() {
        return state;
    }

    /** Takes the gradient of the generative weights at the wake states. */
    void wake(final FloatMatrix below, final int rows, final Statistics statistics) {
        down.residual(state, rows, below, visibleResidual);
        generation.gather(visibleResidual, state, down.columnSums(), rows, statistics);
    }

    /** The sum over the last batch and the visible units of (s_{i-1} - f(s_i G^T + g))^2. */
    double squaredError() {
        return down.squaredError();
    }

    /**
     * Dreams on downward and takes the gradient of the recognition weights there.
     *
     * @param above the dream of the hidden units
     * @param sampled whether the visible units are sampled; else the dream has their means
     * @return the dream of the visible units
     */
    FloatMatrix sleep(final FloatMatrix above, final Batch batch, final boolean sampled, final long key,
        final Statistics statistics) {
        final int rows = batch.count();
        if (sampled) {
            down.sample(above, rows, dream, dream, batch.chains(key));
        } else {
            down.expect(above, rows, dream);
        }
        up.residual(dream, rows, above, hiddenResidual);
        recognition.gather(dream, hiddenResidual, up.columnSums(), rows, statistics);
        return dream;
    }

    /** Moves the generative weights at the rate of the wake phase, and the recognition weights at that of sleep. */
    void apply(final Statistics statistics, final float wake, final float sleep, final float momentum,
        final float weightDecay) {
        generation.apply(statistics, wake, momentum, weightDecay);
        recognition.apply(statistics, sleep, momentum, weightDecay);
    }

    /** Root mean square of the weights of both ways. */
    double weightNorm() {
        final double sum = compute.sumOfSquares(recognition.weights) + compute.sumOfSquares(generation.weights);
        return Math.sqrt(sum / 2 / start.visibleUnits() / start.hiddenUnits());
    }

    void addTo(final LearnerState all) {
        recognition.addTo(all);
        generation.addTo(all);
    }

    /** The layer as it is now. */
    DenseLayer layer(final UnaryOperator<FloatMatrix> copy) {
        return start.withRecognition(copy.apply(recognition.weights), recognition.biases.toArray())
            .withGeneration(copy.apply(generation.weights), generation.biases.toArray());
    }
}
