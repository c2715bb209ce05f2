// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/** What the units of a layer look for in the input. Those of the lowest layer look for their weights. */
public final class ReceptiveFields {

    private ReceptiveFields() {
    }

    /**
     * The fields of a layer's units in the input, from those of the layer below: sums weighted by the units' weights.
     *
     * @param compute does it, and holds the result
     * @param weights units x units below
     * @param below units below x inputs
     * @return units x inputs
     */
    public static FloatMatrix through(final Compute compute, final FloatMatrix weights, final FloatMatrix below) {
        final FloatMatrix fields = compute.zeros(weights.rows(), below.columns());
        compute.product(1, weights, weights.rows(), below, false, 0, fields);
        return fields;
    }

    /**
     * The weights or the field of one unit.
     *
     * @param fields units x inputs
     */
    public static double[] ofUnit(final FloatMatrix fields, final int unit) {
        final float[] row = new float[fields.columns()];
        fields.rows(unit, unit + 1).read(row);
        final double[] values = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            values[i] = row[i];
        }
        return values;
    }

    /** The length of a vector of weights: the root of the sum of their squares. */
    public static double norm(final double[] weights) {
        double squares = 0;
        for (final double weight : weights) {
            squares += weight * weight;
        }
        return Math.sqrt(squares);
    }
}
