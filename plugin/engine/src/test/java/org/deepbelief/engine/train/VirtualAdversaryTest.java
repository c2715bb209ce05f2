// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gradient of a step against finite differences of the losses of Miyato et al. and of Krause et al., computed
 * forward in double precision: the direction in which a row is moved is itself the finite difference of the divergence.
 */
class VirtualAdversaryTest {

    private static final int ROWS = 6;

    private static final int[] SIZES = {5, 4, 3};

    private static final long SEED = 23;

    private static final double WEIGHT = 0.7;

    private static final double RADIUS = 0.6;

    private static final double INFORMATION = 0.4;

    private static final double[] SHARES = {0.5, 0.3, 0.2};

    private static final float[] CLASS_WEIGHTS = {1, 2, 0.5f};

    private static final double STEP = 1e-5;

    @ParameterizedTest
    @CsvSource({"3, bernoulli, 0, 0, 0", "3, bernoulli, 0.3, 0.4, 0", "1, bernoulli, 0, 0.4, 0",
        "1, rectifiedLinear, 0, 0, 0", "3, gaussian, 0, 0.5, 0", "3, bernoulli, 0, 0.4, 1", "1, bernoulli, 0, 0, 2"})
    void theGradientIsTheFiniteDifferenceOfTheLoss(final int outputs, final UnitType hidden, final double inputDropout,
        final double hiddenDropout, final int frozen) {
        final Random random = new Random(5);
        System.out.println("VirtualAdversaryTest: seed 5");
        final List<DenseLayer> layers = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            layers.add(BoltzmannLayer.tied(
                List.of(new UnitGroup(n == 0 ? UnitType.bernoulli() : UnitType.gaussian(), SIZES[n])), hidden,
                Networks.matrix(random, 0.9, SIZES[n], SIZES[n + 1]), Networks.vector(random, 0.5, SIZES[n + 1]),
                Networks.vector(random, 0.5, SIZES[n])));
        }
        final FloatMatrix head = Networks.matrix(random, 1.5, SIZES[2], outputs);
        final FloatMatrix visible = Networks.matrix(random, 0.7, ROWS, SIZES[0]);
        final FloatMatrix targets = FloatMatrix.zeros(ROWS, 1);
        for (int r = 0; r < ROWS; r++) {
            targets.set(r, 0, r % 3 == 1 ? Float.NaN : outputs == 1 ? (float)random.nextGaussian() : r % outputs);
        }
        try (Compute compute = Compute.open(1)) {
            final Objective objective = outputs == 1
                ? new NumberObjective(compute, "n", new NumberScale(0, 1), Optional.empty(), 2 * ROWS)
                : new ClassObjective(compute, new ClassColumn("c", List.of("a", "b", "c")), CLASS_WEIGHTS,
                    new ClassObjective.Information(INFORMATION, SHARES), Optional.empty(), 2 * ROWS);
            final StackBackpropagation stack = new StackBackpropagation(compute, layers, objective,
                new StackBackpropagation.Steps(
                    new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(1), 0, 0),
                    new Dropout(inputDropout, hiddenDropout), frozen, SEED, new VirtualAdversary.Step(WEIGHT, RADIUS)),
                ROWS);
            stack.top().weights().write(divided(head, 1 - hiddenDropout));
            final Reference reference = 
                new Reference(compute, stack, inputDropout, hiddenDropout, targets, hidden, outputs);
            reference.move(compute, visible);
            Stepping.step(compute, stack, Stepping.batch(visible, targets, ROWS, 0), Rates.of(1, 0));
            for (int s = 0; s < 3; s++) {
                final double[][] weights = reference.weights.get(s);
                for (int i = 0; i < weights.length; i++) {
                    for (int j = 0; j < weights[i].length; j++) {
                        assertEquals(s < frozen ? 0 : -reference.slope(weights[i], j),
                            stack.stages().get(s).weights().get(i, j) - weights[i][j], 2e-5,
                            "weight " + s + "[" + i + "][" + j + "]");
                    }
                }
                final double[] biases = reference.biases.get(s);
                for (int j = 0; j < biases.length; j++) {
                    assertEquals(s < frozen ? 0 : -reference.slope(biases, j),
                        stack.stages().get(s).biases().get(0, j) - biases[j], 2e-5, "bias " + s + "[" + j + "]");
                }
            }
        }
    }

    private static float[] divided(final FloatMatrix matrix, final double by) {
        final float[] values = matrix.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float)by;
        }
        return values;
    }

    /** The stack and its loss in double precision. */
    private static final class Reference {

        private final List<double[][]> weights = new ArrayList<>();

        private final List<double[]> biases = new ArrayList<>();

        private final List<FloatMatrix> masks = new ArrayList<>();

        private final FloatMatrix targets;

        private final UnitType hidden;

        private final int outputs;

        private final double[][] rows = new double[ROWS][];

        private final double[][] moved = new double[ROWS][];

        private final double[][] kept = new double[ROWS][];

        Reference(final Compute compute, final StackBackpropagation stack, final double inputDropout,
            final double hiddenDropout, final FloatMatrix targets, final UnitType hidden, final int outputs) {
            this.targets = targets;
            this.hidden = hidden;
            this.outputs = outputs;
            for (int s = 0; s < 3; s++) {
                final FloatMatrix matrix = stack.stages().get(s).weights();
                final double[][] values = new double[matrix.rows()][matrix.columns()];
                for (int i = 0; i < values.length; i++) {
                    for (int j = 0; j < values[i].length; j++) {
                        values[i][j] = matrix.get(i, j);
                    }
                }
                weights.add(values);
                final double[] bias = new double[matrix.columns()];
                for (int j = 0; j < bias.length; j++) {
                    bias[j] = stack.stages().get(s).biases().get(0, j);
                }
                biases.add(bias);
                final FloatMatrix mask = FloatMatrix.zeros(ROWS, matrix.rows());
                mask.fill(1);
                compute.mask(mask, ROWS, (float)(1 - (s == 0 ? inputDropout : hiddenDropout)), 1, RandomRows.byPlace()
                    .key(CounterRandom.subKey(RandomStream.BACKPROPAGATION_DROPOUT.key(SEED, 0), s)));
                masks.add(mask);
            }
        }

        /** x + e g / |g| with g the slopes of KL(p(x) || p(x + d)) by d. */
        void move(final Compute compute, final FloatMatrix visible) {
            final FloatMatrix probes = FloatMatrix.zeros(ROWS, SIZES[0]);
            compute.addNoise(FloatMatrix.zeros(ROWS, SIZES[0]), ROWS, (float)(RADIUS / Math.sqrt(SIZES[0])),
                RandomRows.byPlace().key(RandomStream.ADVERSARIAL_PROBES.key(SEED, 0)), probes);
            for (int r = 0; r < ROWS; r++) {
                final double[] row = new double[SIZES[0]];
                final double[] probe = new double[SIZES[0]];
                for (int i = 0; i < row.length; i++) {
                    row[i] = (double)visible.get(r, i) * masks.get(0).get(r, i);
                    probe[i] = row[i] + probes.get(r, i);
                }
                rows[r] = row;
                kept[r] = outputs(row, r);
                final double[] slopes = new double[row.length];
                double squares = 0;
                for (int i = 0; i < row.length; i++) {
                    final double at = probe[i];
                    probe[i] = at + STEP;
                    final double above = divergence(kept[r], outputs(probe, r));
                    probe[i] = at - STEP;
                    slopes[i] = (above - divergence(kept[r], outputs(probe, r))) / 2 / STEP;
                    probe[i] = at;
                    squares += slopes[i] * slopes[i];
                }
                moved[r] = row.clone();
                for (int i = 0; i < row.length && squares > 1e-12; i++) {
                    moved[r][i] += RADIUS * slopes[i] / Math.sqrt(squares);
                }
            }
        }

        /** Of KL(p || q) what depends on q: of normal numbers of variance 1, or of classes. */
        private double divergence(final double[] p, final double[] q) {
            if (outputs == 1) {
                return (p[0] - q[0]) * (p[0] - q[0]) / 2;
            }
            double sum = 0;
            for (int j = 0; j < p.length; j++) {
                sum -= p[j] * Math.log(q[j]);
            }
            return sum;
        }

        double slope(final double[] parameters, final int at) {
            final double value = parameters[at];
            parameters[at] = value + STEP;
            final double above = loss();
            parameters[at] = value - STEP;
            final double below = loss();
            parameters[at] = value;
            return (above - below) / 2 / STEP;
        }

        /** The sums over all rows, divided by the number of those with a target. */
        private double loss() {
            double sum = 0;
            int labelled = 0;
            final double[] mean = new double[outputs];
            for (int r = 0; r < ROWS; r++) {
                final float target = targets.get(r, 0);
                final double[] p = outputs(rows[r], r);
                if (!Float.isNaN(target)) {
                    labelled++;
                    final double[] wanted = new double[outputs];
                    wanted[outputs == 1 ? 0 : (int)target] = outputs == 1 ? target : CLASS_WEIGHTS[(int)target];
                    sum += divergence(wanted, p);
                } else if (outputs > 1) {
                    for (int c = 0; c < outputs; c++) {
                        sum -= INFORMATION * p[c] * Math.log(p[c]);
                        mean[c] += p[c];
                    }
                }
                sum += WEIGHT * divergence(kept[r], outputs(moved[r], r));
            }
            final int lacking = ROWS - labelled;
            for (int c = 0; c < outputs && outputs > 1; c++) {
                final double m = mean[c] / lacking;
                sum += INFORMATION * lacking * m * Math.log(m / SHARES[c]);
            }
            return sum / labelled;
        }

        private double[] outputs(final double[] row, final int r) {
            double[] units = row;
            for (int s = 0; s < 3; s++) {
                final double[] next = biases.get(s).clone();
                for (int i = 0; i < units.length; i++) {
                    final double unit = units[i] * (s == 0 ? 1 : masks.get(s).get(r, i));
                    for (int j = 0; j < next.length; j++) {
                        next[j] += unit * weights.get(s)[i][j];
                    }
                }
                units = s == 2 ? ends(next) : activate(next);
            }
            return units;
        }

        private double[] activate(final double[] x) {
            for (int j = 0; j < x.length; j++) {
                x[j] = hidden == UnitType.gaussian() ? x[j]
                    : hidden == UnitType.bernoulli() ? 1 / (1 + Math.exp(-x[j])) : Math.max(0, x[j]);
            }
            return x;
        }

        private double[] ends(final double[] x) {
            if (outputs > 1) {
                double sum = 0;
                for (int j = 0; j < x.length; j++) {
                    x[j] = Math.exp(x[j]);
                    sum += x[j];
                }
                for (int j = 0; j < x.length; j++) {
                    x[j] /= sum;
                }
            }
            return x;
        }
    }
}
