// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.ConditionalLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.TemporalLayer;
import org.deepbelief.engine.model.TemporalLayers;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forecasts against all states of the hidden units. */
class ForecastTest {

    private static final int UNITS = 3;

    private static TemporalLayer layer(final String kind) {
        return switch (kind) {
            case "conditional" -> TemporalLayers.conditional(1, UnitType.gaussian(), UNITS, 4, 2);
            case "conditionalOfBits" -> TemporalLayers.conditional(2, UnitType.bernoulli(), UNITS, 4, 5);
            default -> TemporalLayers.recurrent(3, UnitType.bernoulli(), UNITS, 4);
        };
    }

    private static float[][] rows(final TemporalLayer layer, final long seed, final int count) {
        final float[][] rows = TemporalLayers.rows(new Random(seed), count, UNITS);
        if (layer.visibleGroups().get(0).type().binary()) {
            for (final float[] row : rows) {
                for (int i = 0; i < UNITS; i++) {
                    row[i] = row[i] > 0 ? 1 : 0;
                }
            }
        }
        return rows;
    }

    private static double[] context(final TemporalLayer layer, final float[][] past) {
        return TemporalLayers.context(layer, Arrays.copyOf(past, past.length + 1), past.length,
            TemporalLayers.hidden(layer, past));
    }

    private static double[] doubles(final float[] values) {
        final double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }

    /** log p(m | past) - log p(v | past) for each row, in two sequences; also of a row in which a unit is missing. */
    @ParameterizedTest
    @ValueSource(strings = {"conditional", "conditionalOfBits", "recurrent"})
    void howUnexpectedARowIs(final String kind) {
        final TemporalLayer layer = layer(kind);
        try (Compute compute = Compute.open(1); Forecast forecast =
            new Forecast(TemporalLayers.network(layer), new Forecast.Settings(20, 0, 1), compute)) {
            for (int sequence = 0; sequence < 2; sequence++) {
                final float[][] rows = rows(layer, sequence, 9);
                forecast.begin();
                for (int t = 0; t < rows.length; t++) {
                    final double[] context = context(layer, Arrays.copyOf(rows, t));
                    final float[] expected = forecast.next(1)[0];
                    final float[] given = rows[t].clone();
                    if (t == 4) {
                        given[1] = Float.NaN;
                        rows[t][1] = expected[1];
                    }
                    assertEquals(TemporalLayers.logProbability(layer, doubles(expected), context)
                        - TemporalLayers.logProbability(layer, doubles(rows[t]), context), forecast.follow(given), 1e-4,
                        "row " + t);
                }
            }
        }
    }

    /** Rows of which nothing is known are taken as expected, one after the other, as {@link Forecast#next} tells. */
    @ParameterizedTest
    @ValueSource(strings = {"conditional", "conditionalOfBits", "recurrent"})
    void missingRowsAreThoseThatFollow(final String kind) {
        final TemporalLayer layer = layer(kind);
        try (Compute compute = Compute.open(1); Forecast forecast =
            new Forecast(TemporalLayers.network(layer), new Forecast.Settings(5, 0, 1), compute)) {
            for (final float[] row : rows(layer, 3, 6)) {
                forecast.follow(row);
            }
            final float[] unknown = new float[UNITS];
            Arrays.fill(unknown, Float.NaN);
            final float[][] following = forecast.next(4);
            for (int row = 0; row < 2; row++) {
                assertEquals(0, forecast.follow(unknown), 1e-5);
                assertArrayEquals(following[row], forecast.expected());
            }
            assertArrayEquals(following[2], forecast.followExpected());
            assertArrayEquals(following[3], forecast.followExpected());
            final float[] known = rows(layer, 4, 1)[0];
            final float[] next = forecast.next(1)[0];
            forecast.follow(known);
            assertArrayEquals(next, forecast.expected(), "what was expected before the row was seen");
        }
    }

