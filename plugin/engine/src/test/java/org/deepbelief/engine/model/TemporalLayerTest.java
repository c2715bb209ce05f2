// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that know the rows before: both ways against their formulas, and their files. */
class TemporalLayerTest {

    private static TemporalLayer layer(final String kind) {
        return switch (kind) {
            case "conditional" -> TemporalLayers.conditional(1, UnitType.gaussian(), 3, 4, 2);
            case "conditionalOfBits" -> TemporalLayers.conditional(2, UnitType.bernoulli(), 3, 4, 5);
            default -> TemporalLayers.recurrent(3, UnitType.gaussian(), 3, 4);
        };
    }

    /** Three sequences, cut into batches at random, each batch run twice, first with other rows. */
    @ParameterizedTest
    @ValueSource(strings = {"conditional", "conditionalOfBits", "recurrent"})
    void rowsInOrderGiveTheSameWhateverTheBatches(final String kind) {
        final long seed = System.nanoTime();
        System.out.println("TemporalLayerTest " + kind + " seed " + seed);
        final Random random = new Random(seed);
        final TemporalLayer layer = layer(kind);
        final int[] lengths = {1 + random.nextInt(20), 1, 1 + random.nextInt(20)};
        try (Compute compute = Compute.open(2)) {
            final LayerPass up = layer.up(compute);
            final LayerPass down = layer.down(compute, up);
            final Order order = new Order(random, up);
            for (final int length : lengths) {
                final float[][] rows = TemporalLayers.rows(random, length, 3);
                final double[][] hidden = TemporalLayers.hidden(layer, rows);
                for (int t = 0; t < length; t++) {
                    order.add(rows[t], t == 0, hidden[t],
                        TemporalLayers.visibleBiases(layer, TemporalLayers.context(layer, rows, t, hidden)));
                }
            }
            while (order.next < order.rows.size()) {
                order.batch(compute, layer, down);
            }
        }
    }

    /** The rows of all sequences with what is to come of them. */
    private static final class Order {

        private final Random random;

        private final LayerPass up;

        private final List<float[]> rows = new ArrayList<>();

        private final List<Boolean> starts = new ArrayList<>();

        private final List<double[]> hidden = new ArrayList<>();

        private final List<double[]> biases = new ArrayList<>();

        private int next;

        private Order(final Random random, final LayerPass up) {
            this.random = random;
            this.up = up;
        }

        private void add(final float[] row, final boolean starting, final double[] means, final double[] moved) {
            rows.add(row);
            starts.add(starting);
            hidden.add(means);
            biases.add(moved);
        }

        private void batch(final Compute compute, final TemporalLayer layer, final LayerPass down) {
            final int count = Math.min(1 + random.nextInt(6), rows.size() - next);
            final boolean[] starting = new boolean[8];
            final FloatMatrix from = compute.zeros(8, 3);
            for (int i = 0; i < count; i++) {
                starting[i] = starts.get(next + i);
            }
            final FloatMatrix means = compute.zeros(8, 4);
            up.begin(starting, count);
            from.fill(0.3f);
            up.expect(from, count, means);
            for (int i = 0; i < count; i++) {
                from.writeRow(i, rows.get(next + i));
            }
            up.expect(from, count, means);
            final FloatMatrix visible = compute.zeros(8, 3);
            down.expect(means, count, visible);
            for (int i = 0; i < count; i++) {
                for (int j = 0; j < 4; j++) {
                    assertEquals(hidden.get(next + i)[j], means.get(i, j), 2e-6, "row " + (next + i));
                }
                for (int v = 0; v < 3; v++) {
                    double input = biases.get(next + i)[v];
                    for (int j = 0; j < 4; j++) {
                        input += hidden.get(next + i)[j] * layer.recognitionWeights().get(v, j);
                    }
                    final boolean bits = layer.visibleGroups().get(0).type().binary();
                    assertEquals(bits ? 1 / (1 + Math.exp(-input)) : input, visible.get(i, v), 1e-5,
                        "row " + (next + i));
                }
            }
            next += count;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conditional", "recurrent"})
    void withoutAnnouncementEachRowIsASequenceOfItsOwn(final String kind) {
        final TemporalLayer layer = layer(kind);
        final float[][] rows = TemporalLayers.rows(new Random(5), 3, 3);
        try (Compute compute = Compute.open(1)) {
            final FloatMatrix from = compute.zeros(3, 3);
            final FloatMatrix means = compute.zeros(3, 4);
            final FloatMatrix visible = compute.zeros(3, 3);
            for (int i = 0; i < 3; i++) {
                from.writeRow(i, rows[i]);
            }
            layer.up(compute).expect(from, 3, means);
            layer.down(compute).expect(means, 3, visible);
            for (int i = 0; i < 3; i++) {
                final double[] hidden = TemporalLayers.hidden(layer, new float[][] {rows[i]})[0];
                final double[] biases = TemporalLayers.visibleBiases(layer,
                    TemporalLayers.context(layer, new float[][] {rows[i]}, 0, null));
                for (int j = 0; j < 4; j++) {
                    assertEquals(hidden[j], means.get(i, j), 2e-6);
                }
                for (int v = 0; v < 3; v++) {
                    double mean = biases[v];
                    for (int j = 0; j < 4; j++) {
                        mean += hidden[j] * layer.recognitionWeights().get(v, j);
                    }
                    assertEquals(mean, visible.get(i, v), 1e-5);
                }
            }
            final LayerPass announced = layer.up(compute);
            announced.begin(new boolean[2], 2);
            assertThrows(IllegalArgumentException.class, () -> announced.expect(from, 3, means));
        }
    }

    /** What a layer carries from row to row by itself is what its way up does in a batch. */
    @ParameterizedTest
    @ValueSource(strings = {"conditional", "conditionalOfBits", "recurrent"})
    void aContextAdvancesAsTheRowsDo(final String kind) {
        final TemporalLayer layer = layer(kind);
        final float[][] rows = TemporalLayers.rows(new Random(6), 8, 3);
        final double[][] hidden = TemporalLayers.hidden(layer, rows);
        final float[] context = layer.startContext();
        for (int t = 0; t < rows.length; t++) {
            final double[] expected = TemporalLayers.context(layer, rows, t, hidden);
            for (int k = 0; k < context.length; k++) {
                assertEquals(expected[k], context[k], 1e-6);
            }
            final float[] means = new float[4];
            for (int j = 0; j < 4; j++) {
                means[j] = (float)hidden[t][j];
            }
            layer.advance(context, rows[t], means);
        }
    }

    private static DeepBeliefNetwork written(final DeepBeliefNetwork network) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelArchive.write(network, out);
        return ModelArchive.read(new ByteArrayInputStream(out.toByteArray()));
    }

