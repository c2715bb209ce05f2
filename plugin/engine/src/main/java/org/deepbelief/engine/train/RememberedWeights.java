// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;

import org.deepbelief.engine.math.FloatMatrix;

/**
 * What the weights and biases of a trainer were at one moment or, as a mean, over several (Polyak and Juditsky 1992),
 * and the way back to it.
 */
final class RememberedWeights implements AutoCloseable {

    private final List<FloatMatrix> weights;

    private final List<FloatMatrix> keptWeights;

    /** @param weights and biases that are trained; kept, not copied, and remembered as they are now */
    RememberedWeights(final List<FloatMatrix> weights) {
        this.weights = List.copyOf(weights);
        keptWeights = weights.stream().map(FloatMatrix::copy).toList();
    }

    /** Remembers what weights and biases are now. */
    void keep() {
        keepMean(1);
    }

    /** Takes what weights and biases are now into the mean; the first call, 1, forgets what was remembered before. */
    private void keepMean(final int call) {
        for (int n = 0; n < weights.size(); n++) {
            final float[] now = new float[weights.get(n).columns()];
            final float[] kept = new float[now.length];
            for (int r = 0; r < weights.get(n).rows(); r++) {
                weights.get(n).readRow(r, now);
                keptWeights.get(n).readRow(r, kept);
                moveTowards(kept, now, call);
                keptWeights.get(n).writeRow(r, kept);
            }
        }
    }

    /** m = mean of call values: {@code m += (value - m) / call}. */
    private static void moveTowards(final float[] mean, final float[] value, final int call) {
        for (int i = 0; i < mean.length; i++) {
            mean[i] = call == 1 ? value[i] : mean[i] + (value[i] - mean[i]) / call;
        }
    }

    /**
     * To be called after each epoch: takes the last ones into a mean, and sets weights and biases to it after the very
     * last.
     *
     * @param epoch from 0 on
     * @param epochs of the training
     * @param averaged how many of the last epochs to average, 0 to leave everything as it is
     */
    void average(final int epoch, final int epochs, final int averaged) {
        final int call = epoch + 1 - (epochs - averaged);
        if (call > 0) {
            keepMean(call);
            if (call == averaged) {
                restore();
            }
        }
    }

    /** Sets weights and biases to what is remembered. */
    void restore() {
        for (int n = 0; n < weights.size(); n++) {
            weights.get(n).copyFrom(keptWeights.get(n));
        }
    }

    /** Frees the memory of what is remembered. */
    @Override
    public void close() {
        keptWeights.forEach(FloatMatrix::close);
    }
}
