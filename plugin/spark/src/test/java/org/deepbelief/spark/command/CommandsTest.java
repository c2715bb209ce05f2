// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.EncodingException;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.infer.FeatureExtraction;
import org.deepbelief.engine.infer.FeatureKind;
import org.deepbelief.engine.infer.Reconstruction;
import org.deepbelief.engine.infer.RowInference;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.Embedding;
import org.deepbelief.engine.train.Epochs;
import org.deepbelief.engine.train.FineTuning;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Momentum;
import org.deepbelief.engine.train.Schedule;
import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingResult;
import org.deepbelief.engine.train.TrainingSettings;
import org.deepbelief.engine.train.WakeSleepTuning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From rows to a network that predicts, all on Spark, beside the engine. */
class CommandsTest extends LocalSparkTest {

    private static final int PIXELS = 64;

    private static final List<String> LINES = new ArrayList<>();

    private static Path pretrained;

    @BeforeAll
    static void pretrain() throws IOException {
        LINES.addAll(Files.readAllLines(LocalSpark.DIGITS));
        pretrained = folder.resolve("pretrained.dbn");
        assertEquals(0, spark.run("pretrain", "--input", LocalSpark.DIGITS, "--model", pretrained, "--layers", "60,30",
            "--epochs", 6, "--partitions", 2, "--roundSteps", 45), spark.errors());
    }

    private static Path fineTune(final String name, final Object... more) {
        final Path model = folder.resolve(name);
        final List<Object> options = new ArrayList<>(List.of("--input", LocalSpark.DIGITS, "--network", pretrained,
            "--model", model, "--targetColumn", "digit", "--epochs", 6, "--learningRate", 0.01));
        options.addAll(Arrays.asList(more));
        assertEquals(0, spark.run("fine-tune", options.toArray()), spark.errors());
        return model;
    }

    @Test
    void aNetworkTunedInPartsPredictsAndItsPredictionsAreThoseOfTheEngine() throws IOException {
        final Path tuned = fineTune("tuned.dbn", "--partitions", 3, "--roundSteps", 30, "--epochs", 20);
        final Path output = folder.resolve("predictions");
        assertEquals(0, spark.run("apply", "--input", LocalSpark.DIGITS, "--network", tuned, "--what", "predictions",
            "--output", output), spark.errors());
        final Dataset<Row> predicted = spark.session().read().parquet(output.toString());
        final List<Row> rows = predicted.collectAsList();
        assertEquals(LINES.size() - 1, rows.size());
        long right = 0;
        for (final Row row : rows) {
            right += row.getString(PIXELS).equals(row.getString(PIXELS + 1)) ? 1 : 0;
            double sum = 0;
            for (int c = 0; c < 10; c++) {
                sum += row.getDouble(PIXELS + 2 + c);
            }
            assertEquals(1, sum, 1e-5);
        }
        System.out.printf("CommandsTest: %d of %d digits are told right%n", right, rows.size());
        assertTrue(right > 0.95 * rows.size(), right + " right");
        final String first = ((OutputHead.Classifier)ModelArchive.read(tuned).head().orElseThrow()).target().values()
            .get(0);
        assertEquals("P (digit=" + first + ")", predicted.columns()[PIXELS + 2]);
    }

    /** Two parts with whole batches learn at 1.41 times that. */
    @Test
    void aNetworkTellsTheLearningRateThatWasAskedFor() throws IOException {
        final DeepBeliefNetwork network = ModelArchive.read(
            fineTune("rate.dbn", "--partitions", 2, "--roundSteps", 500, "--epochs", 1, "--batchSize", 1));
        assertEquals("0.01", network.provenance().steps().get(1).settings().get("descent/rate/initial"));
    }

