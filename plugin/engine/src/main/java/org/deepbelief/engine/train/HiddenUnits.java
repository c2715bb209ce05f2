// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.units.UnitType;

/**
 * The hidden units of a layer that is pretrained.
 *
 * @param count how many, at least 1
 * @param type Bernoulli, rectified-linear or (Boltzmann machine only) Gaussian
 * @param sparsity their wanted mean activation
 * @param dropout the share of them left out for each row, in [0, 1)
 */
public record HiddenUnits(int count, UnitType type, Sparsity sparsity, double dropout) {

    /** @throws IllegalArgumentException if a setting is out of range; the message names it */
    public HiddenUnits {
        Ranges.atLeast("number of hidden units", count, 1);
        Ranges.require(type.canBeHidden(), "kind of hidden units", type.words(),
            "Bernoulli, rectified linear or Gaussian");
        Ranges.require(!sparsity.wanted() || !type.bounded() || sparsity.target() < 1, "sparsity target",
            sparsity.target(), "above 0, and below 1 for Bernoulli units");
        Ranges.share("hidden dropout", dropout);
    }

    /** Units of any mean activation, none left out. */
    public static HiddenUnits of(final int count, final UnitType type) {
        return new HiddenUnits(count, type, Sparsity.NONE, 0);
    }

    /** These with another wanted activation. */
    public HiddenUnits withSparsity(final Sparsity wanted) {
        return new HiddenUnits(count, type, wanted, dropout);
    }

    /** These with another share left out. */
    public HiddenUnits withDropout(final double share) {
        return new HiddenUnits(count, type, sparsity, share);
    }
}
