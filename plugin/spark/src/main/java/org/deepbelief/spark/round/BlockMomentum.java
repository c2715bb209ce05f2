// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.IOException;
import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.train.LearnerState;

/**
 * Blockwise model-update filtering with Nesterov's momentum (Chen and Huo 2016, "Scalable training of deep learning
 * machines by incremental block training with intra-block parallel optimization and blockwise model-update filtering",
 * with a block learning rate of 1): the mean W of what the parts have learned in a round t is the model, and they start
 * the next round further on,
 *
 * <pre>
 * W(t) + eta (W(t) - W(t-1)),   eta = 1 - 1/N
 * </pre>
 *
 * A mean over N parts goes as far in a round as one part does, with an N-th of all rows; so a pass would teach an N-th
 * of what it teaches one part. With what it keeps of the rounds before, each round's step counts 1 / (1 - eta) = N
 * times in the end. In the paper's letters: its Delta(t) is W(t) - W(t-1) where zeta is 1, and its model without the
 * look ahead is the plain mean.
 */
final class BlockMomentum implements AutoCloseable {

    private final Compute compute;

    /** The parameters of the mean of the round before. */
    private LearnerState before;

    private LearnerState now;

    /** @param start the state in which the first round starts */
    BlockMomentum(final Compute compute, final LearnerState start) {
        this.compute = compute;
        before = start.parameters().copy(compute);
        now = before.copy(compute);
    }

    /**
     * How much is kept: 1 - 1/N for N parts with as many rows each and the batches that one part would have. N is less
     * where they differ, since a mean by rows goes the steps of an average row, and where their batches are smaller.
     *
     * @param stepShare see {@link Stage#stepShare}
     */
    static double kept(final List<Round.Result> results, final double stepShare) {
        final List<Long> rows = results.stream().map(Round.Result::rows).toList();
        return rows.stream().allMatch(count -> count == 0) ? 0
            : Math.max(0, 1 - 1 / PartBatches.parts(rows) / stepShare);
    }

    /**
     * Looks ahead.
     *
     * @param mean of the parts after a round; is where they start the next one while the starts are made, and then what
     *            it was
     * @param kept see {@link #kept}
     * @param starts makes of it what goes on
     */
    byte[][] ahead(final LearnerState mean, final double kept, final Starts starts) throws IOException {
        final LearnerState parameters = mean.parameters();
        now.set(compute, parameters);
        parameters.goBeyond(compute, before, kept);
        final byte[][] next = starts.make();
        parameters.set(compute, now);
        final LearnerState spare = before;
        before = now;
        now = spare;
        return next;
    }

    /** Makes the states in which parts start. */
    @FunctionalInterface
    interface Starts {

        /** Makes them. */
        byte[][] make() throws IOException;
    }

    /** The mean of the last round, to go on from. */
    byte[] bytes() throws IOException {
        return States.bytes(before);
    }

    /**
     * Goes on.
     *
     * @param bytes see {@link #bytes}
     * @param mean becomes that of the last round
     */
    void read(final byte[] bytes, final LearnerState mean) throws IOException {
        States.read(bytes, before);
        mean.parameters().set(compute, before);
    }

    @Override
    public void close() {
        before.close();
        now.close();
    }
}
