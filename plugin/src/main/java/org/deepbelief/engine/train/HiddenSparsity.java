// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * Pulls each hidden unit's mean activation q, remembered over batches, towards the target p: the gradient of the
 * cross-entropy of q and p with respect to the unit's input is p - q (Hinton 2010, section 11).
 */
final class HiddenSparsity {

    private static final float ACTIVATION_MEMORY = 0.9f;

    private final float target;

    private final float cost;

    private final float[] activations;

    private final float[] sums;

    private final float[] pulls;

    private final FloatMatrix pull;

    HiddenSparsity(final Compute compute, final HiddenUnits units) {
        target = (float)units.sparsity().target();
        cost = (float)units.sparsity().cost();
        activations = new float[units.count()];
        Arrays.fill(activations, target);
        sums = new float[units.count()];
        pulls = new float[units.count()];
        pull = compute.zeros(1, units.count());
    }

    /** Remembers the activations of a batch: the sums over its rows. */
    void observe(final FloatMatrix hiddenSums, final int rows) {
        hiddenSums.read(sums);
        for (int i = 0; i < activations.length; i++) {
            activations[i] = ACTIVATION_MEMORY * activations[i] + (1 - ACTIVATION_MEMORY) * sums[i] / rows;
        }
    }

    /** The pull on each unit's input, 1 x units: cost (p - q). */
    FloatMatrix pull() {
        for (int i = 0; i < pulls.length; i++) {
            pulls[i] = cost * (target - activations[i]);
        }
        pull.write(pulls);
        return pull;
    }
}
