// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;

import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Backpropagation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.math.cpu.RowKernel;
import org.deepbelief.engine.math.cpu.Scratch;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.UnitGroup;

/**
 * One step of back-propagation through a stack of layers: {@link #statistics} passes a batch forward and its error back
 * and takes the gradients; {@link #update} moves the weights.
 * <p>
 * Output units and loss belong together, so that the error at the output is wanted value minus mean: softmax and
 * cross-entropy, linear and half the square, Bernoulli and cross-entropy.
 * <p>
 * Dropout sets units to zero in training and multiplies by the share that is kept otherwise (Srivastava et al. 2014).
 * So that the start is the given network, weights above dropped units are divided by that share while they train.
 */
final class BackpropagationStep implements AutoCloseable {

    private static final int DROPOUT = 1;

    /** One layer of the stack, from its input to its output. */
    private final class Stage {

        private final FloatMatrix weights;

        private final boolean transposed;

        private final FloatMatrix biases;

        private final Activation outputs;

        private final float inputKeep;

        private final float outputKeep;

        private final Propagation forward;

        private final FloatMatrix output;

        private final FloatMatrix delta;

        private Backpropagation backward;

        private Optimizer optimizer;

        Stage(final FloatMatrix start, final boolean transposed, final float[] biases, final UnitLayout layout,
            final float inputKeep, final float outputKeep) {
            this.weights = start.copy();
            this.transposed = transposed;
            this.biases = compute.vector(biases);
            this.outputs = layout.groups().get(0).activation();
            this.inputKeep = inputKeep;
            this.outputKeep = outputKeep;
            scale(weights, 1 / inputKeep);
            forward = transposed ? compute.propagation(weights, true, layout, this.biases)
                : compute.propagationThroughChangingWeights(weights, layout, this.biases, batchSize);
            output = FloatMatrix.zeros(batchSize, layout.units());
            delta = FloatMatrix.zeros(batchSize, layout.units());
        }

        void train(final OptimizerKind kind, final Stage below, final boolean reachesFurther) {
            optimizer = Optimizer.of(kind, compute, weights, biases);
            if (reachesFurther) {
                backward = compute.backpropagation(weights, !transposed, below.outputs);
            }
        }

        void gradient(final FloatMatrix input, final int rows, final FloatMatrix biasSums, final float learningRate,
            final float momentum) {
            optimizer.statistics(transposed ? delta : input, transposed ? input : delta, rows, biasSums, learningRate,
                momentum);
        }

        FloatMatrix result() {
            final FloatMatrix result = weights.copy();
            scale(result, inputKeep);
            return result;
        }
    }

    private final Compute compute;

    private final long seed;

    private final int batchSize;

    private final int firstTrained;

    private final float inputKeep;

    private final FloatMatrix input;

    private final Stage[] stages;

    private final RandomRows random = RandomRows.byPlace();

    private final ScaleRows scaleRows = new ScaleRows();

    private final boolean missingTargets;

