// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * The exact distribution of labels given the visible units of a machine with Bernoulli hidden units, which are summed
 * out:
 *
 * <pre>p(c | v) = e^(l_c) product over j of (1 + e^(x_j + U_cj)) / Z,   x = v W + hidden biases</pre>
 *
 * Prepared once per training, by {@link Compute#labelPosterior}; one run at a time.
 */
public interface LabelPosterior {

    /**
     * Draws one label a case.
     *
     * @param inputs v W, cases x hidden units
     * @param rows the first rows of it
     * @param classes receives the class indices in its first column
     * @param random the same key draws the same labels
     */
    void draw(FloatMatrix inputs, int rows, FloatMatrix classes, RandomRows random);
}
