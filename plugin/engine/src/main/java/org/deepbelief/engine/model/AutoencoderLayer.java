// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/** The code of an autoencoder with one hidden layer, and the way back from it. */
public final class AutoencoderLayer extends DenseLayer {

    /** See {@link DenseLayer#DenseLayer}. */
    public AutoencoderLayer(final List<UnitGroup> visibleGroups, final UnitType hiddenType,
        final FloatMatrix recognitionWeights, final float[] hiddenBiases, final FloatMatrix generativeWeights,
        final float[] visibleBiases, final float[] visibleStandardDeviations) {
        super(visibleGroups, hiddenType, recognitionWeights, hiddenBiases, generativeWeights, visibleBiases,
            visibleStandardDeviations);
    }

    /** A tied layer with visible standard deviations of 1. */
    public static AutoencoderLayer tied(final List<UnitGroup> visibleGroups, final UnitType hiddenType,
        final FloatMatrix weights, final float[] hiddenBiases, final float[] visibleBiases) {
        return new AutoencoderLayer(visibleGroups, hiddenType, weights, hiddenBiases, weights, visibleBiases,
            ones(visibleBiases.length));
    }

    @Override
    public LayerKind kind() {
        return LayerKind.AUTOENCODER;
    }

    @Override
    AutoencoderLayer on(final List<UnitGroup> newVisibleGroups, final FloatMatrix newRecognition,
        final float[] newHiddenBiases, final FloatMatrix newGeneration, final float[] newVisibleBiases,
        final float[] newDeviations) {
        return new AutoencoderLayer(newVisibleGroups, hiddenType(), newRecognition, newHiddenBiases, newGeneration,
            newVisibleBiases, newDeviations);
    }

    @Override
    AutoencoderLayer with(final FloatMatrix newRecognition, final float[] newHiddenBiases,
        final FloatMatrix newGeneration, final float[] newVisibleBiases, final float[] newDeviations) {
        return new AutoencoderLayer(visibleGroups(), hiddenType(), newRecognition, newHiddenBiases, newGeneration,
            newVisibleBiases, newDeviations);
    }
}
