// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

/**
 * The way down to the active ones of many Bernoulli visible units, after the reconstruction sampling of Dauphin, Glorot
 * and Bengio (2011), with the importance weight of a sampled unit on its probability instead of its value:
 *
 * <pre>
 * p = 1 / (1 + exp(-(h W^T + b))),   v' = 1 with probability p / q, else 0    (v' = p / q where p exceeds q)
 * </pre>
 *
 * <p>A unit is active with probability q and then on with probability p / q, hence on with probability p: as long as no
 * p exceeds q, v' of a row, zero where not active, has exactly the distribution of a full reconstruction, so that what
 * the hidden units make of it has as well. In any case its mean is p. Random numbers belong to units, not to places:
 * with q = 1 it is the full reconstruction that {@link Propagation} draws.
 *
 * <p>Prepared once per training, by {@link Compute#sampledReconstruction}.
 */
public interface SampledReconstruction {

    /**
     * Draws the active visible units, compares their means with a target, and passes what was drawn up again.
     *
     * @param from cases x hidden units
     * @param count the first rows of it
     * @param wanted cases x active units
     * @param random the same key draws the same samples
     * @param up receives v' W: at least as many rows x hidden units; not the matrix {@code from}
     */
    void sample(FloatMatrix from, int count, SparseMatrix wanted, RandomRows random, FloatMatrix up);

    /** The samples of the last run: cases x active units, or with more columns than that. */
    FloatMatrix samples();

    /**
     * By places, the sums over the rows of the last run of target minus mean, times the unit's weight: 1 x visible
     * units, of which as many are set as were active.
     */
    FloatMatrix columnSums();

    /** The sum of (target - mean)^2 over rows and all units, estimated from the active ones by their weights. */
    double squaredError();
}
