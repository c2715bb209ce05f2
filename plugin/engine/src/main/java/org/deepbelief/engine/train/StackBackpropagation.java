// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DenseLayer;

/**
 * A stack of layers that learns by back-propagation (Rumelhart, Hinton and Williams 1986) from wanted outputs. With
 * stages s = 1..n, x_s the inputs of the units of stage s, E the loss of a row and f the units' means,
 *
 * <pre>
 * forward     h_0 = v,   x_s = h_{s-1} W_s + b_s,   h_s = f(x_s)
 * error       d_n = wanted - h_n,   d_s = (d_{s+1} W_{s+1}^T) f'(x_s)   ( = -dE / dx_s)
 * gradient    W_s: h_{s-1}^T d_s,   b_s: d_s                            (of minus the loss, summed over rows)
 * </pre>
 *
 * Output units and loss belong together, so that the error at the output is wanted value minus mean: softmax and
 * cross-entropy, linear and half the square, Bernoulli and cross-entropy.
 *
 * <p>Dropout sets units to zero in training and multiplies by the share that is kept otherwise (Srivastava et al.
 * 2014). So that the start is the given network, weights above dropped units are divided by that share while they
 * train.
 *
 * <p>With an adversary the gradient is of the batch and of as many rows that this moved.
 */
final class StackBackpropagation implements Learner {

    private final Compute compute;

    private final Objective objective;

    private final Steps steps;

    private final int layers;

    private final float inputKeep;

    /** The inputs of a batch, where some are left out or moved; null where they are only read. */
    private final FloatMatrix kept;

    /** Null where no row is moved. */
    private final VirtualAdversary adversary;

    private final BackpropagationStage[] stages;

    private final Terms terms = new Terms();

    private final Losses losses = new Losses();

    /**
     * How it learns.
     *
     * @param descent how the gradient is followed
     * @param dropout which units are left out
     * @param frozenLayers how many stages, from the bottom, keep their weights
     * @param seed of what is left out
     * @param adversary how rows are moved; null if none are
     */
    record Steps(FineTuning.Descent descent, Dropout dropout, int frozenLayers, long seed,
        VirtualAdversary.Step adversary) {
    }

    /**
     * @param compute gives the memory, which is released with it
     * @param encoder the layers whose recognition is passed upward; their visible standard deviations are 1
     * @param objective what stands above them, and what its outputs are to be
     * @param batchSize the most rows of a batch
     */
    StackBackpropagation(final Compute compute, final List<DenseLayer> encoder, final Objective objective,
        final Steps steps, final int batchSize) {
        this(compute, encoder.get(0).visibleUnits(), encoder, objective, steps, batchSize);
    }

    /**
     * @param inputs how many a row has
     * @param encoder as above; may be none, and the outputs then stand on the inputs
     */
    StackBackpropagation(final Compute compute, final int inputs, final List<DenseLayer> encoder,
        final Objective objective, final Steps steps, final int batchSize) {
        this.compute = compute;
        this.objective = objective;
        this.steps = steps;
        layers = encoder.size();
        inputKeep = (float)(1 - steps.dropout().inputs());
        final int capacity = steps.adversary() == null ? batchSize : 2 * batchSize;
        final float hiddenKeep = (float)(1 - steps.dropout().hidden());
        final List<BackpropagationStage.Way> ways = new ArrayList<>();
        encoder.forEach(layer -> ways.add(BackpropagationStage.Way.up(layer)));
        ways.addAll(objective.ways(compute, encoder,
            encoder.isEmpty() ? inputs : encoder.get(encoder.size() - 1).hiddenUnits()));
        stages = new BackpropagationStage[ways.size()];
        final int firstTrained = steps.frozenLayers();
        for (int s = 0; s < stages.length; s++) {
            stages[s] = new BackpropagationStage(compute, ways.get(s), s == 0 ? inputKeep : hiddenKeep,
                s == stages.length - 1 ? 1 : hiddenKeep, capacity);
            if (s >= firstTrained) {
                stages[s].train(terms, s, steps.descent().optimizer(), s > firstTrained ? stages[s - 1] : null);
            }
        }
        adversary = steps.adversary() == null ? null
            : new VirtualAdversary(compute, this, stages, steps.adversary(), inputs, batchSize);
        kept = adversary != null ? adversary.inputs() : inputKeep < 1 ? compute.zeros(batchSize, inputs) : null;
    }

    @Override
    public List<Term> terms() {
        return terms;
    }

