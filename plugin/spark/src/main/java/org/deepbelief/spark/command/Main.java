// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.deepbelief.engine.data.FittingException;
import org.deepbelief.engine.train.DivergenceException;
import org.deepbelief.spark.table.TableException;

/** Runs a command: {@code spark-submit org.deepbelief.spark.jar <command> --key value ...}. */
public final class Main {

    @FunctionalInterface
    private interface Command {

        void run(SparkSession spark, Options options, PrintStream out) throws IOException;
    }

    private static final Map<String, Command> COMMANDS = new TreeMap<>(Map.of(
        "pretrain", PretrainCommand::run, "wake-sleep", WakeSleepCommand::run, "fine-tune", FineTuneCommand::run,
        "embed", EmbedCommand::run, "apply", (spark, options, out) -> ApplyCommand.run(spark, options)));

    private Main() {
    }

    /** Runs a command and ends the process: with 0 if it did what it should. */
    public static void main(final String[] arguments) {
        final Optional<Integer> told = runWithoutSpark(arguments, System.out, System.err);
        if (told.isPresent()) {
            System.exit(told.get());
        }
        final int code;
        try (SparkSession spark = SparkSession.builder().appName("deepbelief").getOrCreate()) {
            code = run(spark, arguments, System.out, System.err);
        }
        System.exit(code);
    }

    /**
     * Does what needs no Spark: helps, or refuses a command that there is not.
     *
     * @return the exit code; empty for a command that is to be run
     */
    static Optional<Integer> runWithoutSpark(final String[] arguments, final PrintStream out,
        final PrintStream errors) {
        final List<String> all = Arrays.asList(arguments);
        final Optional<String> command = all.stream().findFirst().filter(COMMANDS::containsKey);
        if (all.contains("--help")) {
            out.print(command.map(Help::of).orElse(Help.ALL));
            return Optional.of(0);
        }
        if (command.isEmpty()) {
            errors.println("Give a command, " + String.join(", ", COMMANDS.keySet()) + ", and its options. --help tells"
                + " more.");
            return Optional.of(1);
        }
        return Optional.empty();
    }

    /**
     * Runs a command.
     *
     * @param arguments that {@link #runWithoutSpark} leaves
     * @param out told how far the command has come
     * @param errors told in one line what went wrong
     * @return the exit code: 0, or 1 if something went wrong
     */
    static int run(final SparkSession spark, final String[] arguments, final PrintStream out,
        final PrintStream errors) {
        try {
            final List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
            COMMANDS.get(arguments[0]).run(spark, Options.of(rest), out);
            return 0;
        } catch (Exception e) { // Scala's methods throw checked exceptions, SparkException, without a word
            errors.println(message(e));
            return 1;
        }
    }

    /** What the user is to be told, in one line: where a task has failed, it is further down. */
    private static String message(final Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TableException || cause instanceof DivergenceException
                || cause instanceof FittingException) {
                return cause.getMessage();
            }
            last = cause;
        }
        final Throwable told = failure instanceof SparkException || failure.getMessage() == null ? last : failure;
        return told.getMessage() == null ? told.toString() : told.getMessage().lines().findFirst().orElse("");
    }
}
