// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.math.RowReader;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.model.Sense;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;

/** A network of several senses, of different depths, against its parts and against sums over all states. */
class SensesTest {

    private static final int ROWS = 5;

    /** Five bits in two layers, two in one, and a nominal column that goes up as it is; 2 + 2 + 2 units are joined. */
    private static DeepBeliefNetwork network() {
        final DeepBeliefNetwork deep = Networks.random(1, 1, 5, 3, 2);
        final DeepBeliefNetwork shallow = Networks.random(2, 1, 2, 2);
        final InputEncoding words =
            new InputEncoding(List.of(new NominalColumn("colour", List.of("red", "green"))), new float[] {0.4f, 0.6f});
        final Random random = new Random(3);
        final Layer joint = BoltzmannLayer.tied(
            List.of(new UnitGroup(UnitType.bernoulli(), 4), new UnitGroup(UnitType.softmax(), 2)), UnitType.bernoulli(),
            Networks.matrix(random, 1, 6, 3), Networks.vector(random, 1, 3), Networks.vector(random, 1, 6));
        return new DeepBeliefNetwork(List.of(new Sense("deep", deep.encoding(), deep.layers()),
            new Sense("shallow", renamed(shallow.encoding()), shallow.layers()), new Sense("words", words, List.of())),
            List.of(joint), AssociativeMemory.of(joint), Optional.empty(), new Provenance(List.of()));
    }

    private static InputEncoding renamed(final InputEncoding encoding) {
        return new InputEncoding(encoding.columns().stream()
            .<InputColumn>map(column -> new NumberColumn(
                "y" + column.name(), UnitType.bernoulli(), NumberScaling.NONE, 0, 1))
            .toList(), encoding.means());
    }

    private static float[][] rows() {
        final Random random = new Random(4);
        final float[][] rows = new float[ROWS][9];
        for (final float[] row : rows) {
            for (int i = 0; i < 7; i++) {
                row[i] = random.nextBoolean() ? 1 : 0;
            }
            row[7 + random.nextInt(2)] = 1;
        }
        return rows;
    }

    private static float[][] up(final float[][] rows, final Layer... layers) {
        float[][] units = rows;
        for (final Layer layer : layers) {
            final float[][] above = new float[rows.length][layer.hiddenUnits()];
            for (int r = 0; r < rows.length; r++) {
                for (int j = 0; j < above[r].length; j++) {
                    double input = layer.hiddenBiases()[j];
                    for (int i = 0; i < units[r].length; i++) {
                        input += units[r][i] * layer.recognitionWeights().get(i, j);
                    }
                    above[r][j] = (float)logistic(input);
                }
            }
            units = above;
        }
        return units;
    }

