// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.LayerKind;

/**
 * How a recurrent temporal restricted Boltzmann machine is pretrained: by Adam, whose step is the learning rate and
 * whose first moment keeps the momentum, along the gradient through time.
 *
 * @param hidden the hidden units, Bernoulli
 * @param learning how the gradient is followed
 * @param chain how the gradient is estimated: a chain that starts at the rows, with samples
 * @param pieceRows through how many rows the gradient goes back at most: longer sequences are cut, and a batch is some
 *            pieces, at least one, of as many rows together as the batch size says. A piece that begins within its
 *            sequence starts from the initial state as well, so that its first rows are learned with too little memory;
 *            at least 1
 * @param gradientNorm the norm of the mean gradient over rows that a longer one is scaled down to; above 0
 */
public record RecurrentSettings(HiddenUnits hidden, Learning learning, Chain chain, int pieceRows,
    double gradientNorm) implements LayerSettings {

    /** @throws IllegalArgumentException if a setting is out of range; the message names it */
    public RecurrentSettings {
        Ranges.require(hidden.type().binary(), "kind of hidden units", hidden.type().words(),
            "Bernoulli for a recurrent machine");
        Ranges.require(!hidden.sparsity().wanted() && hidden.dropout() == 0,
            "sparsity or dropout of a recurrent machine", hidden.sparsity().target() + " and "
            + hidden.dropout(), "none");
        Ranges.require(learning.penalty().l1() == 0, "L1 penalty", learning.penalty().l1(),
            "0 for a recurrent machine");
        Ranges.require(!chain.persistent(), "chain of a recurrent machine", "persistent",
            "one that starts at the rows");
        Ranges.atLeast("rows of a piece", pieceRows, 1);
        Ranges.positive("largest norm of the gradient", gradientNorm);
    }

    @Override
    public RecurrentSettings withHidden(final HiddenUnits units) {
        return new RecurrentSettings(units, learning, chain, pieceRows, gradientNorm);
    }

    @Override
    public RecurrentSettings withLearning(final Learning steps) {
        return new RecurrentSettings(hidden, steps, chain, pieceRows, gradientNorm);
    }

    /** These with another chain. */
    public RecurrentSettings withChain(final Chain steps) {
        return new RecurrentSettings(hidden, learning, steps, pieceRows, gradientNorm);
    }

    @Override
    public LayerKind kind() {
        return LayerKind.RECURRENT;
    }

    @Override
    public boolean takesLabels() {
        return false;
    }

    @Override
    public double sampledZeros() {
        return 0;
    }

    /** The most rows of a batch, which has one piece at least. */
    int batchRows(final int batchSize) {
        return Math.max(batchSize, pieceRows);
    }

    @Override
    public LayerLearner learner(final Compute compute, final LayerInput input, final int batchSize, final long seed) {
        return new RecurrentMachine(compute, input, this, batchRows(batchSize), seed);
    }
}
