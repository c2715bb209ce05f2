// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.math.WeightUpdate;
import org.deepbelief.engine.math.cpu.RowKernel;
import org.deepbelief.engine.math.cpu.Scratch;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.units.UnitGroup;

/**
 * One step of the up-down algorithm (Hinton, Osindero and Teh 2006, appendix B): {@link #statistics} passes a batch up,
 * through the associative memory and down; {@link #update} sums the products of the states that it left, the gradients,
 * and moves the weights.
 * <p>
 * With s the wake states, d the dream states, layers i = 1..n below the memory:
 *
 * <pre>
 * wake    s_0 = v,  s_i ~ f(s_{i-1} R_i + r_i);        G_i += e (s_{i-1} - f(s_i G_i^T + g_i))^T s_i
 * top     h ~ f(s_n W + t U + c);  t' ~ p(t | s_n), h' ~ f(s_n W + t' U + c),
 *         k times: p ~ f(h' W^T + b), t' = softmax(h' U^T + l), h' ~ f(p W + t' U + c)
 *         W += e (s_n^T h - p^T h'),  U += e (t^T h - t'^T h')
 * sleep   d_n = p,  d_{i-1} ~ f(d_i G_i^T + g_i), d_0 not sampled;   R_i += e d_{i-1}^T (d_i - f(d_{i-1} R_i + r_i))
 * </pre>
 *
 * and the biases likewise. All matrices have one row a visible and one column a hidden unit.
 * The statistics of the memory take the means of h and h' in place of their samples, which have the same expectation
 * and more noise.
 * <p>
 * The paper's chain starts at the given label, which a few steps hardly change, so that the memory learns to recall a
 * label it was told rather than to find it. Here the chain's first step draws the label from its exact distribution
 * given s_n. That too leaves the memory's distribution as it is, and of log p(s_n, t) = log p(t | s_n) + log p(s_n) the
 * first part then has its exact gradient, and only the second is contrastive divergence. A missing t is drawn likewise.
 */
final class WakeSleepStep implements AutoCloseable {

    /**
     * What scales the gradients of a step.
     *
     * @param wake learning rate of the generative weights
     * @param top learning rate of the associative memory
     * @param sleep learning rate of the recognition weights
     * @param momentum share of the last increments that is kept
     * @param weightDecay L2 penalty, times the learning rate of the weights
     */
    record Rates(float wake, float top, float sleep, float momentum, float weightDecay) {
    }

    private static final int WAKE = 1;

    private static final int TOP = 2;

    private static final int SLEEP = 3;

    private final Compute compute;

    private final long seed;

    private final RandomRows random = RandomRows.byPlace();

    private final Level[] levels;

    private final Memory memory;

    private int rows;

    private double reconstructionError;

