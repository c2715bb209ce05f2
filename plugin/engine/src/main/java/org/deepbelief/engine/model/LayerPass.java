// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;

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
     * @param key see {@link CounterRandom#key}; the same key draws the same samples
     */
    void sample(FloatMatrix from, int rows, FloatMatrix samples, long key);
}