    /** The engine's own network in the place of a file. */
    private static void isTheEnginesOwn(final Path made, final TrainingResult expected) throws IOException {
        final Path file = folder.resolve("expected.dbn");
        ModelArchive.write(expected.network(), file);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(made));
    }

    /** As the commands train untouched, on one thread. */
    private static TrainingSettings training(final int batchSize) {
        return TrainingSettings.of(batchSize, 1).withThreads(1).withPrecision(Defaults.PRECISION);
    }

    private static TrainingResult fineTuneInEngine(final double share, final Epochs epochs,
        final boolean balanced) throws IOException {
        final DeepBeliefNetwork start = ModelArchive.read(pretrained);
        final ClassColumn classes = classes();
        final FineTuning.Target target = new FineTuning.Target.Classes(classes);
        try (SampleMatrix samples = SampleMatrix.read(encoded(start.encoding(), Optional.of(classes)), PIXELS, 1,
            StorageSettings.defaults(folder), () -> false)) {
            final FineTuning.Settings usual = Defaults.fineTuning(start.encoding(), target, samples.rows());
            return FineTuning.train(start, samples,
                usual.withTraining(training(32).withValidationShare(share), epochs)
                    .withBalancedClasses(balanced)
                    .withDescent(new FineTuning.Descent(usual.descent().optimizer(),
                        Schedule.constant(0.01), usual.descent().momentum(),
                        usual.descent().weightDecay())),
                TrainingMonitor.NONE);
        }
    }

    @Test
    void onePartitionIsTheEnginesOwnFineTuning() throws IOException {
        isTheEnginesOwn(fineTune("one.dbn", "--partitions", 1, "--roundSteps", 20, "--balanceClasses", true),
            fineTuneInEngine(0, new Epochs(6, 3, 0), true));
    }

    /** Three rows in four lack their class. */
    @Test
    void rowsWithoutAClassAreLearnedFromWhereMostLackOne() throws IOException {
        final List<String> lines = new ArrayList<>(LINES.subList(0, 1));
        for (int row = 1; row < LINES.size(); row++) {
            final String line = LINES.get(row);
            lines.add(row % 4 == 1 ? line : line.substring(0, line.lastIndexOf(',') + 1));
        }
        final Path rows = Files.write(folder.resolve("few-classes.csv"), lines);
        final var all = ModelArchive.read(fineTune("few.dbn", "--input", rows, "--partitions", 2, "--epochs", 1))
            .provenance().steps().get(1);
        assertEquals("0.3", all.settings().get("smoothness/weight"));
        assertEquals(lines.size() - 1, all.rows());
        final var few = ModelArchive.read(fineTune("few-alone.dbn", "--input", rows, "--partitions", 2, "--epochs", 1,
            "--smoothness", 0)).provenance().steps().get(1);
        assertEquals("0.0", few.settings().get("smoothness/weight"));
        assertEquals((lines.size() + 2) / 4, few.rows());
    }

    /** New rows lack most of the digits and have a class that is new: the output keeps what it knows, by name. */
    @Test
    void aTunedNetworkGoesOnWithItsClasses() throws IOException {
        final Path tuned = fineTune("tuned-before.dbn", "--partitions", 1, "--epochs", 1);
        final List<String> known =
            ((OutputHead.Classifier)ModelArchive.read(tuned).head().orElseThrow()).target().values();
        final List<String> lines = new ArrayList<>(LINES.subList(0, 1));
        LINES.stream().skip(1).filter(line -> line.endsWith("," + known.get(3)) || line.endsWith("," + known.get(1)))
            .forEach(lines::add);
        lines.add(lines.get(1).substring(0, lines.get(1).lastIndexOf(',') + 1) + "new");
        final Path rows = Files.write(folder.resolve("new-rows.csv"), lines);
        final Path again = fineTune("tuned-again.dbn", "--network", tuned, "--input", rows, "--partitions", 1,
            "--epochs", 1, "--learningRate", 1e-9);
        final DeepBeliefNetwork network = ModelArchive.read(again);
        final OutputHead.Classifier head = (OutputHead.Classifier)network.head().orElseThrow();
        assertEquals(Stream.concat(known.stream(), Stream.of("new")).toList(), head.target().values());
        final OutputHead.Classifier before = (OutputHead.Classifier)ModelArchive.read(tuned).head().orElseThrow();
        for (int unit = 0; unit < 30; unit++) {
            for (int c = 0; c < 10; c++) {
                assertEquals(before.weights().get(unit, c), head.weights().get(unit, c), 1e-6);
            }
        }
        assertEquals(List.of(TrainingStep.PRETRAINING, TrainingStep.FINE_TUNING, TrainingStep.FINE_TUNING),
            network.provenance().steps().stream().map(TrainingStep::name).toList());
    }

    /** At a rate of next to nothing, the output for numbers of another scale stays the same function. */
    @Test
    void aTunedNetworkGoesOnWithItsNumbers() throws IOException {
        final Path tuned = fineTune("number-before.dbn", "--targetColumn", "px36", "--partitions", 1, "--epochs", 2);
        final List<String> low = new ArrayList<>(LINES.subList(0, 1));
        LINES.stream().skip(1).filter(line -> Double.parseDouble(line.split(",")[36]) < 9).forEach(low::add);
        final Path again = fineTune("number-again.dbn", "--targetColumn", "px36", "--network", tuned, "--input",
            Files.write(folder.resolve("low.csv"), low), "--partitions", 1, "--epochs", 1, "--learningRate", 1e-9);
        final OutputHead.Regressor before = (OutputHead.Regressor)ModelArchive.read(tuned).head().orElseThrow();
        final OutputHead.Regressor after = (OutputHead.Regressor)ModelArchive.read(again).head().orElseThrow();
        for (int unit = 0; unit < 30; unit++) {
            assertEquals(before.weights().get(unit, 0) * before.scales()[0],
                after.weights().get(unit, 0) * after.scales()[0], 1e-4);
        }
    }

    @Test
    void aPretrainedNetworkGoesOnAsTheEngineLetsIt() throws IOException {
        final Path more = folder.resolve("more.dbn");
        assertEquals(0, spark.run("pretrain", "--input", LocalSpark.DIGITS, "--network", pretrained, "--model", more,
            "--epochs", 2, "--partitions", 1, "--roundSteps", 60), spark.errors());
        final DeepBeliefNetwork start = ModelArchive.read(pretrained);
        final List<LayerSettings> layers = Stream.of(60, 30).<LayerSettings>map(units -> Defaults.BOLTZMANN_MACHINE
            .withHidden(new HiddenUnits(units, Defaults.HIDDEN.type(), Defaults.HIDDEN.sparsity(), 0))
            .withLearning(Defaults.LEARNING.withEpochs(2)
                .withMomentum(new Momentum(0.5, 0.9, Defaults.momentumSwitchEpoch(2))))).toList();
        try (SampleMatrix samples = SampleMatrix.read(encoded(start.encoding(), Optional.empty()), PIXELS, 0,
            StorageSettings.defaults(folder), () -> false)) {
            isTheEnginesOwn(more, LayerwisePretraining.goOn(start, samples,
                new LayerwisePretraining.Settings(layers, training(20), Optional.empty()),
                TrainingMonitor.NONE));
        }
    }

    @Test
    void itStopsEarlyWhereTheEngineDoesAndKeepsThatEpoch() throws IOException {
        final TrainingResult expected = fineTuneInEngine(0.2, new Epochs(40, 0, 2), false);
        final int epochs = expected.log().entries().size();
        final int best = 1 + IntStream.range(0, epochs).filter(i -> expected.log().entries().get(i).kept()).findFirst()
            .getAsInt();
        System.out.println("CommandsTest: epoch " + best + " of " + epochs + " was best");
        assertTrue(epochs < 40, "the engine stops");
        final Object[] options = {"--partitions", 1, "--roundSteps", 20, "--epochs", 40, "--validationShare", 0.2,
            "--stopEarly", true, "--patience", 2};
        isTheEnginesOwn(fineTune("early.dbn", options), expected);
        assertTrue(spark.said().contains("The weights of epoch " + best + " are kept, of " + epochs + "."),
            spark.said());
        assertTrue(spark.said().contains("; of 359 rows held out: loss "
            + expected.log().entries().get(0).validationLoss() + ", accuracy "
            + expected.log().entries().get(0).validationAccuracy()), spark.said());
    }

    /** The driver is lost after the best epoch: what is kept comes from the checkpoint. */
    @Test
    void earlyStoppingGoesOnFromACheckpoint() throws IOException {
        final Object[] options = {"--partitions", 2, "--roundSteps", 60, "--epochs", 40, "--validationShare", 0.2,
            "--stopEarly", true, "--patience", 2};
        final byte[] whole = Files.readAllBytes(fineTune("early-whole.dbn", options));
        final String stopped = spark.said();
        final List<Object> kept = new ArrayList<>(Arrays.asList(options));
        kept.addAll(List.of("--checkpoint", folder.resolve("early-checkpoint"), "--input", LocalSpark.DIGITS,
            "--network", pretrained, "--targetColumn", "digit", "--learningRate", 0.01, "--model"));
        final List<Object> first = new ArrayList<>(kept);
        first.add(blocked("early-blocked"));
        assertEquals(1, spark.run("fine-tune", first.toArray()));
        kept.add(folder.resolve("early-again.dbn"));
        assertEquals(0, spark.run("fine-tune", kept.toArray()), spark.errors());
        assertArrayEquals(whole, Files.readAllBytes(folder.resolve("early-again.dbn")));
        assertTrue(stopped.contains(" are kept, of "), stopped);
    }

    @Test
    void onePartitionIsTheEnginesOwnWakeSleepTuning() throws IOException {
        final Path tuned = folder.resolve("wake-sleep.dbn");
        assertEquals(0, spark.run("wake-sleep", "--input", LocalSpark.DIGITS, "--network", pretrained, "--model", tuned,
            "--classColumn", "digit", "--epochs", 3, "--partitions", 1, "--roundSteps", 50, "--validationShare", 0.1),
            spark.errors());
        final DeepBeliefNetwork start = ModelArchive.read(pretrained);
        final ClassColumn classes = classes();
        try (SampleMatrix samples = SampleMatrix.read(encoded(start.encoding(), Optional.of(classes)), PIXELS, 1,
            StorageSettings.defaults(folder), () -> false)) {
            final WakeSleepTuning.Settings settings = Defaults.WAKE_SLEEP.withEpochs(Epochs.of(3))
                .withClassColumn(Optional.of(classes));
            final TrainingResult expected = WakeSleepTuning.train(start, samples,
                settings.withTraining(settings.training().withValidationShare(0.1)), TrainingMonitor.NONE);
            isTheEnginesOwn(tuned, expected);
            final TrainingLog.Entry last = expected.log().entries().get(2);
            assertTrue(spark.said().contains("held out: reconstruction error " + last.validationReconstructionError()
                + ", accuracy " + last.validationAccuracy()), spark.said());
        }
        assertEquals(0, spark.run("wake-sleep", "--input", LocalSpark.DIGITS, "--network", tuned, "--model",
            folder.resolve("again.dbn"), "--classColumn", "digit", "--epochs", 2, "--partitions", 3, "--roundSteps",
            90), spark.errors());
    }

    private static Path embed(final String name, final Object... more) {
        final Path model = folder.resolve(name);
        final List<Object> options =
            new ArrayList<>(List.of("--input", LocalSpark.DIGITS, "--network", pretrained, "--model", model));
        options.addAll(Arrays.asList(more));
        assertEquals(0, spark.run("embed", options.toArray()), spark.errors());
        return model;
    }

    /**
     * With neighbours alone, a quarter of thirty since there are four batches, with the classes of all rows, and with
     * those of every tenth row beside the neighbours.
     */
    @Test
    void onePartitionIsTheEnginesOwnMap() throws IOException {
        final List<String> few = new ArrayList<>(LINES);
        for (int i = 1; i < few.size(); i++) {
            few.set(i, i % 10 == 0 ? few.get(i) : few.get(i).substring(0, few.get(i).lastIndexOf(',') + 1));
        }
        final Path fewLabels = Files.write(folder.resolve("few-labels.csv"), few);
        final ClassColumn all = classes();
        final ClassColumn some = new ClassColumn("digit", few.stream().skip(1)
            .map(line -> line.substring(line.lastIndexOf(',') + 1)).filter(label -> !label.isEmpty()).distinct()
            .toList());
        final Embedding.Aim.Neighbours near = new Embedding.Aim.Neighbours(7.5);
        final Object[] common = {"--partitions", 1, "--roundSteps", 3, "--epochs", 2, "--validationShare", 0.1};
        isTheEnginesOwn(embed("near.dbn", common), embedInEngine(LINES, near));
        isTheEnginesOwn(embed("classes.dbn", Stream.concat(Arrays.stream(common),
            Stream.of("--classColumn", "digit")).toArray()), embedInEngine(LINES, new Embedding.Aim.Classes(all)));
        isTheEnginesOwn(embed("both.dbn", Stream.concat(Arrays.stream(common), Stream.of("--classColumn", "digit",
            "--input", fewLabels)).toArray()), embedInEngine(few, new Embedding.Aim.Both(near, some, 0.5)));
    }

    private static TrainingResult embedInEngine(final List<String> lines, final Embedding.Aim aim)
        throws IOException {
        final DeepBeliefNetwork start = ModelArchive.read(pretrained);
        try (SampleMatrix samples = SampleMatrix.read(encoded(lines, start.encoding(), aim.classes()), PIXELS,
            aim.classes().isPresent() ? 1 : 0, StorageSettings.defaults(folder), () -> false)) {
            return Embedding.train(start, samples, Defaults.EMBEDDING.withAim(aim).withTraining(
                training(500).withValidationShare(0.1), Epochs.of(2)),
                TrainingMonitor.NONE);
        }
    }

    /** By classes, in three parts: digits lie beside their like, and the places are those of the engine. */
    @Test
    void aMapOfPartsPlacesDigitsWithTheirLike() throws IOException {
        final Path map = embed("map.dbn", "--classColumn", "digit", "--partitions", 3, "--epochs", 30,
            "--batchSize", 200);
        final Path output = folder.resolve("map-places");
        assertEquals(0, spark.run("apply", "--input", LocalSpark.DIGITS, "--network", map, "--what", "features",
            "--output", output), spark.errors());
        final Dataset<Row> placed = spark.session().read().parquet(output.toString()).coalesce(1);
        assertEquals(List.of("Map 1", "Map 2"), List.of(placed.columns()).subList(PIXELS + 1, PIXELS + 3));
        final List<Row> rows = placed.collectAsList();
        final DeepBeliefNetwork network = ModelArchive.read(map);
        final List<double[]> places = new ArrayList<>();
        try (RowInference inference = new FeatureExtraction(network, List.of(3), FeatureKind.PROBABILITIES, 0, 1)) {
            inference.run(encoded(network.encoding(), Optional.empty()), values -> places.add(values.toArray()));
        }
        int right = 0;
        for (int i = 0; i < rows.size(); i++) {
            assertEquals(places.get(i)[0], rows.get(i).getDouble(PIXELS + 1), 1e-5);
            assertEquals(places.get(i)[1], rows.get(i).getDouble(PIXELS + 2), 1e-5);
            final String digit = rows.get(nearest(places, i)).getString(PIXELS);
            right += digit.equals(rows.get(i).getString(PIXELS)) ? 1 : 0;
        }
        System.out.printf("CommandsTest: %d of %d digits lie beside their like%n", right, rows.size());
        assertTrue(right > 0.85 * rows.size(), right + " right");
    }

    private static int nearest(final List<double[]> places, final int row) {
        final double[] own = places.get(row);
        return IntStream.range(0, places.size()).filter(other -> other != row).boxed()
            .min(Comparator.comparingDouble(other -> Math.hypot(places.get(other)[0] - own[0],
                places.get(other)[1] - own[1]))).orElseThrow();
    }

    /** The driver is lost before the network is written; and a map gives way to the next one. */
    @Test
    void aMapGoesOnFromACheckpointAndEndsWithItsTime() throws IOException {
        final Object[] options = {"--partitions", 2, "--roundSteps", 1, "--epochs", 3, "--dimensions", 3};
        final byte[] whole = Files.readAllBytes(embed("map-whole.dbn", options));
        final Object[] kept = Stream.concat(Arrays.stream(options), Stream.of("--checkpoint",
            folder.resolve("map-checkpoint"))).toArray();
        assertEquals(1, spark.run("embed", Stream.concat(Arrays.stream(kept), Stream.of("--input", LocalSpark.DIGITS,
            "--network", pretrained, "--model", blocked("map-blocked"))).toArray()));
        final Path again = embed("map-again.dbn", kept);
        assertArrayEquals(whole, Files.readAllBytes(again));
        final DeepBeliefNetwork next = ModelArchive.read(embed("map-next.dbn", "--network", again, "--partitions", 2,
            "--epochs", 1_000_000, "--timeBudget", 1));
        assertEquals(List.of(60, 30, 2), next.layers().stream().map(Layer::hiddenUnits).toList());
        assertTrue(spark.said().contains("Training stopped after 1 second, at epoch "), spark.said());
    }

    private static ClassColumn classes() {
        return new ClassColumn("digit",
            LINES.stream().skip(1).map(line -> line.substring(line.lastIndexOf(',') + 1)).distinct().toList());
    }

    @Test
    void featuresAndReconstructionsAreThoseOfTheEngine() throws IOException {
        final DeepBeliefNetwork network = ModelArchive.read(pretrained);
        final List<double[]> features = new ArrayList<>();
        try (RowInference inference = new FeatureExtraction(network, List.of(1, 2), FeatureKind.PROBABILITIES, 0, 1)) {
            inference.run(encoded(network.encoding(), Optional.empty()), values -> features.add(values.toArray()));
        }
        final List<Row> rows = apply("features", "--chosenLayers", "1,2");
        for (int i = 0; i < rows.size(); i++) {
            final List<Double> both = new ArrayList<>(rows.get(i).getList(PIXELS + 1));
            both.addAll(rows.get(i).getList(PIXELS + 2));
            assertArrayEquals(features.get(i), both.stream().mapToDouble(Double::doubleValue).toArray(), 1e-6,
                "row " + i);
        }
        final List<double[]> errors = new ArrayList<>();
        try (RowInference inference =
            Reconstruction.withoutFreeEnergy(network, Reconstruction.Fill.TRAINING_MEANS, 1, 0, 1)) {
            inference.run(encoded(network.encoding(), Optional.empty()), values -> errors.add(values.toArray()));
        }
        final List<Row> reconstructed = apply("reconstruction");
        for (int i = 0; i < reconstructed.size(); i++) {
            assertEquals(errors.get(i)[2 * PIXELS], reconstructed.get(i).getDouble(2 * PIXELS + 1), 1e-6);
            assertEquals(network.encoding().decodeNumber(10, errors.get(i)),
                reconstructed.get(i).getDouble(PIXELS + 11), 1e-5);
        }
    }

    private static List<Row> apply(final String what, final Object... more) {
        final Path output = folder.resolve(what);
        final List<Object> options = new ArrayList<>(List.of("--input", LocalSpark.DIGITS, "--network", pretrained,
            "--what", what, "--output", output));
        options.addAll(Arrays.asList(more));
        assertEquals(0, spark.run("apply", options.toArray()), spark.errors());
        // one file, whose rows keep their order
        return spark.session().read().parquet(output.toString()).coalesce(1).collectAsList();
    }

    /** A pixel is taken out of the inputs and told from the others; its own numbers, from 0 to 16, come out. */
    @Test
    void aNumberThatWasAnInputIsPredicted() {
        final Path tuned = fineTune("number.dbn", "--targetColumn", "px36", "--partitions", 2, "--roundSteps", 60,
            "--epochs", 10);
        final Path output = folder.resolve("numbers");
        assertEquals(0, spark.run("apply", "--input", LocalSpark.DIGITS, "--network", tuned, "--what", "predictions",
            "--output", output), spark.errors());
        final Row fit = spark.session().read().parquet(output.toString())
            .selectExpr("corr(double(px36), `Prediction (px36)`)", "avg(px36)", "avg(`Prediction (px36)`)").head();
        System.out.println("CommandsTest: correlation, means of a pixel and its prediction " + fit);
        assertTrue(fit.getDouble(0) > 0.7, fit.toString());
        assertEquals(fit.getDouble(1), fit.getDouble(2), 0.5);
    }

    /** Vectors, texts, truth and gaps, from Parquet. */
    @Test
    void columnsOfAllKinds() {
        final String mixed = folder.resolve("mixed").toString();
        spark.session().range(200).selectExpr("array(id % 2, 1 - id % 2, 0.5) as v",
            "if(id % 2 = 0, 'even', 'odd') as parity", "id % 3 = 0 as third", "if(id = 7, null, double(id)) as number",
            "date('2026-01-01') as day").coalesce(1).write().parquet(mixed);
        final Path model = folder.resolve("mixed.dbn");
        assertEquals(0, spark.run("pretrain", "--input", mixed, "--model", model, "--layers", 8, "--epochs", 100,
            "--partitions", 2, "--missingValues", "SKIP"), spark.errors());
        final Path output = folder.resolve("mixed-reconstructed");
        assertEquals(0, spark.run("apply", "--input", mixed, "--network", model, "--what", "reconstruction",
            "--missingValues", "SKIP", "--output", output), spark.errors());
        final Dataset<Row> rows = spark.session().read().parquet(output.toString());
        assertEquals("array<double>,string,double,double,double", String.join(",", Arrays.stream(rows.schema().fields())
            .skip(5).map(field -> field.dataType().simpleString()).toList()));
        assertEquals(1, rows.where("`Reconstruction error` is null").count(), "the row that was skipped");
        final long right = rows.where("parity = `parity (reconstructed)`").count();
        assertTrue(right > 190, right + " of 200 texts come back");
        final long vectors = rows.where("abs(v[0] - `v (reconstructed)`[0]) < 0.5").count();
        assertTrue(vectors > 190, vectors + " of 200 vectors come back");
    }

    /** The digits by an encoding, with the class index if classes are given. */
    private static RowSource encoded(final InputEncoding encoding, final Optional<ClassColumn> classes) {
        return encoded(LINES, encoding, classes);
    }

    private static RowSource encoded(final List<String> lines, final InputEncoding encoding,
        final Optional<ClassColumn> classes) {
        return new RowSource() {

            private int next = 1;

            @Override
            public long rows() {
                return lines.size() - 1L;
            }

            @Override
            public boolean next(final float[] units, final float[] targets) throws IOException {
                if (next == lines.size()) {
                    return false;
                }
                final String[] values = lines.get(next++).split(",", -1);
                try {
                    for (int c = 0; c < PIXELS; c++) {
                        encoding.encode(c, Double.parseDouble(values[c]), units);
                    }
                } catch (EncodingException e) {
                    throw new IOException(e);
                }
                if (classes.isPresent()) {
                    targets[0] = values[PIXELS].isEmpty() ? Float.NaN : classes.get().indexOf(values[PIXELS]);
                }
                return true;
            }
        };
    }
}