    /**
     * @param layers the network's layers; what they hold is copied. The last one gives the memory's units.
     * @param top the associative memory; what it holds is copied
     * @param batchSize the largest number of rows in a batch
     */
    WakeSleepStep(final Compute compute, final List<? extends Layer> layers, final AssociativeMemory top,
        final int batchSize, final long seed) {
        this.compute = compute;
        this.seed = seed;
        levels = new Level[layers.size() - 1];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = new Level(layers.get(i).dense(), batchSize);
        }
        memory = new Memory(layers.get(layers.size() - 1).dense(), top, batchSize);
    }

    /**
     * Finds the states of a batch whose products are the gradients, for {@link #update}.
     *
     * @param visible the batch, which stays as it is until the update; its Gaussian units in units of their standard
     *            deviation
     * @param classes one row a case with its class index in column 0, NaN where it is missing: the memory then fills in
     *            its own belief. Not read without label units.
     * @param count the number of cases
     * @param gibbsSteps k, at least 1
     * @param step the number of this step, which its random numbers depend on
     */
    void statistics(final FloatMatrix visible, final FloatMatrix classes, final int count, final int gibbsSteps,
        final Rates rates, final long step) {
        rows = count;
        FloatMatrix state = visible;
        for (int i = 0; i < levels.length; i++) {
            state = levels[i].recognise(state, rows, key(WAKE, i, step));
        }
        memory.statistics(state, classes, rows, gibbsSteps, rates, CounterRandom.key(seed, TOP, step));
        FloatMatrix below = visible;
        for (int i = 0; i < levels.length; i++) {
            levels[i].wake(below, rows, rates);
            below = levels[i].state;
        }
        reconstructionError = levels.length == 0 ? memory.reconstructionError : levels[0].down.squaredError();
        FloatMatrix dream = memory.visible;
        for (int i = levels.length - 1; i >= 0; i--) {
            dream = levels[i].sleep(dream, rows, rates, i > 0, key(SLEEP, i, step));
        }
    }

    /** Moves all weights and biases by the gradients of the last {@link #statistics} and what momentum keeps. */
    void update(final Rates rates) {
        for (int i = 0; i < levels.length; i++) {
            levels[i].update(rates);
        }
        memory.update(rates);
    }

    /** The sum over the last batch of (v - E[v | s_1])^2: one level down from what went up. */
    double reconstructionError() {
        return reconstructionError;
    }

    /**
     * The layers as they are now; the last one is the memory's.
     *
     * @param copy makes the copies of their weights
     */
    List<DenseLayer> layers(final UnaryOperator<FloatMatrix> copy) {
        final List<DenseLayer> layers = new ArrayList<>();
        for (final Level level : levels) {
            layers.add(level.layer(copy));
        }
        layers.add(memory.layer(copy));
        return layers;
    }

    /** The label units as they are now, or null if there are none. */
    LabelUnits labels(final UnaryOperator<FloatMatrix> copy) {
        return memory.labels == null ? null
            : new LabelUnits(memory.labels.target(), copy.apply(memory.labelWeights),
                memory.labelBiases.toArray());
    }

    /** Root mean square of the weights of a layer from 0 on, both ways; the last is the associative memory. */
    double weightNorm(final int layer) {
        if (layer == levels.length) {
            return Math.sqrt(sumOfSquares(memory.weights) / memory.weights.rows() / memory.weights.columns());
        }
        final Level level = levels[layer];
        final double sum = sumOfSquares(level.recognition) + sumOfSquares(level.generation);
        return Math.sqrt(sum / 2 / level.recognition.rows() / level.recognition.columns());
    }

    static double sumOfSquares(final FloatMatrix matrix) {
        double sum = 0;
        final float[] row = new float[matrix.columns()];
        for (int r = 0; r < matrix.rows(); r++) {
            matrix.readRow(r, row);
            for (final float value : row) {
                sum += (double)value * value;
            }
        }
        return sum;
    }

    /** All weights and biases, to remember what they are. */
    RememberedWeights remembered() {
        final List<FloatMatrix> all = new ArrayList<>();
        for (final Level level : levels) {
            all.addAll(List.of(level.recognition, level.generation, level.hiddenBiases, level.visibleBiases));
        }
        all.addAll(List.of(memory.weights, memory.visibleBiases, memory.hiddenBiases));
        if (memory.labels != null) {
            all.addAll(List.of(memory.labelWeights, memory.labelBiases));
        }
        return new RememberedWeights(all);
    }

    /** Frees the memory. */
    @Override
    public void close() {
        for (final Level level : levels) {
            level.close();
        }
        memory.close();
    }

    private long key(final int phase, final int level, final long step) {
        return CounterRandom.subKey(CounterRandom.key(seed, phase, step), level);
    }

    private void add(final FloatMatrix values, final FloatMatrix increments) {
        compute.addScaled(1f, increments, 1f, values);
    }

    private void accumulate(final FloatMatrix increments, final float momentum, final float scale,
        final FloatMatrix sums) {
        compute.addScaled(scale, sums, momentum, increments);
    }

    /** A layer below the memory, with its weights untied. */
    private final class Level {

        private final DenseLayer start;

        private final FloatMatrix recognition;

        private final FloatMatrix hiddenBiases;

        private final FloatMatrix generation;

        private final FloatMatrix visibleBiases;

        private final FloatMatrix recognitionIncrements;

        private final FloatMatrix hiddenBiasIncrements;

        private final FloatMatrix generationIncrements;

        private final FloatMatrix visibleBiasIncrements;

        private final WeightUpdate recognitionUpdate;

        private final WeightUpdate generationUpdate;

        private final Propagation up;

        private final Propagation down;

        private final FloatMatrix state;

        private final FloatMatrix dream;

        private final FloatMatrix visibleResidual;

        private final FloatMatrix hiddenResidual;

        Level(final DenseLayer layer, final int batchSize) {
            start = layer;
            final int visible = layer.visibleUnits();
            final int hidden = layer.hiddenUnits();
            recognition = layer.recognitionWeights().copy();
            hiddenBiases = compute.vector(layer.hiddenBiases());
            generation = layer.generativeWeights().copy();
            visibleBiases = compute.vector(layer.visibleBiases());
            recognitionIncrements = FloatMatrix.zeros(visible, hidden);
            hiddenBiasIncrements = compute.zeros(1, hidden);
            generationIncrements = FloatMatrix.zeros(visible, hidden);
            visibleBiasIncrements = compute.zeros(1, visible);
            recognitionUpdate = compute.weightUpdate(recognition, recognitionIncrements);
            generationUpdate = compute.weightUpdate(generation, generationIncrements);
            up = compute.propagationThroughChangingWeights(recognition, layer.hiddenType().layout(hidden),
                hiddenBiases, batchSize);
            down = compute.propagation(generation, true, UnitGroup.layout(layer.visibleGroups()), visibleBiases);
            state = FloatMatrix.zeros(batchSize, hidden);
            dream = FloatMatrix.zeros(batchSize, visible);
            visibleResidual = FloatMatrix.zeros(batchSize, visible);
            hiddenResidual = FloatMatrix.zeros(batchSize, hidden);
        }

        FloatMatrix recognise(final FloatMatrix below, final int rows, final long key) {
            up.sample(below, rows, state, state, random.key(key));
            return state;
        }

        void wake(final FloatMatrix below, final int rows, final Rates rates) {
            down.residual(state, rows, below, visibleResidual);
            generationUpdate.add(visibleResidual, state);
            accumulate(visibleBiasIncrements, rates.momentum(), rates.wake() / rows, down.columnSums());
        }

        FloatMatrix sleep(final FloatMatrix above, final int rows, final Rates rates, final boolean sampled,
            final long key) {
            if (sampled) {
                down.sample(above, rows, dream, dream, random.key(key));
            } else {
                down.expect(above, rows, dream);
            }
            up.residual(dream, rows, above, hiddenResidual);
            recognitionUpdate.add(dream, hiddenResidual);
            accumulate(hiddenBiasIncrements, rates.momentum(), rates.sleep() / rows, up.columnSums());
            return dream;
        }

        void update(final Rates rates) {
            generationUpdate.run(rows, rates.wake() / rows, rates.momentum(), rates.wake() * rates.weightDecay(), 0);
            recognitionUpdate.run(rows, rates.sleep() / rows, rates.momentum(), rates.sleep() * rates.weightDecay(),
                0);
            add(visibleBiases, visibleBiasIncrements);
            add(hiddenBiases, hiddenBiasIncrements);
        }

        void close() {
            recognition.close();
            generation.close();
            recognitionIncrements.close();
            generationIncrements.close();
            state.close();
            dream.close();
            visibleResidual.close();
            hiddenResidual.close();
        }

        DenseLayer layer(final UnaryOperator<FloatMatrix> copy) {
            return start.withRecognition(copy.apply(recognition), hiddenBiases.toArray())
                .withGeneration(copy.apply(generation), visibleBiases.toArray());
        }
    }

    /** The undirected RBM at the top. */
    private final class Memory {

        private final DenseLayer last;

        private final LabelUnits labels;

        private final FloatMatrix weights;

        private final FloatMatrix visibleBiases;

        private final FloatMatrix hiddenBiases;

        private final FloatMatrix labelWeights;

        private final FloatMatrix labelBiases;

        private final FloatMatrix increments;

        private final FloatMatrix visibleBiasIncrements;

        private final FloatMatrix hiddenBiasIncrements;

        private final FloatMatrix labelIncrements;

        private final FloatMatrix labelBiasIncrements;

        /** The sums over a batch that the biases learn from. */
        private final FloatMatrix visibleSums;

        private final FloatMatrix hiddenSums;

        private final FloatMatrix labelSums;

        private final WeightUpdate weightUpdate;

        private final Propagation up;

        private final LabelPosterior posterior;

        private final Propagation down;

        private final Propagation downToLabels;

        private final FloatMatrix hidden;

        private final FloatMatrix hiddenMeans;

        private final FloatMatrix dreamHidden;

        private final FloatMatrix dreamHiddenMeans;

        private final FloatMatrix visible;

        private final FloatMatrix label;

        private final Propagation inputsFromBelow;

        private final Propagation hiddenFromInputs;

        /** s_n W, which serves three times: without a label, with the given one and with the drawn one. */
        private final FloatMatrix inputs;

        private final int[] drawnClasses;

        private final int[] classes;

        private final RowKernel addLabels = this::addLabels;

        private FloatMatrix labelled;

        private double reconstructionError;

        Memory(final DenseLayer last, final AssociativeMemory memory, final int batchSize) {
            this.last = last;
            labels = memory.labels().orElse(null);
            weights = memory.weights().copy();
            visibleBiases = compute.vector(memory.visibleBiases());
            hiddenBiases = compute.vector(memory.hiddenBiases());
            increments = FloatMatrix.zeros(weights.rows(), weights.columns());
            visibleBiasIncrements = compute.zeros(1, weights.rows());
            hiddenBiasIncrements = compute.zeros(1, weights.columns());
            visibleSums = compute.zeros(1, weights.rows());
            hiddenSums = compute.zeros(1, weights.columns());
            final UnitLayout hiddenLayout = last.hiddenType().layout(weights.columns());
            down = compute.propagation(weights, true, UnitGroup.layout(last.visibleGroups()), visibleBiases);
            hidden = FloatMatrix.zeros(batchSize, weights.columns());
            dreamHidden = FloatMatrix.zeros(batchSize, weights.columns());
            // The mean of noisy rectified units is not max(0, x), so that samples have to do.
            final boolean sampled = last.hiddenType().statisticsFromSamples();
            hiddenMeans = sampled ? hidden : FloatMatrix.zeros(batchSize, weights.columns());
            dreamHiddenMeans = sampled ? dreamHidden : FloatMatrix.zeros(batchSize, weights.columns());
            weightUpdate = compute.weightUpdate(weights, increments);
            visible = FloatMatrix.zeros(batchSize, weights.rows());
            if (labels == null) {
                labelWeights = null;
                labelBiases = null;
                labelIncrements = null;
                labelBiasIncrements = null;
                labelSums = null;
                label = null;
                inputsFromBelow = null;
                hiddenFromInputs = null;
                inputs = null;
                drawnClasses = null;
                classes = null;
                up = compute.propagationThroughChangingWeights(weights, hiddenLayout, hiddenBiases, batchSize);
                downToLabels = null;
                posterior = null;
            } else {
                final int count = labels.target().size();
                labelWeights = labels.weights().copy();
                labelBiases = compute.vector(labels.biases());
                labelIncrements = FloatMatrix.zeros(count, weights.columns());
                labelBiasIncrements = compute.zeros(1, count);
                labelSums = compute.zeros(1, count);
                label = FloatMatrix.zeros(batchSize, count);
                inputsFromBelow = compute.propagationThroughChangingWeights(weights,
                    UnitLayout.of(Activation.IDENTITY, weights.columns()), compute.zeros(1, weights.columns()), batchSize);
                hiddenFromInputs = compute.propagation(hiddenLayout, hiddenBiases);
                inputs = FloatMatrix.zeros(batchSize, weights.columns());
                drawnClasses = new int[batchSize];
                classes = new int[batchSize];
                posterior = new LabelPosterior(compute, hiddenBiases, labelWeights, labelBiases, batchSize);
                up = compute.propagationThroughChangingWeights(weights, hiddenLayout, hiddenBiases, label,
                    labelWeights, batchSize);
                downToLabels = compute.propagation(labelWeights, true, UnitLayout.of(Activation.SOFTMAX, count),
                    labelBiases);
            }
        }

        void statistics(final FloatMatrix below, final FloatMatrix given, final int rows, final int gibbsSteps,
            final Rates rates, final long key) {
            final float rate = rates.top() / rows;
            if (labels == null) {
                up.sample(below, rows, hiddenMeans, hidden, random.key(CounterRandom.subKey(key, 0)));
                sum(below, hiddenMeans, rows, rate, rates.momentum());
            } else {
                inputsFromBelow.expect(below, rows, inputs);
                posterior.draw(inputs, rows, drawnClasses, CounterRandom.subKey(key, 2L * gibbsSteps + 1));
                setLabels(given, rows);
                labelInputs(rows, hiddenMeans);
                hiddenFromInputs.expect(hiddenMeans, rows, hiddenMeans);
                sum(below, hiddenMeans, rows, rate, rates.momentum());
                setLabels(null, rows);
                labelInputs(rows, hidden);
                hiddenFromInputs.sample(hidden, rows, hidden, hidden,
                    random.key(CounterRandom.subKey(key, 2L * gibbsSteps + 2)));
            }
            FloatMatrix above = hidden;
            for (int k = 1; k <= gibbsSteps; k++) {
                down.sampleAndCompare(above, rows, below, visible, visible,
                    random.key(CounterRandom.subKey(key, 2L * k - 1)));
                if (k == 1) {
                    reconstructionError = down.squaredError();
                }
                if (labels != null) {
                    downToLabels.expect(above, rows, label);
                }
                up.sample(visible, rows, dreamHiddenMeans, dreamHidden,
                    random.key(CounterRandom.subKey(key, 2L * k)));
                above = dreamHidden;
            }
            sum(visible, dreamHiddenMeans, rows, -rate, 1);
            weightUpdate.add(below, hiddenMeans).minus(visible, dreamHiddenMeans);
        }

        /** The labels that are given, and the drawn ones where they are missing. */
        private void setLabels(final FloatMatrix given, final int rows) {
            for (int row = 0; row < rows; row++) {
                classes[row] = given == null || Float.isNaN(given.get(row, 0)) ? drawnClasses[row]
                    : (int)given.get(row, 0);
                for (int c = 0; c < label.columns(); c++) {
                    label.set(row, c, c == classes[row] ? 1 : 0);
                }
            }
        }

        private void labelInputs(final int rows, final FloatMatrix target) {
            labelled = target;
            compute.overRows(rows, addLabels);
        }

        private void addLabels(final int from, final int to, final Scratch scratch) {
            for (int row = from; row < to; row++) {
                for (int start = 0; start < inputs.columns(); start += Scratch.BLOCK) {
                    final int length = Math.min(Scratch.BLOCK, inputs.columns() - start);
                    inputs.readRow(row, start, scratch.first, 0, length);
                    labelWeights.readRow(classes[row], start, scratch.second, 0, length);
                    for (int i = 0; i < length; i++) {
                        scratch.first[i] += scratch.second[i];
                    }
                    labelled.writeRow(row, start, scratch.first, 0, length);
                }
            }
        }

        /**
         * Adds the sums of the units as they stand, subtracted where the rate is negative, and {@code rate} times the
         * labels' products to {@code keep} times the increments of their weights.
         */
        private void sum(final FloatMatrix below, final FloatMatrix above, final int rows, final float rate,
            final float keep) {
            final float sign = Math.signum(rate);
            final float after = sign < 0 ? 1 : 0;
            compute.columnSums(below, rows, sign, after, visibleSums);
            compute.columnSums(above, rows, sign, after, hiddenSums);
            if (labels != null) {
                compute.accumulate(rate, label, above, rows, keep, labelIncrements);
                compute.columnSums(label, rows, sign, after, labelSums);
            }
        }

        void update(final Rates rates) {
            final float decay = rates.top() * rates.weightDecay();
            weightUpdate.run(rows, rates.top() / rows, rates.momentum(), decay, 0);
            final float scale = rates.top() / rows;
            compute.moveBiases(visibleBiases, visibleBiasIncrements, visibleSums, rates.momentum(), scale);
            compute.moveBiases(hiddenBiases, hiddenBiasIncrements, hiddenSums, rates.momentum(), scale);
            if (labels != null) {
                compute.step(labelWeights, labelIncrements, decay, 0);
                compute.moveBiases(labelBiases, labelBiasIncrements, labelSums, rates.momentum(), scale);
            }
        }

        void close() {
            weights.close();
            increments.close();
            hidden.close();
            hiddenMeans.close();
            dreamHidden.close();
            dreamHiddenMeans.close();
            visible.close();
            if (labels != null) {
                labelWeights.close();
                labelIncrements.close();
                label.close();
                inputs.close();
            }
        }

        DenseLayer layer(final UnaryOperator<FloatMatrix> copy) {
            final FloatMatrix copied = copy.apply(weights);
            return last.withRecognition(copied, hiddenBiases.toArray())
                .withGeneration(copied, visibleBiases.toArray());
        }
    }
}
