// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.deepbelief.benchmarks.quality.LabelledImages;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.infer.FeatureExtraction;
import org.deepbelief.engine.infer.FeatureKind;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.math.cpu.Natives;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.train.BoltzmannMachineSettings;
import org.deepbelief.engine.train.Chain;
import org.deepbelief.engine.train.ConditionalSettings;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Dropout;
import org.deepbelief.engine.train.Embedding;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.JointMachineSettings;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.OptimizerKind;
import org.deepbelief.engine.train.RecurrentSettings;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.Smoothness;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.deepbelief.engine.units.UnitType;

/** Prints the time of training steps beside their bare matrix products. */
public final class Speed {

    private static final int WARM_UP = 300;

    private static final int MEASURED = 600;

    private static final int BATCH = 100;

    /** The columns of the six views of the multiple features data set. */
    private static final List<Integer> SENSES = List.of(216, 76, 64, 6, 240, 47);

    private final LabelledImages images;

    private final SampleMatrix samples;

    private final InputEncoding encoding;

    private final int threads;

    private final Precision precision;

    private Speed(final LabelledImages images, final SampleMatrix samples, final int threads,
        final Precision precision) {
        this.images = images;
        this.samples = samples;
        this.encoding = images.encoding();
        this.threads = threads;
        this.precision = precision;
    }

    /** One training that can be watched. */
    private interface Training {

        void run(TrainingMonitor monitor) throws IOException;
    }

