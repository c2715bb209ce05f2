// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.core.node.ExecutionMonitor;
import org.knime.standin.core.testing.NumberPortObject;
import org.knime.standin.core.testing.TestExtensions;

class PortUtilTest {

    private static final Path SAMPLE = Path.of("src/test/resources/samples/net.zip");

    @TempDir
    private Path folder;

    @BeforeAll
    static void contribute() {
        TestExtensions.install();
    }

    private static Map<String, byte[]> entries(final byte[] zip) throws IOException {
        final Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    @Test
    void anObjectSurvivesItsFile() throws Exception {
        final Path file = folder.resolve("number.zip");
        final NumberPortObject object = new NumberPortObject(42.5, "answer");
        PortUtil.writeObjectToFile(object, file.toFile(), new ExecutionMonitor());
        final NumberPortObject read =
            (NumberPortObject)PortUtil.readObjectFromFile(file.toFile(), new ExecutionMonitor());
        assertEquals(42.5, read.number());
        assertEquals(object.getSpec(), read.getSpec());
        assertEquals(object.getSpec(), PortUtil.readObjectSpecFromFile(file.toFile()));
    }

    /** A model that KNIME's Model Writer wrote, and one of ours: the same entries in the same order, the same XML. */
    @Test
    void theFileHasTheFormOfKnimes() throws Exception {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        PortUtil.writeObjectToStream(new NumberPortObject(1, "x"), out, new ExecutionMonitor());
        final Map<String, byte[]> ours = entries(out.toByteArray());
        final Map<String, byte[]> knimes = entries(Files.readAllBytes(SAMPLE));
        assertEquals(List.copyOf(knimes.keySet()), List.copyOf(ours.keySet()));
        assertEquals(text(knimes.get("content.xml")).replace("org.example.proto.NetPortObject", "OBJECT")
            .replace("org.example.proto.NetSpec", "SPEC"),
            text(ours.get("content.xml")).replace(NumberPortObject.Spec.class.getName(), "SPEC")
                .replace(NumberPortObject.class.getName(), "OBJECT"));

        final Map<String, byte[]> ourSpec = entries(ours.get("objectSpec.file"));
        final Map<String, byte[]> knimesSpec = entries(knimes.get("objectSpec.file"));
        assertEquals(List.copyOf(knimesSpec.keySet()), List.copyOf(ourSpec.keySet()));
        assertEquals(head(knimesSpec.get("content.xml"), 4), head(ourSpec.get("content.xml"), 4));

        final Map<String, byte[]> ourObject = entries(ours.get("object.file"));
        final Map<String, byte[]> knimesObject = entries(knimes.get("object.file"));
        assertEquals(List.of("portObject.file", "meta.xml", "number.txt"), List.copyOf(ourObject.keySet()));
        assertEquals(List.of("portObject.file", "meta.xml", "weights.bin"), List.copyOf(knimesObject.keySet()));
        assertEquals(head(knimesObject.get("meta.xml"), 3), head(ourObject.get("meta.xml"), 3));
        assertEquals(0, ourObject.get("portObject.file").length);
    }

    private static String text(final byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> head(final byte[] xml, final int lines) {
        return text(xml).replaceAll("value=\"org\\.[^\"]+\"", "value=\"CLASS\"").lines().limit(lines).toList();
    }

    @Test
    void aModelOfAnUnknownPortTypeIsRefusedByName() {
        final String message = assertThrows(IOException.class,
            () -> PortUtil.readObjectFromFile(SAMPLE.toFile(), new ExecutionMonitor())).getMessage();
        assertTrue(message.contains("org.example.proto.NetSpec"), message);
    }

    @Test
    void everyFileCutShortIsRefused() throws Exception {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        PortUtil.writeObjectToStream(new NumberPortObject(1, "x"), out, new ExecutionMonitor());
        final byte[] whole = out.toByteArray();
        final int directory = text(whole, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        for (int length = 0; length < whole.length; length += 1 + length / 40) {
            final byte[] cut = Arrays.copyOf(whole, length);
            if (objectEnd(whole) > length) {
                assertThrows(IOException.class,
                    () -> PortUtil.readObjectFromStream(new ByteArrayInputStream(cut), new ExecutionMonitor()),
                    "cut to " + length + " of " + directory);
            }
        }
        assertThrows(IOException.class, () -> PortUtil
            .readObjectFromStream(new ByteArrayInputStream("a,b\n1,2\n".getBytes()), new ExecutionMonitor()));
    }

    /** Above all in the names of the zip entries, which Java refuses in its own way. */
    @Test
    void bytesThatAreNoUtf8AreAnIOException() throws Exception {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        PortUtil.writeObjectToStream(new NumberPortObject(1, "x"), out, new ExecutionMonitor());
        final byte[] whole = out.toByteArray();
        int read = 0;
        int refused = 0;
        for (int at = 0; at < whole.length; at += 3) {
            final byte[] changed = whole.clone();
            changed[at] = (byte)0xC3;
            try {
                PortUtil.readObjectFromStream(new ByteArrayInputStream(changed), new ExecutionMonitor());
                read++;
            } catch (IOException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("byte " + at + " of " + whole.length, e);
            }
        }
        assertTrue(refused > read, refused + " refused, " + read + " read");
        final byte[] misnamed = whole.clone();
        misnamed[text(whole, StandardCharsets.ISO_8859_1).indexOf("objectSpec.file")] = (byte)0xC3;
        final IOException thrown = assertThrows(IOException.class,
            () -> PortUtil.readObjectFromStream(new ByteArrayInputStream(misnamed), new ExecutionMonitor()));
        assertTrue(thrown.getMessage().contains("no UTF-8"), thrown.getMessage());
    }

    private static String text(final byte[] bytes, final Charset charset) {
        return new String(bytes, charset);
    }

    /** Up to where the bytes are needed: the number stands in the last entry. */
    private static int objectEnd(final byte[] whole) {
        return text(whole, StandardCharsets.ISO_8859_1).indexOf("object.file") + "object.file".length() + 40;
    }
}
