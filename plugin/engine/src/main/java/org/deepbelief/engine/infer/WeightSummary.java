// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import org.deepbelief.engine.math.FloatMatrix;

/**
 * What the weights of a matrix are like.
 *
 * @param mean their mean
 * @param deviation their standard deviation
 */
public record WeightSummary(double mean, double deviation) {

    /** The summary of all elements of a matrix: deviation = root of (mean of squares - square of mean). */
    public static WeightSummary of(final FloatMatrix weights) {
        double sum = 0;
        double squares = 0;
        final float[] values = new float[weights.columns()];
        for (int r = 0; r < weights.rows(); r++) {
            weights.rows(r, r + 1).read(values);
            for (final float value : values) {
                sum += value;
                squares += (double)value * value;
            }
        }
        final double count = (double)weights.rows() * weights.columns();
        final double mean = sum / count;
        return new WeightSummary(mean, Math.sqrt(Math.max(0, squares / count - mean * mean)));
    }
}
