// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

class WakeSleepLayersTest {

    private static final LayerKind MACHINE = LayerKind.BOLTZMANN_MACHINE;

    @Test
    void allHiddenUnitsAreBernoulliAndTheTopIsAMachine() {
        final UnitType bernoulli = UnitType.bernoulli();
        assertEquals(Optional.empty(), WakeSleepLayers.obstacle(List.of(bernoulli, bernoulli), MACHINE));
        assertTrue(WakeSleepLayers.obstacle(List.of(bernoulli, UnitType.gaussian()), MACHINE).orElseThrow()
            .startsWith("Layer 2 of the network is made of linear units"));
        assertTrue(WakeSleepLayers.obstacle(List.of(UnitType.rectifiedLinear(), bernoulli), MACHINE).orElseThrow()
            .startsWith("Layer 1 "));
        assertTrue(WakeSleepLayers.obstacle(List.of(bernoulli, bernoulli), LayerKind.AUTOENCODER).orElseThrow()
            .contains("layer 2, is an autoencoder"));
    }

    @Test
    void theTrainingRefusesOtherLayers() {
        final DeepBeliefNetwork network = Networks.random(3, 0.5, 4, 3);
        final DenseLayer layer = network.lastLayer().dense();
        final Layer linear = BoltzmannLayer.tied(layer.visibleGroups(), UnitType.gaussian(),
            layer.recognitionWeights(), layer.hiddenBiases(), layer.visibleBiases());
        final DeepBeliefNetwork other = new DeepBeliefNetwork(network.encoding(), List.of(linear),
            AssociativeMemory.of(linear), Optional.empty(), network.provenance());
        try (SampleMatrix samples = TestRows.of(new float[5][4], null)) {
            final String message = assertThrows(IllegalArgumentException.class, () -> WakeSleepTuning.train(other,
                samples, Defaults.WAKE_SLEEP, TrainingMonitor.NONE)).getMessage();
            assertTrue(message.contains("linear units"), message);
        }
    }
}
