// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The step against the equations of wake-sleep tuning written out in double precision. */
class WakeSleepTest {

    private static final int ROWS = 7;

    private static final long SEED = 99;

    private static final ClassColumn CLASSES = new ClassColumn("class", List.of("a", "b", "c"));

    private static final WakeSleepTuning.Settings SETTINGS = new WakeSleepTuning.Settings(
        TrainingSettings.of(ROWS, SEED), Epochs.of(3), new WakeSleepTuning.LearningRates(0.3, 0.4, 0.2, 0.5), 0.5,
        0.01, List.of(1), 1, Optional.of(CLASSES));

    private final Random random = new Random(7);

    private static DeepBeliefNetwork network(final boolean labelled, final int... sizes) {
        final DeepBeliefNetwork network = Networks.random(5, 0.7, sizes);
        return labelled ? Networks.withLabels(network, 6, 0.7, CLASSES) : network;
    }

    private static WakeSleep learner(final Compute compute, final DeepBeliefNetwork network,
        final WakeSleepTuning.Settings settings) {
        return new WakeSleep(compute, DenseLayer.all(network.layers()), network.memory(), settings, ROWS);
    }

    /** Rows with the numbers 50, 53, 56 ..., of which the fourth has no label. */
    private Batch rows(final int units) {
        final FloatMatrix visible = FloatMatrix.zeros(ROWS, units);
        final FloatMatrix classes = FloatMatrix.zeros(ROWS, 1);
        final Batch batch = Batch.of(visible, classes).at(0, 0, ROWS);
        for (int r = 0; r < ROWS; r++) {
            for (int i = 0; i < units; i++) {
                visible.set(r, i, random.nextFloat());
            }
            classes.set(r, 0, r == 3 ? Float.NaN : random.nextInt(3));
            batch.numbers()[r] = 50 + 3 * r;
        }
        return batch;
    }

    /** Some rows of a batch as a batch of their own that is a part of it. */
    private static Batch part(final Batch whole, final int from, final int to) {
        final Batch part = Batch.of(whole.visible().rows(from, to), whole.targets().rows(from, to));
        System.arraycopy(whole.numbers(), from, part.numbers(), 0, to - from);
        return part.startAt(from).at(whole.epoch(), whole.step(), to - from);
    }

    private static Rates rates(final int epoch) {
        return new Rates(epoch, Float.NaN, 0.5f);
    }

    @ParameterizedTest
    @CsvSource({"'5,4', false, '1,2,3', 1", "'5,4', true, '3,1,2', 1", "'6,5,4', false, '2,2,1', 4",
        "'6,5,4', true, '1,1,4', 1", "'7,6,5,4', true, '3,2,1', 1", "'7,6,5,4', false, '1,3,1', 1",
        "'5,4', true, '1,2,1', 3.5", "'6,5,4', true, '2,1,1', 11"})
    void aStepOfEachEpochIsTheEquations(final String shape, final boolean labelled, final String gibbsSteps,
        final double discriminativeWeight) throws IOException {
        final int[] sizes = List.of(shape.split(",")).stream().mapToInt(Integer::parseInt).toArray();
        final List<Integer> schedule = List.of(gibbsSteps.split(",")).stream().map(Integer::valueOf).toList();
        final DeepBeliefNetwork network = network(labelled, sizes);
        final Batch batch = rows(sizes[0]);
        final Reference reference = new Reference(network, discriminativeWeight);
        try (Compute compute = Compute.open(1); WakeSleep learner = learner(compute, network,
            SETTINGS.withGibbsSteps(schedule).withDiscriminativeWeight(discriminativeWeight))) {
            final Statistics statistics = new FusedStatistics(compute, learner.terms());
            for (int t = 0; t < 3; t++) {
                statistics.clear();
                learner.gather(batch.at(t, t, ROWS), statistics);
                learner.apply(statistics, rates(t));
                reference.step(batch, schedule.get(t), t);
            }
            final List<DenseLayer> layers = learner.layers(FloatMatrix::copy);
            for (int i = 0; i < layers.size(); i++) {
                assertClose("R" + i, reference.up[i], array(layers.get(i).recognitionWeights()));
                assertClose("r" + i, reference.upBias[i], array(layers.get(i).hiddenBiases()));
                assertClose("G" + i, reference.down[i], array(layers.get(i).generativeWeights()));
                assertClose("g" + i, reference.downBias[i], array(layers.get(i).visibleBiases()));
            }
            if (labelled) {
                final LabelUnits labels = learner.labelUnits(FloatMatrix::copy).orElseThrow();
                assertClose("U", reference.label, array(labels.weights()));
                assertClose("l", reference.labelBias, array(labels.biases()));
            }
        }
    }

