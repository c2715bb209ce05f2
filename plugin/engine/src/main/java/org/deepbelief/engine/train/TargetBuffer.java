// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.FloatMatrix;

/** Target 0 of the rows of a batch in the host's memory; with the first batch it takes what all batches need. */
final class TargetBuffer {

    private float[] values = new float[0];

    private int columns;

    void read(final FloatMatrix targets) {
        columns = targets.columns();
        if (values.length < targets.rows() * columns) {
            values = new float[targets.rows() * columns];
        }
        targets.read(values);
    }

    float get(final int row) {
        return values[row * columns];
    }
}
