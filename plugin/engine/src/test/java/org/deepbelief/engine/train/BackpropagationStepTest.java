// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.train.FineTuning.Target;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gradients against finite differences of the loss, computed forward in double precision. */
class BackpropagationStepTest {

    private static final int ROWS = 6;

    private static final int VISIBLE = 5;

    private static final int OUTPUTS = 3;

    private static final long SEED = 17;

    private static final double STEP = 1e-5;

    private static List<Layer> layers(final UnitType lower, final UnitType upper, final UnitType visible) {
        final Random random = new Random(4);
        final List<UnitGroup> groups = visible == UnitType.softmax()
            ? List.of(new UnitGroup(UnitType.bernoulli(), 2), new UnitGroup(UnitType.softmax(), 3))
            : List.of(new UnitGroup(visible, VISIBLE));
        final UnitType middle = lower == UnitType.rectifiedLinear() ? UnitType.gaussian() : lower;
        return List.of(
            BoltzmannLayer.tied(groups, lower,
                Networks.matrix(random, 0.8, VISIBLE, 4), Networks.vector(random, 0.5, 4),
                Networks.vector(random, 0.5, VISIBLE)),
            BoltzmannLayer.tied(List.of(new UnitGroup(middle, 4)), upper,
                Networks.matrix(random, 0.8, 4, 3), Networks.vector(random, 0.5, 3), Networks.vector(random, 0.5, 4)));
    }

    @ParameterizedTest
    @CsvSource({"softmax, bernoulli, bernoulli, 0, 0, false", "softmax, rectifiedLinear, gaussian, 0, 0, true",
        "softmax, bernoulli, gaussian, 0.3, 0.4, true", "gaussian, bernoulli, rectifiedLinear, 0, 0, false",
        "gaussian, gaussian, bernoulli, 0.2, 0.5, false"})
    void gradientsOfAHeadAreTheFiniteDifferences(final UnitType output, final UnitType lower, final UnitType upper,
        final double inputDropout, final double hiddenDropout, final boolean weighted) {
        final Random random = new Random(11);
        final List<Layer> layers = layers(lower, upper, UnitType.bernoulli());
        final FloatMatrix head = Networks.matrix(random, 0.8, 3, OUTPUTS);
        final float[] headBiases = Networks.vector(random, 0.5, OUTPUTS);
        final double[][] wanted = new double[ROWS][OUTPUTS];
        for (int r = 0; r < ROWS; r++) {
            for (int o = 0; o < OUTPUTS; o++) {
                wanted[r][o] = output == UnitType.softmax() ? o == r % OUTPUTS ? 1 : 0
                    : r == 2 && o == 1 ? Double.NaN : (float)random.nextGaussian();
            }
        }
        check(layers, head, headBiases, output, wanted, inputDropout, hiddenDropout,
            weighted ? new float[] {1, 2, 0.5f, 1, 0, 3} : null);
    }

    @ParameterizedTest
    @CsvSource({"bernoulli, gaussian, bernoulli, 0, 0", "bernoulli, bernoulli, gaussian, 0, 0",
        "rectifiedLinear, bernoulli, softmax, 0, 0", "bernoulli, gaussian, bernoulli, 0.3, 0.3"})
    void gradientsOfTheUnrolledAutoencoderAreTheFiniteDifferences(final UnitType lower, final UnitType upper,
        final UnitType visible, final double inputDropout, final double hiddenDropout) {
        check(layers(lower, upper, visible), null, null, visible, null, inputDropout, hiddenDropout, null);
    }

