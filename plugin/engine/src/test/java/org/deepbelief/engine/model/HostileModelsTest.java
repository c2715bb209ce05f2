// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.deepbelief.engine.OtherJvm;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import com.sun.management.ThreadMXBean;

/**
 * Files made to do harm: what is read is a network, or an IOException with a sentence, in bounded heap. The default
 * build tries 1,000 changed models; {@code -Dfaults=full} tries 250,000.
 */
class HostileModelsTest {

    private static final int MODELS = "full".equals(System.getProperty("faults")) ? 250_000 : 1_000;

    /** What reading a small file may allocate: buffers, the parser, the document as far as it is read. */
    private static final long MOST_BYTES = 32L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private static byte[] model() throws IOException {
        final DeepBeliefNetwork bare = Networks.withLabels(Networks.random(1, 1, 6, 5, 3), 2, 1,
            new ClassColumn("class", List.of("yes", "no")));
        // Map.of has another order in each Java machine.
        final Map<String, String> settings =
            Map.of("a", "1", "b", "2", "c", "3", "d", "4", "e", "5", "f", "6", "g", "7", "h", "8");
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelArchive.write(new DeepBeliefNetwork(bare.encoding(), bare.layers(), bare.memory(), Optional.empty(),
            bare.provenance().plus(new TrainingStep(TrainingStep.WAKE_SLEEP, settings, 9, 9))), out);
        return out.toByteArray();
    }

