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

/** Units without bounds, on either side of a layer, make it learn at the rate of linear units. */
class LayerRatesTest {

    private static final double RATE = 0.3;

    private static final double LINEAR = 0.002;

    private static List<Double> rates(final UnitType inputs, final NewLayerParameters.HiddenUnits... kinds) {
        final LayerwisePretrainParameters parameters = new LayerwisePretrainParameters();
        parameters.m_learningRate = RATE;
        parameters.m_linearLearningRate = Optional.of(LINEAR);
        parameters.m_layers = Stream.of(kinds).map(kind -> {
            final NewLayerParameters layer = new NewLayerParameters(5);
            layer.m_hiddenUnits = kind;
            return layer;
        }).toArray(NewLayerParameters[]::new);
        final InputEncoding encoding =
            new InputEncoding(List.of(new NumberColumn("x", inputs, NumberScaling.NONE, 0, 1)), new float[1]);
        return parameters.trainingSettings(encoding, 100, Optional.empty()).layers().stream()
            .map(layer -> layer.learning().rate().rate(0)).toList();
    }

    @Test
    void aLayerAboveLinearUnitsLearnsAtTheirRate() {
        final var binary = NewLayerParameters.HiddenUnits.BERNOULLI;
        final var rectified = NewLayerParameters.HiddenUnits.RECTIFIED_LINEAR;
        assertEquals(List.of(RATE, RATE, RATE), rates(UnitType.bernoulli(), binary, binary, binary));
        assertEquals(List.of(LINEAR, RATE), rates(UnitType.gaussian(), binary, binary));
        assertEquals(List.of(RATE, LINEAR, LINEAR, RATE),
            rates(UnitType.bernoulli(), binary, rectified, binary, binary));
    }
}
