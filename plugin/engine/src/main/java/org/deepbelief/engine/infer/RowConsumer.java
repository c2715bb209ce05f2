// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.io.IOException;

/** Takes the results of one row after the other. */
@FunctionalInterface
public interface RowConsumer {

    /**
     * Takes the results of the next row.
     *
     * @param values the results; the array is used again for the next row
     * @throws IOException if they cannot be kept
     */
    void accept(double[] values) throws IOException;
}
