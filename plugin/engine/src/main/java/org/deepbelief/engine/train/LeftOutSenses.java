// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;

/**
 * What is left of rows when senses are left out of each at random. Those begin at the means of the training rows and
 * are then filled from the others by the machine as it is, as they will be in its use; one step of that is enough to
 * learn from.
 */
final class LeftOutSenses {

    private final Compute compute;

    private final float share;

    private final int[] starts;

    private final FloatMatrix means;

    /** NaN where a sense is left out. */
    private final FloatMatrix omitted;

    private final FloatMatrix left;

    LeftOutSenses(final Compute compute, final JointMachineSettings settings, final LayerInput input,
        final int batchSize) {
        this.compute = compute;
        share = (float)settings.leftOut();
        starts = new int[settings.senses().size()];
        int units = settings.senses().get(0);
        for (int s = 1; s < starts.length; s++) {
            starts[s] = units;
            units += settings.senses().get(s);
        }
        if (units != input.means().length) {
            throw new IllegalArgumentException("The senses have " + units + " units together, the rows "
                + input.means().length + ".");
        }
        final float[] values = new float[units];
        for (int i = 0; i < units; i++) {
            values[i] = (float)input.means()[i];
        }
        means = compute.vector(values);
        omitted = compute.zeros(batchSize, units);
        left = compute.zeros(batchSize, units);
    }

    /**
     * Leaves senses out, for the means to stand there.
     *
     * @return rows x units; set by the next call
     */
    FloatMatrix of(final FloatMatrix visible, final int rows, final RandomRows random) {
        compute.copyRows(visible, rows, omitted);
        compute.omit(omitted, rows, starts, share, random);
        compute.replaceMissing(omitted, rows, means, left);
        return left;
    }

    /** Fills what was left out with what the machine expects there. */
    void fill(final FloatMatrix expected, final int rows) {
        compute.replaceMissing(omitted, rows, expected, left);
    }
}
