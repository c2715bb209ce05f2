// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.io.IOException;

/** Encoded rows, handed out once, one after the other. */
public interface RowSource {

    /** The number of rows, or -1 if it is not known before the end. */
    long rows();

    /**
     * Fills in the next row.
     *
     * @param units receives the values of the visible units
     * @param targets receives the class index or the numbers to be learned, NaN where missing; of length 0 if there
     *            are none
     * @return whether there was a row
     * @throws IOException if the rows cannot be read
     */
    boolean next(float[] units, float[] targets) throws IOException;

    /**
     * Whether the row last handed out begins a sequence, instead of following the one before it. The first row does in
     * any case, and each row where the rows have no order.
     */
    default boolean startsSequence() {
        return true;
    }
}
