// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The time that a training has, which begins when this is made. Courses that follow each other share what is left by
 * their work: one that ends early leaves its rest to those after it.
 */
public final class TimeBudget {

    /** Where a course ended for want of time; layer 0 is the whole network, epochs are from 1 on. */
    private record Stop(int layer, int epoch, int epochs) {

        String words() {
            return (layer > 0 ? "layer " + layer + " " : "") + "at epoch " + epoch + " of " + epochs;
        }
    }

    private final Optional<Duration> time;

    private final LongSupplier nanoTime;

    private final long end;

    private final List<Stop> stops = new ArrayList<>();

    private double begun;

    private long deadline;

    /**
     * @param time how much there is; empty where it does not matter
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    public TimeBudget(final Optional<Duration> time, final LongSupplier nanoTime) {
        this.time = time;
        this.nanoTime = nanoTime;
        end = nanoTime.getAsLong() + time.map(Duration::toNanos).orElse(0L);
    }

    /** By the clock of the machine. */
    public static TimeBudget of(final Optional<Duration> time) {
        return new TimeBudget(time, System::nanoTime);
    }

    /**
     * Begins a course.
     *
     * @param share of the whole training that it is, in (0, 1]
     */
    public void begin(final double share) {
        final long now = nanoTime.getAsLong();
        deadline = now + (long)((end - now) * Math.min(1, share / Math.max(share, 1 - begun)));
        begun += share;
    }

    /** Whether the course has had its time. */
    public boolean isUp() {
        return time.isPresent() && nanoTime.getAsLong() - deadline >= 0;
    }

    /**
     * The course ends for want of time.
     *
     * @param layer that learns, from 1 on; 0 for the whole network
     * @param epoch that it ends in, from 0 on
     * @param epochs that it was to have
     */
    public void stop(final int layer, final int epoch, final int epochs) {
        stops.add(new Stop(layer, epoch + 1, epochs));
    }

    /** Where the training was stopped, for its user; empty if it had time for all of it. */
    public Optional<String> stopped() {
        if (stops.isEmpty()) {
            return Optional.empty();
        }
        final String seconds = BigDecimal.valueOf(time.orElseThrow().toNanos(), 9).stripTrailingZeros().toPlainString();
        return Optional.of("Training stopped after " + seconds + (seconds.equals("1") ? " second, " : " seconds, ")
            + stops.stream().map(Stop::words).collect(Collectors.joining(", "))
            + ". The network is what it was by then; for more, raise the time budget (timeBudget).");
    }
}
