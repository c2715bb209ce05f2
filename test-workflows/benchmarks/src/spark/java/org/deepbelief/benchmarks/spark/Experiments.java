// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.deepbelief.benchmarks.quality.LabelledImages;

/** The experiments, by name. */
public final class Experiments {

    private static final int IMAGES = 60_000;

    private static final int LEARNED = 50_000;

    @FunctionalInterface
    private interface Experiment {

        void run(Experiments with, List<Integer> sizes) throws IOException;
    }

    private static final Map<String, Experiment> ALL = new TreeMap<>(Map.of(
        "one-partition", Experiments::onePartition, "two-executors", Experiments::twoExecutors,
        "rounds", Experiments::rounds, "quality", Experiments::quality, "memory", Experiments::memory,
        "faults", Experiments::faults));

    private static final String USAGE = """
        faults <folder>                            kill -9 of an executor and of the driver: the same bits
        memory <folder> [rows] [partitions]        an executor with a heap of 1 GB (1000000 rows in 4)
        one-partition <folder> [rows] [epochs]     beside the engine alone (60000 rows, 10 epochs)
        quality <folder> [seed] [rows] [partitions...]
                                                   784-500-500-2000 (seed 1, 50000 images; 1, 2, 4 and 8 partitions)
        rounds <folder> [steps] [epochs]           the parts of a round (500 steps, 2 epochs), and what follows
        two-executors <folder> [copies] [epochs]   rows a second beside one executor (9 copies of 60,000 images, 3)""";

    private final Path home;

    private final Path jar;

    private final Path kept;

    private final Path folder;

    private Experiments(final Path home, final Path jar, final Path kept, final Path folder) {
        this.home = home;
        this.jar = jar;
        this.kept = kept;
        this.folder = folder;
    }

    /** Runs an experiment: Spark's home, the jar, the folder for what is kept, the experiment, the images, sizes. */
    public static void main(final String[] arguments) throws IOException {
        if (arguments.length < 5 || !ALL.containsKey(arguments[3])) {
            System.out.println(USAGE);
            return;
        }
        final Path kept = Files.createDirectories(Path.of(arguments[2]));
        ALL.get(arguments[3]).run(
            new Experiments(Path.of(arguments[0]), Path.of(arguments[1]), kept, Path.of(arguments[4])),
            Arrays.stream(arguments).skip(5).map(Integer::valueOf).toList());
    }

    private static int size(final List<Integer> sizes, final int index, final int usual) {
        return sizes.size() > index ? sizes.get(index) : usual;
    }

    private static void tell(final String words, final Object... values) {
        System.out.println(String.format(Locale.ROOT, words, values));
    }

    private Cluster cluster(final int workers, final String memory) throws IOException {
        return new Cluster(home, jar, kept.resolve("logs"), workers, memory);
    }

    private LabelledImages images() throws IOException {
        return LabelledImages.read(folder, "train");
    }

    private void onePartition(final List<Integer> sizes) throws IOException {
        final int rows = size(sizes, 0, IMAGES);
        final int epochs = size(sizes, 1, 10);
        final LabelledImages images = images();
        final Path input = Images.parquet(kept, images, 0, rows, 1);
        final Path model = kept.resolve("one-partition.dbn");
        final Cluster.Told told;
        try (Cluster cluster = cluster(1, "2g")) {
            told = cluster.run("pretrain", "--input", input, "--columns", "pixels", "--model", model, "--layers", 500,
                "--epochs", epochs, "--partitions", 1);
        }
        final EngineAlone engine = EngineAlone.pretrain(model, images, rows, 500, epochs);
        tell("one partition on one executor, %d x 784, 500 units, %d epochs: %d rounds took %.2f s, their steps"
            + " %.2f s", rows, epochs, told.rounds(), told.seconds(), told.work());
        tell("the engine alone: epochs %.2f s, with its measurements %.2f s", engine.epochs(), engine.all());
        tell("time beside the engine's epochs: %.3f (at most 1.10); the same bits: %s",
            told.seconds() / engine.epochs(), engine.sameBits());
    }

    private void twoExecutors(final List<Integer> sizes) throws IOException {
        final int copies = size(sizes, 0, 9);
        final int epochs = size(sizes, 1, 3);
        final Path input = Images.parquet(kept, images(), 0, IMAGES, copies);
        final Pretraining training = new Pretraining(input, 0.99 * copies * IMAGES * epochs, epochs);
        final Cluster.Told one = training.on(1, "--roundSeconds", 10);
        final Cluster.Told chosen = training.on(2, "--roundSeconds", 10);
        final Cluster.Told asLong = training.on(2, "--roundSteps", one.roundSteps());
        tell("two executors beside one: %.2f times the rows a second in rounds of as many steps (at least 1.6), %.2f"
            + " times in those that training chooses", one.seconds() / asLong.seconds(),
            one.seconds() / chosen.seconds());
    }

