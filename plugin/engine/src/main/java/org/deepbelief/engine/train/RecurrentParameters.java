// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.model.RecurrentLayer;
import org.deepbelief.engine.units.UnitGroup;

/**
 * The parameters of a recurrent temporal RBM while it learns. Gaussian visible units are in units of their standard
 * deviations, which are 1 here.
 */
final class RecurrentParameters {

    final List<UnitGroup> visibleGroups;

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
        visibleGroups = List.copyOf(input.groups());
        visible = UnitGroup.layout(visibleGroups);
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

    /** Becomes those of a layer that has learned before. */
    void set(final RecurrentLayer layer) {
        weights.copyFrom(layer.recognitionWeights());
        visibleBiases.write(layer.visibleBiases());
        hiddenBiases.write(layer.hiddenBiases());
        hiddenTransition.copyFrom(layer.hiddenContextWeights());
        visibleTransition.copyFrom(layer.visibleContextWeights());
        initialState.write(layer.startContext());
    }

    void addTo(final LearnerState state) {
        state.parameter("weights", weights).parameter("hiddenTransition", hiddenTransition)
            .parameter("visibleTransition", visibleTransition).parameter("initialState", initialState)
            .parameter("visibleBiases", visibleBiases).parameter("hiddenBiases", hiddenBiases);
    }

    /** The layer, in memory of its own. */
    RecurrentLayer layer() {
        final float[] deviations = new float[visible.units()];
        Arrays.fill(deviations, 1f);
        return new RecurrentLayer(visibleGroups, new RecurrentLayer.Transition(initialState.toArray(),
            hiddenTransition.copy(), visibleTransition.copy()), weights.copy(), visibleBiases.toArray(),
            hiddenBiases.toArray(), deviations);
    }
}
