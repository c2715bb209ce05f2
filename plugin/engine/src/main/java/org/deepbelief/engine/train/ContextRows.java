// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;

/** Rows with what precedes them, as a machine with a {@link Context} sees them, and its ways up and down. */
final class ContextRows {

    private final Compute compute;

    private final LayerParameters parameters;

    private final Weights weights;

    private final FloatMatrix visible;

    private final FloatMatrix toVisible;

    private final FloatMatrix explained;

    private final FloatMatrix toHidden;

    private final FloatMatrix minusMeans;

    private final Propagation up;

    private final Propagation down;

    /**
     * What the context is multiplied by.
     *
     * @param means of the visible units, 1 x visible
     * @param toVisible A, context x visible
     * @param toHidden B, context x hidden
     * @param gaussian 1 x visible, 1 for a Gaussian unit and else 0; null where all are of one sort
     * @param others the reverse
     * @param someGaussian whether a unit is Gaussian
     * @param someOthers whether one is not
     */
    record Weights(FloatMatrix means, FloatMatrix toVisible, FloatMatrix toHidden, FloatMatrix gaussian,
        FloatMatrix others, boolean someGaussian, boolean someOthers) {
    }

    /** @param batchSize the most rows */
    ContextRows(final Compute compute, final LayerParameters parameters, final Weights weights, final int batchSize) {
        this.compute = compute;
        this.parameters = parameters;
        this.weights = weights;
        final int units = parameters.visible.units();
        visible = compute.zeros(batchSize, units);
        toVisible = compute.zeros(batchSize, units);
        explained = weights.gaussian == null ? toVisible : compute.zeros(batchSize, units);
        toHidden = compute.zeros(batchSize, parameters.hidden.units());
        minusMeans = compute.zeros(1, units);
        up = compute.propagation(parameters.weights, false, parameters.hidden, parameters.hiddenBiases, toHidden);
        down = weights.someOthers
            ? compute.propagation(parameters.weights, true, parameters.visible, parameters.visibleBiases, toVisible)
            : parameters.down(compute);
    }

    /**
     * Takes rows.
     *
     * @param units rows x visible units, in the measure of the data
     * @param context likewise x context units
     */
    void take(final FloatMatrix units, final FloatMatrix context, final int count) {
        compute.product(1f, context, count, weights.toVisible, false, 0f, toVisible);
        compute.product(1f, context, count, weights.toHidden, false, 0f, toHidden);
        compute.copyRows(units, count, visible);
        if (weights.someGaussian) {
            compute.addScaled(-1f, weights.means, 0f, minusMeans);
            if (weights.gaussian != null) {
                compute.multiplyColumns(minusMeans, 1, weights.gaussian);
                compute.copyRows(toVisible, count, explained);
                compute.multiplyColumns(explained, count, weights.gaussian);
                compute.multiplyColumns(toVisible, count, weights.others);
            }
            compute.addRow(1f, visible, count, minusMeans);
            compute.divideColumns(visible, count, parameters.standardDeviations);
            compute.addScaled(-1f, explained, 1f, visible);
        }
    }

    /** The rows as the machine sees them: innovations where units are Gaussian, in their standard deviations. */
    FloatMatrix visible() {
        return visible;
    }

    /** The way up, of the rows last taken. */
    Propagation up() {
        return up;
    }

    /** The way down, of the rows last taken. */
    Propagation down() {
        return down;
    }
}
