// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.TimeBudget;
import org.deepbelief.spark.command.Options.Range;
import org.deepbelief.spark.round.Pretraining.Standing;
import org.deepbelief.spark.round.RoundMonitor;
import org.deepbelief.spark.round.Rounds;

/** What all trainings have in common: where rows come from and the network goes, in which parts and rounds. */
final class TrainingRun {

    /** The options that are no settings of a node. */
    static final Set<String> KEYS = Set.of("input", "model", "partitions", "roundSteps", "checkpoint",
        "timeBudget");

    /** On what the bits do not depend. */
    private static final Set<String> ELSEWHERE = Set.of("checkpoint", "model", "threads", "memoryBudgetMiB",
        "timeBudget");

    /** A second or two of steps, beside the tenths of a second that a job of Spark's takes. */
    private static final int ROUND_STEPS = 1000;

    private final SparkSession spark;

    private final Options options;

    private final ClusterFiles files;

    private final String input;

    private final String model;

    private final int partitions;

    private final int roundSteps;

    private final int threads;

    private final Optional<Duration> timeBudget;

    private final int memoryBudget;

    /** @throws IllegalArgumentException if an option is missing or out of its range */
    TrainingRun(final SparkSession spark, final Options options) {
        this.spark = spark;
        this.options = options;
        files = new ClusterFiles(spark.sparkContext().hadoopConfiguration());
        input = options.required("input", "a file, a folder or a pattern of CSV or Parquet files");
        model = options.required("model", "the file that the network is written to");
        partitions = options.whole("partitions", 0, Range.COUNT_OR_ZERO);
        roundSteps = options.whole("roundSteps", ROUND_STEPS, Range.COUNT);
        threads = options.whole("threads", 0, Range.THREADS);
        timeBudget = options.seconds("timeBudget");
        memoryBudget = options.whole("memoryBudgetMiB", 0, Range.MEMORY);
    }

    String input() {
        return input;
    }

    /** As many parts as asked for, or as Spark computes at a time; no more than there are rows. */
    int parts(final long rows) {
        final int wanted = partitions > 0 ? partitions : spark.sparkContext().defaultParallelism();
        return (int)Math.max(1, Math.min(wanted, rows));
    }

    /** How it runs: on the threads that Spark gives a task, unless asked for. Its time begins now. */
    Rounds rounds() {
        return new Rounds(roundSteps, threads > 0 ? threads : spark.sparkContext().conf().getInt("spark.task.cpus", 1),
            TimeBudget.of(timeBudget));
    }

    int memoryBudget() {
        return memoryBudget;
    }

    ClusterFiles files() {
        return files;
    }

    /** Where to go on from and to write to, if asked for. */
    Optional<Checkpoint> checkpoint(final String command, final long rows) {
        return options.text("checkpoint").map(folder -> new Checkpoint(files, folder, command + " "
            + options.without(ELSEWHERE) + ", " + rows + " rows in " + parts(rows) + " partitions"));
    }

    /**
     * Tells of the epochs of a network that learns as a whole, and keeps where it stands.
     *
     * @param error what the learner's error is
     */
    RoundMonitor monitor(final String error, final Optional<Checkpoint> checkpoint) {
        return (span, mean, progress) -> {
            if (span.endsEpoch()) {
                say("Epoch " + (span.epoch() + 1) + ", " + error + " " + mean);
            }
            if (checkpoint.isPresent()) {
                checkpoint.get().write(new Standing(Optional.empty(), Optional.of(progress)));
            }
        };
    }

    /** Writes the network, says whether its training had the time it needed, and deletes the checkpoint. */
    void finish(final DeepBeliefNetwork network, final Rounds rounds, final Optional<Checkpoint> checkpoint)
        throws IOException {
        files.write(network, model);
        if (checkpoint.isPresent()) {
            checkpoint.get().delete();
        }
        rounds.time().stopped().ifPresent(this::say);
        say("Wrote " + model);
    }

    void say(final String line) {
        System.out.println(line);
    }
}
