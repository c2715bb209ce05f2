// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

import org.deepbelief.tests.Checkout;
import org.deepbelief.tests.ShortTrainings;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every workflow beside the tests, each training for one epoch a layer. */
@Tag("standin")
class WorkflowsTest {

    @TempDir
    private Path m_folder;

    @TestFactory
    Stream<DynamicTest> executedTwiceWritesTheSame() {
        assertFalse(Checkout.workflows().isEmpty(), "there is no workflow");
        return Checkout.workflows().stream().map(workflow -> DynamicTest
            .dynamicTest(workflow.getFileName().toString(), () -> executeTwice(workflow)));
    }

    private void executeTwice(final Path workflow) throws Exception {
        final Map<String, byte[]> first = execute(workflow, m_folder.resolve("first"));
        final Map<String, byte[]> second = execute(workflow, m_folder.resolve("second"));
        assertFalse(first.isEmpty(), "wrote nothing");
        assertEquals(first.keySet(), second.keySet());
        first.forEach((file, bytes) -> {
            assertTrue(bytes.length > 0 || file.contains("!"), file + " is empty");
            assertArrayEquals(bytes, second.get(file), file + " differs");
        });
    }

    /** Executes a copy of the workflow and returns what it wrote below its data folder. */
    private static SortedMap<String, byte[]> execute(final Path workflow, final Path folder) throws Exception {
        final Path copy = Checkout.copy(workflow, folder.resolve(workflow.getFileName()));
        ShortTrainings.set(copy, 1);
        assertEquals(0, BatchApplication.run("-workflowDir=" + copy, "-nosave"));
        final SortedMap<String, byte[]> written = files(copy.resolve("data"));
        written.keySet().removeAll(files(workflow.resolve("data")).keySet());
        return written;
    }

    private static SortedMap<String, byte[]> files(final Path folder) throws IOException {
        final SortedMap<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                put(folder.relativize(file).toString(), Files.readAllBytes(file), contents);
            }
        }
        return contents;
    }

    /** A zip file as its entries, because their times are those of the run. */
    private static void put(final String name, final byte[] bytes, final Map<String, byte[]> contents)
        throws IOException {
        if (bytes.length < 2 || bytes[0] != 'P' || bytes[1] != 'K') {
            contents.put(name, bytes);
            return;
        }
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                put(name + "!" + entry.getName(), zip.readAllBytes(), contents);
            }
        }
    }
}