    /** The mean over many paths of long chains is E[v | past]; the row after it follows from its own samples. */
    @ParameterizedTest
    @ValueSource(strings = {"conditional", "conditionalOfBits", "recurrent"})
    void pathsHaveTheDistributionOfTheLayer(final String kind) {
        final TemporalLayer layer = layer(kind);
        final int paths = 20_000;
        final float[][] past = rows(layer, 7, 6);
        try (Compute compute = Compute.open(2); Forecast forecast =
            new Forecast(TemporalLayers.network(layer), new Forecast.Settings(40, paths, 5), compute)) {
            for (final float[] row : past) {
                forecast.follow(row);
            }
            final float[][][] drawn = drawTwo(forecast, 3);
            final double[] exact = TemporalLayers.expected(layer, context(layer, past));
            final double[] second = new double[UNITS];
            final float[][] longer = Arrays.copyOf(past, past.length + 1);
            // Each of a part of the paths' first rows is the past of its second.
            final int part = 1000;
            for (int path = 0; path < part; path++) {
                longer[past.length] = drawn[0][path];
                final double[] next = TemporalLayers.expected(layer, context(layer, longer));
                for (int i = 0; i < UNITS; i++) {
                    second[i] += next[i] / part;
                }
            }
            for (int i = 0; i < UNITS; i++) {
                assertMean(exact[i], drawn[0], paths, i);
                assertMean(second[i], drawn[1], part, i);
            }
            assertArrayEquals(drawn[1][17], drawTwo(forecast, 3)[1][17], "the same draws");
            assertFalse(Arrays.deepEquals(drawn, drawTwo(forecast, 4)), "draws of another sequence");
        }
    }

    /** The next two rows of each path. */
    private static float[][][] drawTwo(final Forecast forecast, final long sequence) {
        forecast.beginDrawing(sequence);
        final float[][] first = Arrays.stream(forecast.draw()).map(float[]::clone).toArray(float[][]::new);
        return new float[][][] {first, Arrays.stream(forecast.draw()).map(float[]::clone).toArray(float[][]::new)};
    }

    private static void assertMean(final double expected, final float[][] drawn, final int count, final int unit) {
        double sum = 0;
        double squares = 0;
        for (int path = 0; path < count; path++) {
            sum += drawn[path][unit];
            squares += (double)drawn[path][unit] * drawn[path][unit];
        }
        final double mean = sum / count;
        assertEquals(expected, mean, 5 * Math.sqrt((squares / count - mean * mean) / count), "unit " + unit);
    }

    /** Where hidden units weigh little, the means of the mean field are those of the layer, row after row. */
    @Test
    void theMeanFieldIsTheExpectationOfWeakUnits() {
        final ConditionalLayer strong = TemporalLayers.conditional(1, UnitType.gaussian(), UNITS, 4, 2);
        final ConditionalLayer layer = new ConditionalLayer(strong.visibleGroups(), UnitType.bernoulli(),
            new ConditionalLayer.Context(strong.contextMeans(), strong.visibleContextWeights(),
                strong.hiddenContextWeights()), Networks.matrix(new Random(2), 0.1, UNITS, 4), strong.visibleBiases(),
            strong.hiddenBiases(), strong.visibleStandardDeviations());
        final float[][] past = rows(layer, 7, 6);
        try (Compute compute = Compute.open(1); Forecast forecast =
            new Forecast(TemporalLayers.network(layer), new Forecast.Settings(30, 0, 5), compute)) {
            for (final float[] row : past) {
                forecast.follow(row);
            }
            final float[][] next = forecast.next(3);
            float[][] longer = past;
            for (int t = 0; t < 3; t++) {
                final double[] exact = TemporalLayers.expected(layer, context(layer, longer));
                final double[] alone = TemporalLayers.visibleBiases(layer, context(layer, longer));
                double effect = 0;
                double error = 0;
                for (int i = 0; i < UNITS; i++) {
                    effect += Math.abs(exact[i] - alone[i]);
                    error += Math.abs(exact[i] - next[t][i]);
                }
                assertTrue(error < 0.05 * effect, "row " + t + ": " + error + " of " + effect);
                longer = Arrays.copyOf(longer, longer.length + 1);
                longer[longer.length - 1] = next[t];
            }
            assertArrayEquals(next[2], forecast.next(3)[2], "asking changes nothing");
        }
    }

