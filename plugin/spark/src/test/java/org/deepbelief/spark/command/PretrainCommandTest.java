// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deepbelief.engine.data.EncodingException;
import org.deepbelief.engine.data.EncodingFit;
import org.deepbelief.engine.data.FittingException;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberFit;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.train.Defaults;
import org.deepbelief.engine.train.HiddenUnits;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.train.LayerwisePretraining;
import org.deepbelief.engine.train.Momentum;
import org.deepbelief.engine.train.TrainingMonitor;
import org.deepbelief.engine.train.TrainingSettings;
import org.junit.jupiter.api.Test;

/** The command on digits, on a Spark within the process. */
class PretrainCommandTest extends LocalSparkTest {

    private static final int PIXELS = 64;

    private static byte[] pretrain(final Object... more) throws IOException {
        final Path model = folder.resolve("model.dbn");
        Files.deleteIfExists(model);
        final List<Object> options =
            new ArrayList<>(List.of("--model", model, "--layers", "20,12", "--epochs", 3, "--seed", 7));
        options.addAll(Arrays.asList(more));
        assertEquals(0, spark.run("pretrain", options.toArray()), spark.errors());
        return Files.readAllBytes(model);
    }

    @Test
    void onePartitionOfOneFileIsTheEnginesOwnTraining() throws IOException, FittingException {
        final List<String> lines = Files.readAllLines(LocalSpark.DIGITS);
        final double[][] rows = lines.stream().skip(1)
            .map(line -> Arrays.stream(line.split(",")).limit(PIXELS).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);
        final String[] names = lines.get(0).split(",");
        final List<NumberFit> fits = IntStream.range(0, PIXELS).mapToObj(c -> new NumberFit(names[c], PIXELS)).toList();
        final EncodingFit fit = new EncodingFit(fits);
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < PIXELS; c++) {
                fits.get(c).add(rows[i][c], "digits.csv:" + (i + 1));
            }
            fit.countRow();
        }
        final InputEncoding encoding = fit.encoding(false);
        final List<LayerSettings> layers = Stream.of(20, 12).<LayerSettings>map(units -> Defaults.BOLTZMANN_MACHINE
            .withHidden(new HiddenUnits(units, Defaults.HIDDEN.type(), Defaults.HIDDEN.sparsity(), 0))
            .withLearning(Defaults.LEARNING.withEpochs(3)
                .withMomentum(new Momentum(0.5, 0.9, Defaults.momentumSwitchEpoch(3))))).toList();
        final byte[] expected;
        try (SampleMatrix samples = SampleMatrix.read(encoded(rows, encoding), encoding.units(), 0,
            StorageSettings.defaults(folder), () -> false)) {
            expected = file(LayerwisePretraining.train(samples, encoding,
                new LayerwisePretraining.Settings(layers, new TrainingSettings(20, 7, 0, 1, Optional.empty(),
                    Defaults.PRECISION), Optional.empty()), TrainingMonitor.NONE).network());
        }
        assertArrayEquals(expected, pretrain("--input", LocalSpark.DIGITS, "--partitions", 1, "--roundSteps", 50));
    }

    private static RowSource encoded(final double[][] rows, final InputEncoding encoding) {
        return new RowSource() {

            private int next;

            @Override
            public long rows() {
                return rows.length;
            }

            @Override
            public boolean next(final float[] units, final float[] targets) throws IOException {
                if (next == rows.length) {
                    return false;
                }
                try {
                    for (int c = 0; c < PIXELS; c++) {
                        encoding.encode(c, rows[next][c], units);
                    }
                } catch (EncodingException e) {
                    throw new IOException(e);
                }
                next++;
                return true;
            }
        };
    }

    private static byte[] file(final DeepBeliefNetwork network) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelArchive.write(network, out);
        return out.toByteArray();
    }

    /** Splits within files, the order in which it reads files and the number of cores are Spark's; the bits are not. */
    @Test
    void theBitsDoNotDependOnHowSparkSplitsAndOrdersTheFiles() throws IOException {
        final Object[] options = {"--partitions", 3, "--roundSteps", 45, "--classColumn", "digit"};
        final byte[] whole =
            pretrain(Stream.concat(Stream.of("--input", LocalSpark.DIGITS), Arrays.stream(options)).toArray());
        final List<String> lines = Files.readAllLines(LocalSpark.DIGITS);
        final Path files = Files.createDirectories(folder.resolve("files"));
        Files.write(files.resolve("a.csv"), lines.subList(0, 301));
        final List<String> larger = new ArrayList<>(lines.subList(301, lines.size()));
        larger.add(0, lines.get(0));
        Files.write(files.resolve("b.csv"), larger);
        spark.session().conf().set("spark.sql.files.maxPartitionBytes", "60k");
        try {
            assertArrayEquals(whole,
                pretrain(Stream.concat(Stream.of("--input", files), Arrays.stream(options)).toArray()));
        } finally {
            spark.session().conf().unset("spark.sql.files.maxPartitionBytes");
        }
        assertFalse(Arrays.equals(whole,
            pretrain("--input", LocalSpark.DIGITS, "--partitions", 2, "--roundSteps", 45, "--classColumn", "digit")));
    }

    /** 0.0 and 0 are the same number, and a column of numbers is one whatever its type. */
    @Test
    void parquetGivesTheBitsOfCsv() throws IOException {
        final String digits = folder.resolve("digits.parquet").toString();
        spark.session().read().option("header", true).option("inferSchema", true)
            .csv(LocalSpark.DIGITS.toString()).coalesce(1).write().parquet(digits);
        final Object[] options = {"--partitions", 2, "--roundSteps", 45, "--epochs", 1, "--classColumn", "digit"};
        assertArrayEquals(
            pretrain(Stream.concat(Stream.of("--input", LocalSpark.DIGITS), Arrays.stream(options)).toArray()),
            pretrain(Stream.concat(Stream.of("--input", digits), Arrays.stream(options)).toArray()));
    }

    @Test
    void aFileOfSettingsAndOptionsThatGoBeforeIt() throws IOException {
        final Path settings = Files.writeString(folder.resolve("settings.json"),
            "{\"epochs\": 2, \"seed\": 7, \"layers\": [{\"units\": 20}, {\"units\": 12, \"epochs\": 1}]}");
        final Path model = folder.resolve("with-settings.dbn");
        assertEquals(0, spark.run("pretrain", "--input", LocalSpark.DIGITS, "--model", model, "--settings", settings,
            "--epochs", 4, "--partitions", 2, "--roundSteps", 45), spark.errors());
        final DeepBeliefNetwork network = ModelArchive.read(model);
        assertEquals(List.of(20, 12), network.layers().stream().map(layer -> layer.hiddenUnits()).toList());
        final var recorded = network.provenance().steps().get(0).settings();
        assertEquals("4", recorded.get("layers/0/learning/epochs"));
        assertEquals("1", recorded.get("layers/1/learning/epochs"));
    }

    /** How many steps a round has follows from how fast they are; told so, the bits come again. */
    @Test
    void roundsOfSomeSeconds() throws IOException {
        final Object[] options = {"--input", LocalSpark.DIGITS, "--partitions", 2};
        final byte[] chosen = pretrain(Stream.concat(Arrays.stream(options),
            Stream.of("--roundSeconds", 0.002)).toArray());
        final Matcher steps = Pattern.compile("again with --roundSteps (\\d+)\\.").matcher(spark.said());
        assertTrue(steps.find(), spark.said());
        assertArrayEquals(chosen, pretrain(Stream.concat(Arrays.stream(options),
            Stream.of("--roundSteps", steps.group(1))).toArray()));
        assertFalse(spark.said().contains("--roundSteps"), "chosen by who gave the option");
    }

    @Test
    void aTrainingGoesOnFromItsCheckpointWithTheSameBits() throws IOException {
        final Path checkpoint = folder.resolve("checkpoints");
        final Object[] options = {"--input", LocalSpark.DIGITS, "--partitions", 2, "--roundSteps", 45};
        final byte[] whole = pretrain(options);
        final Object[] kept = Stream.concat(Arrays.stream(options), Stream.of("--checkpoint", checkpoint)).toArray();
        assertEquals(1, spark.run("pretrain", Stream.concat(Arrays.stream(kept), Stream.of("--model",
            blocked("blocked"), "--layers", "20,12", "--epochs", 3, "--seed", 7)).toArray()));
        assertTrue(Files.exists(checkpoint.resolve("checkpoint")));
        assertArrayEquals(whole, pretrain(kept));
        assertFalse(Files.exists(checkpoint.resolve("checkpoint")));
    }
}
