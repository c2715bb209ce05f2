// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * Linear units at the top of a network that are a row's place in a map, learned so that neighbours or rows of a class
 * lie together. Its way down is that of its own weights, which nothing has trained.
 */
public final class EmbeddingLayer extends DenseLayer {

    /** See {@link DenseLayer#DenseLayer}. */
    public EmbeddingLayer(final List<UnitGroup> visibleGroups, final UnitType hiddenType,
        final FloatMatrix recognitionWeights, final float[] hiddenBiases, final FloatMatrix generativeWeights,
        final float[] visibleBiases, final float[] visibleStandardDeviations) {
        super(visibleGroups, hiddenType, recognitionWeights, hiddenBiases, generativeWeights, visibleBiases,
            visibleStandardDeviations);
    }

    /**
     * A map above other units.
     *
     * @param visibleGroups the units below
     * @param weights visible x dimensions
     * @param biases one a dimension
     */
    public static EmbeddingLayer above(final List<UnitGroup> visibleGroups, final FloatMatrix weights,
        final float[] biases) {
        return new EmbeddingLayer(visibleGroups, UnitType.gaussian(), weights, biases, weights,
            new float[weights.rows()], ones(weights.rows()));
    }

    @Override
    public LayerKind kind() {
        return LayerKind.EMBEDDING;
    }

    @Override
    EmbeddingLayer on(final List<UnitGroup> newVisibleGroups, final FloatMatrix newRecognition,
        final float[] newHiddenBiases, final FloatMatrix newGeneration, final float[] newVisibleBiases,
        final float[] newDeviations) {
        return new EmbeddingLayer(newVisibleGroups, hiddenType(), newRecognition, newHiddenBiases, newGeneration,
            newVisibleBiases, newDeviations);
    }

    @Override
    EmbeddingLayer with(final FloatMatrix newRecognition, final float[] newHiddenBiases,
        final FloatMatrix newGeneration, final float[] newVisibleBiases, final float[] newDeviations) {
        return new EmbeddingLayer(visibleGroups(), hiddenType(), newRecognition, newHiddenBiases, newGeneration,
            newVisibleBiases, newDeviations);
    }
}
