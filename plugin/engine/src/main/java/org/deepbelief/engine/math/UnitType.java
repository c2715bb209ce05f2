// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/** The kind of a stochastic unit: how its mean follows from its total input x, and how it is sampled. */
public enum UnitType {

    /** Binary unit: mean 1 / (1 + exp(-x)), sample 0 or 1. */
    BERNOULLI,

    /** Real unit: mean x, sample normal around the mean with the unit's standard deviation (1 unless given). */
    GAUSSIAN,

    /** One-of-many: the units of one group share one draw; mean exp(x_i) / sum_j exp(x_j), sample one-hot. */
    SOFTMAX,

    /**
     * Rectified linear unit (Nair and Hinton 2010): mean max(0, x), sample max(0, x + n), with n normal of variance
     * 1 / (1 + exp(-x)).
     */
    RECTIFIED_LINEAR
}