    /**
     * @param encoder the layers whose recognition is passed upward; their visible standard deviations are 1
     * @param decoder whether the generation of the same layers is passed downward after it, to reconstruct the input
     * @param head the output layer's weights (hidden x outputs), or null with a decoder
     * @param headBiases one an output, or null
     * @param outputs how the outputs follow from their inputs, or null
     * @param missingTargets whether wanted outputs may be NaN, which then count for nothing
     */
    BackpropagationStep(final Compute compute, final List<? extends Layer> encoder, final boolean decoder,
        final FloatMatrix head, final float[] headBiases, final Activation outputs, final boolean missingTargets,
        final FineTuning.Settings settings) {
        this.compute = compute;
        this.seed = settings.training().seed();
        this.batchSize = settings.training().batchSize();
        this.firstTrained = settings.frozenLayers();
        this.missingTargets = missingTargets;
        this.inputKeep = (float)(1 - settings.dropout().inputs());
        final float hiddenKeep = (float)(1 - settings.dropout().hidden());
        input = FloatMatrix.zeros(batchSize, encoder.get(0).visibleUnits());
        final List<Stage> all = new ArrayList<>();
        for (int n = 0; n < encoder.size(); n++) {
            final DenseLayer layer = encoder.get(n).dense();
            all.add(new Stage(layer.recognitionWeights(), false, layer.hiddenBiases(),
                layer.hiddenType().layout(layer.hiddenUnits()), n == 0 ? inputKeep : hiddenKeep, hiddenKeep));
        }
        if (decoder) {
            for (int n = encoder.size() - 1; n >= 0; n--) {
                final DenseLayer layer = encoder.get(n).dense();
                all.add(new Stage(layer.generativeWeights(), true, layer.visibleBiases(),
                    UnitGroup.layout(layer.visibleGroups()), hiddenKeep, n == 0 ? 1 : hiddenKeep));
            }
        } else {
            all.add(new Stage(head, false, headBiases, UnitLayout.of(outputs, headBiases.length), hiddenKeep, 1));
        }
        stages = all.toArray(Stage[]::new);
        for (int s = firstTrained; s < stages.length; s++) {
            stages[s].train(settings.descent().optimizer(), s == 0 ? null : stages[s - 1], s > firstTrained);
        }
    }

    /** Where the caller puts a batch before {@link #statistics} or {@link #expect}; it is changed by them. */
    FloatMatrix input() {
        return input;
    }

    /**
     * Passes the batch in {@link #input} forward and its error back, and takes the gradients.
     *
     * @param wanted the wanted outputs; not the input matrix where inputs are dropped
     * @param rowWeights one a row, multiplied into its error; null for 1
     * @param step the number of this step, which the dropped units depend on
     */
    void statistics(final FloatMatrix wanted, final float[] rowWeights, final int rows, final float learningRate,
        final float momentum, final long step) {
        drop(input, rows, inputKeep, 0, step);
        FloatMatrix below = input;
        final Stage last = stages[stages.length - 1];
        for (int s = 0; s < stages.length - 1; s++) {
            stages[s].forward.expect(below, rows, stages[s].output);
            drop(stages[s].output, rows, stages[s].outputKeep, s + 1, step);
            below = stages[s].output;
        }
        last.forward.residual(below, rows, wanted, last.delta);
        FloatMatrix biasSums = last.forward.columnSums();
        if (missingTargets || rowWeights != null) {
            weigh(last.delta, wanted, rows, rowWeights);
            compute.columnSums(last.delta, rows, 1, 0, biasSums);
        }
        for (int s = stages.length - 1; s >= firstTrained; s--) {
            final Stage stage = stages[s];
            stage.gradient(s == 0 ? input : stages[s - 1].output, rows, biasSums, learningRate, momentum);
            if (s > firstTrained) {
                final Stage lower = stages[s - 1];
                stage.backward.run(stage.delta, rows, lower.output, lower.delta);
                biasSums = stage.backward.columnSums();
                if (lower.outputs == Activation.IDENTITY && lower.outputKeep < 1) {
                    drop(lower.delta, rows, lower.outputKeep, s, step);
                    compute.columnSums(lower.delta, rows, 1, 0, biasSums);
                }
            }
        }
    }

    /** Moves the weights and biases of all layers that are not frozen. */
    void update(final float learningRate, final float weightDecay) {
        for (int s = firstTrained; s < stages.length; s++) {
            stages[s].optimizer.update(learningRate, weightDecay);
        }
    }

    /** Wanted minus mean of each output in the last {@link #statistics}, weighted; 0 where the target was missing. */
    FloatMatrix residuals() {
        return stages[stages.length - 1].delta;
    }

    /** Passes the batch in {@link #input} forward without dropping anything; returns the outputs' means. */
    FloatMatrix expect(final int rows) {
        scaleRows.run(input, rows, inputKeep);
        FloatMatrix below = input;
        for (int s = 0; s < stages.length; s++) {
            stages[s].forward.expect(below, rows, stages[s].output);
            scaleRows.run(stages[s].output, rows, stages[s].outputKeep);
            below = stages[s].output;
        }
        return below;
    }

