// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;

/**
 * A level below the associative memory as the two distributions that a bound needs: q(h | v), by the recognition
 * weights, from which its hidden units are drawn, and p(v | h), by the generative weights.
 */
interface DirectedLevel {

    /** Takes visible units, rows x units in their own measure; kept, not copied. */
    void see(FloatMatrix units, int rows);

    /**
     * Draws the hidden units from q(h | v).
     *
     * @return them, rows x hidden units
     */
    FloatMatrix draw(int rows, RandomRows random);

    /** Adds log q(h | v) - log p(v | h) of the hidden units that were drawn. */
    void addTo(double[] sums, int rows);
}
