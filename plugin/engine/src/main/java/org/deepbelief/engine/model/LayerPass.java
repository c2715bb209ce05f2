// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;

/**
 * A way through a layer, up or down, for batches of rows. One run at a time. Most layers know nothing of the rows
 * before; the way up of one that does ({@link TemporalLayer}) is told of each batch by {@link #begin}.
 */
public interface LayerPass {

    /**
     * Begins a batch, of which there may then be several runs: those of the last run of the batch before are the rows
     * before it. Without this each row of a run is a sequence of its own.
     *
     * @param starts of each row, whether it begins a sequence instead of following the row before; the first row of a
     *            batch may follow the last one of the batch before
     * @param rows how many of them count
     */
    default void begin(final boolean[] starts, final int rows) {
        // Most layers know nothing of the rows before.
    }

    /**
     * The means of the units that the way leads to.
     *
     * @param from rows x units that the way comes from
     * @param rows how many of them count
     * @param means receives the means, rows x units that the way leads to
     */
    void expect(FloatMatrix from, int rows, FloatMatrix means);

    /**
     * Samples of the units that the way leads to.
     *
     * @param from rows x units that the way comes from
     * @param rows how many of them count
     * @param samples receives the samples, rows x units that the way leads to
     * @param random the numbers to draw by
     */
    void sample(FloatMatrix from, int rows, FloatMatrix samples, RandomRows random);
}
