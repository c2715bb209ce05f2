// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.deepbelief.tests.Checkout;
import org.eclipse.core.runtime.Platform;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The workflows' files are such that KNIME 5.8.0 and later loads them without a warning; their pictures show them. */
class WorkflowFilesTest {

    private static final String READER =
        "xstring  org.knime.base.node.io.filehandling.csv.reader.CSVTableReaderNodeFactory";

    @TestFactory
    Stream<DynamicTest> areSavedByTheOldestVersionAndUnexecuted() {
        assertFalse(Checkout.workflows().isEmpty(), "there is no workflow");
        return Checkout.workflows().stream()
            .map(workflow -> DynamicTest.dynamicTest(workflow.getFileName().toString(), () -> check(workflow)));
    }

    /** Where this fails, run the main method of {@link WorkflowPicture}. */
    @TestFactory
    Stream<DynamicTest> havePicturesAsTheyAre() {
        return Checkout.workflows().stream().map(workflow -> DynamicTest.dynamicTest(workflow.getFileName().toString(),
            () -> assertEquals(WorkflowPicture.of(workflow), Files.readString(workflow.resolve("workflow.svg")))));
    }

    /** KNIME's own test system reports nodes that no test workflow has. */
    @Test
    void everyNodeIsInAWorkflow() throws IOException {
        final Set<String> nodes = Stream.of(Platform.getExtensionRegistry()
            .getConfigurationElementsFor("org.knime.workbench.repository.nodes"))
            .filter(node -> node.getContributor().getName().equals("org.deepbelief.knime"))
            .map(node -> node.getAttribute("factory-class")).collect(Collectors.toCollection(TreeSet::new));
        assertFalse(nodes.isEmpty(), "there is no node");
        for (final Path workflow : Checkout.workflows()) {
            for (final Path file : SettingsFile.of(workflow).values()) {
                nodes.remove(SettingsFile.entries(file).get("/factory").replace("xstring  ", ""));
            }
        }
        assertEquals(Set.of(), nodes, "nodes without a workflow");
    }

    /** A reader is configured as soon as it is loaded; saved as idle it has a changed state, and KNIME says so. */
    private static void check(final Path workflow) throws IOException {
        assertEquals("xstring  5.8.0", SettingsFile.entries(workflow.resolve("workflow.knime")).get("/created_by"));
        for (Path file : SettingsFile.of(workflow).values()) {
            final Map<String, String> node = SettingsFile.entries(file);
            assertEquals(node.get("/factory").equals(READER) ? "xstring  CONFIGURED" : "xstring  IDLE",
                node.get("/state"), file::toString);
        }
    }
}
