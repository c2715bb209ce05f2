// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.io.Serializable;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;

/** How far rows lie from their mean, in one pass over them or over parts that are then merged. */
final class InputSpread implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int ROWS_TO_CANCEL = 256;

    private long rows;

    /** By input. */
    private double[] sums = new double[0];

    private double[] squares = new double[0];

    /** @param checkCancelled throws if the pass is to end */
    void add(final SampleMatrix samples, final Split.Part part, final Runnable checkCancelled) {
        final float[] row = new float[samples.units()];
        room(row.length);
        for (long i = 0; i < part.size(); i++) {
            if (i % ROWS_TO_CANCEL == 0) {
                checkCancelled.run();
            }
            samples.readUnits(part.row(i), row, 0);
            for (int unit = 0; unit < row.length; unit++) {
                sums[unit] += row[unit];
                squares[unit] += (double)row[unit] * row[unit];
            }
        }
        rows += part.size();
    }

    /** Takes what another has met. */
    void merge(final InputSpread other) {
        room(other.sums.length);
        for (int unit = 0; unit < other.sums.length; unit++) {
            sums[unit] += other.sums[unit];
            squares[unit] += other.squares[unit];
        }
        rows += other.rows;
    }

    private void room(final int units) {
        if (sums.length < units) {
            sums = new double[units];
            squares = new double[units];
        }
    }

    /**
     * The root of the sum of the variances.
     *
     * @param deviations in units of which the inputs are taken, one an input; null for 1
     */
    double of(final float[] deviations) {
        double sum = 0;
        for (int unit = 0; unit < sums.length; unit++) {
            final double mean = sums[unit] / rows;
            final double unitOfInput = deviations == null ? 1 : deviations[unit];
            sum += Math.max(0, squares[unit] / rows - mean * mean) / (unitOfInput * unitOfInput);
        }
        return Math.sqrt(sum);
    }
}