    /** In the mean over the drawn labels, and so over many rows that are the same. */
    @Test
    void theDiscriminativePartIsTheGradientOfTheLogProbabilityOfTheLabel() {
        final int rows = 20_000;
        final int more = 5;
        final DeepBeliefNetwork network = network(true, 4, 3);
        final float[] row = {1, 0, 1, 1};
        final FloatMatrix visible = FloatMatrix.zeros(rows, row.length);
        final FloatMatrix classes = FloatMatrix.zeros(rows, 1);
        final Batch batch = Batch.of(visible, classes).at(0, 0, rows);
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < row.length; i++) {
                visible.set(r, i, row[i]);
            }
            classes.set(r, 0, 1);
            batch.numbers()[r] = r;
        }
        final Map<String, double[][]> likelihood = gradient(network, batch, 1);
        final Map<String, double[][]> hybrid = gradient(network, batch, 1 + more);
        final Reference at = new Reference(network, 1);
        final Map<String, double[][]> parameters = Map.of("memory/weights", at.up[0], "memory/hiddenBiases",
            at.upBias[0], "memory/labelWeights", at.label, "memory/labelBiases", at.labelBias);
        parameters.forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j < values[i].length; j++) {
                    final double value = values[i][j];
                    values[i][j] = value + 1e-5;
                    final double above = at.logProbability(row, 1);
                    values[i][j] = value - 1e-5;
                    final double below = at.logProbability(row, 1);
                    values[i][j] = value;
                    // units lie in [0, 1], so that a mean over the rows has at most this standard error
                    assertEquals((above - below) / 2e-5,
                        (hybrid.get(name)[i][j] - likelihood.get(name)[i][j]) / more / rows, 4 / Math.sqrt(rows),
                        name + "[" + i + "][" + j + "]");
                }
            }
        });
    }

    /** The sums over the rows of a batch, by what they are of. */
    private static Map<String, double[][]> gradient(final DeepBeliefNetwork network, final Batch batch,
        final double discriminativeWeight) {
        final Map<String, double[][]> sums = new HashMap<>();
        try (Compute compute = Compute.open(1); WakeSleep learner = new WakeSleep(compute,
            DenseLayer.all(network.layers()), network.memory(),
            SETTINGS.withDiscriminativeWeight(discriminativeWeight), batch.count())) {
            final Statistics statistics = new FusedStatistics(compute, learner.terms());
            statistics.clear();
            learner.gather(batch, statistics);
            for (final Term term : learner.terms()) {
                if (term.form() == Term.Form.SUMS) {
                    sums.put(term.name(), array(statistics.sums(term)));
                } else {
                    final FloatMatrix products = FloatMatrix.zeros(term.rows(), term.columns());
                    statistics.gradient(term, 1f, products);
                    sums.put(term.name(), array(products));
                }
            }
        }
        return sums;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sumsOfTwoHalvesWrittenAndReadGiveTheStepOfTheWhole(final boolean labelled) throws IOException {
        final DeepBeliefNetwork network = network(labelled, 7, 6, 5, 4);
        final Batch batch = rows(7);
        final WakeSleepTuning.Settings hybrid =
            SETTINGS.withGibbsSteps(List.of(2)).withDiscriminativeWeight(labelled ? 6 : 1);
        try (Compute compute = Compute.open(1);
            WakeSleep fused = learner(compute, network, hybrid);
            WakeSleep summed = learner(compute, network, hybrid);
            WakeSleep halved = learner(compute, network, hybrid)) {
            final Statistics remembered = new FusedStatistics(compute, fused.terms());
            final SummedStatistics sums = new SummedStatistics(compute, summed.terms());
            final SummedStatistics first = new SummedStatistics(compute, halved.terms());
            final SummedStatistics second = new SummedStatistics(compute, halved.terms());
            final SummedStatistics read = new SummedStatistics(compute, halved.terms());
            for (int t = 0; t < 3; t++) {
                remembered.clear();
                sums.clear();
                first.clear();
                second.clear();
                fused.gather(batch.at(0, t, ROWS), remembered);
                summed.gather(batch, sums);
                halved.gather(part(batch, 0, 4), first);
                final double error = halved.error();
                halved.gather(part(batch, 4, ROWS), second);
                assertEquals(fused.error(), error + halved.error(), 1e-5);
                second.addTo(first);
                final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                first.writeTo(new DataOutputStream(bytes));
                read.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
                fused.apply(remembered, rates(0));
                summed.apply(sums, rates(0));
                halved.apply(read, rates(0));
                assertArrayEquals(numbers(fused), numbers(summed), 2e-6f, "summed, step " + t);
                assertArrayEquals(numbers(fused), numbers(halved), 2e-6f, "halved, step " + t);
                for (final Term term : fused.terms()) {
                    assertEquals(ROWS, remembered.count(term), term.name());
                    assertEquals(ROWS, read.count(term), term.name());
                }
            }
        }
    }

    /** Weights and biases. */
    private static float[] numbers(final WakeSleep learner) {
        float[] all = {};
        for (final DenseLayer layer : learner.layers(FloatMatrix::copy)) {
            for (final float[] part : List.of(layer.recognitionWeights().toArray(), layer.hiddenBiases(),
                layer.generativeWeights().toArray(), layer.visibleBiases())) {
                all = joined(all, part);
            }
        }
        final Optional<LabelUnits> labels = learner.labelUnits(FloatMatrix::copy);
        return labels.isEmpty() ? all
            : joined(joined(all, labels.get().weights().toArray()), labels.get().biases());
    }

    private static float[] joined(final float[] first, final float[] second) {
        final float[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStateThatWasWrittenAndReadGoesOnWithTheSameBits(final boolean labelled) throws IOException {
        final DeepBeliefNetwork network = network(labelled, 7, 6, 5, 4);
        final Batch batch = rows(7);
        try (Compute compute = Compute.open(1); WakeSleep one = learner(compute, network, SETTINGS);
            WakeSleep other = learner(compute, network, SETTINGS)) {
            final byte[] start = bytes(one.state());
            step(compute, one, batch, 0);
            step(compute, one, batch, 1);
            final byte[] written = bytes(one.state());
            assertTrue(!Arrays.equals(start, written), "two steps change the state");
            other.state().read(new DataInputStream(new ByteArrayInputStream(written)));
            step(compute, one, batch, 2);
            step(compute, other, batch, 2);
            assertArrayEquals(numbers(one), numbers(other));
            assertArrayEquals(bytes(one.state()), bytes(other.state()));
        }
    }

    private static void step(final Compute compute, final WakeSleep learner, final Batch batch, final int step) {
        final Statistics statistics = new FusedStatistics(compute, learner.terms());
        learner.gather(batch.at(step, step, ROWS), statistics);
        learner.apply(statistics, rates(step));
    }

    private static byte[] bytes(final LearnerState state) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** What depends on no chain is the same of the same rows in another order. */
    @Test
    void aRowsStatesAreItsOwnWhereverItStands() {
        final DeepBeliefNetwork network = network(false, 7, 6, 5, 4);
        final Batch batch = rows(7);
        final Batch turned = Batch.of(FloatMatrix.zeros(ROWS, 7), batch.targets()).at(0, 0, ROWS);
        for (int r = 0; r < ROWS; r++) {
            turned.visible().rows(r, r + 1).copyFrom(batch.visible().rows(ROWS - 1 - r, ROWS - r));
            turned.numbers()[r] = batch.numbers()[ROWS - 1 - r];
        }
        try (Compute compute = Compute.open(1); WakeSleep learner = learner(compute, network, SETTINGS)) {
            final SummedStatistics one = new SummedStatistics(compute, learner.terms());
            final SummedStatistics other = new SummedStatistics(compute, learner.terms());
            learner.gather(batch, one);
            learner.gather(turned, other);
            int compared = 0;
            for (final Term term : learner.terms()) {
                if (term.name().contains("generation")) {
                    assertArrayEquals(one.sums(term).toArray(), other.sums(term).toArray(), 1e-5f, term.name());
                    compared++;
                }
            }
            assertEquals(4, compared, "weights and biases of two layers");
        }
    }

    @Test
    void theMemorysChainGrowsWithThePartsOfTheEpochs() {
        final WakeSleepTuning.Settings paper =
            SETTINGS.withGibbsSteps(List.of(3, 6, 10)).withEpochs(Epochs.of(9));
        assertEquals(List.of(3, 3, 3, 6, 6, 6, 10, 10, 10),
            IntStream.range(0, 9).mapToObj(paper::gibbsSteps).toList());
        final WakeSleepTuning.Settings uneven = paper.withEpochs(Epochs.of(4));
        assertEquals(List.of(3, 3, 6, 10), IntStream.range(0, 4).mapToObj(uneven::gibbsSteps).toList());
        final DeepBeliefNetwork network = network(false, 5, 4);
        final Map<Integer, Integer> operations = new HashMap<>();
        try (Compute compute = Compute.open(1); WakeSleep learner = new WakeSleep(compute,
            DenseLayer.all(network.layers()), network.memory(), paper, ROWS)) {
            final Statistics statistics = new FusedStatistics(compute, learner.terms());
            for (final int epoch : new int[] {0, 3, 8}) {
                statistics.clear();
                compute.beforeEachOperation(() -> operations.merge(epoch, 1, Integer::sum));
                learner.gather(rows(5).at(epoch, epoch, ROWS), statistics);
            }
        }
        // One down and two up in each Gibbs step of a memory without labels.
        assertEquals(3 * (6 - 3), operations.get(3) - operations.get(0), "operations of the second third");
        assertEquals(3 * (10 - 6), operations.get(8) - operations.get(3), "operations of the last third");
    }

    private static void assertClose(final String what, final double[][] expected, final double[][] actual) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[i].length; j++) {
                assertEquals(expected[i][j], actual[i][j], 2e-6, what + "[" + i + "][" + j + "]");
            }
        }
    }

    private static double[][] array(final FloatMatrix matrix) {
        final double[][] array = new double[matrix.rows()][matrix.columns()];
        for (int i = 0; i < array.length; i++) {
            for (int j = 0; j < array[i].length; j++) {
                array[i][j] = matrix.get(i, j);
            }
        }
        return array;
    }

    private static double[][] array(final float[] vector) {
        return array(FloatMatrix.of(1, vector.length, vector));
    }

    /** The equations, with biases as matrices of one row; the same random numbers. */
    private static final class Reference {

        /** The numbers of chains and dreams. */
        private static final long[] PLACES = LongStream.range(0, ROWS).toArray();

        private final int n;

        private final double[][][] up;

        private final double[][][] upBias;

        private final double[][][] down;

        private final double[][][] downBias;

        private double[][] label;

        private double[][] labelBias;

        private final Map<double[][], double[][]> increments = new IdentityHashMap<>();

        private final double discriminativeWeight;

        Reference(final DeepBeliefNetwork network, final double discriminativeWeight) {
            this.discriminativeWeight = discriminativeWeight;
            final int count = network.layers().size();
            n = count - 1;
            up = new double[count][][];
            upBias = new double[count][][];
            down = new double[count][][];
            downBias = new double[count][][];
            for (int i = 0; i < count; i++) {
                final Layer layer = network.layers().get(i);
                up[i] = array(layer.recognitionWeights());
                upBias[i] = array(layer.hiddenBiases());
                down[i] = i == n ? up[i] : array(layer.dense().generativeWeights());
                downBias[i] = array(layer.dense().visibleBiases());
            }
            network.memory().labels().ifPresent(labels -> {
                label = array(labels.weights());
                labelBias = array(labels.biases());
            });
        }

        void step(final Batch batch, final int k, final int t) {
            final double[][] v = array(batch.visible());
            final double[][] classes = array(batch.targets());
            final long[] numbers = batch.numbers();
            final double wakeRate = 0.3 / (1 + 0.5 * t);
            final double sleepRate = 0.4 / (1 + 0.5 * t);
            final double topRate = 0.2 / (1 + 0.5 * t);
            final double[][][] s = new double[n + 1][][];
            final double[][][] wake = new double[n][][];
            s[0] = v;
            for (int i = 0; i < n; i++) {
                s[i + 1] = draw(sigmoid(s[i], up[i], false, upBias[i]), key(1, i, t), numbers);
                wake[i] = minus(s[i], sigmoid(s[i + 1], down[i], true, downBias[i]));
            }
            final long top = CounterRandom.key(SEED, 2, t);
            double[][] y = label == null ? null : drawLabels(s[n], CounterRandom.subKey(top, 2L * k + 1), numbers);
            final double[][] drawn = y;
            final double[][] y0 = label == null ? null : known(classes, y);
            final double[][] h0 = memoryUp(s[n], y0);
            final double[][] hDrawn = memoryUp(s[n], drawn);
            double[][] h = label == null ? draw(h0, CounterRandom.subKey(top, 0), numbers)
                : draw(memoryUp(s[n], y), CounterRandom.subKey(top, 2L * k + 2), numbers);
            double[][] means = null;
            double[][] p = null;
            for (int step = 1; step <= k; step++) {
                p = draw(sigmoid(h, up[n], true, downBias[n]), CounterRandom.subKey(top, 2L * step - 1), PLACES);
                y = label == null ? null : softmax(h);
                means = memoryUp(p, y);
                h = draw(means, CounterRandom.subKey(top, 2L * step), PLACES);
            }
            final double[][][] d = new double[n + 1][][];
            final double[][][] sleep = new double[n][][];
            d[n] = p;
            for (int i = n - 1; i >= 0; i--) {
                final double[][] mean = sigmoid(d[i + 1], down[i], true, downBias[i]);
                d[i] = i == 0 ? mean : draw(mean, key(3, i, t), PLACES);
                sleep[i] = minus(d[i + 1], sigmoid(d[i], up[i], false, upBias[i]));
            }
            final double[][] ones = new double[ROWS][1];
            for (final double[] one : ones) {
                one[0] = 1;
            }
            for (int i = 0; i < n; i++) {
                move(down[i], wakeRate, true, product(wake[i], s[i + 1]));
                move(downBias[i], wakeRate, false, product(ones, wake[i]));
                move(up[i], sleepRate, true, product(d[i], sleep[i]));
                move(upBias[i], sleepRate, false, product(ones, sleep[i]));
            }
            final double more = label == null ? 0 : discriminativeWeight - 1;
            move(up[n], topRate, true, plus(minus(product(s[n], h0), product(p, means)), more,
                minus(product(s[n], h0), product(s[n], hDrawn))));
            move(downBias[n], topRate, false, minus(product(ones, s[n]), product(ones, p)));
            move(upBias[n], topRate, false, plus(minus(product(ones, h0), product(ones, means)), more,
                minus(product(ones, h0), product(ones, hDrawn))));
            if (label != null) {
                move(label, topRate, true, plus(minus(product(y0, h0), product(y, means)), more,
                    minus(product(y0, h0), product(drawn, hDrawn))));
                move(labelBias, topRate, false, plus(minus(product(ones, y0), product(ones, y)), more,
                    minus(product(ones, y0), product(ones, drawn))));
            }
        }

        private static double[][] plus(final double[][] a, final double factor, final double[][] b) {
            final double[][] sum = new double[a.length][a[0].length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[i].length; j++) {
                    sum[i][j] = a[i][j] + factor * b[i][j];
                }
            }
            return sum;
        }

        /** log p(c | v) by enumeration of all states of the hidden units. */
        private double logProbability(final float[] visible, final int c) {
            final double[] row = new double[visible.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = visible[i];
            }
            final double[] weights = classWeights(inputs(new double[][] {row}, up[n], false, upBias[n])[0]);
            return Math.log(weights[c] / (weights[0] + weights[1] + weights[2]));
        }

        /** Of a row, p(c | v) but for a common factor. */
        private double[] classWeights(final double[] x) {
            final double[] weights = new double[3];
            for (int c = 0; c < 3; c++) {
                for (int states = 0; states < 1 << x.length; states++) {
                    double exponent = labelBias[0][c];
                    for (int j = 0; j < x.length; j++) {
                        exponent += (states >> j & 1) * (x[j] + label[c][j]);
                    }
                    weights[c] += Math.exp(exponent);
                }
            }
            return weights;
        }

        /** Labels by p(c | v). */
        private double[][] drawLabels(final double[][] visible, final long key,
            final long[] numbers) {
            final double[][] x = inputs(visible, up[n], false, upBias[n]);
            final double[][] drawn = new double[ROWS][3];
            for (int r = 0; r < ROWS; r++) {
                final double[] weights = classWeights(x[r]);
                final double at = CounterRandom.uniform(key, numbers[r], 0) * (weights[0] + weights[1] + weights[2]);
                drawn[r][at < weights[0] ? 0 : at < weights[0] + weights[1] ? 1 : 2] = 1;
            }
            return drawn;
        }

        private static double[][] known(final double[][] classes, final double[][] drawn) {
            final double[][] labels = new double[ROWS][];
            for (int r = 0; r < ROWS; r++) {
                labels[r] = drawn[r].clone();
                for (int c = 0; c < 3 && !Double.isNaN(classes[r][0]); c++) {
                    labels[r][c] = c == (int)classes[r][0] ? 1 : 0;
                }
            }
            return labels;
        }

        private double[][] memoryUp(final double[][] visible, final double[][] y) {
            final double[][] x = inputs(visible, up[n], false, upBias[n]);
            for (int r = 0; r < ROWS && y != null; r++) {
                for (int j = 0; j < x[r].length; j++) {
                    for (int c = 0; c < 3; c++) {
                        x[r][j] += y[r][c] * label[c][j];
                    }
                }
            }
            return sigmoid(x);
        }

        private double[][] softmax(final double[][] hidden) {
            final double[][] x = inputs(hidden, label, true, labelBias);
            for (final double[] row : x) {
                double sum = 0;
                for (int c = 0; c < row.length; c++) {
                    row[c] = Math.exp(row[c]);
                    sum += row[c];
                }
                for (int c = 0; c < row.length; c++) {
                    row[c] /= sum;
                }
            }
            return x;
        }

        private void move(final double[][] values, final double rate, final boolean decays,
            final double[][] gradient) {
            final double[][] last = increments.computeIfAbsent(values, v -> new double[v.length][v[0].length]);
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j < values[i].length; j++) {
                    last[i][j] = 0.5 * last[i][j] + rate / ROWS * gradient[i][j];
                    values[i][j] += last[i][j] - (decays ? rate * 0.01 * values[i][j] : 0);
                }
            }
        }

        private static long key(final int phase, final int level, final long t) {
            return CounterRandom.subKey(CounterRandom.key(SEED, phase, t), level);
        }

        private static double[][] draw(final double[][] means, final long key, final long[] numbers) {
            final double[][] samples = new double[means.length][means[0].length];
            for (int r = 0; r < samples.length; r++) {
                for (int j = 0; j < samples[r].length; j++) {
                    samples[r][j] = CounterRandom.uniform(key, numbers[r], j) < means[r][j] ? 1 : 0;
                }
            }
            return samples;
        }

        private static double[][] inputs(final double[][] from, final double[][] weights, final boolean transposed,
            final double[][] biases) {
            final double[][] x = new double[from.length][biases[0].length];
            for (int r = 0; r < x.length; r++) {
                for (int j = 0; j < x[r].length; j++) {
                    x[r][j] = biases[0][j];
                    for (int i = 0; i < from[r].length; i++) {
                        x[r][j] += from[r][i] * (transposed ? weights[j][i] : weights[i][j]);
                    }
                }
            }
            return x;
        }

        private static double[][] sigmoid(final double[][] from, final double[][] weights, final boolean transposed,
            final double[][] biases) {
            return sigmoid(inputs(from, weights, transposed, biases));
        }

        private static double[][] sigmoid(final double[][] x) {
            for (final double[] row : x) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = 1 / (1 + Math.exp(-row[j]));
                }
            }
            return x;
        }

        private static double[][] minus(final double[][] a, final double[][] b) {
            final double[][] difference = new double[a.length][a[0].length];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[i].length; j++) {
                    difference[i][j] = a[i][j] - b[i][j];
                }
            }
            return difference;
        }

        /** left^T right */
        private static double[][] product(final double[][] left, final double[][] right) {
            final double[][] sums = new double[left[0].length][right[0].length];
            for (int r = 0; r < left.length; r++) {
                for (int i = 0; i < sums.length; i++) {
                    for (int j = 0; j < sums[i].length; j++) {
                        sums[i][j] += left[r][i] * right[r][j];
                    }
                }
            }
            return sums;
        }
    }
}
