// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.units.UnitGroup;

/**
 * The parameters of a recurrent temporal RBM while it learns. Gaussian visible units are in units of their standard
 * deviations, which are 1 here.
 */
final class RecurrentParameters {

    final UnitLayout visible;

    final UnitLayout hidden;

    /** W, visible x hidden units. */
    final FloatMatrix weights;

    /** a, 1 x visible units. */
    final FloatMatrix visibleBiases;

    /** b, 1 x hidden units. */
    final FloatMatrix hiddenBiases;

    /** W_h, hidden x hidden units. */
    final FloatMatrix hiddenTransition;

    /** W_v, hidden x visible units. */
    final FloatMatrix visibleTransition;

    /** r_0, 1 x hidden units. */
    final FloatMatrix initialState;

    /**
     * Small random weights, visible biases that give each unit its mean; nothing is carried from row to row.
     *
     * @param input what the layer reads
     */
    RecurrentParameters(final Compute compute, final LayerInput input, final HiddenUnits units,
        final double weightSize, final long seed) {
        visible = UnitGroup.layout(input.groups());
        hidden = units.type().layout(units.count());
        weights = compute.zeros(visible.units(), hidden.units());
        compute.fillGaussian(weights, (float)weightSize,
            RandomRows.byPlace().key(RandomStream.INITIAL_WEIGHTS.key(seed, 0)));
        visibleBiases = compute.vector(UnitGroup.initialBiases(input.groups(), input.means()));
        hiddenBiases = compute.zeros(1, hidden.units());
        hiddenTransition = compute.zeros(hidden.units(), hidden.units());
        visibleTransition = compute.zeros(hidden.units(), visible.units());
        initialState = compute.zeros(1, hidden.units());
    }
}
