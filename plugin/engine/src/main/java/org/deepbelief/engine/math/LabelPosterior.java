// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * The exact distribution of labels c given the visible units v of a machine whose hidden units are summed out:
 *
 * <pre>
 * s_c = l_c + sum over j of f(x_j + U_cj),   x = v W + hidden biases
 * p(c | v) = e^(s_c) / sum over the classes of the like
 * </pre>
 *
 * with U the label weights, l the label biases and f the logarithm of the sum over a hidden unit's states, log(1 + e^x)
 * for a Bernoulli unit. In double precision: in single precision the units that are nearly always on would lose what
 * they tell of the classes.
 *
 * <p>Prepared once, by {@link Compute#labelPosterior}; one run at a time.
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

    /**
     * Tells how probable each class is, and all of them together.
     *
     * @param inputs v W, cases x hidden units
     * @param rows the first rows of it
     * @param probabilities receives p(c | v), cases x classes; null if they are not wanted
     * @param logSums receives the logarithm of the sum of e^(s_c) over the classes, one a case
     */
    void infer(FloatMatrix inputs, int rows, FloatMatrix probabilities, double[] logSums);
}
