// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * How the chain of contrastive divergence runs.
 *
 * @param gibbsSteps k of CD-k, at least 1
 * @param persistent whether the chain goes on from its last state instead of the data (Tieleman 2008)
 * @param sampledReconstructions whether the visible units of the chain are samples, as in a persistent chain, or means,
 *            which suit inputs that are means themselves
 */
public record Chain(int gibbsSteps, boolean persistent, boolean sampledReconstructions) {

    /** CD-1 with samples of the visible units. */
    public static final Chain SAMPLED = new Chain(1, false, true);

    /** CD-1 with the means of the visible units. */
    public static final Chain OF_MEANS = new Chain(1, false, false);

    /** @throws IllegalArgumentException if a setting is out of range; the message names it */
    public Chain {
        Ranges.atLeast("number of Gibbs steps", gibbsSteps, 1);
        Ranges.require(sampledReconstructions || !persistent, "reconstruction in a persistent chain", "a mean",
            "a sample");
    }
}
