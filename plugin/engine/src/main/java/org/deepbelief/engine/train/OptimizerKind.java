// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/** How fine-tuning follows the gradient. */
public enum OptimizerKind {
    /** Stochastic gradient descent with momentum. */
    SGD,
    /** Adam (Kingma and Ba 2015); the momentum is the decay of its first moment. */
    ADAM
}
