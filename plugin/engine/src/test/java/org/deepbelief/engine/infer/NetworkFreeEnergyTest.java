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
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.SampleMatrix;
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
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Learning;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Tag;
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
                Networks.withLabels(network(9, 1, true, List.of(NUMBERS, CODE, BITS, NUMBERS), 5, 4, 3), 10, 1,
                    CLASSES)),
            new Case("mixed, large weights", network(11, 3, true, List.of(BITS, NUMBERS, CODE), 6, 4)),
            new Case("residuals measured", withResiduals(network(16, 1, true, List.of(NUMBERS, BITS), 5, 4))),
            new Case("residuals measured, label units, three layers", withResiduals(Networks.withLabels(
                network(17, 1, true, List.of(CODE, NUMBERS, BITS), 5, 4, 3), 18, 1, CLASSES))));
    }

    /** Residual deviations from 0.3 to 1.3 for the Gaussian inputs. */
    private static DeepBeliefNetwork withResiduals(final DeepBeliefNetwork network) {
        final Random random = new Random(30);
        final float[] deviations = network.residualDeviations();
        int unit = 0;
        for (final UnitGroup group : network.encoding().groups()) {
            for (final int end = unit + group.size(); unit < end; unit++) {
                deviations[unit] = group.type() == UnitType.gaussian() ? 0.3f + random.nextFloat() : 1;
            }
        }
        return network.withResidualDeviations(deviations);
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
                values -> energies.add(values.at(values.size() - 1)));
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
        return logDown(layer, layer.visibleStandardDeviations(), visible, hidden);
    }

    private static double logDown(final DeepBeliefNetwork network, final int layer, final double[] visible,
        final double[] hidden) {
        final DenseLayer dense = network.layers().get(layer).dense();
        final float[] deviations = dense.visibleStandardDeviations();
        for (int i = 0; layer == 0 && i < deviations.length; i++) {
            deviations[i] *= network.residualDeviations()[i];
        }
        return logDown(dense, deviations, visible, hidden);
    }

    private static double logDown(final DenseLayer layer, final float[] deviations, final double[] visible,
        final double[] hidden) {
        final double[] x = inputs(layer.generativeWeights(), true, hidden, layer.visibleBiases());
        double log = 0;
        int unit = 0;
        for (final UnitGroup group : layer.visibleGroups()) {
            double sum = 0;
            for (int i = 0; i < group.size(); i++) {
                sum += Math.exp(x[unit + i]);
            }
            for (final int end = unit + group.size(); unit < end; unit++) {
                final double deviation = deviations[unit];
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
                * (log - logDown(network, layer, visible, hidden) + bound(network, layer + 1, hidden));
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
            sum += Math.exp(logDown(network, layer, visible, hidden)) * likelihood(network, layer + 1, hidden);
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

    /**
     * A machine of one layer whose inputs scatter otherwise than it learned: its hidden units have the prior of the
     * machine, with b, c the biases and m = b + W h,
     *
     * <pre>
     * p(h) Z = e^(c h) prod over Gaussian i of s sqrt(2 pi) e^((m^2 - b^2) / 2 s^2), over bits of 1 + e^m
     * </pre>
     */
    @Test
    void aMachineWithMeasuredResidualsHasTheBoundOfItsDirectedLayer() throws IOException {
        final DeepBeliefNetwork network = withResiduals(network(19, 0.7, false, List.of(NUMBERS, BITS), 4));
        final DenseLayer machine = network.layers().get(0).dense();
        final Random random = new Random(21);
        for (int r = 0; r < 5; r++) {
            final float[] row = row(List.of(NUMBERS, BITS), random);
            double exact = 0;
            double likelihood = 0;
            for (int bits = 0; bits < 1 << 4; bits++) {
                final double[] hidden = state(bits, 4);
                final double log = logUp(machine, doubles(row), hidden);
                final double down = logDown(network, 0, doubles(row), hidden);
                exact += Math.exp(log) * (log - down - logPrior(machine, hidden));
                likelihood += Math.exp(down + logPrior(machine, hidden));
            }
            final double energy = energies(network, 1, 1, row)[0];
            System.out.printf("NetworkFreeEnergyTest: free energy %.5f, bound %.5f, %.5f above the exact one%n", energy,
                exact, exact + Math.log(likelihood));
            assertTrue(exact >= -Math.log(likelihood) - 1e-9);
            assertEquals(exact, energy, 2e-5 * (1 + Math.abs(exact)));
        }
    }

    private static double logPrior(final DenseLayer machine, final double[] hidden) {
        final double[] down = inputs(machine.generativeWeights(), true, hidden, machine.visibleBiases());
        double log = 0;
        for (int j = 0; j < hidden.length; j++) {
            log += hidden[j] * machine.hiddenBiases()[j];
        }
        for (int i = 0; i < down.length; i++) {
            final double deviation = machine.visibleStandardDeviations()[i];
            final double bias = machine.visibleBiases()[i];
            log += i < NUMBERS.size() ? Math.log(deviation * Math.sqrt(2 * Math.PI))
                + (down[i] * down[i] - bias * bias) / (2 * deviation * deviation) : Math.log1p(Math.exp(down[i]));
        }
        return log;
    }

    /**
     * What is linear in the hidden units is taken out of the samples, so that their scatter is of second order in the
     * weights: half the weights, a quarter of it.
     */
    @ParameterizedTest
    @MethodSource("shrinking")
    void theScatterIsOfSecondOrderInTheWeights(final IntFunction<DeepBeliefNetwork> halved) {
        final double[] deviations = new double[2];
        for (int half = 0; half < 2; half++) {
            final DeepBeliefNetwork network = halved.apply(half);
            final float[] row = row(network.layers().get(0).visibleGroups(), new Random(20));
            final double[] energies = overSeeds(network, row);
            final double mean = Arrays.stream(energies).average().orElseThrow();
            deviations[half] = Math.sqrt(Arrays.stream(energies).map(e -> (e - mean) * (e - mean)).sum() / SEEDS);
        }
        System.out.printf("NetworkFreeEnergyTest: deviations %.6f, %.6f%n", deviations[0], deviations[1]);
        assertEquals(0.25, deviations[1] / deviations[0], 0.08);
    }

    static Stream<IntFunction<DeepBeliefNetwork>> shrinking() {
        return Stream.of(half -> network(1, 0.3 / (1 + half), true, List.of(BITS), 5, 4),
            half -> network(3, 0.3 / (1 + half), true, List.of(CODE, BITS), 5, 4, 3));
    }

    /** In standard deviations of 1/2, beside the energy at the edge; and a row's energy is its own the next time. */
    @Test
    void aUnitBeyondItsBoundsHasTheEnergyOfItsDistance() {
        for (final int[] hidden : new int[][] {{5}, {5, 4}}) {
            final DeepBeliefNetwork network = network(15, 0.5, true, List.of(NUMBERS, BITS), hidden);
            try (Compute compute = Compute.open(1)) {
                final NetworkFreeEnergy energy = new NetworkFreeEnergy(compute, network, 1, 1);
                final double[] energies = new double[4];
                final float[][] rows = {{0.3f, -2, 1, 0, 1, 0}, {0.3f, -2, 1.75f, 0, 1, 0},
                    {0.3f, -2, 1, -1.5f, 1.25f, 0}, {0.3f, -2, 1, 0, 1, 0}};
                for (int r = 0; r < rows.length; r++) {
                    energy.infer(compute.vector(rows[r]), 1, () -> { });
                    energies[r] = energy.freeEnergy(0);
                }
                assertEquals(Math.pow(0.75 / 0.5, 2) / 2, energies[1] - energies[0], 1e-5);
                assertEquals((Math.pow(1.5 / 0.5, 2) + Math.pow(0.25 / 0.5, 2)) / 2, energies[2] - energies[0], 1e-5);
                assertEquals(energies[0], energies[3], 0);
            }
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

    /** A second machine that is the first one upside down says the same of h, so that the posterior is factorial. */
    @Test
    void whereTheUpperLayersAgreeWithALayerItsFreeEnergyIsExact() throws IOException {
        final Random random = new Random(3);
        final DenseLayer first =
            network(12, 1, false, List.of(new UnitGroup(UnitType.bernoulli(), 8)), 6).layers().get(0).dense();
        final FloatMatrix transposed = FloatMatrix.of(6, 8, new float[48]);
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 6; j++) {
                transposed.set(j, i, first.recognitionWeights().get(i, j));
            }
        }
        final Layer second = BoltzmannLayer.tied(List.of(new UnitGroup(UnitType.bernoulli(), 6)), UnitType.bernoulli(),
            transposed, first.visibleBiases(), first.hiddenBiases());
        for (final List<Layer> layers : List.of(List.<Layer> of(first, second), List.of(first, second, first))) {
            final float[][] rows = Stream.generate(() -> row(List.of(BITS, BITS), random))
                .limit(20)
                .toArray(float[][]::new);
            assertArrayEquals(energies(of(List.of(first)), 1, 1, rows), energies(of(layers), 1, 1, rows), 2e-5);
        }
    }

    /** Normal hidden units have posteriors in closed form: their expectation by a sum over a fine grid. */
    @Test
    void normalHiddenUnitsHaveTheirBound() throws IOException {
        final Random random = new Random(4);
        final Layer first = BoltzmannLayer.tied(List.of(BITS), UnitType.gaussian(), Networks.matrix(random, 1, 4, 1),
            Networks.vector(random, 1, 1), Networks.vector(random, 1, 4));
        final FloatMatrix weights = Networks.matrix(random, 1, 1, 3);
        final Layer second = new BoltzmannLayer(List.of(new UnitGroup(UnitType.gaussian(), 1)), UnitType.bernoulli(),
            weights, Networks.vector(random, 1, 3), weights, Networks.vector(random, 1, 1), new float[] {0.8f});
        final DeepBeliefNetwork network = of(List.of(first, second));
        final float[] row = {1, 0, 1, 1};
        final double x = inputs(first.recognitionWeights(), false, doubles(row), first.hiddenBiases())[0];
        double exact = 0;
        for (double h = x - 9; h < x + 9; h += 1e-3) {
            final double q = Math.exp(-(h - x) * (h - x) / 2) / Math.sqrt(2 * Math.PI);
            final double[] inputs = inputs(weights, false, new double[] {h / 0.64}, second.hiddenBiases());
            double memory = Math.pow((h - second.dense().visibleBiases()[0]) / 0.8, 2) / 2;
            for (final double input : inputs) {
                memory -= Math.log1p(Math.exp(input));
            }
            exact += 1e-3 * q
                * (Math.log(q) - logDown(first.dense(), doubles(row), new double[] {h}) + memory);
        }
        assertMean(exact, overSeeds(network, row), 1e-4);
    }

    /** A rectified linear unit is the number of its copies that are on, each by itself; samples are near it. */
    @Test
    void rectifiedUnitsHaveTheBoundOfTheirCopies() throws IOException {
        final Random random = new Random(5);
        final Layer first = BoltzmannLayer.tied(List.of(BITS), UnitType.rectifiedLinear(),
            Networks.matrix(random, 0.5, 4, 1), new float[] {2}, Networks.vector(random, 1, 4));
        final Layer second = BoltzmannLayer.tied(List.of(new UnitGroup(UnitType.rectifiedLinear(), 1)),
            UnitType.bernoulli(), Networks.matrix(random, 0.5, 1, 3), Networks.vector(random, 1, 3), new float[] {1});
        final float[] row = {1, 0, 1, 1};
        final double x = inputs(first.recognitionWeights(), false, doubles(row), first.hiddenBiases())[0];
        final int copies = 12;
        double exact = 0;
        for (int bits = 0; bits < 1 << copies; bits++) {
            double log = 0;
            double energy = 0;
            for (int i = 0; i < copies; i++) {
                final double input = x - i - 0.5;
                log -= Math.log1p(Math.exp((bits >> i & 1) == 1 ? -input : input));
                energy += (bits >> i & 1) * (i + 0.5 - second.dense().visibleBiases()[0]);
            }
            final double[] h = {Integer.bitCount(bits)};
            for (final double input : inputs(second.recognitionWeights(), false, h, second.hiddenBiases())) {
                energy -= Math.log1p(Math.exp(input));
            }
            exact += Math.exp(log) * (log - logDown(first.dense(), doubles(row), h) + energy);
        }
        // The energy of rectified linear units has b^2 / 2 more, a constant.
        exact += 0.5;
        assertMean(exact, overSeeds(of(List.of(first, second)), row), 0.06);
    }

    private static void assertMean(final double exact, final double[] energies, final double tolerance) {
        double sum = 0;
        double squares = 0;
        for (final double energy : energies) {
            sum += (energy - exact) / SEEDS;
            squares += (energy - exact) * (energy - exact) / SEEDS;
        }
        final double error = Math.sqrt((squares - sum * sum) / SEEDS);
        System.out.printf("NetworkFreeEnergyTest: %.4f, mean %+.5f +- %.5f off%n", exact, sum, error);
        assertEquals(0, sum, 4 * error + tolerance);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aRowHasOneEnergyAnywhereAtAnyNumberOfThreads(final int threads) throws IOException {
        final DeepBeliefNetwork network = network(13, 0.3, true, List.of(NUMBERS, BITS, CODE), 70, 40, 20);
        final Random random = new Random(14);
        final float[][] rows = Stream.generate(() -> row(List.of(NUMBERS, BITS, CODE), random)).limit(700)
            .toArray(float[][]::new);
        rows[699] = rows[3].clone();
        final double[] energies = energies(network, 5, threads, rows);
        assertArrayEquals(energies(network, 5, 1, rows), energies);
        assertEquals(energies[3], energies[699], 1e-5 * Math.abs(energies[3]));
        assertEquals(energies[600], energies(network, 5, threads, rows[600])[0], 1e-5 * Math.abs(energies[600]));
        assertTrue(energies[3] != energies(network, 6, threads, rows)[3]);
    }

    @Tag("long")
    @Test
    void noRowTakesMemory() {
        final DeepBeliefNetwork network =
            Networks.withLabels(network(13, 0.3, true, List.of(NUMBERS, BITS, CODE), 70, 40, 20), 1, 1, CLASSES);
        final Random random = new Random(14);
        final float[][] rows = Stream.generate(() -> row(List.of(NUMBERS, BITS, CODE), random)).limit(64)
            .toArray(float[][]::new);
        final com.sun.management.ThreadMXBean threads =
            (com.sun.management.ThreadMXBean)ManagementFactory.getThreadMXBean();
        try (Compute compute = Compute.open(1)) {
            final NetworkFreeEnergy energy = new NetworkFreeEnergy(compute, network, 1, 64);
            final FloatMatrix units = compute.zeros(64, 9);
            compute.fill(units, 64, RowReader.of(rows));
            final Runnable nothing = () -> { };
            long least = Long.MAX_VALUE;
            for (int run = 0; run < 60; run++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                energy.infer(units, 64, nothing);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            // Reading the counter takes some bytes itself; 640 sampled rows would take thousands.
            assertTrue(least < 640, least + " bytes for 64 rows");
        }
    }

    /** The farther out, the higher, be the unit one that has no bounds or one of 0 to 1; nothing is missing. */
    @Test
    void theEnergyAndTheErrorGrowFarOut() throws IOException {
        for (final int[] hidden : new int[][] {{5}, {5, 4}, {5, 4, 3}}) {
            for (int unit = 0; unit < 4; unit++) {
                for (final int sign : new int[] {-1, 1}) {
                    final DeepBeliefNetwork network = network(15, 0.5, false, List.of(NUMBERS, BITS), hidden);
                    final float[] far = {7.9f, 79, 790, 7.9e9f, 7.9e15f, 1e18f, 1e30f, 3e38f};
                    final float[][] rows = new float[far.length + 1][6];
                    for (int r = 1; r < rows.length; r++) {
                        rows[r][unit] = sign * far[r - 1];
                    }
                    double energy = Double.NEGATIVE_INFINITY;
                    double error = Double.NEGATIVE_INFINITY;
                    final List<double[]> results = new ArrayList<>();
                    try (Reconstruction reconstruction =
                        new Reconstruction(network, Reconstruction.Fill.TRAINING_MEANS, 1, 1, 1)) {
                        reconstruction.run(TestRows.source(rows, null, false), values -> results.add(values.toArray()));
                    }
                    for (int r = 0; r < rows.length; r++) {
                        final double[] values = results.get(r);
                        final String what = hidden.length + " layers, unit " + unit + ", row " + r + ": "
                            + values[13] + ", " + values[12];
                        assertTrue(Double.isFinite(values[12]) && Double.isFinite(values[13]), what);
                        final boolean told = r > 0 && far[r - 1] < 1e19;
                        assertTrue(told ? values[13] > energy && values[12] > error
                            : values[13] >= energy && values[12] >= error, what);
                        energy = values[13];
                        error = values[12];
                    }
                }
            }
        }
    }

    @Test
    void withoutTheEnergyAllElseIsTheSame() throws IOException {
        final DeepBeliefNetwork network = network(15, 0.5, false, List.of(NUMBERS, BITS), 5, 4);
        final float[][] rows = {{1, 2, 0, 1, 1, Float.NaN}};
        final List<double[]> results = new ArrayList<>();
        for (final Reconstruction reconstruction : List.of(
            new Reconstruction(network, Reconstruction.Fill.CLAMPED_GIBBS, 9, 2, 1),
            Reconstruction.withoutFreeEnergy(network, Reconstruction.Fill.CLAMPED_GIBBS, 9, 2, 1))) {
            try (reconstruction) {
                reconstruction.run(TestRows.source(rows, null, false), values -> results.add(values.toArray()));
            }
        }
        assertTrue(Double.isNaN(results.get(1)[13]) && Double.isFinite(results.get(0)[13]));
        assertArrayEquals(Arrays.copyOf(results.get(0), 13), Arrays.copyOf(results.get(1), 13));
    }

    /**
     * Trained on two clusters of numbers, and asked for rows three times as far out: they drive the first layer's units
     * to 0 and 1, which to the memory are as good as any.
     */
    @Tag("long")
    @Test
    void rowsOffTheClustersStandOutToTheNetworkAndNotToItsTop() throws IOException {
        final Random random = new Random(21);
        final float[][] trained = clusters(random, 400);
        final float[][] usual = clusters(random, 200);
        final float[][] unusual = clusters(random, 200);
        for (final float[] row : unusual) {
            for (int i = 0; i < row.length; i++) {
                row[i] *= 3;
            }
        }
        final List<InputColumn> columns = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            columns.add(new NumberColumn("x" + i, UnitType.gaussian(), NumberScaling.NONE, 0, 1));
        }
        final LayerSettings first = Defaults.BOLTZMANN_MACHINE
            .withHidden(HiddenUnits.of(50, UnitType.bernoulli()))
            .withLearning(Learning.plain(60, 0.01));
        final LayerSettings second = Defaults.BOLTZMANN_MACHINE
            .withHidden(HiddenUnits.of(50, UnitType.bernoulli()))
            .withLearning(Learning.plain(60, 0.1));
        final DeepBeliefNetwork network;
        try (SampleMatrix samples = TestRows.of(trained, null)) {
            network = LayerwisePretraining.train(samples, new InputEncoding(columns, new float[8]),
                new LayerwisePretraining.Settings(List.of(first, second), TrainingSettings.of(20, 1).withThreads(1),
                    Optional.empty()), TrainingMonitor.NONE).network();
        }
        final double whole = area(energies(network, 1, 1, usual), energies(network, 1, 1, unusual));
        final double top = area(topEnergies(network, usual), topEnergies(network, unusual));
        System.out.printf("NetworkFreeEnergyTest area under the curve: whole network %.3f, top machine %.3f%n", whole,
            top);
        assertTrue(whole > 0.95, "whole network " + whole);
        assertTrue(top < 0.5, "top machine " + top);
    }

    private static float[][] clusters(final Random random, final int count) {
        final float[][] rows = new float[count][8];
        for (final float[] row : rows) {
            final int sign = random.nextBoolean() ? 1 : -1;
            for (int i = 0; i < row.length; i++) {
                row[i] = (float)(sign * (i % 2 == 0 ? 0.7 : -0.7) + 0.7 * random.nextGaussian());
            }
        }
        return rows;
    }

    private static double[] topEnergies(final DeepBeliefNetwork network, final float[][] rows) {
        try (Compute compute = Compute.open(1)) {
            final UpwardPass up = new UpwardPass(compute, network, rows.length);
            compute.fill(up.input(), rows.length, RowReader.of(rows));
            up.expect(rows.length, 1);
            final MemoryFreeEnergy memory = new MemoryFreeEnergy(compute, network, rows.length);
            memory.infer(up.level(1), rows.length, null);
            return IntStream.range(0, rows.length).mapToDouble(memory::freeEnergy).toArray();
        }
    }

    /** How often an unusual row has a higher energy than a usual one. */
    private static double area(final double[] usual, final double[] unusual) {
        double higher = 0;
        for (final double one : unusual) {
            for (final double other : usual) {
                higher += one > other ? 1 : one == other ? 0.5 : 0;
            }
        }
        return higher / usual.length / unusual.length;
    }
}
