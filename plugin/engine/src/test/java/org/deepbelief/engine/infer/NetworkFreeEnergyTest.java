// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RowReader;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The free energy of whole networks beside sums over all states of their hidden units. */
class NetworkFreeEnergyTest {

    private static final UnitGroup BITS = new UnitGroup(UnitType.bernoulli(), 4);

    private static final UnitGroup NUMBERS = new UnitGroup(UnitType.gaussian(), 2);

    private static final UnitGroup CODE = new UnitGroup(UnitType.softmax(), 3);

    private static final ClassColumn CLASSES = new ClassColumn("class", List.of("a", "b", "c"));

    /** Means over so many seeds, each of ten samples. */
    private static final int SEEDS = 100;

    private record Case(String name, DeepBeliefNetwork network) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(new Case("Bernoulli, tied", network(1, 1, false, List.of(BITS), 5, 4)),
            new Case("Bernoulli, untied", network(2, 1, true, List.of(BITS), 5, 4)),
            new Case("Bernoulli, three layers, tied", network(3, 1, false, List.of(BITS), 5, 4, 3)),
            new Case("Bernoulli, four layers, untied", network(4, 1, true, List.of(BITS), 4, 3, 3, 4)),
            new Case("label units", Networks.withLabels(network(5, 1, true, List.of(BITS), 5, 4), 6, 1, CLASSES)),
            new Case("Gaussian, deviations learned", network(7, 1, true, List.of(NUMBERS), 5, 4)),
            new Case("softmax", network(8, 1, true, List.of(CODE, CODE), 5, 4)),
            new Case("mixed, label units, three layers",
                Networks.withLabels(network(9, 1, true, List.of(NUMBERS, CODE, BITS, NUMBERS), 5, 4, 3), 10, 1, CLASSES)),
            new Case("mixed, large weights", network(11, 3, true, List.of(BITS, NUMBERS, CODE), 6, 4)));
    }

    /** Random layers of Bernoulli hidden units; Gaussian visible units have random standard deviations. */
    private static DeepBeliefNetwork network(final long seed, final double scale, final boolean untied,
        final List<UnitGroup> groups, final int... hidden) {
        final Random random = new Random(seed);
        final List<Layer> layers = new ArrayList<>();
        List<UnitGroup> visible = groups;
        for (final int units : hidden) {
            final int below = UnitGroup.units(visible);
            final FloatMatrix weights = Networks.matrix(random, scale, below, units);
            final float[] deviations = new float[below];
            Arrays.fill(deviations, 1);
            int unit = 0;
            for (final UnitGroup group : visible) {
                for (final int end = unit + group.size(); unit < end; unit++) {
                    deviations[unit] = group.type() == UnitType.gaussian() ? 0.5f + random.nextFloat() : 1;
                }
            }
            final boolean top = layers.size() == hidden.length - 1;
            layers.add(new BoltzmannLayer(visible, UnitType.bernoulli(), weights,
                Networks.vector(random, scale, units),
                untied && !top ? Networks.matrix(random, scale, below, units) : weights,
                Networks.vector(random, scale, below), deviations));
            visible = List.of(new UnitGroup(UnitType.bernoulli(), units));
        }
        return of(layers);
    }

    private static DeepBeliefNetwork of(final List<Layer> layers) {
        final List<InputColumn> columns = new ArrayList<>();
        for (final UnitGroup group : layers.get(0).visibleGroups()) {
            if (group.type().joint()) {
                columns.add(new NominalColumn("c" + columns.size(),
                    List.of("x", "y", "z", "u", "v", "w").subList(0, group.size())));
            }
            for (int i = 0; i < group.size() && !group.type().joint(); i++) {
                columns.add(new NumberColumn("x" + columns.size(), group.type(), NumberScaling.NONE, 0, 1));
            }
        }
        return new DeepBeliefNetwork(new InputEncoding(columns, new float[layers.get(0).visibleUnits()]), layers,
            AssociativeMemory.of(layers.get(layers.size() - 1)), Optional.empty(),
            Networks.random(1, 1, 2, 2).provenance());
    }

    private static float[] row(final List<UnitGroup> groups, final Random random) {
        final float[] row = new float[UnitGroup.units(groups)];
        int unit = 0;
        for (final UnitGroup group : groups) {
            if (group.type().joint()) {
                row[unit + random.nextInt(group.size())] = 1;
            }
            for (int i = 0; i < group.size() && !group.type().joint(); i++) {
                row[unit + i] = group.type() == UnitType.gaussian() ? 2 * (float)random.nextGaussian()
                    : random.nextInt(2);
            }
            unit += group.size();
        }
        return row;
    }

    private static double[] energies(final DeepBeliefNetwork network, final long seed, final int threads,
        final float[]... rows) throws IOException {
        final List<Double> energies = new ArrayList<>();
        try (Reconstruction reconstruction =
            new Reconstruction(network, Reconstruction.Fill.TRAINING_MEANS, 1, seed, threads)) {
            reconstruction.run(TestRows.source(rows, null, false),
                values -> energies.add((double)values[values.length - 1]));
        }
        return energies.stream().mapToDouble(energy -> energy).toArray();
    }

    /** The inputs of one side of a layer, the sum over the other's units and the bias. */
    private static double[] inputs(final FloatMatrix weights, final boolean down, final double[] units,
        final float[] biases) {
        final double[] inputs = new double[biases.length];
        for (int to = 0; to < inputs.length; to++) {
            inputs[to] = biases[to];
            for (int from = 0; from < units.length; from++) {
                inputs[to] += units[from] * (down ? weights.get(to, from) : weights.get(from, to));
            }
        }
        return inputs;
    }

    private static double[] state(final int bits, final int units) {
        final double[] state = new double[units];
        for (int j = 0; j < units; j++) {
            state[j] = bits >> j & 1;
        }
        return state;
    }

    /** log q(h | v), by the recognition weights. */
    private static double logUp(final DenseLayer layer, final double[] visible, final double[] hidden) {
        final double[] measured = visible.clone();
        for (int i = 0; i < measured.length; i++) {
            measured[i] /= Math.pow(layer.visibleStandardDeviations()[i], 2);
        }
        final double[] x = inputs(layer.recognitionWeights(), false, measured, layer.hiddenBiases());
        double log = 0;
        for (int j = 0; j < x.length; j++) {
            log -= Math.log1p(Math.exp(hidden[j] == 1 ? -x[j] : x[j]));
        }
        return log;
    }

    /** log p(v | h), by the generative weights. */
    private static double logDown(final DenseLayer layer, final double[] visible, final double[] hidden) {
        final double[] x = inputs(layer.generativeWeights(), true, hidden, layer.visibleBiases());
        double log = 0;
        int unit = 0;
        for (final UnitGroup group : layer.visibleGroups()) {
            double sum = 0;
            for (int i = 0; i < group.size(); i++) {
                sum += Math.exp(x[unit + i]);
            }
            for (final int end = unit + group.size(); unit < end; unit++) {
                final double deviation = layer.visibleStandardDeviations()[unit];
                log += switch (group.type().id()) {
                    case "bernoulli" -> -Math.log1p(Math.exp(visible[unit] == 1 ? -x[unit] : x[unit]));
                    case "softmax" -> visible[unit] * Math.log(Math.exp(x[unit]) / sum);
                    case "gaussian" -> -Math.pow((visible[unit] - x[unit]) / deviation, 2) / 2
                        - Math.log(deviation * Math.sqrt(2 * Math.PI));
                    default -> throw new IllegalArgumentException(group.type().id());
                };
            }
        }
        return log;
    }

    /** F*(v) of the memory, over all states of its hidden and label units. */
    private static double memory(final DeepBeliefNetwork network, final double[] visible) {
        final AssociativeMemory memory = network.memory();
        final int units = memory.hiddenBiases().length;
        final double[] x = inputs(memory.weights(), false, visible, memory.hiddenBiases());
        double sum = 0;
        for (int label = 0; label < memory.labels().map(labels -> labels.biases().length).orElse(1); label++) {
            for (int bits = 0; bits < 1 << units; bits++) {
                double log = memory.labels().isEmpty() ? 0 : memory.labels().get().biases()[label];
                for (int j = 0; j < units; j++) {
                    final double ofLabel =
                        memory.labels().isEmpty() ? 0 : memory.labels().get().weights().get(label, j);
                    log += (bits >> j & 1) * (x[j] + ofLabel);
                }
                sum += Math.exp(log);
            }
        }
        double energy = -Math.log(sum);
        for (int i = 0; i < visible.length; i++) {
            energy -= visible[i] * memory.visibleBiases()[i];
        }
        return energy;
    }

    /** Minus the bound, the sum over all states of q (log q - log p). */
    private static double bound(final DeepBeliefNetwork network, final int layer, final double[] visible) {
        if (layer == network.layers().size() - 1) {
            return memory(network, visible);
        }
        final DenseLayer dense = network.layers().get(layer).dense();
        double energy = 0;
        for (int bits = 0; bits < 1 << dense.hiddenUnits(); bits++) {
            final double[] hidden = state(bits, dense.hiddenUnits());
            final double log = logUp(dense, visible, hidden);
            energy += Math.exp(log)
                * (log - logDown(dense, visible, hidden) + bound(network, layer + 1, hidden));
        }
        return energy;
    }

    /** p(v) Z*, the sum over all states of p. */
    private static double likelihood(final DeepBeliefNetwork network, final int layer, final double[] visible) {
        if (layer == network.layers().size() - 1) {
            return Math.exp(-memory(network, visible));
        }
        final DenseLayer dense = network.layers().get(layer).dense();
        double sum = 0;
        for (int bits = 0; bits < 1 << dense.hiddenUnits(); bits++) {
            final double[] hidden = state(bits, dense.hiddenUnits());
            sum += Math.exp(logDown(dense, visible, hidden)) * likelihood(network, layer + 1, hidden);
        }
        return sum;
    }

    private static double[] doubles(final float[] values) {
        final double[] copy = new double[values.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = values[i];
        }
        return copy;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theMeanIsTheBoundOfEnumerationWhichIsBelowTheLikelihood(final Case of) throws IOException {
        final Random random = new Random(20);
        for (int r = 0; r < 3; r++) {
            final float[] row = row(of.network().layers().get(0).visibleGroups(), random);
            final double exact = bound(of.network(), 0, doubles(row));
            final double likelihood = likelihood(of.network(), 0, doubles(row));
            double sum = 0;
            double squares = 0;
            for (final double energy : overSeeds(of.network(), row)) {
                sum += (energy - exact) / SEEDS;
                squares += (energy - exact) * (energy - exact) / SEEDS;
            }
            final double deviation = Math.sqrt(Math.max(0, squares - sum * sum));
            System.out.printf("NetworkFreeEnergyTest %s: free energy %.4f, mean %+.5f off, deviation %.4f,"
                + " %.4f above the exact one%n", of, exact, sum, deviation, exact + Math.log(likelihood));
            assertTrue(exact >= -Math.log(likelihood) - 1e-9);
            assertEquals(0, sum, 4 * deviation / Math.sqrt(SEEDS) + 1e-5 * (1 + Math.abs(exact)));
        }
    }

    private static double[] overSeeds(final DeepBeliefNetwork network, final float[] row) {
        final double[] energies = new double[SEEDS];
        try (Compute compute = Compute.open(1)) {
            final FloatMatrix units = compute.vector(row);
            for (int seed = 0; seed < SEEDS; seed++) {
                try (Compute part = compute.part()) {
                    final NetworkFreeEnergy energy = new NetworkFreeEnergy(part, network, seed, 1);
                    energy.infer(units, 1, () -> { });
                    energies[seed] = energy.freeEnergy(0);
                }
            }
        }
        return energies;
    }
}
