// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * The values around which a {@link WeightUpdate} takes the units on the two sides of the weights: l on the left, r on
 * the right. With sums a and b over a batch of what the terms have on the left and on the right, and dW all that the
 * weights change by,
 *
 * <pre>
 * increments     lose scale (l^T b + a^T r), a product of rank two
 * right shift  = l dW,   left shift = r dW^T     (what the biases of uncentred units lose)
 * </pre>
 *
 * Vectors are matrices of one row.
 */
public interface Centre {

    /**
     * Sets what the next update takes off.
     *
     * @param leftValues l, 1 x left units
     * @param leftSums a, 1 x left units
     * @param rightValues r, 1 x right units
     * @param rightSums b, 1 x right units
     */
    void set(FloatMatrix leftValues, FloatMatrix leftSums, FloatMatrix rightValues, FloatMatrix rightSums);

    /** Takes r dW^T of the last update off the biases of the units on the left, 1 x left units. */
    void subtractLeftShift(FloatMatrix biases);

    /** Takes l dW of the last update off the biases of the units on the right, 1 x right units. */
    void subtractRightShift(FloatMatrix biases);
}