    /**
     * @param arguments the folder of the IDX files and the numbers of threads (1 and 2 if none is given)
     * @throws IOException if the images cannot be read
     */
    public static void main(final String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println("Usage: test-workflows/benchmarks/speed <folder of IDX files> [threads...]");
            System.exit(2);
        }
        LabelledImages images = LabelledImages.read(Path.of(arguments[0]), "train");
        int[] threads = arguments.length == 1 ? new int[] {1, 2}
            : Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        try (Compute compute = Compute.open(1); Compute mixed = Compute.open(1, Precision.MIXED);
            SampleMatrix samples = images.samples()) {
            System.out.println("Processor: " + processor() + ", " + Runtime.getRuntime().availableProcessors()
                + " logical; Java " + Runtime.version());
            System.out.println("Products of the engine: " + compute.blasName() + "; bare products: OpenBLAS 0.3.19 "
                + Natives.coreName());
            System.out.println(mixed.precision() == Precision.MIXED ? "Products in mixed precision: " + mixed.blasName()
                : "Mixed precision: skipped, this processor or its libraries have no products of bfloat16");
            System.out.println("Medians of " + MEASURED + " pairs after " + WARM_UP
                + ", of maps a tenth of that; rows: "
                + samples.rows());
            for (int count : threads) {
                System.out.printf("%n%d thread%s%n%-60s %9s %9s %7s   (quartiles)%n", count, count == 1 ? "" : "s", "",
                    "step us", "bare us", "ratio");
                new Speed(images, samples, count, Precision.FLOAT32).table();
                if (mixed.precision() == Precision.MIXED) {
                    System.out.println("in mixed precision, beside the same products in float32");
                    new Speed(images, samples, count, Precision.MIXED).table();
                }
            }
        }
    }

    private void table() throws IOException {
        pretraining("CD-1", layer(500), BATCH);
        pretraining("CD-1 by the nodes' defaults",
            Defaults.BOLTZMANN_MACHINE.withLearning(Defaults.LEARNING.withEpochs(100)), BATCH);
        pretraining("CD-1", layer(500), 512);
        pretraining("CD-1", layer(1000), BATCH);
        conditional(88, 300, 8);
        recurrent(88, 300);
        fusing(500);
        DeepBeliefNetwork network = untrained(500, 500, 2000);
        measure("back-propagation 784-500-500-2000-10, batch 100", backPropagation(BATCH, 10),
            monitor -> FineTuning.train(network, samples, new FineTuning.Settings(
                new FineTuning.Target.Classes(LabelledImages.CLASSES), training(BATCH), Epochs.of(20),
                new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(0.01), 0.9, 0), Dropout.NONE, 0, false),
                monitor));
        measure("the same with smoothness", smoothness(),
            monitor -> FineTuning.train(network, samples, new FineTuning.Settings(
                new FineTuning.Target.Classes(LabelledImages.CLASSES), training(BATCH), Epochs.of(20),
                new FineTuning.Descent(OptimizerKind.SGD, Schedule.constant(0.01), 0.9, 0), Dropout.NONE, 0, false,
                new Smoothness(1, 0.25)), monitor));
        measure("wake-sleep 784-500-500-2000 with labels, k 1, batch 100", wakeSleep(),
            monitor -> WakeSleepTuning.train(network, samples, new WakeSleepTuning.Settings(training(BATCH),
                Epochs.of(20), WakeSleepTuning.LearningRates.constant(0.001), 0.5, 0, List.of(1),
                1, Optional.of(LabelledImages.CLASSES)), monitor));
        map("classes", new Embedding.Aim.Classes(LabelledImages.CLASSES), network);
        map("neighbours", new Embedding.Aim.Neighbours(30), network);
        features(network);
    }

    /** Steps that compare each row of a large batch with each other; those of neighbours look for these, too. */
    private void map(final String name, final Embedding.Aim aim, final DeepBeliefNetwork network) throws IOException {
        int batch = Defaults.EMBEDDING.training().batchSize();
        measure("map by " + name + " 784-500-500-2000-2, batch " + batch, backPropagation(batch, 2), 10,
            monitor -> Embedding.train(network, samples, new Embedding.Settings(aim, 2, training(batch), Epochs.of(20),
                Defaults.EMBEDDING.descent(), Dropout.NONE, 0), monitor));
    }

    private static LayerSettings layer(final int units) {
        return layer(units, 100);
    }

    /** CD-1 with samples, which needs five products. */
    static LayerSettings layer(final int units, final int epochs) {
        return BoltzmannMachineSettings.plain(HiddenUnits.of(units, UnitType.bernoulli()),
            Defaults.LEARNING.withEpochs(epochs));
    }

    private TrainingSettings training(final int batch) {
        return TrainingSettings.of(batch, 1).withThreads(threads).withPrecision(precision);
    }

    private void pretraining(final String name, final LayerSettings layer, final int batch) throws IOException {
        int units = layer.units();
        BareProducts products = new BareProducts(threads).up(batch, 784, units).down(batch, units, 784)
            .up(batch, 784, units).statistics(batch, 784, units).statistics(batch, 784, units);
        measure(name + " 784-" + units + ", batch " + batch, products,
            monitor -> LayerwisePretraining.train(samples, encoding,
                new LayerwisePretraining.Settings(List.of(layer), training(batch), Optional.empty()), monitor));
    }

    /** CD-1 with rows before each: the products with the context, and those of the rows. */
    private void conditional(final int visible, final int hidden, final int rowsBefore) throws IOException {
        int context = rowsBefore * visible;
        BareProducts products = new BareProducts(threads).up(BATCH, context, hidden).up(BATCH, context, visible)
            .up(BATCH, visible, hidden).down(BATCH, hidden, visible).up(BATCH, visible, hidden)
            .statistics(BATCH, visible, hidden).statistics(BATCH, visible, hidden)
            .statistics(BATCH, context, hidden).statistics(BATCH, context, visible);
        try (SampleMatrix rows = Strips.samples(visible)) {
            measure("conditional CD-1 " + visible + "-" + hidden + ", " + rowsBefore + " rows before, batch " + BATCH,
                products, monitor -> LayerwisePretraining.train(rows, Strips.encoding(visible),
                    new LayerwisePretraining.Settings(List.of(new ConditionalSettings(
                        BoltzmannMachineSettings.plain(HiddenUnits.of(hidden, UnitType.bernoulli()),
                            Defaults.LEARNING.withRate(Schedule.constant(0.01)).withEpochs(100)), rowsBefore)),
                        training(BATCH), Optional.empty()), monitor));
        }
    }

    /**
     * CD-1 through time: the states and their errors go time by time, as many rows together as there are pieces; all
     * else is of all rows at once.
     */
    private void recurrent(final int visible, final int hidden) throws IOException {
        int pieces = 4;
        int rows = pieces * Defaults.PIECE_ROWS;
        BareProducts products = new BareProducts(threads).up(rows, visible, hidden)
            .up(pieces, hidden, hidden).times(Defaults.PIECE_ROWS).up(rows, hidden, visible)
            .down(rows, hidden, visible).up(rows, visible, hidden).down(rows, visible, hidden)
            .down(rows, hidden, hidden).down(pieces, hidden, hidden).times(Defaults.PIECE_ROWS)
            .statistics(rows, visible, hidden).times(2).statistics(rows, hidden, hidden)
            .statistics(rows, hidden, visible);
        try (SampleMatrix samples = Strips.samples(visible)) {
            measure("recurrent CD-1 " + visible + "-" + hidden + ", " + pieces + " pieces of " + Defaults.PIECE_ROWS
                + " rows", products, monitor -> LayerwisePretraining.train(samples, Strips.encoding(visible),
                    new LayerwisePretraining.Settings(List.of(new RecurrentSettings(
                        HiddenUnits.of(hidden, UnitType.bernoulli()),
                        Defaults.LEARNING.withRate(Schedule.constant(0.001)).withEpochs(100), Chain.SAMPLED,
                        Defaults.PIECE_ROWS, Defaults.GRADIENT_NORM)), training(rows), Optional.empty()), monitor));
        }
    }

    /** The layer that joins senses: where some are left out, one way up and down before CD-1 fills them. */
    private void fusing(final int hidden) throws IOException {
        int visible = SENSES.stream().mapToInt(Integer::intValue).sum();
        BareProducts products = new BareProducts(threads).up(BATCH, visible, hidden).down(BATCH, hidden, visible)
            .up(BATCH, visible, hidden).down(BATCH, hidden, visible).up(BATCH, visible, hidden)
            .statistics(BATCH, visible, hidden).times(2);
        BoltzmannMachineSettings machine = BoltzmannMachineSettings.plain(HiddenUnits.of(hidden, UnitType.bernoulli()),
            Defaults.LEARNING.withEpochs(100));
        try (SampleMatrix rows = Strips.samples(visible)) {
            measure("fusing " + SENSES.size() + " senses " + visible + "-" + hidden + ", batch " + BATCH, products,
                monitor -> LayerwisePretraining.train(rows, Strips.encoding(visible),
                    new LayerwisePretraining.Settings(List.of(
                        new JointMachineSettings(machine, SENSES, Defaults.LEFT_OUT_SENSES)), training(BATCH),
                        Optional.empty()), monitor));
        }
    }

    private BareProducts backPropagation(final int batch, final int outputs) {
        int[] sizes = {784, 500, 500, 2000, outputs};
        BareProducts products = new BareProducts(threads);
        for (int i = 0; i < 4; i++) {
            products.up(batch, sizes[i], sizes[i + 1]);
        }
        for (int i = 3; i >= 0; i--) {
            if (i > 0) {
                products.down(batch, sizes[i + 1], sizes[i]);
            }
            products.statistics(batch, sizes[i], sizes[i + 1]);
        }
        return products;
    }

    /** Rows, probes and moved rows go up; errors of probes go down to the inputs, those of rows and moved rows once. */
    private BareProducts smoothness() {
        int[] sizes = {784, 500, 500, 2000, 10};
        BareProducts products = new BareProducts(threads);
        for (int i = 0; i < 4; i++) {
            products.up(BATCH, sizes[i], sizes[i + 1]).times(3);
        }
        for (int i = 3; i >= 0; i--) {
            products.down(BATCH, sizes[i + 1], sizes[i]);
            if (i > 0) {
                products.down(2 * BATCH, sizes[i + 1], sizes[i]);
            }
            products.statistics(2 * BATCH, sizes[i], sizes[i + 1]);
        }
        return products;
    }

    private BareProducts wakeSleep() {
        int[] sizes = {784, 500, 500};
        BareProducts products = new BareProducts(threads);
        for (int i = 0; i < 2; i++) {
            products.up(BATCH, sizes[i], sizes[i + 1]).down(BATCH, sizes[i + 1], sizes[i])
                .statistics(BATCH, sizes[i], sizes[i + 1]).down(BATCH, sizes[i + 1], sizes[i])
                .up(BATCH, sizes[i], sizes[i + 1]).statistics(BATCH, sizes[i], sizes[i + 1]);
        }
        return products.up(BATCH, 500, 2000).down(BATCH, 2000, 500).up(BATCH, 500, 2000).statistics(BATCH, 500, 2000)
            .statistics(BATCH, 500, 2000).up(BATCH, 10, 2000).down(BATCH, 2000, 10).up(BATCH, 10, 2000)
            .statistics(BATCH, 10, 2000).statistics(BATCH, 10, 2000);
    }

    private static void measure(final String name, final BareProducts products, final Training training)
        throws IOException {
        measure(name, products, 1, training);
    }

    /** @param part the pairs are so many times fewer */
    private static void measure(final String name, final BareProducts products, final int part,
        final Training training) throws IOException {
        try (products) {
            Alternation alternation = new Alternation(products.start(), WARM_UP / part, MEASURED / part);
            try {
                training.run(alternation);
            } catch (CancellationException enough) {
                if (!alternation.complete()) {
                    throw enough;
                }
            }
            alternation.print(name);
        }
        printRoundTrip(products.threads());
    }

    private static void printRoundTrip(final int threads) {
        if (threads > 1) {
            System.out.printf(Locale.ROOT, "    (now a word goes to another thread and back in %.0f ns)%n",
                RoundTrip.nanoseconds());
        }
    }

    /** A network of small random weights. */
    private DeepBeliefNetwork untrained(final int... units) throws IOException {
        List<LayerSettings> layers = new ArrayList<>();
        for (int count : units) {
            layers.add(layer(count, 0));
        }
        return LayerwisePretraining.train(samples, encoding, Defaults.PRETRAINING.withLayers(layers),
            TrainingMonitor.NONE).network();
    }

    /** Whole passes over the rows, as extraction is not told of each batch. */
    private void features(final DeepBeliefNetwork network) throws IOException {
        int rounds = 7;
        int rows = 512;
        double[] ratios = new double[rounds];
        double[] seconds = new double[rounds];
        double[] floors = new double[rounds];
        try (BareProducts products = new BareProducts(threads).up(rows, 784, 500).up(rows, 500, 500)
                .up(rows, 500, 2000).start();
            FeatureExtraction extraction = new FeatureExtraction(network, FeatureExtraction.Choice.of(List.of(3)),
                FeatureKind.PROBABILITIES, 1, threads, precision)) {
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                extraction.run(images.source(), values -> { });
                seconds[round] = (System.nanoTime() - start) / 1e9;
                products.wake();
                long middle = System.nanoTime();
                for (int i = 0; i < samples.rows() / rows; i++) {
                    products.run();
                }
                floors[round] = (System.nanoTime() - middle) / 1e9 * samples.rows() / (samples.rows() / rows * rows);
                products.rest();
                ratios[round] = seconds[round] / floors[round];
            }
        }
        Arrays.sort(ratios);
        Arrays.sort(seconds);
        Arrays.sort(floors);
        System.out.printf(Locale.ROOT, "%-60s %7.2f s %7.2f s %7.3f   (%.3f to %.3f)%n",
            "features of layer 3 of 784-500-500-2000, all rows", seconds[rounds / 2], floors[rounds / 2],
            ratios[rounds / 2], ratios[rounds / 4], ratios[rounds * 3 / 4]);
        printRoundTrip(threads);
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("unknown");
        } catch (IOException noSuchFile) {
            return System.getProperty("os.arch");
        }
    }
}