    /** The same rows and passes on some executors, a partition each. */
    private final class Pretraining {

        private final Path input;

        private final double rows;

        private final int epochs;

        /** @param rows of all passes */
        Pretraining(final Path input, final double rows, final int epochs) {
            this.input = input;
            this.rows = rows;
            this.epochs = epochs;
        }

        Cluster.Told on(final int executors, final String lengthKey, final int length) throws IOException {
            try (Cluster cluster = cluster(executors, "3g")) {
                final Cluster.Told told = cluster.run("pretrain", "--input", input, "--columns", "pixels", "--model",
                    kept.resolve("executors.dbn"), "--layers", 500, "--epochs", epochs, "--partitions", executors,
                    "--validationShare", 0.01, lengthKey, length);
                tell("%d executor(s), %s %d: %d rounds of %.1f s, %.0f rows/s, reconstruction error of 1 %% held out"
                    + " after %d passes %.5f", executors, lengthKey, length, told.rounds(),
                    told.seconds() / told.rounds(), rows / told.seconds(), epochs, told.lastError());
                return told;
            }
        }
    }

    /** Rounds of two sizes of state in two and four partitions on two executors: what is no step is their cost. */
    private void rounds(final List<Integer> sizes) throws IOException {
        final int steps = size(sizes, 0, 500);
        final int epochs = size(sizes, 1, 2);
        final Path input = Images.parquet(kept, images(), 0, IMAGES, 1);
        final List<double[]> points = new ArrayList<>();
        double secondsOfARow = 0;
        try (Cluster cluster = cluster(2, "2g")) {
            for (final int units : new int[] {50, 500, 1276}) {
                for (final int partitions : new int[] {2, 4}) {
                    final Cluster.Told told = cluster.run("pretrain", "--input", input, "--columns", "pixels",
                        "--model", kept.resolve("rounds.dbn"), "--layers", units, "--epochs", epochs, "--partitions",
                        partitions, "--roundSteps", steps);
                    // weights and their increments
                    final double mebibytes = 2.0 * 4 * 784 * units / (1 << 20);
                    final double work = told.work() * partitions / 2;
                    final double cost = (told.seconds() - work) / told.rounds();
                    points.add(new double[] {partitions * mebibytes, cost});
                    if (units == 500 && partitions == 2) {
                        secondsOfARow = 2 * work / epochs / IMAGES;
                    }
                    tell("784-%d, %d partitions: state %.2f MiB, %d rounds of %.3f s, of which steps %.3f s, the rest"
                        + " %.3f s", units, partitions, mebibytes, told.rounds(), told.seconds() / told.rounds(),
                        work / told.rounds(), cost);
                }
            }
        }
        formula(points, secondsOfARow);
    }

    private static void formula(final List<double[]> points, final double secondsOfARow) {
        final double meanX = points.stream().mapToDouble(point -> point[0]).average().orElseThrow();
        final double meanY = points.stream().mapToDouble(point -> point[1]).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (final double[] point : points) {
            above += (point[0] - meanX) * (point[1] - meanY);
            below += (point[0] - meanX) * (point[0] - meanX);
        }
        final double perMebibyte = above / below;
        final double fixed = meanY - perMebibyte * meanX;
        tell("a round costs %.3f s and %.4f s for each MiB of state and partition", fixed, perMebibyte);
        // 784-500-500-2000 by its largest layer, and the work of all three beside that of 784-500
        final double state = 2.0 * 4 * 500 * 2000 / (1 << 20);
        final double row = secondsOfARow * (784 * 500 + 500 * 500 + 500 * 2000) / (784.0 * 500);
        final double seconds = 10;
        final double executors = 8 * (1 + fixed / seconds) / (1 - 8 * perMebibyte * state / seconds);
        tell("E executors of one core take N t / E (1 + (a + b E S) / r) s for a pass, 8 cores of one machine N t / 8:"
            + " t = %.3g s a row, a = %.3f s, b = %.4f s/MiB, S = %.2f MiB, r = %.0f s", row, fixed, perMebibyte, state,
            seconds);
        tell("so more than E = 8 (1 + a / r) / (1 - 8 b S / r) = %.2f executors beat it; a pass over 10^7 rows of"
            + " 784-500-500-2000 takes 8 cores %.2f h", executors, 1e7 * row / 8 / 3600);
    }

