// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * One step of back-propagation through a layer: {@code out = (delta op(weights)) * f'(x)}, with the derivative taken
 * from the activations f(x). Prepared once per training, by {@link Compute#backpropagation}; one run at a time.
 */
public interface Backpropagation {

    /**
     * Propagates the first {@code count} rows.
     *
     * @param delta the error above, dE/dx of the units above
     * @param activations f(x) of the units of {@code result}, as propagated forward
     * @param result receives dE/dx of its units; not the activations' matrix
     */
    default void run(final FloatMatrix delta, final int count, final FloatMatrix activations,
        final FloatMatrix result) {
        run(delta, count, activations, result, null);
    }

    /**
     * As above, with an error of each unit's own: {@code out = (delta op(weights) + ownError) * f'(x)}.
     *
     * @param unitErrors as many columns; a row for each, or one row for all; may be null for none
     */
    void run(FloatMatrix delta, int count, FloatMatrix activations, FloatMatrix result, FloatMatrix unitErrors);

    /** The sums over the rows of the last result: the gradient of the biases. 1 x units; it is set by the next run. */
    FloatMatrix columnSums();
}
