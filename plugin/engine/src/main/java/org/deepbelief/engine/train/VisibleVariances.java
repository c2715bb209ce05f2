// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.units.UnitGroup;

/**
 * The standard deviations s of Gaussian visible units while they are learned. Rows are divided by them, and everything
 * else is then a machine of unit variances, in whose units
 *
 * <pre>
 * E[v (v - b - W h)] = 1,   h = E[h | v]     log s moves by the mean of v (v - b - W h) - 1
 * </pre>
 *
 * which is the exact gradient of the log-likelihood with respect to log s.
 */
final class VisibleVariances {

    private static final float SMALLEST_DEVIATION = 0.01f;

    private final Compute compute;

    private final FloatMatrix deviations;

    private final Propagation down;

    private final Term moments;

    private final boolean[] gaussian;

    private final FloatMatrix scaled;

    private final FloatMatrix expected;

    private final FloatMatrix products;

    private final float[] values;

    private final float[] sums;

    /**
     * @param down the way from hidden to visible units
     * @param terms get the one of the deviations
     */
    VisibleVariances(final Compute compute, final LayerParameters parameters, final Propagation down,
        final Terms terms, final int batchSize) {
        this.compute = compute;
        this.down = down;
        deviations = parameters.standardDeviations;
        int units = parameters.visible.units();
        moments = terms.sums("moments", units);
        gaussian = new boolean[units];
        int unit = 0;
        for (UnitGroup group : parameters.visibleGroups) {
            Arrays.fill(gaussian, unit, unit + group.size(), group.type().learnsVariance());
            unit += group.size();
        }
        scaled = compute.zeros(batchSize, units);
        expected = compute.zeros(batchSize, units);
        products = compute.zeros(1, units);
        values = new float[units];
        sums = new float[units];
    }

    /** The rows in units of the standard deviations. */
    FloatMatrix scale(final FloatMatrix visible, final int rows) {
        compute.copyRows(visible, rows, scaled);
        compute.divideColumns(scaled, rows, deviations);
        return scaled;
    }

    /** Adds the sums over rows of v (v - b - W h). */
    void gather(final FloatMatrix visible, final FloatMatrix hidden, final int rows, final Statistics statistics) {
        down.expect(hidden, rows, expected);
        compute.moments(visible, expected, rows, products);
        statistics.add(moments, products, 1f);
        statistics.count(moments, rows);
    }

    void apply(final Statistics statistics, final float learningRate) {
        final long rows = statistics.count(moments);
        statistics.sums(moments).read(sums);
        deviations.read(values);
        for (int i = 0; i < gaussian.length; i++) {
            if (gaussian[i]) {
                double change = Math.max(-1, Math.min(1, learningRate * (sums[i] / rows - 1)));
                values[i] = (float)Math.max(SMALLEST_DEVIATION, values[i] * Math.exp(change));
            }
        }
        deviations.write(values);
    }
}
