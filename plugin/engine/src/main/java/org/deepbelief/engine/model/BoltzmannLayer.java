// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/** A restricted Boltzmann machine: an undirected model of its visible units. */
public final class BoltzmannLayer extends DenseLayer {

    /** See {@link DenseLayer#DenseLayer}. */
    public BoltzmannLayer(final List<UnitGroup> visibleGroups, final UnitType hiddenType,
        final FloatMatrix recognitionWeights, final float[] hiddenBiases, final FloatMatrix generativeWeights,
        final float[] visibleBiases, final float[] visibleStandardDeviations) {
        super(visibleGroups, hiddenType, recognitionWeights, hiddenBiases, generativeWeights, visibleBiases,
            visibleStandardDeviations);
    }

    /** A tied layer with visible standard deviations of 1. */
    public static BoltzmannLayer tied(final List<UnitGroup> visibleGroups, final UnitType hiddenType,
        final FloatMatrix weights, final float[] hiddenBiases, final float[] visibleBiases) {
        return new BoltzmannLayer(visibleGroups, hiddenType, weights, hiddenBiases, weights, visibleBiases,
            ones(visibleBiases.length));
    }

    @Override
    public LayerKind kind() {
        return LayerKind.BOLTZMANN_MACHINE;
    }

    @Override
    BoltzmannLayer on(final List<UnitGroup> newVisibleGroups, final FloatMatrix newRecognition,
        final float[] newHiddenBiases, final FloatMatrix newGeneration, final float[] newVisibleBiases,
        final float[] newDeviations) {
        return new BoltzmannLayer(newVisibleGroups, hiddenType(), newRecognition, newHiddenBiases, newGeneration,
            newVisibleBiases, newDeviations);
    }

    @Override
    BoltzmannLayer with(final FloatMatrix newRecognition, final float[] newHiddenBiases,
        final FloatMatrix newGeneration, final float[] newVisibleBiases, final float[] newDeviations) {
        return new BoltzmannLayer(visibleGroups(), hiddenType(), newRecognition, newHiddenBiases, newGeneration,
            newVisibleBiases, newDeviations);
    }
}
