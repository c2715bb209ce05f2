// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.port.PortObjectZipOutputStream;
import org.knime.core.node.port.PortUtil;

import com.sun.management.ThreadMXBean;

/**
 * Files of some hundred kilobytes that unpack to 100 MB where a network should be, read as KNIME reads a port: they are
 * refused in bounded heap and before a byte is written to the folder for temporary files, which is missing here.
 */
class PortBombsTest {

    private static final int BOMB_BYTES = 100 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean)ManagementFactory.getThreadMXBean();

    private String temporaryFolder;

    @BeforeEach
    void takeTheFolderAway(@TempDir final Path folder) {
        temporaryFolder = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", folder.resolve("absent").toString());
    }

    @AfterEach
    void giveTheFolderBack() {
        System.setProperty("java.io.tmpdir", temporaryFolder);
    }

    /** An entry: some bytes, then a byte again and again, then some bytes. */
    private record Part(String name, byte[] first, int repeated, int times, byte[] last) {

        void writeTo(final ZipOutputStream zip) throws IOException {
            final byte[] chunk = new byte[1 << 16];
            java.util.Arrays.fill(chunk, (byte)repeated);
            final CRC32 checksum = new CRC32();
            checksum.update(first);
            for (int left = times; left > 0; left -= chunk.length) {
                checksum.update(chunk, 0, Math.min(left, chunk.length));
            }
            checksum.update(last);
            final ZipEntry entry = new ZipEntry(name);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize((long)first.length + times + last.length);
            entry.setCrc(checksum.getValue());
            zip.putNextEntry(entry);
            zip.write(first);
            for (int left = times; left > 0; left -= chunk.length) {
                zip.write(chunk, 0, Math.min(left, chunk.length));
            }
            zip.write(last);
            zip.closeEntry();
        }
    }

    /** A port's file of these parts, packed by the zip around them. */
    private static byte[] packed(final List<Part> parts) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream around = new ZipOutputStream(bytes)) {
            around.putNextEntry(new ZipEntry("object.file"));
            final ZipOutputStream zip = new ZipOutputStream(around);
            for (final Part part : parts) {
                part.writeTo(zip);
            }
            zip.finish();
        }
        assertTrue(bytes.size() < 400_000, "the file has " + bytes.size() + " bytes");
        return bytes.toByteArray();
    }

    private static void assertRefused(final String part, final List<Part> parts) throws IOException {
        final byte[] file = packed(parts);
        final ZipInputStream around = new ZipInputStream(new ByteArrayInputStream(file));
        around.getNextEntry();
        final DbnPortObject object = DbnPortObjectTest.object();
        final long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        final String message = assertThrows(IOException.class, () -> new DbnPortObject()
            .load(PortUtil.getPortObjectZipInputStream(around), object.getSpec(), new ExecutionMonitor())).getMessage();
        final long taken = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertTrue(message.contains(part), message);
        assertTrue(taken < 16 << 20, message + " took " + taken + " bytes of heap");
    }

    /** The parts of a sound network: the mark of a port, the structure, the weights. */
    private static List<Part> sound() throws Exception {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PortObjectZipOutputStream out = PortUtil.getPortObjectZipOutputStream(bytes)) {
            DbnPortObjectTest.object().save(out, new ExecutionMonitor());
        }
        final List<Part> parts = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.add(new Part(entry.getName(), zip.readAllBytes(), 0, 0, new byte[0]));
            }
        }
        return parts;
    }

    @Test
    void aSoundNetworkAsksForTheFolder() throws Exception {
        assertEquals(List.of("model.json", "weights.safetensors"), sound().stream().skip(1).map(Part::name).toList());
        assertRefused("The folder for temporary files, ", sound());
    }

    @Test
    void aLongStructureIsRefused() throws Exception {
        final byte[] json = sound().get(1).first();
        assertRefused("longer than the description of any network",
            List.of(sound().get(0), new Part("model.json", json, ' ', BOMB_BYTES, new byte[0])));
        assertRefused("model.json", List.of(sound().get(0), new Part("model.json",
            "{\"format\":\"".getBytes(StandardCharsets.UTF_8), 'a', BOMB_BYTES, new byte[0])));
    }

    @Test
    void aLongHeaderIsRefused() throws Exception {
        final byte[] length =
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(BOMB_BYTES).array();
        assertRefused("declares a header of " + BOMB_BYTES,
            List.of(sound().get(0), sound().get(1),
                new Part("weights.safetensors", length, ' ', BOMB_BYTES, new byte[0])));
    }

    @Test
    void weightsBeyondTheirHeaderAreRefused() throws Exception {
        assertRefused("longer than its header says", List.of(sound().get(0), sound().get(1),
            new Part("weights.safetensors", sound().get(2).first(), 0, BOMB_BYTES, new byte[0])));
    }
}
