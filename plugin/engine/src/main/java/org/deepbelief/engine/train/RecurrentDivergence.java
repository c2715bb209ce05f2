// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.TimeSteps;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;

/**
 * The gradient of a recurrent temporal RBM by contrastive divergence (Sutskever, Hinton and Taylor 2008; the transition
 * to the visible units as in Boulanger-Lewandowski, Bengio and Vincent 2012, equations 9 to 13). With the states r_t of
 * {@link StateRecurrence},
 *
 * <pre>
 * dynamic biases   b_t = b + r_(t-1) W_h,   a_t = a + r_(t-1) W_v
 * positive         r_t = E[h | v_t, b_t],   h* ~ p(h | v_t, b_t)
 * negative         k times: v' ~ p(v | h*, a_t), h* ~ p(h | v', b_t);   m = E[v' | h*], h' = E[h | v', b_t]
 *                  with what goes into r_t at hand, v' W + b_t = (v' - v_t) W + (v_t W + b_t)
 * of the row       da_t = v_t - m,   db_t = r_t - h'
 * through time     own_t = da_t W_v^T + db_t W_h^T,   e_t by {@link StateRecurrence#back}
 * gradient         W: v_t^T (r_t + e_t) - v'^T h',   W_h: r_(t-1)^T (db_t + e_t),   W_v: r_(t-1)^T da_t
 *                  b: db_t + e_t,   a: da_t,   r_0: own_1 + e_1 W_h^T of the first rows of sequences
 * </pre>
 *
 * summed over the rows of a batch: the gradient of the mean of log p(v_t | v_1 ... v_(t-1)) but for the chain, which
 * would have to run for ever; it is held constant. Rows of one time are propagated together by the recurrence alone,
 * all else is done for all rows at once.
 */
final class RecurrentDivergence {

    private final Compute compute;

    private final RecurrentParameters parameters;

    private final long seed;

    private final StateRecurrence recurrence;

    /** Of the states, whose inputs are there. */
    private final Propagation hiddenUnits;

    private final Propagation down;

    private final Propagation up;

    private final FloatMatrix visibleInputs;

    private final FloatMatrix hiddenSamples;

    private final FloatMatrix modelVisible;

    /** v' - v_t. */
    private final FloatMatrix moved;

    private final FloatMatrix modelHidden;

    /** m, then da_t. */
    private final FloatMatrix visibleErrors;

    /** db_t, then db_t + e_t. */
    private final FloatMatrix hiddenErrors;

    /** 1 for a piece whose first row begins a sequence, else 0; rows x 1. */
    private final FloatMatrix begins;

    private final float[] sums;

    private double squaredError;

    private double activation;

    /** @param rows the most rows of a batch */
    RecurrentDivergence(final Compute compute, final RecurrentParameters parameters, final int rows,
        final long seed) {
        this.compute = compute;
        this.parameters = parameters;
        this.seed = seed;
        recurrence = new StateRecurrence(compute, parameters, rows);
        final int visible = parameters.visible.units();
        final int hidden = parameters.hidden.units();
        visibleInputs = compute.zeros(rows, visible);
        hiddenUnits = compute.propagation(parameters.hidden, parameters.hiddenBiases);
        down = compute.propagation(parameters.weights, true, parameters.visible, parameters.visibleBiases,
            visibleInputs);
        up = compute.propagation(parameters.weights, false, parameters.hidden, parameters.hiddenBiases,
            recurrence.inputs());
        hiddenSamples = compute.zeros(rows, hidden);
        modelVisible = compute.zeros(rows, visible);
        moved = compute.zeros(rows, visible);
        modelHidden = compute.zeros(rows, hidden);
        visibleErrors = compute.zeros(rows, visible);
        hiddenErrors = compute.zeros(rows, hidden);
        begins = compute.zeros(rows, 1);
        sums = new float[hidden];
    }

    /**
     * Adds the sums of a batch.
     *
     * @param gibbsSteps k, at least 1
     */
    void gather(final Batch batch, final int gibbsSteps, final RecurrentTerms terms, final Statistics statistics) {
        final int rows = batch.count();
        final TimeSteps time = batch.time();
        final FloatMatrix visible = batch.visible();
        final FloatMatrix states = recurrence.states();
        rise(visible, rows, time);
        runChain(batch, gibbsSteps);
        compute.addScaled(1f, visible, -1f, visibleErrors);
        compute.copyRows(modelHidden, rows, hiddenErrors);
        compute.addScaled(1f, states, -1f, hiddenErrors);
        compute.product(1f, visibleErrors, rows, parameters.visibleTransition, true, 0f, recurrence.own());
        compute.product(1f, hiddenErrors, rows, parameters.hiddenTransition, true, 1f, recurrence.own());
        recurrence.back(time);
        compute.addScaled(1f, recurrence.errors(), 1f, hiddenErrors);
        compute.addScaled(1f, recurrence.errors(), 1f, states);
        for (int piece = 0; piece < time.pieces(); piece++) {
            begins.set(piece, 0, time.begins(piece) ? 1f : 0f);
        }
        statistics.count(terms.weights(), rows);
        statistics.product(terms.weights(), visible, states, rows, 1f);
        statistics.product(terms.weights(), modelVisible, modelHidden, rows, -1f);
        statistics.product(terms.hiddenTransition(), recurrence.before(), hiddenErrors, rows, 1f);
        statistics.product(terms.visibleTransition(), recurrence.before(), visibleErrors, rows, 1f);
        statistics.product(terms.initialState(), begins, recurrence.own(), time.pieces(), 1f);
        statistics.sum(terms.hiddenBiases(), hiddenErrors, rows, 1f);
        statistics.sum(terms.visibleBiases(), visibleErrors, rows, 1f);
    }

    /** The states, and what the rows before add to the inputs of the visible units. */
    private void rise(final FloatMatrix visible, final int rows, final TimeSteps time) {
        compute.product(1f, visible, rows, parameters.weights, false, 0f, recurrence.inputs());
        recurrence.forward(time);
        compute.product(1f, recurrence.before(), rows, parameters.visibleTransition, false, 0f, visibleInputs);
    }

    /** Runs the chain from the rows to v', m and h'. */
    private void runChain(final Batch batch, final int gibbsSteps) {
        final int rows = batch.count();
        hiddenUnits.sample(recurrence.inputs(), rows, recurrence.states(), hiddenSamples,
            batch.random(key(RandomStream.HIDDEN, batch, 0)));
        activation = LayerLearner.total(hiddenUnits.columnSums(), sums);
        for (int k = 1; k <= gibbsSteps; k++) {
            down.sampleAndCompare(hiddenSamples, rows, batch.visible(), visibleErrors, modelVisible,
                batch.random(key(RandomStream.VISIBLE, batch, k)));
            if (k == 1) {
                squaredError = down.squaredError();
            }
            compute.copyRows(modelVisible, rows, moved);
            compute.addScaled(-1f, batch.visible(), 1f, moved);
            if (k < gibbsSteps) {
                up.sample(moved, rows, modelHidden, hiddenSamples, batch.random(key(RandomStream.HIDDEN, batch, k)));
            } else {
                up.expect(moved, rows, modelHidden);
            }
        }
    }

    /** A step's keys do not run into the next one's: chains are never so long. */
    private long key(final RandomStream stream, final Batch batch, final int gibbsStep) {
        return stream.key(seed, (batch.step() << 16) + gibbsStep);
    }

    /** The squared error of the first reconstruction of the batch. */
    double squaredError() {
        return squaredError;
    }

    /** The sum of the states of the batch. */
    double activation() {
        return activation;
    }
}