    @Test
    void bothKindsComeBackFromTheirFile() throws IOException {
        final ConditionalLayer lower = TemporalLayers.conditional(1, UnitType.gaussian(), 3, 4, 2);
        final RecurrentLayer upper = TemporalLayers.recurrent(3, UnitType.bernoulli(), 4, 5);
        final DeepBeliefNetwork network = TemporalLayers.network(lower, upper);
        final DeepBeliefNetwork read = written(network);
        assertEquals(network.structure(), read.structure());
        assertTrue(read.structure().temporal());
        assertTrue(read.structure().sharedMemory());
        assertEquals(List.of("layer:conditionalBoltzmannMachine", "layer:recurrentTemporalBoltzmannMachine",
            "units:bernoulli", "units:gaussian"), Requirements.of(network.structure()).names());
        final ConditionalLayer first = (ConditionalLayer)read.layers().get(0);
        final RecurrentLayer second = (RecurrentLayer)read.layers().get(1);
        assertEquals(2, first.rowsBefore());
        assertArrayEquals(lower.contextMeans(), first.contextMeans());
        same(lower, first);
        same(upper, second);
        assertArrayEquals(upper.startContext(), second.startContext());
    }

    private static void same(final TemporalLayer expected, final TemporalLayer found) {
        assertArrayEquals(expected.recognitionWeights().toArray(), found.recognitionWeights().toArray());
        assertArrayEquals(expected.visibleContextWeights().toArray(), found.visibleContextWeights().toArray());
        assertArrayEquals(expected.hiddenContextWeights().toArray(), found.hiddenContextWeights().toArray());
        assertArrayEquals(expected.visibleBiases(), found.visibleBiases());
        assertArrayEquals(expected.hiddenBiases(), found.hiddenBiases());
        assertArrayEquals(expected.visibleStandardDeviations(), found.visibleStandardDeviations());
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ConditionalStructure(
            List.of(new UnitGroup(UnitType.bernoulli(), 1 << 20)), UnitType.bernoulli(), 3, 1 << 20));
        assertThrows(IllegalArgumentException.class, () -> new ConditionalLayer(
            List.of(new UnitGroup(UnitType.bernoulli(), 2)), UnitType.bernoulli(),
            new ConditionalLayer.Context(new float[2], FloatMatrix.zeros(3, 2), FloatMatrix.zeros(3, 4)),
            FloatMatrix.zeros(2, 4), new float[2], new float[4], new float[] {1, 1}));
        assertThrows(IllegalArgumentException.class, () -> new RecurrentLayer(
            List.of(new UnitGroup(UnitType.bernoulli(), 2)),
            new RecurrentLayer.Transition(new float[4], FloatMatrix.zeros(3, 4), FloatMatrix.zeros(3, 2)),
            FloatMatrix.zeros(2, 4), new float[2], new float[4], new float[] {1, 1}));
        final IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
            () -> TemporalLayers.network(layer("recurrent")).requireNoOrder("Wake-sleep"));
        assertEquals("Wake-sleep takes rows by themselves, but layer 1 of the network is a recurrent temporal Boltzmann"
            + " machine, which knows the rows before each.", refused.getMessage());
    }

    /** With the removed units at their means the rest does what it did, the rows before at the context's means. */
    @ParameterizedTest
    @ValueSource(strings = {"conditional", "recurrent"})
    void withoutAnInputItsUnitsAreAtTheirMeans(final String kind) {
        final TemporalLayer layer = layer(kind);
        final float[] means = layer instanceof ConditionalLayer conditional ? conditional.contextMeans()
            : new float[] {0.2f, -0.3f, 0.7f};
        final TemporalLayer left = (TemporalLayer)layer.without(new RemovedUnits(1, new float[] {means[1]}),
            List.of(new UnitGroup(UnitType.gaussian(), 2)));
        final float[][] rows = TemporalLayers.rows(new Random(4), 5, 3);
        final float[][] fewer = new float[5][];
        for (int t = 0; t < 5; t++) {
            rows[t][1] = means[1];
            fewer[t] = new float[] {rows[t][0], rows[t][2]};
        }
        final double[][] expected = TemporalLayers.hidden(layer, rows);
        final double[][] found = TemporalLayers.hidden(left, fewer);
        for (int t = 0; t < 5; t++) {
            assertArrayEquals(expected[t], found[t], 1e-6);
            assertArrayEquals(new double[] {
                TemporalLayers.visibleBiases(layer, TemporalLayers.context(layer, rows, t, expected))[0],
                TemporalLayers.visibleBiases(layer, TemporalLayers.context(layer, rows, t, expected))[2]},
                TemporalLayers.visibleBiases(left, TemporalLayers.context(left, fewer, t, found)), 1e-6);
        }
    }
}
