// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Scratch;
import org.deepbelief.engine.math.WeightUpdate;

/**
 * How the weights and biases of one layer follow their gradient. {@link #statistics} takes the gradient of a batch,
 * {@link #update} moves by it. The gradient points uphill on the log-likelihood, that is downhill on the loss.
 */
abstract sealed class Optimizer implements AutoCloseable permits Optimizer.Momentum, Optimizer.Adam {

    final Compute compute;

    final FloatMatrix weights;

    final float[] biases;

    private Optimizer(final Compute compute, final FloatMatrix weights, final float[] biases) {
        this.compute = compute;
        this.weights = weights;
        this.biases = biases;
    }

    static Optimizer of(final OptimizerKind kind, final Compute compute, final FloatMatrix weights,
        final float[] biases) {
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
     * @param biasSums the sums over the rows, one a bias
     */
    abstract void statistics(FloatMatrix left, FloatMatrix right, int rows, float[] biasSums, float learningRate,
        float momentum);

    /** Moves weights and biases. The weight decay times the learning rate is taken from the weights. */
    abstract void update(float learningRate, float weightDecay);

    /** Frees the memory, but not the weights'. */
    @Override
    public abstract void close();

    /** Stochastic gradient descent with momentum: what was moved last is moved again, times the momentum. */
    static final class Momentum extends Optimizer {

        private final FloatMatrix increments;

        private final float[] biasIncrements;

        private final WeightUpdate weightUpdate;

        private int rows;

        private float momentum;

        Momentum(final Compute compute, final FloatMatrix weights, final float[] biases) {
            super(compute, weights, biases);
            increments = FloatMatrix.zeros(weights.rows(), weights.columns());
            biasIncrements = new float[biases.length];
            weightUpdate = new WeightUpdate(compute, weights, increments);
        }

        @Override
        void statistics(final FloatMatrix left, final FloatMatrix right, final int count, final float[] biasSums,
            final float learningRate, final float keep) {
            weightUpdate.add(left, right);
            rows = count;
            momentum = keep;
            for (int i = 0; i < biasIncrements.length; i++) {
                biasIncrements[i] = keep * biasIncrements[i] + learningRate / count * biasSums[i];
            }
        }

        @Override
        void update(final float learningRate, final float weightDecay) {
            weightUpdate.run(rows, learningRate / rows, momentum, learningRate * weightDecay, 0);
            for (int i = 0; i < biases.length; i++) {
                biases[i] += biasIncrements[i];
            }
        }

        @Override
        public void close() {
            increments.close();
        }
    }

    /** Adam (Kingma and Ba 2015), with the weight decay apart from the gradient (Loshchilov and Hutter 2019). */
    static final class Adam extends Optimizer implements Compute.RowKernel {

        private static final float SECOND_MOMENT_DECAY = 0.999f;

        private static final float EPSILON = 1e-8f;

        /** Added and taken off again, it keeps moments that only decay from becoming subnormal, which is slow. */
        private static final float NEGLIGIBLE = 1e-25f;

        private final FloatMatrix gradient;

        final FloatMatrix firstMoment;

        private final FloatMatrix secondMoment;

        private final float[] biasGradient;

        private final float[] biasFirstMoment;

        private final float[] biasSecondMoment;

        private float firstMomentDecay;

        private float rate;

        private float shrinkage;

        private double firstPower = 1;

        private double secondPower = 1;

        Adam(final Compute compute, final FloatMatrix weights, final float[] biases) {
            super(compute, weights, biases);
            gradient = FloatMatrix.zeros(weights.rows(), weights.columns());
            firstMoment = FloatMatrix.zeros(weights.rows(), weights.columns());
            secondMoment = FloatMatrix.zeros(weights.rows(), weights.columns());
            biasGradient = new float[biases.length];
            biasFirstMoment = new float[biases.length];
            biasSecondMoment = new float[biases.length];
        }

        @Override
        void statistics(final FloatMatrix left, final FloatMatrix right, final int rows, final float[] biasSums,
            final float learningRate, final float momentum) {
            firstMomentDecay = momentum;
            compute.accumulate(1f / rows, left, right, rows, 0, gradient);
            for (int i = 0; i < biasGradient.length; i++) {
                biasGradient[i] = biasSums[i] / rows;
            }
        }

        @Override
        void update(final float learningRate, final float weightDecay) {
            firstPower *= firstMomentDecay;
            secondPower *= SECOND_MOMENT_DECAY;
            rate = (float)(learningRate * Math.sqrt(1 - secondPower) / (1 - firstPower));
            shrinkage = learningRate * weightDecay;
            compute.overRows(weights.rows(), this);
            move(biases, biasGradient, biasFirstMoment, biasSecondMoment, biases.length, 0);
        }

        @Override
        public void close() {
            gradient.close();
            firstMoment.close();
            secondMoment.close();
        }

        @Override
        public void run(final int from, final int to, final Scratch scratch) {
            for (int row = from; row < to; row++) {
                for (int start = 0; start < weights.columns(); start += Scratch.BLOCK) {
                    final int length = Math.min(Scratch.BLOCK, weights.columns() - start);
                    weights.readRow(row, start, scratch.first, 0, length);
                    gradient.readRow(row, start, scratch.second, 0, length);
                    firstMoment.readRow(row, start, scratch.third, 0, length);
                    secondMoment.readRow(row, start, scratch.fourth, 0, length);
                    move(scratch.first, scratch.second, scratch.third, scratch.fourth, length, shrinkage);
                    weights.writeRow(row, start, scratch.first, 0, length);
                    firstMoment.writeRow(row, start, scratch.third, 0, length);
                    secondMoment.writeRow(row, start, scratch.fourth, 0, length);
                }
            }
        }

        private void move(final float[] values, final float[] slopes, final float[] first, final float[] second,
            final int length, final float shrink) {
            final float keepFirst = firstMomentDecay;
            final float step = rate;
            for (int i = 0; i < length; i++) {
                final float slope = slopes[i];
                first[i] = keepFirst * first[i] + (1 - keepFirst) * slope + NEGLIGIBLE - NEGLIGIBLE;
                second[i] = SECOND_MOMENT_DECAY * second[i] + (1 - SECOND_MOMENT_DECAY) * slope * slope + NEGLIGIBLE
                    - NEGLIGIBLE;
                values[i] +=
                    step * first[i] / ((float)Math.sqrt(second[i]) + EPSILON) - shrink * values[i];
            }
        }
    }
}
