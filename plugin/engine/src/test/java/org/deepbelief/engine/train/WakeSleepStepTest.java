// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Networks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The step against the equations of wake-sleep tuning written out in double precision. */
class WakeSleepStepTest {

    private static final int ROWS = 7;

    private static final long SEED = 99;

    private static final ClassColumn CLASSES = new ClassColumn("class", List.of("a", "b", "c"));

    @ParameterizedTest
    @CsvSource({"'5,4', false, 1", "'5,4', true, 3", "'6,5,4', false, 2", "'6,5,4', true, 1", "'7,6,5,4', true, 3",
        "'7,6,5,4', false, 1"})
    void twoStepsAreTheEquations(final String shape, final boolean labelled, final int gibbsSteps) {
        final int[] sizes = List.of(shape.split(",")).stream().mapToInt(Integer::parseInt).toArray();
        DeepBeliefNetwork network = Networks.random(5, 0.7, sizes);
        if (labelled) {
            network = Networks.withLabels(network, 6, 0.7, CLASSES);
        }
        final Random random = new Random(7);
        final FloatMatrix batch = FloatMatrix.zeros(ROWS, sizes[0]);
        final FloatMatrix classes = FloatMatrix.zeros(ROWS, 1);
        for (int r = 0; r < ROWS; r++) {
            for (int i = 0; i < sizes[0]; i++) {
                batch.set(r, i, random.nextFloat());
            }
            classes.set(r, 0, r == 3 ? Float.NaN : random.nextInt(3));
        }
        final WakeSleepStep.Rates rates = new WakeSleepStep.Rates(0.3f, 0.2f, 0.4f, 0.5f, 0.01f);
        final Reference reference = new Reference(network);
        try (Compute compute = Compute.open(1); WakeSleepStep step =
            new WakeSleepStep(compute, network.layers(), network.memory(), ROWS, SEED)) {
            for (int t = 0; t < 2; t++) {
                step.statistics(batch, classes, ROWS, gibbsSteps, rates, t);
                step.update(rates);
                reference.step(array(batch), array(classes), gibbsSteps, rates, t);
            }
            final List<DenseLayer> layers = step.layers(FloatMatrix::copy);
            for (int i = 0; i < layers.size(); i++) {
                assertClose("R" + i, reference.up[i], array(layers.get(i).recognitionWeights()));
                assertClose("r" + i, reference.upBias[i], array(layers.get(i).hiddenBiases()));
                assertClose("G" + i, reference.down[i], array(layers.get(i).generativeWeights()));
                assertClose("g" + i, reference.downBias[i], array(layers.get(i).visibleBiases()));
            }
            if (labelled) {
                final LabelUnits labels = step.labels(FloatMatrix::copy);
                assertClose("U", reference.label, array(labels.weights()));
                assertClose("l", reference.labelBias, array(labels.biases()));
            }
        }
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

        private final int n;

        private final double[][][] up;

        private final double[][][] upBias;

        private final double[][][] down;

        private final double[][][] downBias;

        private double[][] label;

        private double[][] labelBias;

        private final Map<double[][], double[][]> increments = new IdentityHashMap<>();

        Reference(final DeepBeliefNetwork network) {
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

        void step(final double[][] v, final double[][] classes, final int k, final WakeSleepStep.Rates e,
            final long t) {
            final double[][][] s = new double[n + 1][][];
            final double[][][] wake = new double[n][][];
            s[0] = v;
            for (int i = 0; i < n; i++) {
                s[i + 1] = draw(sigmoid(s[i], up[i], false, upBias[i]), key(1, i, t));
                wake[i] = minus(s[i], sigmoid(s[i + 1], down[i], true, downBias[i]));
            }
            final long top = CounterRandom.key(SEED, 2, t);
            double[][] y = label == null ? null : drawLabels(s[n], CounterRandom.subKey(top, 2L * k + 1));
            final double[][] y0 = label == null ? null : known(classes, y);
            final double[][] h0 = memoryUp(s[n], y0);
            double[][] h = label == null ? draw(h0, CounterRandom.subKey(top, 0))
                : draw(memoryUp(s[n], y), CounterRandom.subKey(top, 2L * k + 2));
            double[][] means = null;
            double[][] p = null;
            for (int step = 1; step <= k; step++) {
                p = draw(sigmoid(h, up[n], true, downBias[n]), CounterRandom.subKey(top, 2L * step - 1));
                y = label == null ? null : softmax(h);
                means = memoryUp(p, y);
                h = draw(means, CounterRandom.subKey(top, 2L * step));
            }
            final double[][][] d = new double[n + 1][][];
            final double[][][] sleep = new double[n][][];
            d[n] = p;
            for (int i = n - 1; i >= 0; i--) {
                final double[][] mean = sigmoid(d[i + 1], down[i], true, downBias[i]);
                d[i] = i == 0 ? mean : draw(mean, key(3, i, t));
                sleep[i] = minus(d[i + 1], sigmoid(d[i], up[i], false, upBias[i]));
            }
            final double[][] ones = new double[ROWS][1];
            for (final double[] one : ones) {
                one[0] = 1;
            }
            for (int i = 0; i < n; i++) {
                move(down[i], e.wake(), e, true, product(wake[i], s[i + 1]));
                move(downBias[i], e.wake(), e, false, product(ones, wake[i]));
                move(up[i], e.sleep(), e, true, product(d[i], sleep[i]));
                move(upBias[i], e.sleep(), e, false, product(ones, sleep[i]));
            }
            move(up[n], e.top(), e, true, minus(product(s[n], h0), product(p, means)));
            move(downBias[n], e.top(), e, false, minus(product(ones, s[n]), product(ones, p)));
            move(upBias[n], e.top(), e, false, minus(product(ones, h0), product(ones, means)));
            if (label != null) {
                move(label, e.top(), e, true, minus(product(y0, h0), product(y, means)));
                move(labelBias, e.top(), e, false, minus(product(ones, y0), product(ones, y)));
            }
        }

        /** p(c | v) by enumeration of all states of the hidden units. */
        private double[][] drawLabels(final double[][] visible, final long key) {
            final double[][] x = inputs(visible, up[n], false, upBias[n]);
            final double[][] drawn = new double[ROWS][3];
            for (int r = 0; r < ROWS; r++) {
                final double[] weights = new double[3];
                for (int c = 0; c < 3; c++) {
                    for (int states = 0; states < 1 << x[r].length; states++) {
                        double exponent = labelBias[0][c];
                        for (int j = 0; j < x[r].length; j++) {
                            exponent += (states >> j & 1) * (x[r][j] + label[c][j]);
                        }
                        weights[c] += Math.exp(exponent);
                    }
                }
                final double at = CounterRandom.uniform(key, r, 0) * (weights[0] + weights[1] + weights[2]);
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

        private void move(final double[][] values, final double rate, final WakeSleepStep.Rates e,
            final boolean decays, final double[][] gradient) {
            final double[][] last = increments.computeIfAbsent(values, v -> new double[v.length][v[0].length]);
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j < values[i].length; j++) {
                    last[i][j] = e.momentum() * last[i][j] + rate / ROWS * gradient[i][j];
                    values[i][j] += last[i][j] - (decays ? rate * e.weightDecay() * values[i][j] : 0);
                }
            }
        }

        private static long key(final int phase, final int level, final long t) {
            return CounterRandom.subKey(CounterRandom.key(SEED, phase, t), level);
        }

        private static double[][] draw(final double[][] means, final long key) {
            final double[][] samples = new double[means.length][means[0].length];
            for (int r = 0; r < samples.length; r++) {
                for (int j = 0; j < samples[r].length; j++) {
                    samples[r][j] = CounterRandom.uniform(key, r, j) < means[r][j] ? 1 : 0;
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
