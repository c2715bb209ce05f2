// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * Pulls each hidden unit's mean activation q, remembered over batches, towards the target p. What enters a step of q is
 * what was remembered before it, so that it is the same for all parts of a batch.
 *
 * <pre>
 * on a unit's input   cost (p - q): the gradient of the cross-entropy of q and p (Hinton 2010, section 11), where q is
 *                     m times the mean before the step and 1 - m times the row's own activation h. The sums over a
 *                     batch then have the batch's own mean in them, without which the pull comes a step late and
 *                     swings.
 * on a code's value   cost (p / q - (1 - p) / (1 - q)): the gradient of - KL(p || q); cost (p - q) for rectified
 *                     codes, whose mean may exceed 1
 * </pre>
 */
final class HiddenSparsity {

    private static final float MEMORY = 0.9f;

    private static final float SMALLEST_ACTIVATION = 1e-4f;

    private final float target;

    private final float cost;

    private final boolean divergence;

    private final FloatMatrix activations;

    private final FloatMatrix pull;

    private final float[] means;

    private final float[] buffer;

    private HiddenSparsity(final Compute compute, final HiddenUnits units, final boolean divergence) {
        target = (float)units.sparsity().target();
        cost = (float)units.sparsity().cost();
        this.divergence = divergence;
        activations = compute.zeros(1, units.count());
        activations.fill(target);
        pull = compute.zeros(1, units.count());
        means = new float[units.count()];
        buffer = new float[units.count()];
    }

    /** The pull on the units' inputs, as in a Boltzmann machine. */
    static HiddenSparsity onInputs(final Compute compute, final HiddenUnits units) {
        return new HiddenSparsity(compute, units, false);
    }

    /** The pull on the units' values, as in an autoencoder, by the divergence of Bernoulli units or by squares. */
    static HiddenSparsity onValues(final Compute compute, final HiddenUnits units, final boolean divergence) {
        return new HiddenSparsity(compute, units, divergence);
    }

    /** The pull on each unit's value, 1 x units. */
    FloatMatrix pullOnValues() {
        activations.read(means);
        for (int i = 0; i < buffer.length; i++) {
            final float q = Math.min(Math.max(means[i], SMALLEST_ACTIVATION), 1 - SMALLEST_ACTIVATION);
            buffer[i] = divergence ? cost * (target / q - (1 - target) / (1 - q)) : cost * (target - means[i]);
        }
        pull.write(buffer);
        return pull;
    }

    /** The part of the pull on each unit's input that is the same for all rows, cost (p - m q), 1 x units. */
    FloatMatrix pullOnInputs() {
        activations.read(means);
        for (int i = 0; i < buffer.length; i++) {
            buffer[i] = cost * (target - MEMORY * means[i]);
        }
        pull.write(buffer);
        return pull;
    }

    /** By how much of its own activation a row pulls back: cost (1 - m). */
    float ownShare() {
        return cost * (1 - MEMORY);
    }

    /** Remembers the activations of a step: their sums over so many rows, 1 x units. */
    void observe(final FloatMatrix sums, final long rows) {
        activations.read(means);
        sums.read(buffer);
        for (int i = 0; i < means.length; i++) {
            means[i] = MEMORY * means[i] + (1 - MEMORY) * buffer[i] / rows;
        }
        activations.write(means);
    }

    void addTo(final LearnerState state) {
        state.mean("sparsity/activations", activations);
    }
}
