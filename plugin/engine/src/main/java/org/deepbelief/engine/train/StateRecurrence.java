// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.TimeSteps;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Backpropagation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;

/**
 * The states of a recurrent temporal RBM through the times of a batch of pieces, and the way of errors back through
 * them (Sutskever, Hinton and Taylor 2008, section 3.2):
 *
 * <pre>
 * forward    r_t = sigmoid(v_t W + r_(t-1) W_h + b)
 * back       e_(t-1) = (e_t W_h^T + own_t) r_(t-1) (1 - r_(t-1)),   e of the last row of a piece is 0
 * </pre>
 *
 * with e_t the derivative by what goes into r_t, and own_t what the row t itself tells of r_(t-1). This is all that
 * has to go time by time, with as many rows at once as there are pieces.
 */
final class StateRecurrence {

    private final Compute compute;

    private final FloatMatrix transition;

    private final FloatMatrix initialState;

    private final Propagation units;

    private final Backpropagation back;

    /** The initial state, a row for each piece. */
    private final FloatMatrix initial;

    private final FloatMatrix[] inputs;

    private final FloatMatrix[] before;

    private final FloatMatrix[] states;

    private final FloatMatrix[] own;

    private final FloatMatrix[] errors;

    /**
     * @param parameters kept, not copied
     * @param rows the most rows of a batch
     */
    StateRecurrence(final Compute compute, final RecurrentParameters parameters, final int rows) {
        this.compute = compute;
        transition = parameters.hiddenTransition;
        initialState = parameters.initialState;
        final int hidden = transition.rows();
        units = compute.propagation(parameters.hidden, parameters.hiddenBiases);
        back = compute.backpropagation(transition, true, Activation.LOGISTIC);
        initial = compute.zeros(rows, hidden);
        inputs = fromEachRow(compute.zeros(rows, hidden));
        before = fromEachRow(compute.zeros(rows, hidden));
        states = fromEachRow(compute.zeros(rows, hidden));
        own = fromEachRow(compute.zeros(rows, hidden));
        errors = fromEachRow(compute.zeros(rows, hidden));
    }

    /** Views of a matrix from each of its rows on: of a time's rows, the first is where a view begins. */
    private static FloatMatrix[] fromEachRow(final FloatMatrix matrix) {
        final FloatMatrix[] views = new FloatMatrix[matrix.rows()];
        views[0] = matrix;
        for (int row = 1; row < views.length; row++) {
            views[row] = matrix.rows(row, views.length);
        }
        return views;
    }

    /**
     * What goes into r_t but for b: to be set to v_t W before {@link #forward}, which adds r_(t-1) W_h; rows x hidden
     * units.
     */
    FloatMatrix inputs() {
        return inputs[0];
    }

    /** r_t after {@link #forward}, rows x hidden units. */
    FloatMatrix states() {
        return states[0];
    }

    /** r_(t-1) after {@link #forward}, rows x hidden units. */
    FloatMatrix before() {
        return before[0];
    }

    /**
     * own_t, to be set before {@link #back}, rows x hidden units; after it, the first rows, one a piece, hold the
     * derivative by the state before the piece.
     */
    FloatMatrix own() {
        return own[0];
    }

    /** e_t after {@link #back}, rows x hidden units. */
    FloatMatrix errors() {
        return errors[0];
    }

    /** The states of a batch. */
    void forward(final TimeSteps time) {
        compute.addRow(0f, initial, time.pieces(), initialState);
        FloatMatrix last = initial;
        for (int t = 0; t < time.steps(); t++) {
            final int start = time.start(t);
            final int count = time.count(t);
            compute.copyRows(last, count, before[start]);
            compute.product(1f, last, count, transition, false, 1f, inputs[start]);
            units.expect(inputs[start], count, states[start]);
            last = states[start];
        }
    }

    /** The errors of a batch. */
    void back(final TimeSteps time) {
        for (int t = time.steps() - 1; t >= 0; t--) {
            final int going = t + 1 < time.steps() ? time.count(t + 1) : 0;
            if (going < time.count(t)) {
                compute.scale(errors[time.start(t) + going], time.count(t) - going, 0f);
            }
        }
        for (int t = time.steps() - 1; t > 0; t--) {
            back.run(errors[time.start(t)], time.count(t), states[time.start(t - 1)], errors[time.start(t - 1)],
                own[time.start(t)]);
        }
        compute.product(1f, errors[0], time.pieces(), transition, true, 1f, own[0]);
    }
}
