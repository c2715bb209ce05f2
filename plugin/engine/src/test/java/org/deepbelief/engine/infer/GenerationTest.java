// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short chains of small machines, whose distribution after each step is summed over all states. */
class GenerationTest {

    private static final ClassColumn CLASSES = new ClassColumn("class", List.of("a", "b", "c"));

    private static final Generation.Clamp NOTHING = new Generation.Clamp.Nothing();

    private static final int HIDDEN = 3;

    private static final int VISIBLE = 4;

    private static final int ROWS = 3000;

    private static final long SEED = 12;

    /** Standard errors that a mean may be off. */
    private static final double ERRORS = 4.5;

    private static double logistic(final double input) {
        return 1 / (1 + Math.exp(-input));
    }

    private static double bit(final int state, final int unit) {
        return state >> unit & 1;
    }

    /** The probability of a state of independent units. */
    private static double probability(final double[] means, final int state) {
        double product = 1;
        for (int i = 0; i < means.length; i++) {
            product *= bit(state, i) == 1 ? means[i] : 1 - means[i];
        }
        return product;
    }

    private static double[] visibleMeans(final AssociativeMemory memory, final int hidden) {
        final double[] means = new double[VISIBLE];
        for (int i = 0; i < VISIBLE; i++) {
            double input = memory.visibleBiases()[i];
            for (int j = 0; j < HIDDEN; j++) {
                input += bit(hidden, j) * memory.weights().get(i, j);
            }
            means[i] = logistic(input);
        }
        return means;
    }

    /** Of each class given the hidden units; of the one that is held, 1; a single one where there are no labels. */
    private static double[] classes(final AssociativeMemory memory, final Generation.Clamp clamp, final int hidden) {
        final Optional<LabelUnits> labels = memory.labels();
        final double[] probabilities = new double[labels.isPresent() ? 3 : 1];
        for (int c = 0; c < probabilities.length; c++) {
            double input = labels.isPresent() ? labels.get().biases()[c] : 0;
            for (int j = 0; j < HIDDEN && labels.isPresent(); j++) {
                input += bit(hidden, j) * labels.get().weights().get(c, j);
            }
            probabilities[c] = clamp instanceof Generation.Clamp.ToClass held
                ? held.index() == c ? 1 : 0
                : Math.exp(input);
        }
        final double sum = Arrays.stream(probabilities).sum();
        return Arrays.stream(probabilities).map(probability -> probability / sum).toArray();
    }

    private static double[] hiddenMeans(final AssociativeMemory memory, final Generation.Clamp clamp,
        final int visible, final int label) {
        final double[] means = new double[HIDDEN];
        for (int j = 0; j < HIDDEN; j++) {
            double input = memory.hiddenBiases()[j];
            input += memory.labels().isPresent() ? memory.labels().get().weights().get(label, j) : 0;
            for (int i = 0; i < VISIBLE; i++) {
                input += bit(visible, i) * memory.weights().get(i, j);
            }
            means[j] = clamp instanceof Generation.Clamp.ToTopUnit held && held.index() == j ? 1 : logistic(input);
        }
        return means;
    }

    /** How probable each state of the hidden units is after some steps from all off. */
    private static double[] chain(final AssociativeMemory memory, final Generation.Clamp clamp, final int steps) {
        double[] hidden = new double[1 << HIDDEN];
        hidden[0] = 1;
        for (int step = 0; step < steps; step++) {
            final double[] next = new double[hidden.length];
            for (int h = 0; h < hidden.length; h++) {
                final double[] down = visibleMeans(memory, h);
                final double[] labels = classes(memory, clamp, h);
                for (int v = 0; v < 1 << VISIBLE; v++) {
                    for (int c = 0; c < labels.length; c++) {
                        final double[] up = hiddenMeans(memory, clamp, v, c);
                        for (int to = 0; to < next.length; to++) {
                            next[to] += hidden[h] * probability(down, v) * labels[c] * probability(up, to);
                        }
                    }
                }
            }
            hidden = next;
        }
        return hidden;
    }

    /** The mean and the variance of each unit of a generated row. */
    private static double[][] moments(final DeepBeliefNetwork network, final Generation.Clamp clamp, final int steps) {
        final double[] chain = chain(network.memory(), clamp, steps);
        final double[][] moments = new double[network.encoding().units()][2];
        for (int h = 0; h < chain.length; h++) {
            final double[] means = visibleMeans(network.memory(), h);
            if (network.layers().size() == 1) {
                add(moments, means, chain[h]);
            } else {
                final DenseLayer lower = network.layers().get(0).dense();
                for (int v = 0; v < 1 << VISIBLE; v++) {
                    final double[] below = new double[moments.length];
                    for (int i = 0; i < below.length; i++) {
                        double input = lower.visibleBiases()[i];
                        for (int j = 0; j < VISIBLE; j++) {
                            input += bit(v, j) * lower.generativeWeights().get(i, j);
                        }
                        below[i] = logistic(input);
                    }
                    add(moments, below, chain[h] * probability(means, v));
                }
            }
        }
        for (final double[] moment : moments) {
            moment[1] -= moment[0] * moment[0];
        }
        return moments;
    }

