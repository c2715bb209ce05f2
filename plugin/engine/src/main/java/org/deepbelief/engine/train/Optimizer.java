// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * How weights and biases follow their gradient, which points uphill on the log-likelihood, that is downhill on the
 * loss. Both are moved by the mean gradient over the rows that are counted to their terms.
 */
sealed interface Optimizer permits MomentumOptimizer, AdamOptimizer {

    /**
     * Moves weights and biases.
     *
     * @param products the term of the weights
     * @param sums the term of the biases
     * @param weightDecay a weight w, but no bias, loses learning rate * weightDecay * w
     */
    void apply(Statistics statistics, Term products, Term sums, Rates rates, float weightDecay);

    /**
     * Adds what is carried from step to step beside weights and biases.
     *
     * @param weightsName the name of the weights in the state
     * @param biasesName the name of the biases
     */
    void addTo(LearnerState state, String weightsName, String biasesName);
}