    /** All weights and biases, to remember what they are. */
    RememberedWeights remembered() {
        final List<FloatMatrix> all = new ArrayList<>();
        for (final Stage stage : stages) {
            all.addAll(List.of(stage.weights, stage.biases));
        }
        return new RememberedWeights(all);
    }

    /** The layers with their way up, and with a decoder their way down, as trained. Frozen parts are as given. */
    List<DenseLayer> layers(final List<? extends Layer> given, final boolean decoder) {
        final List<DenseLayer> layers = new ArrayList<>(DenseLayer.all(given));
        for (int n = firstTrained; n < given.size(); n++) {
            layers.set(n, layers.get(n).withRecognition(stages[n].result(), stages[n].biases.toArray()));
        }
        for (int n = 0; decoder && n < given.size(); n++) {
            final Stage stage = stages[stages.length - 1 - n];
            layers.set(n, layers.get(n).withGeneration(stage.result(), stage.biases.toArray()));
        }
        return layers;
    }

    /** The weights of the output layer, hidden x outputs. */
    FloatMatrix headWeights() {
        return stages[stages.length - 1].result();
    }

    /** The biases of the output layer. */
    float[] headBiases() {
        return stages[stages.length - 1].biases.toArray();
    }

    /** Root mean square of the weights that are trained. */
    double weightNorm() {
        double sum = 0;
        long count = 0;
        for (int s = firstTrained; s < stages.length; s++) {
            final FloatMatrix weights = stages[s].weights;
            sum += compute.sumOfSquares(weights);
            count += (long)weights.rows() * weights.columns();
        }
        return Math.sqrt(sum / count);
    }

    /** Frees the memory. */
    @Override
    public void close() {
        input.close();
        for (final Stage stage : stages) {
            stage.weights.close();
            stage.output.close();
            stage.delta.close();
            if (stage.optimizer != null) {
                stage.optimizer.close();
            }
        }
    }

    private void drop(final FloatMatrix units, final int rows, final float keep, final int stage, final long step) {
        if (keep < 1) {
            compute.mask(units, rows, keep, 1,
                random.key(CounterRandom.subKey(CounterRandom.key(seed, DROPOUT, step), stage)));
        }
    }

    private static void weigh(final FloatMatrix residuals, final FloatMatrix wanted, final int rows,
        final float[] rowWeights) {
        for (int row = 0; row < rows; row++) {
            final float weight = rowWeights == null ? 1 : rowWeights[row];
            for (int column = 0; column < residuals.columns(); column++) {
                final boolean missing = Float.isNaN(wanted.get(row, column));
                residuals.set(row, column, missing ? 0 : weight * residuals.get(row, column));
            }
        }
    }

    private static void scale(final FloatMatrix matrix, final float factor) {
        if (factor == 1) {
            return;
        }
        final float[] row = new float[matrix.columns()];
        for (int r = 0; r < matrix.rows(); r++) {
            matrix.readRow(r, row);
            for (int i = 0; i < row.length; i++) {
                row[i] *= factor;
            }
            matrix.writeRow(r, row);
        }
    }

    /** Multiplies units by a number. */
    private final class ScaleRows implements RowKernel {

        private FloatMatrix matrix;

        private float factor;

        void run(final FloatMatrix units, final int rows, final float by) {
            if (by < 1) {
                matrix = units;
                factor = by;
                compute.overRows(rows, this);
            }
        }

        @Override
        public void run(final int from, final int to, final Scratch scratch) {
            for (int row = from; row < to; row++) {
                for (int start = 0; start < matrix.columns(); start += Scratch.BLOCK) {
                    final int length = Math.min(Scratch.BLOCK, matrix.columns() - start);
                    matrix.readRow(row, start, scratch.first, 0, length);
                    for (int i = 0; i < length; i++) {
                        scratch.first[i] *= factor;
                    }
                    matrix.writeRow(row, start, scratch.first, 0, length);
                }
            }
        }
    }
}