    @Override
    public void gather(final Batch batch, final Statistics statistics) {
        final int rows = batch.count();
        final FloatMatrix input = dropInputs(batch);
        FloatMatrix below = input;
        for (int s = 0; s < stages.length - 1; s++) {
            stages[s].expect(below, rows);
            below = stages[s].output();
            leaveOut(below, batch, stages[s].outputKeep(), s + 1);
        }
        final BackpropagationStage top = top();
        losses.clear();
        objective.gather(batch, below, top, statistics, losses);
        int all = rows;
        if (adversary != null) {
            adversary.gather(batch, steps.seed(), statistics);
            all = 2 * rows;
        }
        final long counted = objective.counted(batch);
        for (int s = stages.length - 1; s >= 0 && stages[s].trained(); s--) {
            final BackpropagationStage lower = s == 0 ? null : stages[s - 1];
            stages[s].gather(statistics, s == 0 ? input : lower.output(), all, counted);
            if (s > 0 && lower.trained()) {
                final FloatMatrix sums = stages[s].takeBack(lower, all);
                if (lower.linear() && lower.outputKeep() < 1) {
                    leaveOut(lower.delta(), batch, lower.outputKeep(), s);
                    if (adversary != null) {
                        leaveOut(adversary.delta(s - 1), batch, lower.outputKeep(), s);
                    }
                    statistics.sum(lower.sums(), lower.delta(), all, 1f);
                } else {
                    statistics.add(lower.sums(), sums, 1f);
                }
            }
        }
    }

    private FloatMatrix dropInputs(final Batch batch) {
        if (kept == null) {
            return batch.visible();
        }
        compute.copyRows(batch.visible(), batch.count(), kept);
        leaveOut(kept, batch, inputKeep, 0);
        return kept;
    }

    /**
     * Leaves units of the rows of a batch out: those of a stage, from 1 on, or of the inputs, 0. It leaves out the same
     * units of the same batch each time.
     */
    void leaveOut(final FloatMatrix units, final Batch batch, final float keep, final int stage) {
        if (keep < 1) {
            compute.mask(units, batch.count(), keep, 1, batch.random(
                CounterRandom.subKey(RandomStream.BACKPROPAGATION_DROPOUT.key(steps.seed(), batch.step()), stage)));
        }
    }

    @Override
    public void apply(final Statistics statistics, final Rates rates) {
        for (final BackpropagationStage stage : stages) {
            if (stage.trained()) {
                stage.apply(statistics, rates, (float)steps.descent().weightDecay());
            }
        }
    }

    /** Adds the losses of a batch of which nothing is dropped and nothing learned. */
    void measure(final Batch batch, final Losses measured) {
        FloatMatrix below = batch.visible();
        if (kept != null) {
            compute.copyRows(below, batch.count(), kept);
            compute.scale(kept, batch.count(), inputKeep);
            below = kept;
        }
        for (final BackpropagationStage stage : stages) {
            stage.expectAll(below, batch.count());
            below = stage.output();
        }
        objective.addOutputs(batch, below, measured);
    }

    @Override
    public LearnerState state() {
        final LearnerState state = new LearnerState();
        for (final BackpropagationStage stage : stages) {
            if (stage.trained()) {
                stage.addTo(state);
            }
        }
        return state;
    }

    @Override
    public double error() {
        return losses.sum();
    }

    @Override
    public double errorCount() {
        return losses.count();
    }

    @Override
    public double weightNorm() {
        double sum = 0;
        long count = 0;
        for (final BackpropagationStage stage : stages) {
            if (stage.trained()) {
                sum += compute.sumOfSquares(stage.weights());
                count += (long)stage.weights().rows() * stage.weights().columns();
            }
        }
        return Math.sqrt(sum / count);
    }

    /** The layers as trained, in memory of their own: their way up, and their way down where it was trained too. */
    List<DenseLayer> layers(final List<DenseLayer> given) {
        final List<DenseLayer> tuned = new ArrayList<>(given);
        for (int n = 0; n < layers; n++) {
            if (stages[n].trained()) {
                tuned.set(n, tuned.get(n).withRecognition(stages[n].result(), stages[n].resultBiases()));
            }
        }
        return objective.tuned(tuned, Arrays.asList(stages).subList(layers, stages.length));
    }

    /** The stages, from the bottom up. */
    List<BackpropagationStage> stages() {
        return List.of(stages);
    }

    /** The stage of the outputs. */
    BackpropagationStage top() {
        return stages[stages.length - 1];
    }

    @Override
    public void close() {
        // The memory is the compute's.
    }
}
