// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.round;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.deepbelief.engine.train.TimeBudget;

/** The time of a training, over all runs of it: one that goes on from a checkpoint has what the one before has left. */
public final class TrainingTime {

    /**
     * The time that was spent until somewhere.
     *
     * @param untilBegun until the layer, or whatever learns, has begun, in nanoseconds
     * @param inAll until now
     */
    public record Spent(long untilBegun, long inAll) {
    }

    private final LongSupplier nanoTime;

    private final TimeBudget budget;

    /** When the training would have begun if all of it were this run. */
    private long start;

    private long untilBegun;

    /**
     * @param budget how much there is; empty where it does not matter
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    public TrainingTime(final Optional<Duration> budget, final LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        this.budget = new TimeBudget(budget, this::now);
    }

    private long now() {
        return nanoTime.getAsLong() - start;
    }

    /**
     * Something begins, or goes on.
     *
     * @param share of what is left of the training that it is
     * @param spent until now, in another run; empty where it begins
     */
    void begin(final double share, final Optional<Spent> spent) {
        spent.ifPresent(before -> set(before.untilBegun()));
        untilBegun = now();
        budget.begin(share);
        spent.ifPresent(before -> set(before.inAll()));
    }

    private void set(final long now) {
        start = nanoTime.getAsLong() - now;
    }

    Spent spent() {
        return new Spent(untilBegun, now());
    }

    boolean isUp() {
        return budget.isUp();
    }

    void stop(final int layer, final int epoch, final int epochs) {
        budget.stop(layer, epoch, epochs);
    }

    /** See {@link TimeBudget#stopped}. */
    public Optional<String> stopped() {
        return budget.stopped();
    }
}
