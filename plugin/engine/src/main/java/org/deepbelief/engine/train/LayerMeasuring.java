// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.MiniBatches;

/** Measures a layer after an epoch, on a sample of rows that stays the same. */
interface LayerMeasuring {

    /**
     * Measures the first rows of an order, at most a sixteenth of all and at most 512.
     *
     * @param batches of {@link LayerMonitor#batchRows()} rows
     * @param rows how many rows there are
     */
    LayerMonitor.Measurement measure(MiniBatches batches, long rows);
}
