// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

/**
 * The kinds of units that a layer is made of. Visible units are {@link #BERNOULLI}, {@link #GAUSSIAN} or
 * {@link #SOFTMAX}; hidden units are {@link #BERNOULLI}, {@link #RECTIFIED_LINEAR} or {@link #GAUSSIAN}.
 */
public enum UnitType {

    /** Binary units: on with probability sigmoid(x). As visible units they take probabilities between 0 and 1. */
    BERNOULLI,

    /** Real-valued units with Gaussian noise around x. */
    GAUSSIAN,

    /** A group of binary units of which exactly one is on, with probability softmax(x): one nominal column. */
    SOFTMAX,

    /** Noisy rectified-linear units (Nair and Hinton 2010): max(0, x + noise with variance sigmoid(x)). */
    RECTIFIED_LINEAR
}
