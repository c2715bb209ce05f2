// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.apache.spark.sql.SparkSession;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.spark.command.Options.Range;
import org.deepbelief.spark.round.HeldOut;
import org.deepbelief.spark.round.Pretraining.Standing;
import org.deepbelief.spark.round.RoundLength;
import org.deepbelief.spark.round.RoundMonitor;
import org.deepbelief.spark.round.RoundReport;
import org.deepbelief.spark.round.Rounds;
import org.deepbelief.spark.round.TrainingTime;

/** What all trainings have in common: where rows come from and the network goes, in which parts and rounds. */
final class TrainingRun {

    /** The options that are no settings of a node. */
    static final Set<String> KEYS = Set.of("input", "model", "partitions", "roundSteps", "roundSeconds",
        "checkpoint");

    /** On what the bits do not depend. */
    private static final Set<String> ELSEWHERE = Set.of("checkpoint", "model", "threads", "memoryBudgetMiB",
        "timeBudget");

    /** Beside the tenths of a second that a job of Spark's and the states on their way take. */
    private static final double ROUND_SECONDS = 10;

    private static final int MOST_ROUND_STEPS = 1_000_000;

    private final SparkSession spark;

    private final Options options;

    private final PrintStream out;

    private final ClusterFiles files;

    private final String input;

    private final String model;

    private final int partitions;

    private final RoundLength roundLength;

    private final int threads;

    private final Optional<Duration> timeBudget;

    private final int memoryBudget;

    private int rounds;

    private double seconds;

    private double work;

    /**
     * @param out told how far the training has come
     * @throws IllegalArgumentException if an option is missing or out of its range
     * @throws IOException if no network can be written where it is to be
     */
    TrainingRun(final SparkSession spark, final Options options, final PrintStream out) throws IOException {
        this.out = out;
        this.spark = spark;
        this.options = options;
        files = new ClusterFiles(spark.sparkContext().hadoopConfiguration());
        input = options.required("input", "a file, a folder or a pattern of CSV or Parquet files");
        model = options.required("model", "the file that the network is written to");
        files.checkNoFolder(model);
        partitions = options.whole("partitions", 0, Range.COUNT);
        final int roundSteps = options.whole("roundSteps", 0, Range.COUNT);
        final double roundSeconds = options.number("roundSeconds", ROUND_SECONDS, Range.ROUND);
        roundLength = roundSteps > 0 ? RoundLength.of(roundSteps)
            : work -> told(RoundLength.ofSeconds(roundSeconds).steps(work));
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
        return new Rounds(roundLength, threads > 0 ? threads : spark.sparkContext().conf().getInt("spark.task.cpus", 1),
            new TrainingTime(timeBudget, System::nanoTime));
    }

    private int told(final int steps) {
        final int most = Math.min(MOST_ROUND_STEPS, steps);
        say("A round has at most " + most + " steps. The same network comes again with --roundSteps " + most + ".");
        return most;
    }

    int memoryBudget() {
        return memoryBudget;
    }

    ClusterFiles files() {
        return files;
    }

    /** The network that the training starts from. */
    DeepBeliefNetwork network() throws IOException {
        return files.readNetwork(options.required("network", "the file of the network"));
    }

    /** Where to go on from and to write to, if asked for. */
    Optional<Checkpoint> checkpoint(final String command, final long rows) {
        return options.text("checkpoint").map(folder -> new Checkpoint(files, folder, command + " "
            + options.without(ELSEWHERE) + ", " + rows + " rows in " + parts(rows) + " partitions"));
    }

    /**
     * Tells of the rounds of a network that learns as a whole, and keeps where it stands.
     *
     * @param error what the learner's error is
     */
    RoundMonitor monitor(final String error, final Optional<Checkpoint> checkpoint) {
        return (report, progress) -> {
            tell("Epoch ", error, report);
            if (checkpoint.isPresent()) {
                checkpoint.get().write(new Standing(Optional.empty(), Optional.of(progress), 0));
            }
        };
    }

    /**
     * Tells of a round, if an epoch ends with it.
     *
     * @param what learns, up to the number of the epoch
     * @param error what the learner's error is
     */
    void tell(final String what, final String error, final RoundReport report) {
        rounds++;
        seconds += report.seconds();
        work += report.work();
        if (report.span().endsEpoch()) {
            say(what + (report.span().epoch() + 1) + ", " + error + " " + report.error()
                + report.heldOut().map(TrainingRun::words).orElse(""));
        }
        if (report.last() && report.best() >= 0) {
            say("The weights of epoch " + (report.best() + 1) + " are kept, of " + (report.span().epoch() + 1) + ".");
        }
    }

    private static String words(final HeldOut heldOut) {
        final StringJoiner words = new StringJoiner(", ", "; of " + heldOut.rows() + " rows held out: ", "");
        final Map<String, Double> values = new LinkedHashMap<>();
        values.put("reconstruction error ", heldOut.reconstructionError());
        values.put("free energy gap ", heldOut.freeEnergyGap());
        values.put("loss ", heldOut.loss());
        values.put("accuracy ", heldOut.accuracy());
        values.values().removeIf(value -> Double.isNaN(value));
        values.forEach((name, value) -> words.add(name + value));
        return words.toString();
    }

    /** Writes the network, says whether its training had the time it needed, and deletes the checkpoint. */
    void finish(final DeepBeliefNetwork network, final Rounds asked, final Optional<Checkpoint> checkpoint)
        throws IOException {
        say(String.format(Locale.ROOT, "%d rounds took %.2f s, the steps in the slowest part %.2f s of these.", rounds,
            seconds, work));
        files.write(network, model);
        if (checkpoint.isPresent()) {
            checkpoint.get().delete();
        }
        asked.time().stopped().ifPresent(this::say);
        say("Wrote " + model);
    }

    void say(final String line) {
        out.println(line);
    }
}
