// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.Safetensors.Tensor;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * A conditional restricted Boltzmann machine (Taylor, Hinton and Roweis 2007): the context of a row are the n rows
 * before it in its sequence, the last one first, as differences from their means. A row that is not there, before the
 * start of a sequence, is 0.
 */
public final class ConditionalLayer extends TemporalLayer {

    private final float[] contextMeans;

    private final int rowsBefore;

    /**
     * What comes from the rows before.
     *
     * @param means one a visible unit
     * @param toVisible A, the autoregressive weights: (rows before x visible) x visible
     * @param toHidden B: (rows before x visible) x hidden
     */
    public record Context(float[] means, FloatMatrix toVisible, FloatMatrix toHidden) {
    }

    /**
     * @param visibleGroups the visible units; their sizes add up to the rows of the weights
     * @param hiddenType a kind that can be hidden
     * @param context what comes from the rows before
     * @param weights visible x hidden
     * @param visibleBiases one a visible unit
     * @param hiddenBiases one a hidden unit
     * @param visibleStandardDeviations one a visible unit, above 0; 1 except where a unit is Gaussian
     * @throws IllegalArgumentException if the shapes do not fit each other
     */
    public ConditionalLayer(final List<UnitGroup> visibleGroups, final UnitType hiddenType, final Context context,
        final FloatMatrix weights, final float[] visibleBiases, final float[] hiddenBiases,
        final float[] visibleStandardDeviations) {
        this(new Parameters(visibleGroups, hiddenType, weights, context.toVisible(), context.toHidden(), visibleBiases,
            hiddenBiases, visibleStandardDeviations), context.means());
    }

    private ConditionalLayer(final Parameters parameters, final float[] contextMeans) {
        super(parameters);
        this.contextMeans = contextMeans.clone();
        Shapes.check("means of the context", contextMeans, visibleUnits());
        rowsBefore = contextUnits() / visibleUnits();
        if (rowsBefore < 1 || rowsBefore * visibleUnits() != contextUnits()) {
            throw new IllegalArgumentException("The context has " + contextUnits() + " units, which is no number of "
                + "rows of " + visibleUnits() + " units.");
        }
    }

    @Override
    public LayerKind kind() {
        return LayerKind.CONDITIONAL;
    }

    /** How many rows before each are its context. */
    public int rowsBefore() {
        return rowsBefore;
    }

    /** One a visible unit, from which the rows before are taken as differences; a copy. */
    public float[] contextMeans() {
        return contextMeans.clone();
    }

    @Override
    public float[] startContext() {
        return new float[contextUnits()];
    }

    @Override
    public void advance(final float[] context, final float[] visible, final float[] hidden) {
        System.arraycopy(context, 0, context, contextMeans.length, context.length - contextMeans.length);
        for (int i = 0; i < contextMeans.length; i++) {
            context[i] = visible[i] - contextMeans[i];
        }
    }

    @Override
    public LayerPass up(final Compute compute) {
        return new ConditionalPass(compute, this);
    }

    @Override
    ConditionalLayer without(final RemovedUnits removed, final List<UnitGroup> left) {
        return new ConditionalLayer(without(removed, left, removed.blocks(visibleContextWeights(), visibleUnits()),
            removed.blocks(hiddenContextWeights(), visibleUnits())), removed.elements(contextMeans));
    }

    @Override
    public LayerStructure structure() {
        return new ConditionalStructure(visibleGroups(), hiddenType(), hiddenUnits(), rowsBefore);
    }

    @Override
    List<Tensor> tensors(final String prefix) {
        return List.of(Tensor.of(prefix + ConditionalStructure.WEIGHTS, recognitionWeights()),
            Tensor.of(prefix + ConditionalStructure.AUTOREGRESSIVE_WEIGHTS, visibleContextWeights()),
            Tensor.of(prefix + ConditionalStructure.CONTEXT_WEIGHTS, hiddenContextWeights()),
            Tensor.of(prefix + ConditionalStructure.VISIBLE_BIASES, visibleBiases()),
            Tensor.of(prefix + ConditionalStructure.HIDDEN_BIASES, hiddenBiases()),
            Tensor.of(prefix + ConditionalStructure.VISIBLE_STANDARD_DEVIATIONS, visibleStandardDeviations()),
            Tensor.of(prefix + ConditionalStructure.CONTEXT_MEANS, contextMeans));
    }
}
