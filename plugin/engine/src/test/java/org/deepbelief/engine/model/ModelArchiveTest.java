// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.QuantileColumn;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelArchiveTest {

    private static final ClassColumn DIGIT = new ClassColumn("digit \"\u00e9\"", List.of("zero", "one", "two"));

    /** Everything that a model can have: mixed inputs, an untied layer, label units, a memory of its own, a head. */
    private static DeepBeliefNetwork full() {
        final Random random = new Random(7);
        final InputEncoding encoding = new InputEncoding(
            List.of(new NumberColumn("weight", UnitType.gaussian(), NumberScaling.Z_SCORE, 0.1, 1.0 / 3),
                new NominalColumn("colour", List.of("red", "green")),
                new VectorColumn("image", VectorKind.DOUBLE, 3, UnitType.bernoulli(), NumberScaling.MIN_MAX, -1, 2)),
            new float[] {0.1f, 1 / 3f, 2 / 3f, 0, 1, 0.7f});
        final Layer first = new BoltzmannLayer(encoding.groups(), UnitType.bernoulli(),
            Networks.matrix(random, 1, 6, 5), Networks.vector(random, 1, 5), Networks.matrix(random, 1, 6, 5),
            Networks.vector(random, 1, 6), new float[] {0.5f, 1, 1, 1, 1, 1});
        final Layer second = AutoencoderLayer.tied(List.of(new UnitGroup(UnitType.bernoulli(), 5)),
            UnitType.rectifiedLinear(),
            Networks.matrix(random, 1, 5, 4), Networks.vector(random, 1, 4), Networks.vector(random, 1, 5));
        final AssociativeMemory memory = new AssociativeMemory(Networks.matrix(random, 1, 5, 4),
            Networks.vector(random, 1, 5), Networks.vector(random, 1, 4), Optional
                .of(new LabelUnits(DIGIT, Networks.matrix(random, 1, 3, 4), Networks.vector(random, 1, 3))));
        final OutputHead head =
            new OutputHead.Classifier(DIGIT, Networks.matrix(random, 1, 4, 3), Networks.vector(random, 1, 3));
        return new DeepBeliefNetwork(encoding, List.of(first, second), memory, Optional.of(head),
            new Provenance(List.of(
                new TrainingStep(TrainingStep.PRETRAINING, Map.of("epochs", "10", "learningRate", "0.1"), 1437, 42),
                new TrainingStep(TrainingStep.FINE_TUNING, Map.of(), 1L << 40, Long.MIN_VALUE))))
                    .withResidualDeviations(new float[] {0.25f, 1, 1, 1, 1, 1});
    }

    /** Numbers by their quantiles, as large and as close as doubles go. */
    private static DeepBeliefNetwork ofQuantiles() {
        final Random random = new Random(8);
        final InputEncoding encoding = new InputEncoding(
            List.of(new QuantileColumn("date", 1764288000000.125, 1e-200, List.of(-1e308, 0.1, 1764288000000.125)),
                new NominalColumn("colour", List.of("red", "green")),
                new QuantileColumn("flag", 0, 0.1 + 0.2, List.of(0.0, Double.MIN_VALUE))),
            new float[] {0.1f, 1 / 3f, 2 / 3f, 0.5f, 0.5f, 0, 0.25f});
        final Layer only = BoltzmannLayer.tied(encoding.groups(), UnitType.bernoulli(),
            Networks.matrix(random, 1, 7, 4), Networks.vector(random, 1, 4), Networks.vector(random, 1, 7));
        return new DeepBeliefNetwork(encoding, List.of(only), AssociativeMemory.of(only), Optional.empty(),
            new Provenance(List.of()));
    }

    @Test
    void quantilesComeBackToTheLastBitAndAreRequiredOfTheReader() throws IOException {
        final DeepBeliefNetwork network = ofQuantiles();
        final DeepBeliefNetwork read = ModelArchive.read(new ByteArrayInputStream(bytes(network)));
        assertEquals(network.encoding(), read.encoding());
        assertEquals(network.structure(), read.structure());
        assertTrue(Requirements.of(network.structure()).names().contains("inputs:quantiles"));
    }

    /** Without a column, the hidden units see what they saw where its units were at their means. */
    @Test
    void withoutAnInputItsUnitsAreAtTheirMeans() {
        final DeepBeliefNetwork network = ofQuantiles();
        final DeepBeliefNetwork without = network.withoutInput("colour");
        assertEquals(List.of("date", "flag"), without.encoding().columns().stream().map(InputColumn::name).toList());
        final float[] all = {-2, 0.25f, 1, 0.5f, 0.5f, 3, 1};
        final float[] left = {-2, 0.25f, 1, 3, 1};
        for (int j = 0; j < 4; j++) {
            double expected = network.lastLayer().hiddenBiases()[j];
            for (int i = 0; i < all.length; i++) {
                expected += all[i] * network.lastLayer().recognitionWeights().get(i, j);
            }
            double found = without.lastLayer().hiddenBiases()[j];
            double ofMemory = without.memory().hiddenBiases()[j];
            for (int i = 0; i < left.length; i++) {
                found += left[i] * without.lastLayer().recognitionWeights().get(i, j);
                ofMemory += left[i] * without.memory().weights().get(i, j);
            }
            assertEquals(expected, found, 1e-5);
            assertEquals(expected, ofMemory, 1e-5);
        }
        assertTrue(without.structure().sharedMemory());
        assertThrows(IllegalArgumentException.class, () -> network.withoutInput("mauve"));
        assertThrows(IllegalArgumentException.class,
            () -> without.withoutInput("date").withoutInput("flag"));
    }

    private static byte[] bytes(final DeepBeliefNetwork network) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelArchive.write(network, out);
        return out.toByteArray();
    }

    private static DeepBeliefNetwork read(final byte[] bytes) throws IOException {
        return ModelArchive.read(new ByteArrayInputStream(bytes));
    }

    @Test
    void whatIsReadIsWhatWasWrittenBitForBit(@TempDir final Path folder) throws IOException {
        final DeepBeliefNetwork network = full();
        network.lastLayer().recognitionWeights().set(0, 0, Float.intBitsToFloat(0x00012345));
        network.lastLayer().recognitionWeights().set(0, 1, -0f);
        final Path file = folder.resolve("model.zip");
        ModelArchive.write(network, file);
        final DeepBeliefNetwork fromFile = ModelArchive.read(file);
        assertEquals(network.structure(), fromFile.structure());
        assertEquals(network.structure(), ModelArchive.readStructure(file));
        assertEquals(0x00012345, Float.floatToRawIntBits(fromFile.lastLayer().recognitionWeights().get(0, 0)));
        assertEquals(Float.floatToRawIntBits(-0f),
            Float.floatToRawIntBits(fromFile.lastLayer().recognitionWeights().get(0, 1)));
        assertArrayEquals(Files.readAllBytes(file), bytes(fromFile));
        assertArrayEquals(Files.readAllBytes(file), bytes(read(bytes(network))));
        assertEquals(List.of(file), Files.list(folder).toList());
    }

    @Test
    void measuredResidualsAreReadAgainAndANetworkWithoutThemAsksForNone() throws IOException {
        final DeepBeliefNetwork network = read(bytes(full()));
        assertArrayEquals(new float[] {0.25f, 1, 1, 1, 1, 1}, network.residualDeviations());
        assertTrue(Requirements.of(network.structure()).names().contains("residuals"));
        final DeepBeliefNetwork bare = Networks.random(1, 1, 4, 3);
        assertFalse(new String(bytes(bare), StandardCharsets.ISO_8859_1).contains("esidual"));
        final byte[] none = bytes(bare.withResidualDeviations(new float[] {1, 1, 1, Float.MIN_VALUE}));
        final Map<String, byte[]> entries = entries(none);
        final byte[] weights = entries.get("weights.safetensors");
        Arrays.fill(weights, weights.length - 4, weights.length, (byte)0);
        assertMessage(zip(entries), "One of the residual deviations is 0.0");
    }

    @Test
    void whatIsSharedStaysShared() throws IOException {
        final DeepBeliefNetwork network = read(bytes(Networks.random(1, 1, 4, 3, 2)));
        assertTrue(network.layers().get(0).tied());
        assertSame(network.lastLayer().recognitionWeights(), network.memory().weights());
        assertEquals(Optional.empty(), network.classColumn());
    }

    @Test
    void aRegressionHeadAndASingleLayerRoundTrip() throws IOException {
        final DeepBeliefNetwork bare = Networks.random(3, 1, 4, 2);
        final OutputHead head = new OutputHead.Regressor(List.of("price", "size"),
            FloatMatrix.of(2, 2, new float[] {1, 2, 3, 4}), new float[] {5, 6}, new double[] {0.1, -7},
            new double[] {1.0 / 3, 2});
        final DeepBeliefNetwork network = read(bytes(new DeepBeliefNetwork(bare.encoding(), bare.layers(),
            bare.memory(), Optional.of(head), bare.provenance())));
        final OutputHead.Regressor read = (OutputHead.Regressor)network.head().orElseThrow();
        assertArrayEquals(new double[] {1.0 / 3, 2}, read.scales());
        assertArrayEquals(new float[] {1, 2, 3, 4}, read.weights().toArray());
    }

    @Test
    void theStructureTravelsAsText() throws IOException {
        final NetworkStructure structure = full().structure();
        assertEquals(structure,
            StructureJson.read("model.json",
                new ByteArrayInputStream(StructureJson.write(structure).getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void weightsAreASafetensorsFileByTheFormatsOwnRules() throws IOException {
        final byte[] file = entries(bytes(Networks.random(5, 1, 3, 2))).get("weights.safetensors");
        final ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        final int header = (int)buffer.getLong();
        assertEquals(0, header % 8);
        final String text = new String(file, 8, header, StandardCharsets.UTF_8);
        assertTrue(text.startsWith("{\"__metadata__\":{\"format\":\"deep-belief-network\"},"
            + "\"layers.0.recognition_weights\":{\"dtype\":\"F32\",\"shape\":[3,2],\"data_offsets\":[0,24]}"), text);
        assertEquals(Networks.random(5, 1, 3, 2).lastLayer().recognitionWeights().get(1, 0),
            buffer.getFloat(8 + header + 8));
    }

    @Test
    void everyCutOfAFileIsAnIoException() throws IOException {
        final byte[] whole = bytes(full());
        final int contentEnd = contentEnd(whole);
        for (int length = 0; length < contentEnd; length++) {
            final byte[] cut = Arrays.copyOf(whole, length);
            final int at = length;
            assertThrows(IOException.class, () -> read(cut), () -> "cut after " + at + " of " + whole.length);
        }
    }

    /** Where the entries end and the directory of the zip, which readers of streams do not need, starts. */
    private static int contentEnd(final byte[] zip) {
        for (int i = zip.length - 4; i > 0; i--) {
            if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2
                && new String(zip, i + 46, 10, StandardCharsets.US_ASCII).equals("model.json")) {
                return i;
            }
        }
        throw new AssertionError("no directory");
    }

    @Test
    void flippedBytesAreAnIoExceptionOrDoNotMatter(@TempDir final Path folder) throws IOException {
        final byte[] whole = bytes(full());
        final long seed = System.nanoTime();
        System.out.println("ModelArchiveTest.flippedBytes seed " + seed);
        final Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            final byte[] damaged = whole.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= 1 << random.nextInt(8);
            }
            refused += outcome(damaged, whole, folder.resolve("damaged.zip"), round % 10 == 0);
        }
        assertTrue(refused > 2000, "only " + refused + " of 3000 damaged files were refused");
    }

    /** Damage inside the entries with checksums made right again, so that the format's own checks must find it. */
    @Test
    void damageBehindTheChecksumsIsAnIoExceptionToo(@TempDir final Path folder) throws IOException {
        final byte[] whole = bytes(full());
        final long seed = System.nanoTime();
        System.out.println("ModelArchiveTest.damageBehindTheChecksums seed " + seed);
        final Random random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            final Map<String, byte[]> entries = entries(whole);
            final String name = random.nextInt(3) > 0 ? "model.json" : "weights.safetensors";
            byte[] content = entries.get(name);
            if (random.nextInt(4) == 0) {
                content = Arrays.copyOf(content, random.nextInt(content.length + 40));
            }
            final int reach = name.equals("model.json") ? content.length : Math.min(content.length, 900);
            for (int flips = random.nextInt(4); flips > 0 && reach > 0; flips--) {
                content[random.nextInt(reach)] = (byte)(random.nextBoolean() ? '0' + random.nextInt(10)
                    : random.nextInt(256));
            }
            entries.put(name, content);
            outcome(zip(entries), null, folder.resolve("damaged.zip"), round % 10 == 0);
        }
    }

    /** 1 if reading refused with an IOException that says something, 0 if it read a network; anything else fails. */
    private static int outcome(final byte[] damaged, final byte[] whole, final Path file, final boolean asFile)
        throws IOException {
        try {
            if (asFile) {
                Files.write(file, damaged);
                ModelArchive.read(file);
            } else {
                read(damaged);
            }
            return 0;
        } catch (IOException ex) {
            assertFalse(ex.getMessage() == null || ex.getMessage().isBlank(), "an IOException without a message");
            return 1;
        } catch (RuntimeException | OutOfMemoryError ex) {
            return fail("reading a damaged file threw " + ex, ex);
        }
    }

    @Test
    void hugeDeclaredSizesTakeNoMemory() throws IOException {
        final byte[] whole = bytes(Networks.random(1, 1, 4, 3));
        assertMessage(changed(whole, "\"hiddenUnits\":3", "\"hiddenUnits\":2000000"), "shape [4, 3]");
        assertMessage(zip(declaring(whole, 30_000_000)), "cut off: its tensors take 600000032 bytes, of which at most");
        // A row of 2^28 + 1 weights, beyond what a matrix takes, and 512 MB of biases.
        assertMessage(zip(declaring(whole, (1 << 28) + 1)), "rows of 1024 MiB; there can be at most 256 MiB");
        assertMessage(zip(declaring(whole, 1 << 27)), "rows of 512 MiB");
        assertMessage(zip(declaring(whole, Integer.MAX_VALUE)), "rows of 8191 MiB");
        final Map<String, byte[]> entries = entries(whole);
        for (final long length : new long[] {Long.MAX_VALUE, -1, 1 << 24}) {
            entries.put("weights.safetensors",
                ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
            assertMessage(zip(entries), "declares a header of " + length);
        }
    }

    /** The entries of a network of 4 visible and 3 hidden units that says it has another number of hidden ones. */
    private static Map<String, byte[]> declaring(final byte[] whole, final int hidden) throws IOException {
        final Map<String, byte[]> entries = entries(whole);
        entries.put("model.json", new String(entries.get("model.json"), StandardCharsets.UTF_8)
            .replace("\"hiddenUnits\":3", "\"hiddenUnits\":" + hidden).getBytes(StandardCharsets.UTF_8));
        final byte[] weights = entries.get("weights.safetensors");
        final int header = (int)ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).getLong();
        final long matrix = 16L * hidden;
        final long biases = matrix + 4L * hidden;
        final String huge = new String(weights, 8, header, StandardCharsets.UTF_8).trim()
            .replace("[4,3]", "[4," + hidden + "]").replace("[0,48]", "[0," + matrix + "]")
            .replace("\"shape\":[3],\"data_offsets\":[48,60]",
                "\"shape\":[" + hidden + "],\"data_offsets\":[" + matrix + "," + biases + "]")
            .replace("[60,76]", "[" + biases + "," + (biases + 16) + "]")
            .replace("[76,92]", "[" + (biases + 16) + "," + (biases + 32) + "]");
        entries.put("weights.safetensors", safetensors(huge, 92));
        return entries;
    }

    @Test
    void weightsThatAreNoNumbersAreNamed() throws IOException {
        for (final float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            final Map<String, byte[]> entries = entries(bytes(Networks.random(1, 1, 4, 3)));
            final ByteBuffer weights =
                ByteBuffer.wrap(entries.get("weights.safetensors")).order(ByteOrder.LITTLE_ENDIAN);
            weights.putFloat(8 + (int)weights.getLong(0) + 5 * Float.BYTES, bad);
            assertMessage(zip(entries), "layers.0.recognition_weights in weights.safetensors holds " + bad);
        }
    }

    @Test
    void wrongVersionsShapesAndFilesAreNamed() throws IOException {
        final byte[] whole = bytes(Networks.random(1, 1, 4, 3));
        final Map<String, byte[]> newer = entries(whole);
        newer.compute("model.json", (name, old) -> new String(old, StandardCharsets.UTF_8)
            .replace("\"version\":2", "\"version\":3").getBytes(StandardCharsets.UTF_8));
        assertMessage(zip(newer), "format version 3");
        final Map<String, byte[]> reordered = new LinkedHashMap<>();
        reordered.put("weights.safetensors", entries(whole).get("weights.safetensors"));
        reordered.put("model.json", entries(whole).get("model.json"));
        assertMessage(zip(reordered), "where model.json should be");
        assertMessage("not a zip at all".getBytes(StandardCharsets.UTF_8), "no model.json");
        final Map<String, byte[]> wider = entries(whole);
        wider.compute("model.json", (name, old) -> new String(old, StandardCharsets.UTF_8)
            .replace("\"hiddenUnits\":3", "\"hiddenUnits\":2").getBytes(StandardCharsets.UTF_8));
        assertMessage(zip(wider), "has the shape [4, 3], but model.json calls for [4, 2]");
    }

    @Test
    void whatIsNotUnderstoodIsRefusedByItsName() throws IOException {
        final byte[] whole = bytes(full());
        assertMessage(changed(whole, "\"requires\":[", "\"requires\":[\"layer:convolution\",\"units:poisson\","),
            "(layer:convolution, units:poisson)");
        assertMessage(changed(whole, "\"kind\":\"autoencoder\"", "\"kind\":\"convolution\""),
            "model.json.layers[1].kind: The kind of layer \"convolution\" is none of restrictedBoltzmannMachine");
        assertMessage(changed(whole, "\"hiddenType\":\"rectifiedLinear\"", "\"hiddenType\":\"poisson\""),
            "layers[1].hiddenType: The kind of units \"poisson\" is none of bernoulli");
        assertMessage(changed(whole, "\"hiddenType\":\"rectifiedLinear\"", "\"hiddenType\":\"softmax\""),
            "Hidden units cannot be softmax units");
        assertMessage(changed(whole, "\"kind\":\"classifier\"", "\"kind\":\"ranker\""), "\"ranker\"");
        assertMessage(changed(whole, "\"requires\":", "\"needs\":"), "requires is missing");
        assertMessage(changed(whole, "\"version\":2", "\"version\":1"),
            "format version 1; this release reads version 2");
    }

    private static byte[] changed(final byte[] file, final String from, final String to) throws IOException {
        final Map<String, byte[]> entries = entries(file);
        final String json = new String(entries.get("model.json"), StandardCharsets.UTF_8);
        assertTrue(json.contains(from), json);
        entries.put("model.json", json.replace(from, to).getBytes(StandardCharsets.UTF_8));
        return zip(entries);
    }

    /** Two senses, of which one has a layer of its own, below a common layer. */
    private static DeepBeliefNetwork twoSenses() {
        final Random random = new Random(3);
        final InputEncoding pixels = new InputEncoding(
            List.of(new VectorColumn("image", VectorKind.BYTE, 4, UnitType.bernoulli(), NumberScaling.MIN_MAX, 0, 255)),
            new float[4]);
        final InputEncoding words =
            new InputEncoding(List.of(new NominalColumn("colour", List.of("red", "green"))), new float[2]);
        final Layer seen = BoltzmannLayer.tied(pixels.groups(), UnitType.bernoulli(), Networks.matrix(random, 1, 4, 3),
            Networks.vector(random, 1, 3), Networks.vector(random, 1, 4));
        final Layer joint = BoltzmannLayer.tied(
            List.of(new UnitGroup(UnitType.bernoulli(), 3), new UnitGroup(UnitType.softmax(), 2)),
            UnitType.bernoulli(), Networks.matrix(random, 1, 5, 2), Networks.vector(random, 1, 2),
            Networks.vector(random, 1, 5));
        return new DeepBeliefNetwork(
            List.of(new Sense("image", pixels, List.of(seen)), new Sense("words", words, List.of())), List.of(joint),
            AssociativeMemory.of(joint), Optional.empty(), new Provenance(List.of()));
    }

    @Test
    void aNetworkOfTwoSensesRoundTrips() throws IOException {
        final DeepBeliefNetwork network = twoSenses();
        final DeepBeliefNetwork again = read(bytes(network));
        assertEquals(network.structure(), again.structure());
        assertEquals(List.of("image", "words"), again.senses().stream().map(Sense::name).toList());
        assertArrayEquals(network.senses().get(0).layers().get(0).recognitionWeights().toArray(),
            again.senses().get(0).layers().get(0).recognitionWeights().toArray());
        assertSame(again.lastLayer().recognitionWeights(), again.memory().weights());
        assertArrayEquals(bytes(network), bytes(again));
        assertTrue(new String(entries(bytes(network)).get("model.json"), StandardCharsets.UTF_8)
            .contains("\"requires\":[\"layer:restrictedBoltzmannMachine\",\"senses\",\"units:"));
        assertTrue(new String(entries(bytes(network)).get("weights.safetensors"), StandardCharsets.ISO_8859_1)
            .contains("\"senses.0.layers.0.recognition_weights\""));
        assertMessage(changed(bytes(network), "\"name\":\"words\"", "\"name\":\"image\""), "Two senses");
        assertMessage(changed(bytes(network), "\"name\":\"colour\"", "\"name\":\"image\""), "named twice");
        assertEquals(List.of("image", "colour"), again.encoding().columns().stream().map(InputColumn::name).toList());
        assertEquals(6, again.encoding().units());
        assertEquals(1, again.senseLevels());
        assertEquals(List.of(6, 5), again.levels().stream().map(Level::visibleUnits).toList());
    }

    @Test
    void aNetworkOfOneSenseHasAllLayersInCommon() {
        final DeepBeliefNetwork network = Networks.random(1, 1, 4, 3, 2);
        assertEquals(1, network.senses().size());
        assertEquals(network.encoding(), network.senses().get(0).encoding());
        assertSame(network.senses().get(0).encoding(), network.encoding());
        assertEquals(network.layers(), network.levels());
        final Sense own = new Sense("a", network.encoding(), network.layers().subList(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new DeepBeliefNetwork(List.of(own),
            network.layers().subList(1, 2), network.memory(), Optional.empty(), network.provenance()));
    }

    private static void assertMessage(final byte[] file, final String part) {
        final IOException thrown = assertThrows(IOException.class, () -> read(file));
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }

    private static byte[] safetensors(final String header, final int dataBytes) {
        final byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length)
            .put(text).array();
    }

    private static Map<String, byte[]> entries(final byte[] zip) throws IOException {
        final Map<String, byte[]> entries = new LinkedHashMap<>();
        final ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip));
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            entries.put(entry.getName(), in.readAllBytes());
        }
        return entries;
    }

    private static byte[] zip(final Map<String, byte[]> entries) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (final Map.Entry<String, byte[]> content : entries.entrySet()) {
                final ZipEntry entry = new ZipEntry(content.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.getValue().length);
                final CRC32 checksum = new CRC32();
                checksum.update(content.getValue());
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(content.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
