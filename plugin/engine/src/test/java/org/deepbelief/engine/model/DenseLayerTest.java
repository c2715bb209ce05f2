// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/** Both ways of a layer against their formulas, with learned standard deviations. */
class DenseLayerTest {

    private static final int ROWS = 20_000;

    private static final float[] DEVIATIONS = {0.5f, 2, 1};

    private static final FloatMatrix UP = Networks.matrix(new Random(1), 0.7, 3, 2);

    private static final FloatMatrix DOWN = Networks.matrix(new Random(2), 0.7, 3, 2);

    private static final float[] HIDDEN_BIASES = {0.2f, -0.4f};

    private static final float[] VISIBLE_BIASES = {1.5f, -3, 0.3f};

    private static final List<UnitGroup> VISIBLE =
        List.of(new UnitGroup(UnitType.gaussian(), 2), new UnitGroup(UnitType.bernoulli(), 1));

    private static DenseLayer layer() {
        return new BoltzmannLayer(VISIBLE, UnitType.bernoulli(), UP, HIDDEN_BIASES, DOWN, VISIBLE_BIASES, DEVIATIONS);
    }

    @Test
    void theWayUpDividesByTheVariances() {
        final float[] visible = {0.7f, -1.2f, 1};
        try (Compute compute = Compute.open(1)) {
            final FloatMatrix hidden = compute.zeros(1, 2);
            layer().up(compute).expect(FloatMatrix.of(1, 3, visible), 1, hidden);
            for (int j = 0; j < 2; j++) {
                double input = HIDDEN_BIASES[j];
                for (int i = 0; i < 3; i++) {
                    input += visible[i] / (DEVIATIONS[i] * DEVIATIONS[i]) * UP.get(i, j);
                }
                assertEquals(1 / (1 + Math.exp(-input)), hidden.get(0, j), 1e-6);
            }
        }
    }

    @Test
    void theWayDownIsInTheMeasureOfTheData() {
        final float[] units = {1, 0};
        final float[] batch = new float[2 * ROWS];
        for (int r = 0; r < ROWS; r++) {
            System.arraycopy(units, 0, batch, 2 * r, 2);
        }
        try (Compute compute = Compute.open(1)) {
            final LayerPass down = layer().down(compute);
            final FloatMatrix means = compute.zeros(ROWS, 3);
            final FloatMatrix samples = compute.zeros(ROWS, 3);
            final FloatMatrix hidden = FloatMatrix.of(ROWS, 2, batch);
            down.expect(hidden, ROWS, means);
            down.sample(hidden, ROWS, samples, RandomRows.byPlace().key(CounterRandom.key(1, 2, 3)));
            for (int i = 0; i < 3; i++) {
                final double input = VISIBLE_BIASES[i] + DOWN.get(i, 0);
                final double mean = i < 2 ? input : 1 / (1 + Math.exp(-input));
                final double deviation = i < 2 ? DEVIATIONS[i] : Math.sqrt(mean * (1 - mean));
                assertEquals(mean, means.get(ROWS - 1, i), 2e-6);
                double sum = 0;
                double squares = 0;
                for (int r = 0; r < ROWS; r++) {
                    sum += samples.get(r, i);
                    squares += Math.pow(samples.get(r, i) - mean, 2);
                }
                assertEquals(mean, sum / ROWS, 5 * deviation / Math.sqrt(ROWS));
                assertEquals(deviation, Math.sqrt(squares / ROWS), 0.03 * deviation);
            }
        }
    }

    @Test
    void aLayerKeepsItsKindWhateverItIsGiven() {
        final DenseLayer code = AutoencoderLayer.tied(VISIBLE, UnitType.rectifiedLinear(), UP, HIDDEN_BIASES,
            VISIBLE_BIASES);
        assertTrue(code.tied());
        assertSame(LayerKind.AUTOENCODER, code.withGeneration(DOWN, VISIBLE_BIASES).kind());
        assertFalse(code.withGeneration(DOWN, VISIBLE_BIASES).tied());
        assertSame(LayerKind.BOLTZMANN_MACHINE, layer().withRecognition(DOWN, HIDDEN_BIASES).kind());
        try (Compute compute = Compute.open(1)) {
            assertSame(LayerKind.BOLTZMANN_MACHINE, layer().standardised(compute).kind());
            assertTrue(layer().standardised(compute).standard());
            assertArrayEquals(DEVIATIONS,
                layer().standardised(compute).withStandardDeviationsOf(layer(), compute, compute::copy)
                    .visibleStandardDeviations());
        }
    }

    @Test
    void kindsAreNamedOnceAndForAll() {
        assertEquals("restrictedBoltzmannMachine", LayerKind.BOLTZMANN_MACHINE.id());
        assertEquals("autoencoder", LayerKind.AUTOENCODER.id());
        assertEquals("an autoencoder", LayerKind.AUTOENCODER.one());
        for (final LayerKind kind : LayerKind.values()) {
            assertSame(kind, LayerKind.of(kind.id()));
        }
    }
}
