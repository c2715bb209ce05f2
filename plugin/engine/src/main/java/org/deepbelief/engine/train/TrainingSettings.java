// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.time.Duration;
import java.util.Optional;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.Precision;

/**
 * How a training runs, whatever it trains.
 *
 * @param batchSize the rows of a mini-batch, at least 1
 * @param seed of all random numbers
 * @param validationShare the share of rows that is held out and only measured, in [0, 1)
 * @param threads how many threads compute, 0 for one a processor; the result does not depend on it
 * @param timeBudget after which the training ends with the step at hand and keeps what it has learned
 * @param precision of the products that it learns by
 */
public record TrainingSettings(int batchSize, long seed, double validationShare, int threads,
    Optional<Duration> timeBudget, Precision precision) {

    /** @throws IllegalArgumentException if a setting is out of range; the message names it */
    public TrainingSettings {
        Ranges.atLeast("batch size", batchSize, 1);
        Ranges.share("validation share", validationShare);
        Ranges.atLeast("number of threads", threads, 0);
        Ranges.require(timeBudget.isEmpty() || !timeBudget.get().isNegative() && !timeBudget.get().isZero(),
            "time budget", timeBudget, "more than no time");
    }

    /** As above, in float32. */
    public TrainingSettings(final int batchSize, final long seed, final double validationShare, final int threads,
        final Optional<Duration> timeBudget) {
        this(batchSize, seed, validationShare, threads, timeBudget, Precision.FLOAT32);
    }

    /** Nothing held out, all processors, no time budget, in float32. */
    public static TrainingSettings of(final int batchSize, final long seed) {
        return new TrainingSettings(batchSize, seed, 0, 0, Optional.empty());
    }

    /** These with another batch size. */
    public TrainingSettings withBatchSize(final int rows) {
        return new TrainingSettings(rows, seed, validationShare, threads, timeBudget, precision);
    }

    /** These with another seed. */
    public TrainingSettings withSeed(final long number) {
        return new TrainingSettings(batchSize, number, validationShare, threads, timeBudget, precision);
    }

    /** These with another share held out. */
    public TrainingSettings withValidationShare(final double share) {
        return new TrainingSettings(batchSize, seed, share, threads, timeBudget, precision);
    }

    /** These on another number of threads. */
    public TrainingSettings withThreads(final int number) {
        return new TrainingSettings(batchSize, seed, validationShare, number, timeBudget, precision);
    }

    /** These with a time budget. */
    public TrainingSettings withTimeBudget(final Duration time) {
        return new TrainingSettings(batchSize, seed, validationShare, threads, Optional.of(time), precision);
    }

    /** These with another precision. */
    public TrainingSettings withPrecision(final Precision wanted) {
        return new TrainingSettings(batchSize, seed, validationShare, threads, timeBudget, wanted);
    }

    /** The processor that they ask for. */
    Compute compute() {
        return Compute.open(threads, precision);
    }

    /** These as a processor follows them: in float32 where it has no other precision. */
    TrainingSettings on(final Compute compute) {
        return withPrecision(compute.precision());
    }
}
