// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.RecurrentLayer;

/** A recurrent temporal RBM that learns along the gradient of {@link RecurrentDivergence}. */
final class RecurrentMachine implements LayerLearner {

    private final Compute compute;

    private final RecurrentSettings settings;

    private final RecurrentParameters parameters;

    private final RecurrentDivergence divergence;

    private final Terms terms = new Terms();

    private final RecurrentTerms gradient;

    private final ClippedAscent ascent;

    private double errorCount;

    /**
     * @param input what it reads
     * @param batchRows the most rows of a batch
     */
    RecurrentMachine(final Compute compute, final LayerInput input, final RecurrentSettings settings,
        final int batchRows, final long seed) {
        this.compute = compute;
        this.settings = settings;
        parameters = new RecurrentParameters(compute, input, settings.hidden(), ContrastiveDivergence.INITIAL_WEIGHT,
            seed);
        divergence = new RecurrentDivergence(compute, parameters, batchRows, seed);
        gradient = RecurrentTerms.declare(terms, parameters.visible.units(), parameters.hidden.units());
        ascent = new ClippedAscent(compute, settings.gradientNorm())
            .add(gradient.weights(), parameters.weights, true)
            .add(gradient.hiddenTransition(), parameters.hiddenTransition, true)
            .add(gradient.visibleTransition(), parameters.visibleTransition, true)
            .add(gradient.initialState(), parameters.initialState, false)
            .add(gradient.visibleBiases(), parameters.visibleBiases, false)
            .add(gradient.hiddenBiases(), parameters.hiddenBiases, false);
    }

    @Override
    public void goOnFrom(final Layer layer, final Optional<LabelUnits> labels) {
        parameters.set((RecurrentLayer)layer);
    }

    @Override
    public int pieceRows() {
        return settings.pieceRows();
    }

    @Override
    public List<Term> terms() {
        return terms;
    }

    @Override
    public void gather(final Batch batch, final Statistics statistics) {
        divergence.gather(batch, settings.chain().gibbsSteps(), gradient, statistics);
        errorCount = (double)batch.count() * parameters.visible.units();
    }

    @Override
    public void apply(final Statistics statistics, final Rates rates) {
        ascent.apply(statistics, statistics.count(gradient.weights()), rates, settings.learning().penalty().l2());
    }

    @Override
    public LearnerState state() {
        final LearnerState state = new LearnerState();
        parameters.addTo(state);
        ascent.addTo(state);
        return state;
    }

    @Override
    public double error() {
        return divergence.squaredError();
    }

    @Override
    public double errorCount() {
        return errorCount;
    }

    @Override
    public double activation() {
        return divergence.activation();
    }

    @Override
    public double weightNorm() {
        return Math.sqrt(compute.sumOfSquares(parameters.weights)
            / ((double)parameters.weights.rows() * parameters.weights.columns()));
    }

    RecurrentParameters parameters() {
        return parameters;
    }

    @Override
    public LayerMeasuring monitor(final Compute part) {
        return new RecurrentMonitor(part, parameters, settings.pieceRows());
    }

    @Override
    public Layer layer() {
        return parameters.layer();
    }

    /** All memory is the compute's. */
    @Override
    public void close() {
        // Nothing is the learner's own.
    }
}