    private static void add(final double[][] moments, final double[] values, final double weight) {
        for (int i = 0; i < values.length; i++) {
            moments[i][0] += weight * values[i];
            moments[i][1] += weight * values[i] * values[i];
        }
    }

    private static List<double[]> rows(final DeepBeliefNetwork network, final Generation.Clamp clamp, final int steps,
        final int count) throws IOException {
        final List<double[]> rows = new ArrayList<>();
        try (Generation generation = new Generation(network, clamp, steps, SEED, 1)) {
            generation.run(count, values -> rows.add(values.toArray()));
        }
        assertEquals(count, rows.size());
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"false, -1, -1", "true, -1, -1", "true, 0, -1", "true, 2, -1", "false, -1, 0", "true, -1, 2"})
    void aChainIsDistributedAsItsStepsAreFromAllHiddenUnitsOff(final boolean labelled, final int held, final int top)
        throws IOException {
        final Generation.Clamp clamp = held >= 0 ? new Generation.Clamp.ToClass(held)
            : top >= 0 ? new Generation.Clamp.ToTopUnit(top) : NOTHING;
        for (final int[] sizes : new int[][] {{VISIBLE, HIDDEN}, {5, VISIBLE, HIDDEN}}) {
            DeepBeliefNetwork network = Networks.random(3, 1.5, sizes);
            if (labelled) {
                network = Networks.withLabels(network, 4, 5, CLASSES);
            }
            for (int steps = 1; steps <= 3; steps++) {
                final double[][] moments = moments(network, clamp, steps);
                final double[] means = new double[sizes[0]];
                for (final double[] row : rows(network, clamp, steps, ROWS)) {
                    for (int i = 0; i < means.length; i++) {
                        means[i] += row[i] / ROWS;
                    }
                }
                for (int i = 0; i < means.length; i++) {
                    assertEquals(moments[i][0], means[i], ERRORS * Math.sqrt(moments[i][1] / ROWS), "unit " + i
                        + " after " + steps + " steps of " + clamp + " in " + sizes.length + " layers");
                }
            }
        }
    }

    /** E[v | h] = b + s W h, in the units' own measure. */
    @Test
    void numbersComeOutInTheirOwnMeasure() throws IOException {
        final float[] deviations = {0.5f, 3};
        final FloatMatrix weights = Networks.matrix(new Random(5), 1, 2, 1);
        final Layer layer = new BoltzmannLayer(List.of(new UnitGroup(UnitType.gaussian(), 2)), UnitType.bernoulli(),
            weights, new float[] {0.3f}, weights, new float[] {10, -20}, deviations);
        final DeepBeliefNetwork network = new DeepBeliefNetwork(
            new InputEncoding(List.of(new NumberColumn("x", UnitType.gaussian(), NumberScaling.NONE, 0, 1),
                new NumberColumn("y", UnitType.gaussian(), NumberScaling.NONE, 0, 1)), new float[2]),
            List.of(layer), AssociativeMemory.of(layer), Optional.empty(),
            Networks.random(1, 1, 2, 2).provenance());
        for (final double[] row : rows(network, new Generation.Clamp.ToTopUnit(0), 2, 10)) {
            assertEquals(10 + weights.get(0, 0), row[0], 1e-5);
            assertEquals(-20 + weights.get(1, 0), row[1], 1e-5);
        }
    }

    /** 256 rows are made at a time; each has random numbers of its own. */
    @Test
    void rowsAreOfTheirOwnAndTheSameAgain() throws IOException {
        final DeepBeliefNetwork network = Networks.random(3, 0.3, VISIBLE, 30, HIDDEN, 12, 30);
        final List<double[]> rows = rows(network, NOTHING, 2, 520);
        for (final int[] pair : new int[][] {{0, 1}, {0, 256}, {0, 512}, {256, 512}}) {
            assertFalse(Arrays.equals(rows.get(pair[0]), rows.get(pair[1])), pair[0] + " and " + pair[1]);
        }
        final List<double[]> fewer = rows(network, NOTHING, 2, 300);
        assertTrue(Arrays.equals(rows.get(299), fewer.get(299)));
        assertEquals(0, rows(network, NOTHING, 2, 0).size());
    }

    @Test
    void whatThereIsNotIsRefusedWithItsNumber() {
        final DeepBeliefNetwork network = Networks.random(3, 1, VISIBLE, HIDDEN);
        final DeepBeliefNetwork labelled = Networks.withLabels(network, 4, 1, CLASSES);
        assertRefused(network, new Generation.Clamp.ToClass(0), 1, "no label units");
        assertRefused(labelled, new Generation.Clamp.ToClass(-1), 1, "no class number -1");
        assertRefused(labelled, new Generation.Clamp.ToClass(3), 1, "no class number 3");
        assertRefused(network, new Generation.Clamp.ToTopUnit(-1), 1, "no top unit -1");
        assertRefused(network, new Generation.Clamp.ToTopUnit(3), 1, "no top unit 3: the last layer has 3 units");
        assertRefused(network, NOTHING, 0, "Gibbs steps is 0");
    }

    private static void assertRefused(final DeepBeliefNetwork network, final Generation.Clamp clamp, final int steps,
        final String why) {
        final String message = assertThrows(IllegalArgumentException.class,
            () -> new Generation(network, clamp, steps, SEED, 1)).getMessage();
        assertTrue(message.contains(why), message);
    }
}
