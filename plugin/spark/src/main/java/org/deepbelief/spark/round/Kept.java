// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The weights that are kept beside those that learn, and what is known of them.
 *
 * @param averaged over how many of the last epochs they are the mean; 0 where they are no mean
 * @param best the epoch that they are of, from 0 on, where training stops early; -1 where there is none
 * @param lowestLoss the loss of that epoch on the rows held out
 * @param parameters see {@link States#bytes}; empty where there are none yet
 */
public record Kept(int averaged, int best, double lowestLoss, byte[] parameters) {

    static final Kept NONE = new Kept(0, -1, Double.POSITIVE_INFINITY, new byte[0]);

    void write(final DataOutput out) throws IOException {
        out.writeInt(averaged);
        out.writeInt(best);
        out.writeDouble(lowestLoss);
        Progress.writeBytes(parameters, out);
    }

    static Kept read(final DataInput in) throws IOException {
        return new Kept(in.readInt(), in.readInt(), in.readDouble(), Progress.readBytes(in));
    }
}
