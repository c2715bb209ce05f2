// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;

/**
 * Pulls each hidden unit's mean activation q, remembered over batches, towards the target p: the gradient of the
 * cross-entropy of q and p with respect to the unit's input is p - q (Hinton 2010, section 11).
 */
final class HiddenSparsity {

    private static final float ACTIVATION_MEMORY = 0.9f;

    private final float target;

    private final float cost;

    private final float[] activations;

    HiddenSparsity(final HiddenUnits units) {
        target = (float)units.sparsity().target();
        cost = (float)units.sparsity().cost();
        activations = new float[units.count()];
        Arrays.fill(activations, target);
    }

    /** Remembers the activations of a batch: the sums over its rows. */
    void observe(final float[] sums, final int rows) {
        for (int i = 0; i < activations.length; i++) {
            activations[i] = ACTIVATION_MEMORY * activations[i] + (1 - ACTIVATION_MEMORY) * sums[i] / rows;
        }
    }

    /** Adds the pull on each case of a batch to the sums of a gradient over its rows. */
    void addTo(final float[] sums, final int rows) {
        for (int i = 0; i < activations.length; i++) {
            sums[i] += rows * pull(i);
        }
    }

    /** The pull on a unit's input: cost (p - q). */
    float pull(final int unit) {
        return cost * (target - activations[unit]);
    }
}