    private static void check(final List<Layer> layers, final FloatMatrix head, final float[] headBiases,
        final UnitType output, final double[][] outputs, final double inputDropout, final double hiddenDropout,
        final float[] rowWeights) {
        final Random random = new Random(12);
        final double[][] input = new double[ROWS][VISIBLE];
        for (final double[] row : input) {
            for (int i = 0; i < VISIBLE; i++) {
                row[i] = (float)random.nextDouble();
            }
            if (output == UnitType.softmax() && head == null) {
                final int one = random.nextInt(3);
                for (int i = 0; i < 3; i++) {
                    row[2 + i] = i == one ? 1 : 0;
                }
            }
        }
        final double[][] wanted = head == null ? input : outputs;
        final FineTuning.Settings settings = new FineTuning.Settings(new Target.Inputs(),
            TrainingSettings.of(ROWS, SEED), Epochs.of(1),
            new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(1), 0, 0),
            new Dropout(inputDropout, hiddenDropout), 0, false);
        try (Compute compute = Compute.open(1); BackpropagationStep step = new BackpropagationStep(compute, layers,
            head == null, head, headBiases, head == null ? null : output.activation(), head != null, settings)) {
            final FloatMatrix wantedMatrix = matrix(wanted);
            for (int r = 0; r < ROWS; r++) {
                step.input().writeRow(r, row(input[r]));
            }
            step.statistics(wantedMatrix, rowWeights, ROWS, 1, 0, 0);
            step.update(1, 0);
            // The change of the weights is the gradient; with dropout, of the weights divided by the share kept.
            final Network reference = new Network(compute, layers, head, headBiases, inputDropout, hiddenDropout);
            final List<DenseLayer> changed = step.layers(layers, head == null);
            int stage = 0;
            for (int n = 0; n < layers.size(); n++) {
                final double keep = n == 0 ? 1 - inputDropout : 1 - hiddenDropout;
                compare("R" + n, reference, stage, input, wanted, rowWeights, output,
                    layers.get(n).recognitionWeights(), changed.get(n).recognitionWeights(), keep, false);
                compareBiases("r" + n, reference, stage++, input, wanted, rowWeights, output,
                    layers.get(n).hiddenBiases(), changed.get(n).hiddenBiases());
            }
            if (head != null) {
                compare("head", reference, stage, input, wanted, rowWeights, output, head, step.headWeights(),
                    1 - hiddenDropout, false);
                compareBiases("head", reference, stage, input, wanted, rowWeights, output, headBiases,
                    step.headBiases());
            } else {
                for (int n = layers.size() - 1; n >= 0; n--) {
                    compare("G" + n, reference, stage, input, wanted, rowWeights, output,
                        layers.get(n).dense().generativeWeights(), changed.get(n).generativeWeights(), 1 - hiddenDropout, true);
                    compareBiases("g" + n, reference, stage++, input, wanted, rowWeights, output,
                        layers.get(n).dense().visibleBiases(), changed.get(n).visibleBiases());
                }
            }
        }
    }

    private static void compare(final String what, final Network network, final int stage, final double[][] input,
        final double[][] wanted, final float[] rowWeights, final UnitType output, final FloatMatrix before,
        final FloatMatrix after, final double keep, final boolean transposed) {
        for (int i = 0; i < before.rows(); i++) {
            for (int j = 0; j < before.columns(); j++) {
                final double[][] weights = network.weights.get(stage);
                final int row = transposed ? j : i;
                final int column = transposed ? i : j;
                final double at = weights[row][column];
                weights[row][column] = at + STEP;
                final double above = network.loss(input, wanted, rowWeights, output);
                weights[row][column] = at - STEP;
                final double below = network.loss(input, wanted, rowWeights, output);
                weights[row][column] = at;
                final double gradient = (above - below) / 2 / STEP;
                final double change = ((double)after.get(i, j) - before.get(i, j)) / keep;
                assertEquals(-gradient, change, 2e-6, what + "[" + i + "][" + j + "]");
            }
        }
    }

    private static void compareBiases(final String what, final Network network, final int stage,
        final double[][] input, final double[][] wanted, final float[] rowWeights, final UnitType output,
        final float[] before, final float[] after) {
        final double[] biases = network.biases.get(stage);
        for (int j = 0; j < before.length; j++) {
            final double at = biases[j];
            biases[j] = at + STEP;
            final double above = network.loss(input, wanted, rowWeights, output);
            biases[j] = at - STEP;
            final double below = network.loss(input, wanted, rowWeights, output);
            biases[j] = at;
            assertEquals(-(above - below) / 2 / STEP, (double)after[j] - before[j], 2e-6, what + " bias " + j);
        }
    }

    private static float[] row(final double[] values) {
        final float[] row = new float[values.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float)values[i];
        }
        return row;
    }

    private static FloatMatrix matrix(final double[][] values) {
        final FloatMatrix matrix = FloatMatrix.zeros(values.length, values[0].length);
        for (int r = 0; r < values.length; r++) {
            matrix.writeRow(r, row(values[r]));
        }
        return matrix;
    }

    /** The same network in double precision; weights as input x output, divided by the share of inputs that is kept. */
    private static final class Network {

        private final List<double[][]> weights = new ArrayList<>();

        private final List<double[]> biases = new ArrayList<>();

        private final List<UnitType> types = new ArrayList<>();

        /** What dropout leaves of the inputs of each stage: 0 or 1. */
        private final List<FloatMatrix> masks = new ArrayList<>();

        private List<UnitGroup> visible;

        Network(final Compute compute, final List<Layer> layers, final FloatMatrix head, final float[] headBiases,
            final double inputDropout, final double hiddenDropout) {
            for (final Layer layer : layers) {
                add(compute, layer.recognitionWeights(), false, layer.hiddenBiases(), layer.hiddenType(),
                    weights.isEmpty() ? 1 - inputDropout : 1 - hiddenDropout);
            }
            if (head != null) {
                add(compute, head, false, headBiases, null, 1 - hiddenDropout);
            } else {
                for (int n = layers.size() - 1; n >= 0; n--) {
                    final Layer layer = layers.get(n);
                    add(compute, layer.dense().generativeWeights(), true, layer.dense().visibleBiases(),
                        layer.visibleGroups().get(0).type(), 1 - hiddenDropout);
                }
                visible = layers.get(0).visibleGroups();
            }
        }

        private void add(final Compute compute, final FloatMatrix matrix, final boolean transposed, final float[] bias,
            final UnitType type, final double keep) {
            final int inputs = transposed ? matrix.columns() : matrix.rows();
            final double[][] values = new double[inputs][bias.length];
            for (int i = 0; i < inputs; i++) {
                for (int j = 0; j < bias.length; j++) {
                    values[i][j] = (transposed ? matrix.get(j, i) : matrix.get(i, j)) / keep;
                }
            }
            final FloatMatrix mask = FloatMatrix.zeros(ROWS, inputs);
            mask.fill(1);
            compute.mask(mask, ROWS, (float)keep, 1,
                RandomRows.byPlace().key(CounterRandom.subKey(CounterRandom.key(SEED, 1, 0), weights.size())));
            weights.add(values);
            masks.add(mask);
            types.add(type);
            final double[] copy = new double[bias.length];
            for (int j = 0; j < copy.length; j++) {
                copy[j] = bias[j];
            }
            biases.add(copy);
        }

        double loss(final double[][] input, final double[][] wanted, final float[] rowWeights, final UnitType output) {
            double loss = 0;
            for (int r = 0; r < ROWS; r++) {
                double[] units = input[r];
                for (int s = 0; s < weights.size(); s++) {
                    final double[] next = biases.get(s).clone();
                    for (int i = 0; i < units.length; i++) {
                        for (int j = 0; j < next.length; j++) {
                            next[j] += units[i] * masks.get(s).get(r, i) * weights.get(s)[i][j];
                        }
                    }
                    units = s == weights.size() - 1 ? next : activate(next, types.get(s));
                }
                final double weight = rowWeights == null ? 1 : rowWeights[r];
                loss += weight * (visible == null ? loss(units, wanted[r], 0, units.length, output)
                    : lossOfGroups(units, wanted[r]));
            }
            return loss / ROWS;
        }

        private double lossOfGroups(final double[] x, final double[] wanted) {
            double loss = 0;
            int start = 0;
            for (final UnitGroup group : visible) {
                loss += loss(x, wanted, start, start + group.size(), group.type());
                start += group.size();
            }
            return loss;
        }

        private static double[] activate(final double[] x, final UnitType type) {
            for (int j = 0; j < x.length; j++) {
                x[j] = switch (type.activation()) {
                    case LOGISTIC -> 1 / (1 + Math.exp(-x[j]));
                    case RECTIFIER -> Math.max(0, x[j]);
                    default -> x[j];
                };
            }
            return x;
        }

        private static double loss(final double[] x, final double[] wanted, final int from, final int to,
            final UnitType type) {
            double loss = 0;
            double sum = 0;
            for (int j = from; j < to; j++) {
                sum += Math.exp(x[j]);
            }
            for (int j = from; j < to; j++) {
                if (!Double.isNaN(wanted[j])) {
                    loss += switch (type.activation()) {
                        case SOFTMAX -> wanted[j] * (Math.log(sum) - x[j]);
                        case LOGISTIC -> Math.log1p(Math.exp(x[j])) - wanted[j] * x[j];
                        default -> (x[j] - wanted[j]) * (x[j] - wanted[j]) / 2;
                    };
                }
            }
            return loss;
        }
    }
}