    /** Two layers: the upper one foretells the features, and the lower brings them down given its own past. */
    @Test
    void theTopGeneratesAndTheLayerBelowBringsItDown() {
        final ConditionalLayer lower = TemporalLayers.conditional(1, UnitType.gaussian(), UNITS, 4, 2);
        final TemporalLayer upper = TemporalLayers.recurrent(6, UnitType.bernoulli(), 4, 3);
        final DeepBeliefNetwork network = TemporalLayers.network(lower, upper);
        final float[][] past = rows(lower, 3, 5);
        try (Compute compute = Compute.open(1);
            Forecast forecast = new Forecast(network, new Forecast.Settings(1, 0, 5), compute)) {
            for (final float[] row : past) {
                forecast.follow(row);
            }
            final double[][] features = TemporalLayers.hidden(lower, past);
            final float[][] asFloats = new float[past.length][];
            for (int t = 0; t < past.length; t++) {
                asFloats[t] = new float[] {(float)features[t][0], (float)features[t][1], (float)features[t][2],
                    (float)features[t][3]};
            }
            final double[] context = context(upper, asFloats);
            final double[] start = sigmoid(TemporalLayers.visibleBiases(upper, context));
            final double[] top = sigmoid(up(upper, start, TemporalLayers.hiddenBiases(upper, context)));
            final double[] foretold = sigmoid(down(upper, top, TemporalLayers.visibleBiases(upper, context)));
            final double[] expected = down(lower, foretold, TemporalLayers.visibleBiases(lower, context(lower, past)));
            final float[] next = forecast.next(1)[0];
            for (int i = 0; i < UNITS; i++) {
                assertEquals(expected[i], next[i], 1e-5);
            }
        }
    }

    private static double[] sigmoid(final double[] inputs) {
        return Arrays.stream(inputs).map(x -> 1 / (1 + Math.exp(-x))).toArray();
    }

    private static double[] up(final TemporalLayer layer, final double[] visible, final double[] biases) {
        final double[] inputs = biases.clone();
        for (int j = 0; j < inputs.length; j++) {
            for (int i = 0; i < visible.length; i++) {
                inputs[j] += visible[i] * layer.recognitionWeights().get(i, j);
            }
        }
        return inputs;
    }

    private static double[] down(final TemporalLayer layer, final double[] hidden, final double[] biases) {
        final double[] inputs = biases.clone();
        for (int i = 0; i < inputs.length; i++) {
            for (int j = 0; j < hidden.length; j++) {
                inputs[i] += hidden[j] * layer.recognitionWeights().get(i, j);
            }
        }
        return inputs;
    }

    @Test
    void whatCannotBeForetoldIsRefused() {
        try (Compute compute = Compute.open(1)) {
            assertEquals("No layer of the network knows the rows before each, so that it cannot tell which follow."
                + " Pretrain it on rows that are a sequence, with a conditional or a recurrent layer.",
                assertThrows(IllegalArgumentException.class, () -> new Forecast(Networks.random(1, 1, 3, 2),
                    new Forecast.Settings(1, 0, 1), compute)).getMessage());
            try (Forecast forecast = new Forecast(TemporalLayers.network(layer("recurrent")),
                new Forecast.Settings(1, 0, 1), compute)) {
                assertThrows(IllegalStateException.class, () -> forecast.beginDrawing(0));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> new Forecast.Settings(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Forecast.Settings(1, -1, 1));
    }
}
