// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/** How fine-tuning follows the gradient. */
public enum OptimizerKind {

    /** Stochastic gradient descent with momentum. */
    SGD {
        @Override
        Optimizer optimizer(final Compute compute, final FloatMatrix weights, final FloatMatrix biases) {
            return new MomentumOptimizer(compute, weights, biases);
        }
    },

    /** Adam (Kingma and Ba 2015); the momentum is the decay of its first moment. */
    ADAM {
        @Override
        Optimizer optimizer(final Compute compute, final FloatMatrix weights, final FloatMatrix biases) {
            return new AdamOptimizer(compute, weights, biases);
        }
    };

    /**
     * What moves the weights and biases of one layer.
     *
     * @param compute gives the memory, which is released with it
     * @param weights kept, not copied
     * @param biases kept, not copied
     */
    abstract Optimizer optimizer(Compute compute, FloatMatrix weights, FloatMatrix biases);
}
