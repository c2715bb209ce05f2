// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.deepbelief.tests.Checkout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The digits workflow with our nodes as they were dropped, their dialogs never opened. */
@Tag("standin")
class DefaultSettingsTest {

    @Test
    void tellDigits(@TempDir final Path folder) throws Exception {
        final Path workflow = Checkout.copy(Checkout.WORKFLOWS.resolve("digits"), folder.resolve("digits"));
        int untouched = 0;
        for (final Path file : SettingsFile.of(workflow).values()) {
            final String settings = Files.readString(file);
            if (settings.contains("\"org.deepbelief.knime\"")) {
                final String without = settings.replaceFirst("(?s)    <config key=\"model\">.*?\n    </config>\n", "");
                Files.writeString(file, without);
                assertFalse(SettingsFile.entries(file).containsKey("/model"), file::toString);
                untouched++;
            }
        }
        assertEquals(5, untouched);
        assertEquals(0, BatchApplication.run("-workflowDir=" + workflow));
        for (final Path file : SettingsFile.of(workflow).values()) {
            final Map<String, String> settings = SettingsFile.entries(file);
            assertEquals("xstring  EXECUTED", settings.get("/state"), file::toString);
            assertFalse(settings.containsKey("/nodecontainer_message"),
                () -> file + " has the message " + settings.get("/nodecontainer_message/message"));
        }
        final List<String> scores = Files.readAllLines(workflow.resolve("data/accuracy.csv"));
        final List<String> names = List.of(scores.get(0).replace("\"", "").split(","));
        final double accuracy =
            Double.parseDouble(scores.get(scores.size() - 1).split(",")[names.indexOf("Accuracy")]);
        System.out.println("accuracy with untouched settings: " + accuracy);
        assertTrue(accuracy >= 0.985, "the accuracy is " + accuracy);
    }
}
