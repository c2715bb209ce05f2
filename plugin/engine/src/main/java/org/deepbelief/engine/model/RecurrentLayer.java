// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.Safetensors.Tensor;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * A recurrent temporal restricted Boltzmann machine (Sutskever, Hinton and Taylor 2008): the context of a row are the
 * means of the hidden units of the row before, r_t = sigmoid(v_t W + r_t-1 W_h + b). A sequence starts from a learned
 * r_0.
 */
public final class RecurrentLayer extends TemporalLayer {

    private final float[] initialState;

    /**
     * What comes from the row before.
     *
     * @param initialState r_0, one a hidden unit
     * @param toHidden W_h, hidden x hidden
     * @param toVisible W_v, hidden x visible
     */
    public record Transition(float[] initialState, FloatMatrix toHidden, FloatMatrix toVisible) {
    }

    /**
     * @param visibleGroups the visible units; their sizes add up to the rows of the weights
     * @param transition what comes from the row before
     * @param weights W, visible x hidden
     * @param visibleBiases one a visible unit
     * @param hiddenBiases one a hidden unit; these are Bernoulli units
     * @param visibleStandardDeviations one a visible unit, above 0; 1 except where a unit is Gaussian
     * @throws IllegalArgumentException if the shapes do not fit each other
     */
    public RecurrentLayer(final List<UnitGroup> visibleGroups, final Transition transition, final FloatMatrix weights,
        final float[] visibleBiases, final float[] hiddenBiases, final float[] visibleStandardDeviations) {
        this(new Parameters(visibleGroups, UnitType.bernoulli(), weights, transition.toVisible(),
            transition.toHidden(), visibleBiases, hiddenBiases, visibleStandardDeviations), transition.initialState());
    }

    private RecurrentLayer(final Parameters parameters, final float[] initialState) {
        super(parameters);
        this.initialState = initialState.clone();
        Shapes.check("hidden transition", hiddenContextWeights(), hiddenUnits(), hiddenUnits());
        Shapes.check("initial state", initialState, hiddenUnits());
    }

    @Override
    public LayerKind kind() {
        return LayerKind.RECURRENT;
    }

    @Override
    public float[] startContext() {
        return initialState.clone();
    }

    @Override
    public void advance(final float[] context, final float[] visible, final float[] hidden) {
        System.arraycopy(hidden, 0, context, 0, context.length);
    }

    @Override
    public LayerPass up(final Compute compute) {
        return new RecurrentPass(compute, this);
    }

    @Override
    RecurrentLayer without(final RemovedUnits removed, final List<UnitGroup> left) {
        return new RecurrentLayer(without(removed, left, visibleContextWeights(), hiddenContextWeights()),
            initialState);
    }

    @Override
    public LayerStructure structure() {
        return new RecurrentStructure(visibleGroups(), hiddenUnits());
    }

    @Override
    List<Tensor> tensors(final String prefix) {
        return List.of(Tensor.of(prefix + RecurrentStructure.WEIGHTS, recognitionWeights()),
            Tensor.of(prefix + RecurrentStructure.HIDDEN_TRANSITION, hiddenContextWeights()),
            Tensor.of(prefix + RecurrentStructure.VISIBLE_TRANSITION, visibleContextWeights()),
            Tensor.of(prefix + RecurrentStructure.INITIAL_STATE, initialState),
            Tensor.of(prefix + RecurrentStructure.VISIBLE_BIASES, visibleBiases()),
            Tensor.of(prefix + RecurrentStructure.HIDDEN_BIASES, hiddenBiases()),
            Tensor.of(prefix + RecurrentStructure.VISIBLE_STANDARD_DEVIATIONS, visibleStandardDeviations()));
    }
}
