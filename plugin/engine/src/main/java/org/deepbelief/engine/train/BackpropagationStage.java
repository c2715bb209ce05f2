// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Backpropagation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.units.UnitGroup;

/** One stage of a stack while it is trained by back-propagation: the way from its inputs to its outputs. */
final class BackpropagationStage {

    private final Compute compute;

    private final FloatMatrix weights;

    private final boolean transposed;

    private final FloatMatrix biases;

    private final Activation activation;

    private final float inputKeep;

    private final float outputKeep;

    private final Propagation forward;

    private final FloatMatrix output;

    private final FloatMatrix delta;

    /** Null where no error comes further down than this stage. */
    private Backpropagation backward;

    /** Null where the stage is frozen, as the terms are. */
    private Optimizer optimizer;

    private Term products;

    private Term sums;

    /**
     * How a stage begins.
     *
     * @param weights inputs x outputs, or outputs x inputs if transposed; copied
     * @param biases one an output
     * @param layout the outputs
     */
    record Way(FloatMatrix weights, boolean transposed, float[] biases, UnitLayout layout) {

        /** The recognition of a layer. */
        static Way up(final DenseLayer layer) {
            return new Way(layer.recognitionWeights(), false, layer.hiddenBiases(),
                layer.hiddenType().layout(layer.hiddenUnits()));
        }

        /** The generation of a layer. */
        static Way down(final DenseLayer layer) {
            return new Way(layer.generativeWeights(), true, layer.visibleBiases(),
                UnitGroup.layout(layer.visibleGroups()));
        }
    }

    /**
     * @param compute gives the memory
     * @param inputKeep the share of the inputs that is not dropped, by which the weights are divided
     * @param outputKeep the share of the outputs that is not dropped
     * @param batchSize the most rows of a batch
     */
    BackpropagationStage(final Compute compute, final Way way, final float inputKeep, final float outputKeep,
        final int batchSize) {
        this.compute = compute;
        this.transposed = way.transposed();
        this.activation = way.layout().groups().get(0).activation();
        this.inputKeep = inputKeep;
        this.outputKeep = outputKeep;
        weights = compute.copy(way.weights());
        biases = compute.vector(way.biases());
        scale(weights, weights.rows(), 1 / inputKeep);
        forward = transposed ? compute.propagation(weights, true, way.layout(), biases)
            : compute.propagationThroughChangingWeights(weights, way.layout(), biases, batchSize);
        output = compute.zeros(batchSize, way.layout().units());
        delta = compute.zeros(batchSize, way.layout().units());
    }

    /**
     * Lets the stage learn.
     *
     * @param terms where its sums are declared
     * @param number its place in the stack, from 0 on
     * @param below the stage that the error goes on to; null for none
     */
    void train(final Terms terms, final int number, final OptimizerKind kind, final BackpropagationStage below) {
        products = terms.products("weights/" + number, weights.rows(), weights.columns());
        sums = terms.sums("biases/" + number, biases.columns());
        optimizer = kind.optimizer(compute, weights, biases);
        if (below != null) {
            passErrorsTo(below);
        }
    }

    /** Lets errors go further down: to another stage, or to the inputs of all where there is none. */
    void passErrorsTo(final BackpropagationStage below) {
        if (backward == null) {
            backward = compute.backpropagation(weights, !transposed,
                below == null ? Activation.IDENTITY : below.activation);
        }
    }

    boolean trained() {
        return optimizer != null;
    }

    /** The outputs' means. */
    void expect(final FloatMatrix input, final int rows) {
        expect(input, rows, output);
    }

    /** As above, elsewhere. */
    void expect(final FloatMatrix input, final int rows, final FloatMatrix means) {
        forward.expect(input, rows, means);
    }

    /** The outputs' means where nothing is dropped: multiplied by the share that is kept otherwise. */
    void expectAll(final FloatMatrix input, final int rows) {
        forward.expect(input, rows, output);
        scale(output, rows, outputKeep);
    }

    /** The error of the outputs: wanted minus mean, weighted. */
    void residual(final FloatMatrix input, final int rows, final FloatMatrix wanted) {
        residual(input, rows, wanted, delta);
    }

    /** As above, elsewhere. */
    void residual(final FloatMatrix input, final int rows, final FloatMatrix wanted, final FloatMatrix errors) {
        forward.residual(input, rows, wanted, errors);
    }

    /** Multiplies the errors by the weights of their rows, and leaves out those without a wanted output. */
    void weighResidual(final int rows, final FloatMatrix wanted, final FloatMatrix rowWeights) {
        compute.weighResiduals(delta, rows, wanted, rowWeights);
    }

    /** The sums of the errors that {@link #residual} made. */
    FloatMatrix residualSums() {
        return forward.columnSums();
    }

    /** The sum of the squares of the errors that {@link #residual} made, before they are weighted. */
    double squaredError() {
        return forward.squaredError();
    }

    /** Takes the error further down; returns its sums over the rows. */
    FloatMatrix takeBack(final BackpropagationStage below, final int rows) {
        return takeBack(delta, rows, below.output, below.delta);
    }

    /**
     * As above, from errors elsewhere.
     *
     * @param means of the units that the errors go to; of the inputs of all, anything of their shape
     */
    FloatMatrix takeBack(final FloatMatrix errors, final int rows, final FloatMatrix means, final FloatMatrix result) {
        backward.run(errors, rows, means, result);
        return backward.columnSums();
    }

    /**
     * Adds the gradient of the weights: inputs times errors.
     *
     * @param counted how many rows the mean of the gradient is over
     */
    void gather(final Statistics statistics, final FloatMatrix input, final int rows, final long counted) {
        statistics.count(products, counted);
        statistics.count(sums, counted);
        statistics.product(products, transposed ? delta : input, transposed ? input : delta, rows, 1f);
    }

    /** Moves weights and biases. */
    void apply(final Statistics statistics, final Rates rates, final float weightDecay) {
        optimizer.apply(statistics, products, sums, rates, weightDecay);
    }

    void addTo(final LearnerState state) {
        state.parameter(products.name(), weights).parameter(sums.name(), biases);
        optimizer.addTo(state, products.name(), sums.name());
    }

    /** The weights as they are where nothing is dropped, in memory of their own. */
    FloatMatrix result() {
        final FloatMatrix result = weights.copy();
        scale(result, result.rows(), inputKeep);
        return result;
    }

    float[] resultBiases() {
        return biases.toArray();
    }

    FloatMatrix weights() {
        return weights;
    }

    FloatMatrix biases() {
        return biases;
    }

    Term sums() {
        return sums;
    }

    /** The outputs' means of the last batch. */
    FloatMatrix output() {
        return output;
    }

    /** dE/dx of the outputs' inputs in the last batch, downhill. */
    FloatMatrix delta() {
        return delta;
    }

    float outputKeep() {
        return outputKeep;
    }

    /** Whether an output is 0 where it was dropped only by the mask, not by its derivative too. */
    boolean linear() {
        return activation == Activation.IDENTITY;
    }

    private void scale(final FloatMatrix matrix, final int rows, final float factor) {
        if (factor != 1) {
            compute.scale(matrix, rows, factor);
        }
    }
}
