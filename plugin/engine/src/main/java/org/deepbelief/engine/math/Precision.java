// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * How exact the factors of a layer's products are. Sums, weights, increments and biases are float32 in any case, and so
 * is what is measured: the products of {@link Compute#product(float, FloatMatrix, int, FloatMatrix, boolean, float,
 * FloatMatrix)}.
 */
public enum Precision {

    /** Factors of float32: 24 significant bits. */
    FLOAT32,

    /**
     * Factors rounded to bfloat16, the nearest of 8 significant bits, ties to even: a relative error of 2^-8 at most in
     * a factor, and none in samples of 0 and 1. The processor makes twice as many of these products in a time. Where it
     * has no such instruction, or the library for it is missing, this is {@link #FLOAT32}.
     */
    MIXED,

    /** {@link #MIXED} for weights of layers that are large enough to gain time by it, {@link #FLOAT32} for others. */
    AUTOMATIC
}
