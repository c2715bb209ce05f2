// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.AdamUpdate;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.WeightUpdate;

/**
 * How the weights and biases of one layer follow their gradient. {@link #statistics} takes the gradient of a batch,
 * {@link #update} moves by it. The gradient points uphill on the log-likelihood, that is downhill on the loss.
 */
abstract sealed class Optimizer implements AutoCloseable permits Optimizer.Momentum, Optimizer.Adam {

    final Compute compute;

    final FloatMatrix weights;

    final FloatMatrix biases;

    private Optimizer(final Compute compute, final FloatMatrix weights, final FloatMatrix biases) {
        this.compute = compute;
        this.weights = weights;
        this.biases = biases;
    }

    static Optimizer of(final OptimizerKind kind, final Compute compute, final FloatMatrix weights,
        final FloatMatrix biases) {
        return switch (kind) {
            case SGD -> new Momentum(compute, weights, biases);
            case ADAM -> new Adam(compute, weights, biases);
        };
    }

    /**
     * Takes the gradient {@code left^T right / rows} of the weights and {@code biasSums / rows} of the biases.
     *
     * @param left rows x weight rows; stays as it is until the update
     * @param right rows x weight columns; stays as it is until the update
     * @param biasSums the sums over the rows, 1 x biases
     */
    abstract void statistics(FloatMatrix left, FloatMatrix right, int rows, FloatMatrix biasSums, float learningRate,
        float momentum);

    /** Moves weights and biases. The weight decay times the learning rate is taken from the weights. */
    abstract void update(float learningRate, float weightDecay);

    /** Frees the memory, but not the weights'. */
    @Override
    public abstract void close();

    /** Stochastic gradient descent with momentum: what was moved last is moved again, times the momentum. */
    static final class Momentum extends Optimizer {

        private final FloatMatrix increments;

        private final FloatMatrix biasIncrements;

        private final WeightUpdate weightUpdate;

        private int rows;

        private float momentum;

        Momentum(final Compute compute, final FloatMatrix weights, final FloatMatrix biases) {
            super(compute, weights, biases);
            increments = FloatMatrix.zeros(weights.rows(), weights.columns());
            biasIncrements = compute.zeros(1, biases.columns());
            weightUpdate = compute.weightUpdate(weights, increments);
        }

        @Override
        void statistics(final FloatMatrix left, final FloatMatrix right, final int count, final FloatMatrix biasSums,
            final float learningRate, final float keep) {
            weightUpdate.add(left, right);
            rows = count;
            momentum = keep;
            compute.addScaled(learningRate / count, biasSums, keep, biasIncrements);
        }

        @Override
        void update(final float learningRate, final float weightDecay) {
            weightUpdate.run(rows, learningRate / rows, momentum, learningRate * weightDecay, 0);
            compute.addScaled(1f, biasIncrements, 1f, biases);
        }

        @Override
        public void close() {
            increments.close();
        }
    }

    /** See {@link AdamUpdate}. */
    static final class Adam extends Optimizer {

        private final FloatMatrix gradient;

        private final FloatMatrix biasGradient;

        private final float[] sums;

        private final AdamUpdate weightUpdate;

        private final AdamUpdate biasUpdate;

        private float momentum;

        Adam(final Compute compute, final FloatMatrix weights, final FloatMatrix biases) {
            super(compute, weights, biases);
            gradient = compute.zeros(weights.rows(), weights.columns());
            biasGradient = compute.zeros(1, biases.columns());
            sums = new float[biases.columns()];
            weightUpdate = compute.adamUpdate(weights);
            biasUpdate = compute.adamUpdate(biases);
        }

        @Override
        void statistics(final FloatMatrix left, final FloatMatrix right, final int rows, final FloatMatrix biasSums,
            final float learningRate, final float keep) {
            momentum = keep;
            compute.accumulate(1f / rows, left, right, rows, 0, gradient);
            biasSums.read(sums);
            for (int i = 0; i < sums.length; i++) {
                sums[i] /= rows;
            }
            biasGradient.write(sums);
        }

        @Override
        void update(final float learningRate, final float weightDecay) {
            weightUpdate.run(gradient, learningRate, momentum, learningRate * weightDecay);
            biasUpdate.run(biasGradient, learningRate, momentum, 0);
        }

        FloatMatrix firstMoment() {
            return weightUpdate.firstMoment();
        }

        @Override
        public void close() {
            // The memory is the compute's.
        }
    }
}