    /** Of layers that know the rows before each. */
    private static byte[] ordered() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelArchive.write(TemporalLayers.network(TemporalLayers.conditional(1, UnitType.gaussian(), 3, 4, 2),
            TemporalLayers.recurrent(2, UnitType.bernoulli(), 4, 5)), out);
        return out.toByteArray();
    }

    /** Reads, and gives the message of the refusal, or nothing for a network. */
    private static String outcome(final InputStream file, final String what) {
        final long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        try {
            ModelArchive.read(file);
            return "";
        } catch (IOException refusal) {
            assertTrue(String.valueOf(refusal.getMessage()).matches("(?s).{15,}\\."),
                () -> what + " gave no sentence: " + refusal);
            return refusal.getMessage();
        } catch (RuntimeException | Error failure) {
            return fail(what + " threw " + failure, failure);
        } finally {
            final long taken = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertTrue(taken < MOST_BYTES, () -> what + " took " + taken + " bytes of heap");
        }
    }

    @Test
    void aChangedModelIsANetworkOrRefusedWithASentence() throws IOException {
        final long seed = System.nanoTime();
        System.out.println("HostileModelsTest seed " + seed);
        final Random random = new Random(seed);
        final Mutator[] mutators = {new Mutator(random, entries(model())), new Mutator(random, entries(ordered()))};
        int refused = 0;
        for (int m = 0; m < MODELS; m++) {
            final String message =
                outcome(new ByteArrayInputStream(mutators[m % 2].next()), "seed " + seed + ", model " + m);
            refused += message.isEmpty() ? 0 : 1;
        }
        assertTrue(refused > MODELS / 2, "only " + refused + " were refused");
    }

    /** Damages model.json, the header of the weights, the weights or the zip, mostly with right checksums. */
    private static final class Mutator {

        private static final List<String> TOKENS = List.of("null", "true", "0", "-1", "1e308", "-0.0", "2147483647",
            "9223372036854775807", "99999999999999999999", "\"\"", "[]", "{}", "\"\\u0000\"", "NaN", "[[]]", "0.5",
            "\"softmax\"", "\"gaussian\"", "\"F16\"", "[0,1]", "{\"a\":1,\"a\":2}");

        private final Random random;

        private final Map<String, byte[]> entries;

        Mutator(final Random random, final Map<String, byte[]> entries) {
            this.random = random;
            this.entries = entries;
        }

        byte[] next() throws IOException {
            final Map<String, byte[]> changed = new LinkedHashMap<>(entries);
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> changed.compute("model.json", (name, json) -> text(json));
                case 3 -> changed.compute("weights.safetensors", (name, weights) -> header(weights));
                case 4 -> changed.compute("weights.safetensors", (name, weights) -> noise(weights));
                default -> {
                    return noise(zip(entries));
                }
            }
            return zip(changed);
        }

        private byte[] header(final byte[] weights) {
            final int length = (int)ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).getLong();
            final byte[] header = text(Arrays.copyOfRange(weights, 8, 8 + length));
            return ByteBuffer.allocate(8 + header.length + weights.length - 8 - length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length).put(header).put(weights, 8 + length, weights.length - 8 - length).array();
        }

        private byte[] noise(final byte[] content) {
            final byte[] changed =
                random.nextInt(3) == 0 ? Arrays.copyOf(content, random.nextInt(content.length + 40)) : content.clone();
            for (int flips = random.nextInt(5); flips > 0 && changed.length > 0; flips--) {
                changed[random.nextInt(changed.length)] = (byte)random.nextInt(256);
            }
            return changed;
        }

        /** JSON with a value replaced, a piece taken out, twice or elsewhere. */
        private byte[] text(final byte[] json) {
            final StringBuilder text = new StringBuilder(new String(json, StandardCharsets.ISO_8859_1));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                final int from = random.nextInt(text.length());
                final int to = Math.min(text.length(), from + 1 + random.nextInt(30));
                switch (random.nextInt(5)) {
                    case 0 -> text.delete(from, to);
                    case 1 -> text.insert(from, text.substring(from, to));
                    case 2 -> text.insert(random.nextInt(text.length()), text.substring(from, to));
                    default -> replaceValue(text, from);
                }
                if (text.isEmpty()) {
                    text.append(' ');
                }
            }
            return text.toString().getBytes(StandardCharsets.ISO_8859_1);
        }

        private void replaceValue(final StringBuilder text, final int near) {
            final int colon = text.indexOf(":", near);
            if (colon >= 0) {
                int end = colon + 1;
                while (end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                text.replace(colon + 1, end, TOKENS.get(random.nextInt(TOKENS.size())));
            }
        }
    }

    /** The network is cut at each byte: as a stream, and in a zip around it as a port's file is. */
    @Test
    void everyCutSaysThatTheFileIsCutOffAndWhereItCameFrom(@TempDir final Path folder) throws IOException {
        final byte[] whole = model();
        final int end = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        final Path file = folder.resolve("cut.dbn");
        for (int length = 0; length < end; length++) {
            final byte[] cut = Arrays.copyOf(whole, length);
            final String what = "cut after " + length;
            final String message = outcome(new ByteArrayInputStream(cut), what);
            assertTrue(message.contains("cut off") && message.contains("opy"), what + ": " + message);
            assertFalse(message.contains("EOF") || message.contains("ZLIB"), message);
            if (length % 50 == 0) {
                Files.write(file, cut);
                final String ofFile = assertThrows(IOException.class, () -> ModelArchive.read(file)).getMessage();
                assertTrue(ofFile.contains("cut off") && ofFile.contains(file.toString()), ofFile);
            }
        }
        final ByteArrayOutputStream around = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(around)) {
            zip.putNextEntry(new ZipEntry("object.file"));
            zip.write(whole);
        }
        for (int length = 60; length < around.size() / 2; length += 7) {
            final ZipInputStream zip =
                new ZipInputStream(new ByteArrayInputStream(around.toByteArray(), 0, length));
            zip.getNextEntry();
            final String message = outcome(zip, "cut around after " + length);
            assertTrue(message.contains("cut off"), message);
        }
    }

    /** A text without end, of which so much is read as is asked for, and counted. */
    private static InputStream endless(final String head, final String repeated, final AtomicLong read) {
        final byte[] first = head.getBytes(StandardCharsets.UTF_8);
        final byte[] rest = repeated.getBytes(StandardCharsets.UTF_8);
        return new InputStream() {
            @Override
            public int read() {
                final long at = read.getAndIncrement();
                return at < first.length ? first[(int)at] : rest[(int)((at - first.length) % rest.length)];
            }

            @Override
            public int read(final byte[] target, final int offset, final int length) {
                for (int i = 0; i < length; i++) {
                    target[offset + i] = (byte)read();
                }
                return length;
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> aDocumentWithoutEndIsGivenUpEarly() {
        final Map<String, String[]> documents = new LinkedHashMap<>();
        documents.put("spaces", new String[] {"{", " "});
        documents.put("a text", new String[] {"{\"format\":\"", "a"});
        documents.put("a name", new String[] {"{\"", "a"});
        documents.put("a number", new String[] {"{\"version\":", "1"});
        documents.put("a fraction", new String[] {"{\"version\":0.", "1"});
        documents.put("arrays in arrays", new String[] {"{\"a\":", "["});
        documents.put("one name again and again", new String[] {"{", "\"a\":1,"});
        return documents.entrySet().stream().map(document -> DynamicTest.dynamicTest(document.getKey(), () -> {
            final AtomicLong read = new AtomicLong();
            final IOException refusal = assertThrows(IOException.class,
                () -> Json.read("model.json", endless(document.getValue()[0], document.getValue()[1], read)));
            assertTrue(refusal.getMessage().startsWith("model.json"), refusal.getMessage());
            assertTrue(read.get() < 100_000, document.getKey() + ": read " + read + " bytes");
        }));
    }

    /** What takes more on the heap than in the file, in a Java machine of 64 MiB, that must not run out of memory. */
    @Test
    void aSmallHeapBearsWhatIsSmallInTheFile() throws Exception {
        final String output = OtherJvm.output(OtherJvm.command(Endless.class,
            List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")));
        assertEquals(Endless.REPEATED.size(),
            output.lines().filter(line -> line.contains("more names and values than there is memory for")).count(),
            output);
    }

    /** Reads arrays without end and prints why each is refused. */
    static final class Endless {

        static final List<String> REPEATED = List.of("0.1,", "0,", "{},", "[],", "\"\",", "{\"b\":0.1},",
            "\"" + "\u00e9\u4e2d".repeat(500) + "\",");

        public static void main(final String[] arguments) {
            for (final String repeated : REPEATED) {
                System.out.println(assertThrows(IOException.class,
                    () -> Json.read("model.json", endless("{\"a\":[", repeated, new AtomicLong()))).getMessage());
            }
        }
    }

    /** A zip around the file packs zeros a thousand times smaller: the weights may not be longer than their header. */
    @Test
    void weightsTakeWhatTheHeaderSaysAndNoMore() throws IOException {
        final Map<String, byte[]> entries = entries(model());
        final byte[] weights = entries.get("weights.safetensors");
        entries.put("weights.safetensors", Arrays.copyOf(weights, weights.length + (64 << 20)));
        final byte[] bomb = zip(entries);
        final String message = outcome(new ByteArrayInputStream(bomb), "longer weights");
        assertTrue(message.contains("longer than its header says"), message);
    }

    @Test
    void theSameNetworkIsTheSameBytesInEveryJvm() throws Exception {
        final String one = OtherJvm.output(OtherJvm.command(Written.class, List.of()));
        final String other = OtherJvm.output(OtherJvm.command(Written.class, List.of()));
        final CRC32 checksum = new CRC32();
        checksum.update(model());
        assertEquals(one, other);
        // A logger may have had its say before.
        assertEquals(Long.toString(checksum.getValue()), one.strip().lines().reduce("", (line, next) -> next));
    }

    /** Prints the checksum of the model file. */
    static final class Written {

        public static void main(final String[] arguments) throws IOException {
            final CRC32 checksum = new CRC32();
            checksum.update(model());
            System.out.println(checksum.getValue());
        }
    }

    @Test
    void theModelItselfIsRead() throws IOException {
        final byte[] model = model();
        final ByteArrayOutputStream again = new ByteArrayOutputStream();
        ModelArchive.write(ModelArchive.read(new ByteArrayInputStream(model)), again);
        assertArrayEquals(model, again.toByteArray());
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