    private void quality(final List<Integer> sizes) throws IOException {
        final int seed = size(sizes, 0, 1);
        final int rows = size(sizes, 1, LEARNED);
        final List<Integer> partitions = sizes.size() > 2 ? sizes.subList(2, sizes.size()) : List.of(1, 2, 4, 8);
        final LabelledImages images = images();
        final Path learned = Images.parquet(kept, images, 0, rows, 1);
        final Path heldOut = Images.parquet(kept, images, LEARNED, IMAGES, 1);
        final Path pretrained = kept.resolve("pretrained.dbn");
        final Path tuned = kept.resolve("tuned.dbn");
        double one = Double.NaN;
        for (final int count : partitions) {
            final Path output = Files.createTempDirectory(kept, "predictions").resolve("rows");
            try (Cluster cluster = cluster(2, "2g")) {
                final long start = System.nanoTime();
                cluster.run("pretrain", "--input", learned, "--columns", "pixels", "--model", pretrained, "--layers",
                    "500,500,2000", "--epochs", 10, "--layers/0/epochs", 12, "--batchSize", 100, "--partitions", count,
                    "--seed", seed);
                cluster.run("fine-tune", "--input", learned, "--network", pretrained, "--model", tuned,
                    "--targetColumn", "label", "--epochs", 25, "--batchSize", 100, "--learningRate", 0.001,
                    "--learningRateDecay", 0.1, "--inputDropout", 0.2, "--partitions", count, "--seed", seed);
                final double minutes = (System.nanoTime() - start) / 60e9;
                cluster.run("apply", "--input", heldOut, "--network", tuned, "--what", "predictions", "--output",
                    output);
                final double error = error(output);
                one = count == 1 ? error : one;
                tell("seed %d, %d images, %d partition(s): error %.2f %% on %d held-out images, %+.2f points beside one (at"
                    + " most 0.15), %.1f min", seed, rows, count, error, IMAGES - LEARNED, error - one, minutes);
            }
        }
    }

    private static double error(final Path output) {
        try (SparkSession session = Images.session()) {
            return session.read().parquet(output.toString())
                .selectExpr("100 * avg(if(label = `Prediction (label)`, 0, 1))").head().getDouble(0);
        }
    }

    private void memory(final List<Integer> sizes) throws IOException {
        final int rows = size(sizes, 0, 1_000_000);
        final int partitions = size(sizes, 1, 4);
        final Path input = Images.generated(kept, rows);
        try (Cluster cluster = cluster(1, "1g")) {
            final long start = System.nanoTime();
            final Cluster.Told told = cluster.run("pretrain", "--input", input, "--columns", "pixels", "--model",
                kept.resolve("memory.dbn"), "--layers", 100, "--epochs", 1, "--batchSize", 100, "--partitions",
                partitions);
            tell("an executor with a heap of 1 GB, %d x 784 in %d partitions (%.2f GB as float32): trained in %.0f s,"
                + " of which %d rounds took %.1f s; error %.5f", rows, partitions, rows * 784.0 * 4 / 1e9,
                (System.nanoTime() - start) / 1e9, told.rounds(), told.seconds(), told.lastError());
        }
    }

    /** A training that is left alone, one that loses an executor, and one that loses its driver and is run again. */
    private void faults(final List<Integer> sizes) throws IOException {
        final Path input = Images.parquet(kept, images(), 0, 6000, 1);
        final List<Object> command = List.of("pretrain", "--input", input, "--columns", "pixels", "--layers", "100,50",
            "--epochs", 5, "--partitions", 2, "--roundSteps", 50, "--model");
        try (Cluster cluster = cluster(2, "1g")) {
            final Path whole = kept.resolve("whole.dbn");
            cluster.run(and(command, whole));
            final Path executor = kept.resolve("executor.dbn");
            final Path said = kept.resolve("logs/killed.log");
            final Path checkpoint = Files.createTempDirectory(kept, "checkpoint");
            Process driver = cluster.start(said, and(command, executor, "--checkpoint", checkpoint));
            Cluster.await(checkpoint.resolve("checkpoint"), driver);
            final ProcessHandle victim = cluster.executors().get(0);
            final boolean killed = victim.destroyForcibly() && driver.isAlive();
            Cluster.told(driver, said);
            tell("kill -9 of executor process %d of two in a round: %s; the same bits: %s", victim.pid(), killed,
                Files.mismatch(whole, executor) == -1);
            final Path again = kept.resolve("driver.dbn");
            driver = cluster.start(said, and(command, again, "--checkpoint", checkpoint));
            Cluster.await(checkpoint.resolve("checkpoint"), driver);
            driver.destroyForcibly();
            driver.onExit().join();
            tell("kill -9 of the driver: exit code %d, model there: %s", driver.exitValue(), Files.exists(again));
            cluster.run(and(command, again, "--checkpoint", checkpoint));
            tell("run again from its checkpoint; the same bits: %s", Files.mismatch(whole, again) == -1);
        }
    }

    private static Object[] and(final List<Object> command, final Object... more) {
        final List<Object> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all.toArray();
    }
}
