// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.train.LearnerState;

/**
 * The mean of the states of the parts: of the means of two halves of the parts, in their order, and so on down. So the
 * bits depend on the parts alone, and as many states are in memory at a time as the tree has levels.
 */
final class States implements AutoCloseable {

    private final Compute compute;

    private final LearnerState mean;

    /** One a level, as the tree needs them. */
    private final List<LearnerState> halves = new ArrayList<>();

    /** @param mean receives the means; of a learner */
    States(final Compute compute, final LearnerState mean) {
        this.compute = compute;
        this.mean = mean;
    }

    /** Takes the mean of what the parts have learned. */
    void average(final List<Round.Result> results) throws IOException {
        average(results, 0, mean);
    }

    /**
     * The states to go on from, by the mean as it is now: a single one, or one a part where they have chains of their
     * own.
     *
     * @param results those of the mean
     */
    byte[][] starts(final List<Round.Result> results) throws IOException {
        if (!mean.hasChains() || results.size() == 1) {
            return new byte[][] {bytes(mean)};
        }
        final byte[][] states = new byte[results.size()][];
        for (int part = 0; part < states.length; part++) {
            final LearnerState own = half(0);
            read(results.get(part).state(), own);
            own.setMeans(compute, mean);
            states[part] = bytes(own);
        }
        return states;
    }

    /** Returns the rows that the mean is over. */
    private long average(final List<Round.Result> results, final int level, final LearnerState into)
        throws IOException {
        if (results.size() == 1) {
            read(results.get(0).state(), into);
            return results.get(0).rows();
        }
        final int middle = (results.size() + 1) / 2;
        final LearnerState other = half(level);
        final long left = average(results.subList(0, middle), level + 1, into);
        final long right = average(results.subList(middle, results.size()), level + 1, other);
        if (left == 0 && right > 0) {
            into.set(compute, other);
        } else if (right > 0) {
            into.average(compute, other, left, right);
        }
        return left + right;
    }

    private LearnerState half(final int level) {
        while (halves.size() <= level) {
            halves.add(mean.copy(compute));
        }
        return halves.get(level);
    }

    static byte[] bytes(final LearnerState state) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        state.write(new DataOutputStream(out));
        return out.toByteArray();
    }

    static void read(final byte[] bytes, final LearnerState state) throws IOException {
        state.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    @Override
    public void close() {
        halves.forEach(LearnerState::close);
    }
}
