// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.train.FineTuning.Target;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The gradients against finite differences of the loss, computed forward in double precision, and what is made of them.
 */
class StackBackpropagationTest {

    private static final int ROWS = 6;

    private static final int VISIBLE = 5;

    private static final int CLASSES = 3;

    private static final ClassColumn COLUMN = new ClassColumn("class", List.of("a", "b", "c"));

    private static final float[] CLASS_WEIGHTS = {1, 2, 0.5f};

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
        final int outputs = output == UnitType.softmax() ? CLASSES : 1;
        final FloatMatrix head = Networks.matrix(random, 0.8, 3, outputs);
        final float[] headBiases = Networks.vector(random, 0.5, outputs);
        final double[] targets = new double[ROWS];
        for (int r = 0; r < ROWS; r++) {
            targets[r] = output == UnitType.softmax() ? r % CLASSES : r == 2 ? Double.NaN : random.nextGaussian();
        }
        check(layers, head, headBiases, output, targets, inputDropout, hiddenDropout, weighted);
    }

    @ParameterizedTest
    @CsvSource({"bernoulli, gaussian, bernoulli, 0, 0", "bernoulli, bernoulli, gaussian, 0, 0",
        "rectifiedLinear, bernoulli, softmax, 0, 0", "bernoulli, gaussian, bernoulli, 0.3, 0.3"})
    void gradientsOfTheUnrolledAutoencoderAreTheFiniteDifferences(final UnitType lower, final UnitType upper,
        final UnitType visible, final double inputDropout, final double hiddenDropout) {
        check(layers(lower, upper, visible), null, null, visible, null, inputDropout, hiddenDropout, false);
    }

    private static FineTuning.Settings settings(final OptimizerKind kind, final Dropout dropout,
        final double weightDecay) {
        return new FineTuning.Settings(new Target.Inputs(), TrainingSettings.of(ROWS, SEED), Epochs.of(1),
            new FineTuning.Descent(kind, Schedule.constant(1), 0, weightDecay), dropout, 0, false);
    }

    private static Objective objective(final Compute compute, final UnitType output, final boolean weighted) {
        return output == null ? new InputObjective(compute) : output == UnitType.softmax()
            ? new ClassObjective(compute, COLUMN, weighted ? CLASS_WEIGHTS : null, null, Optional.empty(),
                ROWS)
            : new NumberObjective(compute, "number", new NumberScale(0, 1), Optional.empty(), ROWS);
    }

    private static StackBackpropagation learner(final Compute compute, final List<Layer> layers,
        final UnitType output, final boolean weighted, final FineTuning.Settings settings) {
        return new StackBackpropagation(compute, DenseLayer.all(layers), objective(compute, output, weighted),
            settings.steps(0, null, null), ROWS);
    }

    /** Sets the output layer, which begins with zeros, to weights that count with the share kept of its inputs. */
    private static void setHead(final StackBackpropagation learner, final FloatMatrix head, final float[] headBiases,
        final double keep) {
        final float[] weights = head.toArray();
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= (float)keep;
        }
        learner.top().weights().write(weights);
        learner.top().biases().write(headBiases);
    }

    private static void check(final List<Layer> layers, final FloatMatrix head, final float[] headBiases,
        final UnitType output, final double[] targets, final double inputDropout, final double hiddenDropout,
        final boolean weighted) {
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
        final double[][] wanted = head == null ? input : new double[ROWS][headBiases.length];
        final float[] rowWeights = weighted ? new float[ROWS] : null;
        final FloatMatrix given = FloatMatrix.zeros(ROWS, 1);
        for (int r = 0; r < ROWS && head != null; r++) {
            given.set(r, 0, (float)targets[r]);
            if (output == UnitType.softmax()) {
                wanted[r][(int)targets[r]] = 1;
            } else {
                wanted[r][0] = (float)targets[r];
            }
            if (weighted) {
                rowWeights[r] = CLASS_WEIGHTS[(int)targets[r]];
            }
        }
        final FineTuning.Settings settings =
            settings(OptimizerKind.SGD, new Dropout(inputDropout, hiddenDropout), 0);
        try (Compute compute = Compute.open(1);
            StackBackpropagation step = learner(compute, layers, head == null ? null : output, weighted, settings)) {
            if (head != null) {
                setHead(step, head, headBiases, 1 - hiddenDropout);
            }
            Stepping.step(compute, step, Stepping.batch(matrix(input), given, ROWS, 0), Rates.of(1, 0));
            // The change of the weights is the gradient; with dropout, of the weights divided by the share kept.
            final Network reference = new Network(compute, layers, head, headBiases, inputDropout, hiddenDropout);
            final List<DenseLayer> changed = step.layers(DenseLayer.all(layers));
            int stage = 0;
            for (int n = 0; n < layers.size(); n++) {
                final double keep = n == 0 ? 1 - inputDropout : 1 - hiddenDropout;
                compare("R" + n, reference, stage, input, wanted, rowWeights, output,
                    layers.get(n).recognitionWeights(), changed.get(n).recognitionWeights(), keep, false);
                compareBiases("r" + n, reference, stage++, input, wanted, rowWeights, output,
                    layers.get(n).hiddenBiases(), changed.get(n).hiddenBiases());
            }
            if (head != null) {
                compare("head", reference, stage, input, wanted, rowWeights, output, head, step.top().result(),
                    1 - hiddenDropout, false);
                compareBiases("head", reference, stage, input, wanted, rowWeights, output, headBiases,
                    step.top().resultBiases());
            } else {
                for (int n = layers.size() - 1; n >= 0; n--) {
                    compare("G" + n, reference, stage, input, wanted, rowWeights, output,
                        layers.get(n).dense().generativeWeights(), changed.get(n).generativeWeights(),
                        1 - hiddenDropout, true);
                    compareBiases("g" + n, reference, stage++, input, wanted, rowWeights, output,
                        layers.get(n).dense().visibleBiases(), changed.get(n).visibleBiases());
                }
            }
        }
    }

    private static Batch batch(final UnitType output, final int from, final int to, final long step) {
        final Random random = new Random(40 + step);
        final FloatMatrix visible = FloatMatrix.zeros(to - from, VISIBLE);
        final FloatMatrix targets = FloatMatrix.zeros(to - from, 1);
        for (int r = 0; r < ROWS; r++) {
            final float[] row = new float[VISIBLE];
            for (int i = 0; i < VISIBLE; i++) {
                row[i] = random.nextFloat();
            }
            final float target = output == UnitType.softmax() ? r % CLASSES : r == 4 ? Float.NaN
                : (float)random.nextGaussian();
            if (r >= from && r < to) {
                visible.writeRow(r - from, row);
                targets.set(r - from, 0, target);
            }
        }
        final Batch batch = Batch.of(visible, targets).at(0, step, to - from).startAt(from);
        for (int r = from; r < to; r++) {
            batch.numbers()[r - from] = 100 + r;
        }
        return batch;
    }

    @ParameterizedTest
    @CsvSource({"softmax, SGD, 0", "softmax, ADAM, 0.3", "gaussian, SGD, 0.3", "gaussian, ADAM, 0", ", SGD, 0.3",
        ", ADAM, 0.3"})
    void fusedSummedAndAddedSumsGiveTheSameUpdate(final UnitType output, final OptimizerKind kind,
        final double dropout) throws IOException {
        final FineTuning.Settings settings = settings(kind, new Dropout(dropout, dropout), 0.1);
        final List<Layer> layers = layers(UnitType.rectifiedLinear(), UnitType.bernoulli(), UnitType.bernoulli());
        try (Compute compute = Compute.open(2);
            StackBackpropagation fused = learner(compute, layers, output, true, settings);
            StackBackpropagation summed = learner(compute, layers, output, true, settings);
            StackBackpropagation added = learner(compute, layers, output, true, settings)) {
            fused.top().weights().copyFrom(Networks.matrix(new Random(3), 0.8, fused.top().weights().rows(),
                fused.top().weights().columns()));
            final SummedStatistics whole = new SummedStatistics(compute, summed.terms());
            final SummedStatistics first = new SummedStatistics(compute, added.terms());
            final SummedStatistics second = new SummedStatistics(compute, added.terms());
            for (int step = 0; step < 4; step++) {
                summed.state().set(compute, fused.state());
                added.state().set(compute, fused.state());
                final Rates rates = Rates.of(0.05, 0.9);
                Stepping.step(compute, fused, batch(output, 0, ROWS, step), rates);
                whole.clear();
                summed.gather(batch(output, 0, ROWS, step), whole);
                summed.apply(whole, rates);
                first.clear();
                added.gather(batch(output, 0, 2, step), first);
                second.clear();
                added.gather(batch(output, 2, ROWS, step), second);
                final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                second.writeTo(new DataOutputStream(bytes));
                second.clear();
                second.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
                second.addTo(first);
                added.apply(first, rates);
                assertClose(fused, summed, "summed, step " + step);
                assertClose(fused, added, "added, step " + step);
            }
        }
    }

    private static void assertClose(final StackBackpropagation expected, final StackBackpropagation actual,
        final String what) {
        for (int s = 0; s < expected.stages().size(); s++) {
            assertArrayEquals(expected.stages().get(s).weights().toArray(), actual.stages().get(s).weights().toArray(),
                2e-6f, what + ", weights " + s);
            assertArrayEquals(expected.stages().get(s).biases().toArray(), actual.stages().get(s).biases().toArray(),
                2e-6f, what + ", biases " + s);
        }
    }

    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void aStateThatWasWrittenAndReadGoesOnWithTheSameBits(final OptimizerKind kind) throws IOException {
        final FineTuning.Settings settings = settings(kind, new Dropout(0.2, 0.3), 0.01);
        final List<Layer> layers = layers(UnitType.rectifiedLinear(), UnitType.bernoulli(), UnitType.bernoulli());
        try (Compute compute = Compute.open(1);
            StackBackpropagation straight = learner(compute, layers, UnitType.softmax(), true, settings);
            StackBackpropagation read = learner(compute, layers, UnitType.softmax(), true, settings)) {
            final Rates rates = Rates.of(0.05, 0.9);
            for (int step = 0; step < 40; step++) {
                if (step == 17) {
                    read.state().read(
                        new DataInputStream(new ByteArrayInputStream(bytes(straight.state()))));
                }
                Stepping.step(compute, straight, batch(UnitType.softmax(), 0, ROWS, step), rates);
                if (step >= 17) {
                    Stepping.step(compute, read, batch(UnitType.softmax(), 0, ROWS, step), rates);
                }
            }
            assertArrayEquals(bytes(straight.state()), bytes(read.state()));
        }
    }

    private static byte[] bytes(final LearnerState state) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        state.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** A batch without any target, whose gradient is 0. */
    private static Batch nothing(final long step) {
        final Batch batch = batch(UnitType.gaussian(), 0, ROWS, step);
        batch.targets().fill(Float.NaN);
        return batch;
    }

    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void weightsDecayAndBiasesDoNot(final OptimizerKind kind) {
        final List<Layer> layers = layers(UnitType.bernoulli(), UnitType.bernoulli(), UnitType.bernoulli());
        try (Compute compute = Compute.open(1);
            StackBackpropagation learner = learner(compute, layers, UnitType.gaussian(), false,
                settings(kind, Dropout.NONE, 0.2))) {
            Stepping.step(compute, learner, nothing(0), Rates.of(0.5, 0.9));
            for (int n = 0; n < layers.size(); n++) {
                final float[] before = layers.get(n).recognitionWeights().toArray();
                final float[] after = learner.stages().get(n).weights().toArray();
                for (int i = 0; i < before.length; i++) {
                    assertEquals(before[i] * (1 - 0.5 * 0.2), after[i], 1e-6);
                }
                assertArrayEquals(layers.get(n).hiddenBiases(), learner.stages().get(n).biases().toArray());
            }
        }
    }

    /**
     * After a step by a gradient g comes one by none. Momentum m then moves by m times the step before. Adam, which has
     * moved by the rate to the side of g, has the moments b1 (1 - b1) g and b2 (1 - b2) g^2 left, and moves to that
     * side by rate sqrt(1 - b2^2) / (1 - b1^2) b1 (1 - b1) / sqrt(b2 (1 - b2)).
     */
    @ParameterizedTest
    @EnumSource(OptimizerKind.class)
    void aStepWithoutGradientGoesOnByWhatIsKept(final OptimizerKind kind) {
        final double rate = 0.01;
        final double kept = 0.8;
        final double second = 0.999;
        final double ratio = kind == OptimizerKind.SGD ? kept : Math.sqrt(1 - second * second)
            / (1 - kept * kept) * kept * (1 - kept) / Math.sqrt(second * (1 - second));
        final List<Layer> layers = layers(UnitType.bernoulli(), UnitType.bernoulli(), UnitType.bernoulli());
        try (Compute compute = Compute.open(1);
            StackBackpropagation learner = learner(compute, layers, UnitType.gaussian(), false,
                settings(kind, Dropout.NONE, 0))) {
            learner.top().weights().fill(0.7f);
            final List<float[]> start = parameters(learner);
            Stepping.step(compute, learner, batch(UnitType.gaussian(), 0, ROWS, 0), Rates.of(rate, kept));
            final List<float[]> once = parameters(learner);
            Stepping.step(compute, learner, nothing(1), Rates.of(rate, kept));
            final List<float[]> twice = parameters(learner);
            for (int n = 0; n < start.size(); n++) {
                for (int i = 0; i < start.get(n).length; i++) {
                    final double step = once.get(n)[i] - start.get(n)[i];
                    if (kind == OptimizerKind.ADAM) {
                        assertEquals(rate, Math.abs(step), 1e-5, n + ", " + i);
                    }
                    assertEquals(ratio * step, twice.get(n)[i] - once.get(n)[i], 2e-5 * ratio, n + ", " + i);
                }
            }
        }
    }

    private static List<float[]> parameters(final StackBackpropagation learner) {
        return learner.stages().stream().flatMap(stage -> Stream.of(stage.weights(), stage.biases()))
            .map(FloatMatrix::toArray).toList();
    }

    @Test
    void anOutputThatIsNoNumberIsNotTakenForAMissingTarget() {
        final List<Layer> layers = layers(UnitType.bernoulli(), UnitType.bernoulli(), UnitType.bernoulli());
        try (Compute compute = Compute.open(1); StackBackpropagation learner = learner(compute, layers,
            UnitType.gaussian(), false, settings(OptimizerKind.SGD, Dropout.NONE, 0))) {
            learner.top().weights().fill(Float.NaN);
            Stepping.gather(compute, learner, batch(UnitType.gaussian(), 0, ROWS, 0));
            assertEquals(0, learner.top().delta().get(4, 0));
            assertEquals(Float.NaN, learner.top().delta().get(3, 0));
            assertEquals(ROWS - 1, learner.errorCount());
        }
    }

    /** -log p of the classes with the weights of the rows, and the squares of standardised numbers. */
    @ParameterizedTest
    @CsvSource({"softmax, 1", "gaussian, 0"})
    void theErrorIsTheLossOfTheOutputs(final UnitType output, final int weighted) {
        final List<Layer> layers = layers(UnitType.bernoulli(), UnitType.bernoulli(), UnitType.bernoulli());
        try (Compute compute = Compute.open(1); StackBackpropagation learner = learner(compute, layers, output,
            weighted == 1, settings(OptimizerKind.SGD, Dropout.NONE, 0))) {
            // The output layer is 0: all classes are as likely, and the number is 0.
            final Batch batch = batch(output, 0, ROWS, 0);
            Stepping.gather(compute, learner, batch);
            double loss = 0;
            double count = 0;
            for (int r = 0; r < ROWS; r++) {
                final float target = batch.targets().get(r, 0);
                if (output == UnitType.softmax()) {
                    loss += CLASS_WEIGHTS[(int)target] * Math.log(CLASSES);
                    count += CLASS_WEIGHTS[(int)target];
                } else if (!Float.isNaN(target)) {
                    loss += target * target;
                    count++;
                }
            }
            assertEquals(loss, learner.error(), 1e-5);
            assertEquals(count, learner.errorCount(), 1e-9);
            final Losses measured = new Losses();
            learner.measure(batch, measured);
            assertEquals(loss / count, measured.mean(), 1e-5);
        }
    }

    /** Dropout begins with the network that is given: what is measured, where nothing is dropped, is its loss. */
    @Test
    void theLossThatIsMeasuredDoesNotDependOnDropout() {
        final List<Layer> layers = layers(UnitType.rectifiedLinear(), UnitType.bernoulli(), UnitType.bernoulli());
        final double[] means = new double[2];
        for (int run = 0; run < 2; run++) {
            final Dropout dropout = run == 0 ? Dropout.NONE : new Dropout(0.2, 0.4);
            try (Compute compute = Compute.open(1); StackBackpropagation learner = learner(compute, layers, null, false,
                settings(OptimizerKind.SGD, dropout, 0))) {
                final Losses measured = new Losses();
                learner.measure(batch(UnitType.gaussian(), 0, ROWS, 0), measured);
                means[run] = measured.mean();
            }
        }
        assertEquals(means[0], means[1], 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"SGD, FLOAT32, false", "ADAM, FLOAT32, false", "SGD, MIXED, false", "ADAM, MIXED, false",
        "ADAM, FLOAT32, true", "ADAM, MIXED, true"})
    void aStepAllocatesNothing(final OptimizerKind optimizer, final Precision precision, final boolean smooth) {
        final FineTuning.Settings settings = new FineTuning.Settings(new Target.Classes(COLUMN),
            TrainingSettings.of(20, SEED), Epochs.of(1), new FineTuning.Descent(optimizer, Schedule.constant(0.01), 0.9,
                0.001), new Dropout(0.1, 0.5), 0, true);
        try (Allocations allocations = new Allocations(2, precision);
            StackBackpropagation step = new StackBackpropagation(allocations.compute(),
                DenseLayer.all(Networks.random(1, 0.1, 300, 400, 400).layers()),
                new ClassObjective(allocations.compute(), COLUMN, CLASS_WEIGHTS,
                    smooth ? new ClassObjective.Information(0.1, new double[] {0.5, 0.3, 0.2}) : null,
                    Optional.empty(), 40),
                new StackBackpropagation.Steps(settings.descent(), settings.dropout(), 0, SEED,
                    smooth ? new VirtualAdversary.Step(1, 0.3) : null), 20);
            FloatMatrix visible = FloatMatrix.zeros(20, 300); FloatMatrix targets = FloatMatrix.zeros(20, 1)) {
            visible.fill(0.5f);
            targets.set(3, 0, smooth ? Float.NaN : 0);
            final Batch batch = Stepping.batch(visible, targets, 20, 0);
            final Statistics statistics = new FusedStatistics(allocations.compute(), step.terms());
            final Rates rates = Rates.of(0.01, 0.9);
            allocations.assertNone(number -> {
                statistics.clear();
                step.gather(batch.at(0, number, 20), statistics);
                step.apply(statistics, rates);
            });
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
                RandomRows.byPlace().key(CounterRandom.subKey(RandomStream.BACKPROPAGATION_DROPOUT.key(SEED, 0),
                    weights.size())));
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
            int there = 0;
            for (int r = 0; r < ROWS; r++) {
                there += visible == null && Double.isNaN(wanted[r][0]) ? 0 : 1;
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
            return loss / there;
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
