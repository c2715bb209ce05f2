// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.model.DenseLayer;
import org.deepbelief.engine.units.UnitGroup;

/** A layer that all senses have in common, or that a sense has for itself. */
final class DirectedLayer implements DirectedLevel {

    private final Compute compute;

    /** For visible units in their standard deviations. */
    private final DenseLayer layer;

    /** 1 x visible units; null where all are 1. */
    private final FloatMatrix deviations;

    /** The sum of the logarithms of the standard deviations. */
    private final double logDeviations;

    /** Null where the visible units are as they come. */
    private final FloatMatrix scaled;

    private FloatMatrix visible;

    private final FloatMatrix hiddenInputs;

    private final FloatMatrix hidden;

    private final FloatMatrix visibleInputs;

    private final Propagation units;

    private final UnitLikelihood ofVisible;

    private final UnitLikelihood ofHidden;

    DirectedLayer(final Compute compute, final DenseLayer original, final int batchRows) {
        this.compute = compute;
        layer = original.standardised(compute);
        deviations = original.standard() ? null : compute.vector(original.visibleStandardDeviations());
        double sum = 0;
        for (final float deviation : original.visibleStandardDeviations()) {
            sum += Math.log(deviation);
        }
        logDeviations = sum;
        scaled = deviations == null ? null : compute.zeros(batchRows, layer.visibleUnits());
        hiddenInputs = compute.zeros(batchRows, layer.hiddenUnits());
        hidden = compute.zeros(batchRows, layer.hiddenUnits());
        visibleInputs = compute.zeros(batchRows, layer.visibleUnits());
        units = compute.propagation(layer.hiddenType().layout(layer.hiddenUnits()),
            compute.vector(layer.hiddenBiases()));
        ofVisible = new UnitLikelihood(compute, layer.visibleGroups(), layer.visibleBiases(), batchRows);
        ofHidden = new UnitLikelihood(compute, List.of(new UnitGroup(layer.hiddenType(), layer.hiddenUnits())),
            layer.hiddenBiases(), batchRows);
    }

    @Override
    public void see(final FloatMatrix units, final int rows) {
        visible = units;
        if (deviations != null) {
            compute.copyRows(units, rows, scaled);
            compute.divideColumns(scaled, rows, deviations);
            visible = scaled;
        }
        compute.product(1, visible, rows, layer.recognitionWeights(), false, 0, hiddenInputs);
    }

    /** The visible units in their standard deviations. */
    FloatMatrix visible() {
        return visible;
    }

    /** What the hidden units get of the visible ones, without biases. */
    FloatMatrix hiddenInputs() {
        return hiddenInputs;
    }

    /** The means of q(h | v). */
    void expect(final int rows, final FloatMatrix means) {
        units.expect(hiddenInputs, rows, means);
    }

    @Override
    public FloatMatrix draw(final int rows, final RandomRows random) {
        units.sample(hiddenInputs, rows, hidden, hidden, random);
        return hidden;
    }

    @Override
    public void addTo(final double[] sums, final int rows) {
        ofHidden.add(hidden, hiddenInputs, rows, 1, sums);
        compute.product(1, hidden, rows, layer.generativeWeights(), true, 0, visibleInputs);
        ofVisible.add(visible, visibleInputs, rows, -1, sums);
        for (int row = 0; row < rows; row++) {
            sums[row] += logDeviations;
        }
    }
}
