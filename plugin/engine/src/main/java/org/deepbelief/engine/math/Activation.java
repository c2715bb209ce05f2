// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/** How the mean and a sample of a unit follow from its total input x, and the slope of the mean from the mean a. */
public enum Activation {

    /** Mean 1 / (1 + exp(-x)), slope a (1 - a), sample 0 or 1. */
    LOGISTIC,

    /** Mean x, slope 1, sample x + n with n standard normal. */
    IDENTITY,

    /**
     * The units of one group share one draw: mean exp(x_i) / sum_j exp(x_j), sample one-hot. The slope is not one
     * unit's own.
     */
    SOFTMAX,

    /**
     * Mean max(0, x), slope 1 where a &gt; 0 and else 0, sample max(0, x + n) with n normal of variance
     * 1 / (1 + exp(-x)) (Nair and Hinton 2010).
     */
    RECTIFIER
}