    private static double logistic(final double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static float[][] columns(final float[][] rows, final int first, final int end) {
        return Arrays.stream(rows).map(row -> Arrays.copyOfRange(row, first, end)).toArray(float[][]::new);
    }

    /** What the senses hand up, each by its own layers. */
    private static float[][] tops(final DeepBeliefNetwork network, final float[][] rows) {
        final float[][] deep = up(columns(rows, 0, 5), network.senses().get(0).layers().toArray(Layer[]::new));
        final float[][] shallow = up(columns(rows, 5, 7), network.senses().get(1).layers().toArray(Layer[]::new));
        final float[][] tops = new float[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            tops[r] = new float[] {deep[r][0], deep[r][1], shallow[r][0], shallow[r][1], rows[r][7], rows[r][8]};
        }
        return tops;
    }

    @Test
    void eachSenseGoesUpByItsOwnLayersAndDownAgain() throws IOException {
        final DeepBeliefNetwork network = network();
        assertEquals(2, network.senseLevels());
        final float[][] rows = rows();
        final float[][] tops = tops(network, rows);
        try (Compute compute = Compute.open(1)) {
            final UpwardPass up = new UpwardPass(compute, network, ROWS);
            compute.fill(up.input(), ROWS, RowReader.of(rows));
            up.expect(ROWS, 3);
            final float[][] joint = up(tops, network.layers().get(0));
            for (int r = 0; r < ROWS; r++) {
                for (int i = 0; i < 6; i++) {
                    assertEquals(tops[r][i], up.level(2).get(r, i), 1e-6, r + ", " + i);
                }
                for (int j = 0; j < 3; j++) {
                    assertEquals(joint[r][j], up.level(3).get(r, j), 1e-6);
                }
            }
            final DownwardPass down = new DownwardPass(compute, network.levels().subList(0, 2), ROWS);
            final var visible = down.expect(up.level(2), ROWS);
            final DenseLayer second = network.senses().get(0).layers().get(1).dense();
            final DenseLayer first = network.senses().get(0).layers().get(0).dense();
            for (int i = 0; i < 5; i++) {
                double input = first.visibleBiases()[i];
                for (int j = 0; j < 3; j++) {
                    double below = second.visibleBiases()[j];
                    for (int k = 0; k < 2; k++) {
                        below += tops[2][k] * second.generativeWeights().get(j, k);
                    }
                    input += logistic(below) * first.generativeWeights().get(i, j);
                }
                assertEquals(logistic(input), visible.get(2, i), 1e-6);
            }
            assertEquals(rows[2][7], visible.get(2, 7), 0);
        }
        final List<double[]> features = new ArrayList<>();
        try (FeatureExtraction extraction =
            new FeatureExtraction(network, List.of(1, 2, 3), FeatureKind.PROBABILITIES, 0, 1)) {
            assertEquals(3 + 2 + 2 + 3, extraction.outputs(), "what goes through a layer is no feature of it");
            extraction.run(TestRows.source(rows, null, true), results -> features.add(results.toArray()));
        }
        assertEquals(tops[4][2], features.get(4)[3], 1e-6);
        assertEquals(tops[4][0], features.get(4)[5], 1e-6);
    }

    @Test
    void featuresMayBeOfSomeSensesAlone() throws IOException {
        final DeepBeliefNetwork network = network();
        final float[][] rows = rows();
        final float[][] tops = tops(network, rows);
        final float[][] joint = up(tops, network.layers().get(0));
        final List<double[]> features = new ArrayList<>();
        try (FeatureExtraction extraction = ofSenses(network, List.of(1, 3), "shallow")) {
            extraction.run(TestRows.source(rows, null, true), results -> features.add(results.toArray()));
        }
        for (int r = 0; r < ROWS; r++) {
            assertArrayEquals(new double[] {tops[r][2], tops[r][3], joint[r][0], joint[r][1], joint[r][2]},
                features.get(r), 1e-6);
        }
        assertEquals("There is no sense \"smell\" to extract features from: the network has [deep, shallow, words].",
            assertThrows(IllegalArgumentException.class, () -> ofSenses(network, List.of(1), "smell")).getMessage());
        assertEquals("No sense of [words, shallow] has a layer 2 to extract features from.",
            assertThrows(IllegalArgumentException.class, () -> ofSenses(network, List.of(2), "words", "shallow"))
                .getMessage());
    }

    private static FeatureExtraction ofSenses(final DeepBeliefNetwork network, final List<Integer> layers,
        final String... senses) {
        return new FeatureExtraction(network, new FeatureExtraction.Choice(layers, List.of(senses)),
            FeatureKind.PROBABILITIES, 0, 1, Precision.FLOAT32);
    }

    /** Samples of different senses have different random numbers, and those of one seed are the same. */
    @Test
    void samplesOfSensesAreDrawnApart() {
        final DeepBeliefNetwork one = Networks.random(2, 0, 2, 40);
        final Layer joint = Networks.random(9, 1, 80, 2).layers().get(0);
        final DeepBeliefNetwork network = new DeepBeliefNetwork(List.of(new Sense("a", one.encoding(), one.layers()),
            new Sense("b", renamed(one.encoding()), one.layers())), List.of(joint), AssociativeMemory.of(joint),
            Optional.empty(), new Provenance(List.of()));
        try (Compute compute = Compute.open(1)) {
            final UpwardPass up = new UpwardPass(compute, network, 1);
            up.sample(1, 1, 7, 0);
            final float[] drawn = up.level(1).toArray();
            assertTrue(!Arrays.equals(Arrays.copyOf(drawn, 40), Arrays.copyOfRange(drawn, 40, 80)));
            up.sample(1, 1, 7, 0);
            assertArrayEquals(drawn, up.level(1).toArray());
        }
    }

    /** By twenty mean-field steps in double precision. */
    @Test
    void aMissingSenseIsFilledByMeanFieldSteps() {
        final DeepBeliefNetwork network = network();
        final float[][] rows = rows();
        final float[][] means = {network.encoding().means()};
        final double[] start = doubles(tops(network, means)[0]);
        final float[][] whole = tops(network, rows);
        final float[][] gaps = Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
        Arrays.fill(gaps[1], 0, 5, Float.NaN);
        Arrays.fill(gaps[3], 5, 9, Float.NaN);
        try (Compute compute = Compute.open(1)) {
            final UpwardPass up = new UpwardPass(compute, network, ROWS);
            compute.fill(up.input(), ROWS, RowReader.of(gaps));
            up.expect(ROWS, 2);
            for (int r = 0; r < ROWS; r++) {
                final double[] expected = doubles(whole[r]);
                if (r == 1) {
                    fill(network, expected, start, 0, 2);
                } else if (r == 3) {
                    fill(network, expected, start, 2, 6);
                }
                for (int i = 0; i < 6; i++) {
                    assertEquals(expected[i], up.level(2).get(r, i), 1e-5, r + ", " + i);
                }
            }
        }
    }

    private static double[] doubles(final float[] values) {
        final double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static void fill(final DeepBeliefNetwork network, final double[] tops, final double[] start,
        final int first, final int end) {
        final DenseLayer joint = network.layers().get(0).dense();
        System.arraycopy(start, first, tops, first, end - first);
        for (int step = 0; step < 20; step++) {
            final double[] hidden = new double[3];
            for (int j = 0; j < 3; j++) {
                double input = joint.hiddenBiases()[j];
                for (int i = 0; i < 6; i++) {
                    input += tops[i] * joint.recognitionWeights().get(i, j);
                }
                hidden[j] = logistic(input);
            }
            final double[] inputs = new double[6];
            for (int i = 0; i < 6; i++) {
                inputs[i] = joint.visibleBiases()[i];
                for (int j = 0; j < 3; j++) {
                    inputs[i] += hidden[j] * joint.generativeWeights().get(i, j);
                }
            }
            for (int i = first; i < end; i++) {
                tops[i] = i < 4 ? logistic(inputs[i]) : 1 / (1 + Math.exp(inputs[9 - i] - inputs[i]));
            }
        }
    }

    /** The free energy of a whole row is, in the mean over seeds, the sum over all states of the hidden units. */
    @Test
    void theFreeEnergyIsThatOfTheWholeRow() throws IOException {
        final DeepBeliefNetwork network = network();
        final float[][] rows = rows();
        final int seeds = 2000;
        final double[] sums = new double[ROWS];
        final double[] squares = new double[ROWS];
        try (Compute compute = Compute.open(1)) {
            for (int seed = 0; seed < seeds; seed++) {
                try (Compute part = compute.part()) {
                    final NetworkFreeEnergy energy = new NetworkFreeEnergy(part, network, seed, ROWS);
                    final var units = part.zeros(ROWS, 9);
                    part.fill(units, ROWS, RowReader.of(rows));
                    energy.infer(units, ROWS, () -> { });
                    for (int r = 0; r < ROWS; r++) {
                        sums[r] += energy.freeEnergy(r);
                        squares[r] += energy.freeEnergy(r) * energy.freeEnergy(r);
                    }
                }
            }
        }
        for (int r = 0; r < ROWS; r++) {
            final double mean = sums[r] / seeds;
            final double error = Math.sqrt((squares[r] / seeds - mean * mean) / seeds);
            final double exact = exact(network, rows[r]);
            System.out.printf("SensesTest: free energy %.4f, mean of %d seeds %+.4f off, standard error %.4f%n", exact,
                seeds, mean - exact, error);
            assertEquals(exact, mean, 5 * error + 1e-4);
        }
    }

    /** E over q of log q(a | v) - log p(v | a) + log q(b | a) - log p(a | b) for the deep sense, and so on, and F*. */
    private static double exact(final DeepBeliefNetwork network, final float[] row) {
        final DenseLayer first = network.senses().get(0).layers().get(0).dense();
        final DenseLayer second = network.senses().get(0).layers().get(1).dense();
        final DenseLayer shallow = network.senses().get(1).layers().get(0).dense();
        final double[] left = Arrays.copyOf(doubles(row), 5);
        final double[] right = Arrays.copyOfRange(doubles(row), 5, 7);
        double sum = 0;
        for (int a = 0; a < 8; a++) {
            final double[] lower = bits(a, 3);
            final double qa = logUp(first, left, lower);
            for (int b = 0; b < 4; b++) {
                final double[] upper = bits(b, 2);
                final double qb = logUp(second, lower, upper);
                for (int c = 0; c < 4; c++) {
                    final double[] other = bits(c, 2);
                    final double qc = logUp(shallow, right, other);
                    final double[] tops = {upper[0], upper[1], other[0], other[1], row[7], row[8]};
                    sum += Math.exp(qa + qb + qc) * (qa - logDown(first, left, lower) + qb
                        - logDown(second, lower, upper) + qc - logDown(shallow, right, other)
                        + freeEnergy(network.layers().get(0).dense(), tops));
                }
            }
        }
        return sum;
    }

    private static double[] bits(final int state, final int count) {
        final double[] bits = new double[count];
        for (int i = 0; i < count; i++) {
            bits[i] = state >> i & 1;
        }
        return bits;
    }

    private static double logUp(final DenseLayer layer, final double[] visible, final double[] hidden) {
        double sum = 0;
        for (int j = 0; j < hidden.length; j++) {
            double input = layer.hiddenBiases()[j];
            for (int i = 0; i < visible.length; i++) {
                input += visible[i] * layer.recognitionWeights().get(i, j);
            }
            sum += Math.log(hidden[j] == 1 ? logistic(input) : logistic(-input));
        }
        return sum;
    }

    private static double logDown(final DenseLayer layer, final double[] visible, final double[] hidden) {
        double sum = 0;
        for (int i = 0; i < visible.length; i++) {
            double input = layer.visibleBiases()[i];
            for (int j = 0; j < hidden.length; j++) {
                input += hidden[j] * layer.generativeWeights().get(i, j);
            }
            sum += Math.log(visible[i] == 1 ? logistic(input) : logistic(-input));
        }
        return sum;
    }

    private static double freeEnergy(final DenseLayer joint, final double[] tops) {
        double energy = 0;
        for (int i = 0; i < tops.length; i++) {
            energy -= tops[i] * joint.visibleBiases()[i];
        }
        for (int j = 0; j < joint.hiddenUnits(); j++) {
            double input = joint.hiddenBiases()[j];
            for (int i = 0; i < tops.length; i++) {
                input += tops[i] * joint.recognitionWeights().get(i, j);
            }
            energy -= Math.log1p(Math.exp(input));
        }
        return energy;
    }

    @Test
    void rowsAreGeneratedForAllSenses() throws IOException {
        final DeepBeliefNetwork network = network();
        try (Generation generation = new Generation(network, new Generation.Clamp.Nothing(), 3, 1, 1)) {
            generation.run(20, results -> {
                assertEquals(9, results.size());
                for (int i = 0; i < 9; i++) {
                    assertTrue(results.at(i) >= 0 && results.at(i) <= 1);
                }
                assertEquals(1, results.at(7) + results.at(8), 1e-6);
            });
        }
    }
}
