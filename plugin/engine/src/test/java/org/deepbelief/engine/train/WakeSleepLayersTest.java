// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
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

    /** Weights of 3 up and 4 down; hidden units that are off and biases of 0 give visible means of 1 / 2. */
    @Test
    void anUntiedLayerIsMeasuredBothWays() {
        try (Compute compute = Compute.open(1)) {
            final FloatMatrix upward = compute.zeros(4, 3);
            final FloatMatrix downward = compute.zeros(4, 3);
            upward.fill(3);
            downward.fill(4);
            final DenseLayer dense = Networks.random(3, 0.5, 4, 3).lastLayer().dense()
                .withRecognition(upward, new float[3]).withGeneration(downward, new float[4]);
            final Terms terms = new Terms();
            final UntiedLayer layer = new UntiedLayer(compute, "layer1", dense, terms, 5);
            assertEquals(Math.sqrt((9 + 16) / 2.0), layer.weightNorm(), 1e-6);
            layer.wake(compute.zeros(5, 4), 5, new FusedStatistics(compute, terms));
            assertEquals(5 * 4 * 0.25, layer.squaredError(), 1e-6);
        }
    }
}
