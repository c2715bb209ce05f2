// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;

/** A way through a layer, up or down, for batches of rows. One run at a time. */
public interface LayerPass {

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
