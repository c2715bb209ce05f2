// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.QuantileColumn;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.AutoencoderLayer;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.model.TemporalLayers;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loader in Python that the pages show, where there is a Python with numpy: its features are the engine's. */
class PythonLoaderTest {

    private static final Path LOADER =
        Path.of("..", "..", "test-workflows", "benchmarks", "load_network.py").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private static DeepBeliefNetwork network() {
        final Random random = new Random(20);
        final InputEncoding encoding = new InputEncoding(List.of(new NominalColumn("colour", List.of("red", "green")),
            new QuantileColumn("amount", 100, 20, List.of(0.0, 90.0, 110.0, 5000.0)),
            new NumberColumn("range", UnitType.bernoulli(), NumberScaling.MIN_MAX, -1, 4),
            new NumberColumn("still", UnitType.gaussian(), NumberScaling.Z_SCORE, 3, 0),
            new NumberColumn("z, with a comma", UnitType.gaussian(), NumberScaling.Z_SCORE, 10, 2)), new float[9]);
        final float[] deviations = {1, 1, 0.5f, 1, 1, 1, 1, 2, 0.75f};
        final BoltzmannLayer first = new BoltzmannLayer(encoding.groups(), UnitType.rectifiedLinear(),
            Networks.matrix(random, 1, 9, 6), Networks.vector(random, 1, 6), Networks.matrix(random, 1, 9, 6),
            Networks.vector(random, 1, 9), deviations);
        final AutoencoderLayer second = AutoencoderLayer.tied(List.of(new UnitGroup(UnitType.rectifiedLinear(), 6)),
            UnitType.bernoulli(), Networks.matrix(random, 0.5, 6, 4), Networks.vector(random, 1, 4),
            Networks.vector(random, 1, 6));
        return new DeepBeliefNetwork(encoding, List.of(first, second), AssociativeMemory.of(second), Optional.empty(),
            new Provenance(List.of()));
    }

    private static String python(final int status, final String... arguments)
        throws IOException, InterruptedException {
        final Process python = new ProcessBuilder(
            Stream.concat(Stream.of("python3"), Stream.of(arguments)).toList()).redirectErrorStream(true).start();
        final String told = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(status, python.waitFor(), told);
        return told;
    }

    private static boolean hasNumpy() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "import numpy").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatItCannotReadIsRefused() throws Exception {
        assumeTrue(hasNumpy(), "skipped: there is no python3 with numpy");
        final Path file = folder.resolve("network.dbn.zip");
        ModelArchive.write(TemporalLayers.network(TemporalLayers.conditional(1, UnitType.gaussian(), 3, 4, 2)), file);
        assertEquals(file + " requires what this reader lacks: layer:conditionalBoltzmannMachine. Let DBN Extract"
            + " Features make the features of such a network.",
            python(1, LOADER.toString(), file.toString(), "table.csv", "1").strip());
    }

    @Test
    void featuresAreTheEngines() throws Exception {
        assumeTrue(hasNumpy(), "skipped: there is no python3 with numpy");
        final DeepBeliefNetwork network = network();
        final Path file = folder.resolve("network.dbn.zip");
        ModelArchive.write(network, file);
        final StringBuilder table = new StringBuilder("colour,amount,range,still,\"z, with a comma\",unread\n");
        final Random random = new Random(21);
        final float[][] rows = new float[40][9];
        for (final float[] row : rows) {
            final String colour = List.of("red", "green", "unknown").get(random.nextInt(3));
            final double[] numbers = {Math.exp(10 * random.nextDouble()) - 100, random.nextDouble() * 6 - 2,
                random.nextInt(9), random.nextGaussian() * 3 + 10};
            network.encoding().encode(0, colour, UnknownValue.ALL_ZERO, row);
            table.append(colour);
            for (int c = 1; c <= numbers.length; c++) {
                network.encoding().encode(c, numbers[c - 1], row);
                table.append(',').append(numbers[c - 1]);
            }
            table.append(",x\n");
        }
        Files.writeString(folder.resolve("table.csv"), table);
        for (int layer = 1; layer <= 2; layer++) {
            final List<double[]> expected = new ArrayList<>();
            try (FeatureExtraction features =
                new FeatureExtraction(network, List.of(layer), FeatureKind.PROBABILITIES, 1, 1)) {
                features.run(TestRows.source(rows, null, true), results -> expected.add(results.toArray()));
            }
            final List<String> lines =
                python(0, LOADER.toString(), file.toString(), folder.resolve("table.csv").toString(), "" + layer)
                    .lines().toList();
            assertEquals(rows.length, lines.size());
            for (int row = 0; row < rows.length; row++) {
                final double[] told = Stream.of(lines.get(row).split(" ")).mapToDouble(Double::parseDouble).toArray();
                assertEquals(expected.get(row).length, told.length);
                for (int i = 0; i < told.length; i++) {
                    assertEquals(expected.get(row)[i], told[i], 1e-5 * Math.max(1, Math.abs(told[i])));
                }
            }
        }
    }
}
