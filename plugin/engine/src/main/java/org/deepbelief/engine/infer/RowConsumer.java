// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.io.IOException;

/** Takes the results of one row after the other. */
@FunctionalInterface
public interface RowConsumer {

    /**
     * Takes the results of the next row.
     *
     * @param results only valid during the call
     * @throws IOException if they cannot be kept
     */
    void accept(RowResults results) throws IOException;
}
