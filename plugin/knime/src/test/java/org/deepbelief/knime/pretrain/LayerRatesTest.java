// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/** A layer's own rate goes before the common one, and without either units without bounds make it learn slowly. */
class LayerRatesTest {

    private static final NewLayerParameters.HiddenUnits BINARY = NewLayerParameters.HiddenUnits.BERNOULLI;

    private static final NewLayerParameters.HiddenUnits RECTIFIED = NewLayerParameters.HiddenUnits.RECTIFIED_LINEAR;

    private static LayerwisePretrainParameters parameters(final NewLayerParameters.HiddenUnits... kinds) {
        final LayerwisePretrainParameters parameters = new LayerwisePretrainParameters();
        parameters.m_layers = Stream.of(kinds).map(kind -> {
            final NewLayerParameters layer = new NewLayerParameters(5);
            layer.m_hiddenUnits = kind;
            return layer;
        }).toArray(NewLayerParameters[]::new);
        return parameters;
    }

    private static List<Double> rates(final UnitType inputs, final LayerwisePretrainParameters parameters) {
        final InputEncoding encoding =
            new InputEncoding(List.of(new NumberColumn("x", inputs, NumberScaling.NONE, 0, 1)), new float[1]);
        return parameters.trainingSettings(Optional.empty(), encoding, 100, 1, Optional.empty()).layers().stream()
            .map(layer -> layer.learning().rate().rate(0)).toList();
    }

    @Test
    void withoutARateTheUnitsDecide() {
        assertEquals(List.of(0.1, 0.1, 0.1), rates(UnitType.bernoulli(), parameters(BINARY, BINARY, BINARY)));
        assertEquals(List.of(0.01, 0.1), rates(UnitType.gaussian(), parameters(BINARY, BINARY)));
        assertEquals(List.of(0.1, 0.001, 0.001, 0.1),
            rates(UnitType.bernoulli(), parameters(BINARY, RECTIFIED, BINARY, BINARY)));
    }

    @Test
    void theCommonRateActsInEachLayerThatHasNoneOfItsOwn() {
        final LayerwisePretrainParameters parameters = parameters(BINARY, RECTIFIED, BINARY);
        parameters.m_learningRate = Optional.of(0.3);
        parameters.m_layers[1].m_learningRate = Optional.of(0.002);
        assertEquals(List.of(0.3, 0.002, 0.3), rates(UnitType.gaussian(), parameters));
    }
}
