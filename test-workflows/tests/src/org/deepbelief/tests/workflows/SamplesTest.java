// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.deepbelief.tests.Checkout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows that real KNIME 5.8 wrote, and what it wrote when it executed them. */
@Tag("standin")
class SamplesTest {

    private static final Path SAMPLES = Checkout.WORKFLOWS.resolve("tests/samples");

    @TempDir
    private Path m_folder;

    private Path m_digits;

    @BeforeEach
    void findDigits() {
        m_digits = Checkout.WORKFLOWS.resolve("digits/data/digits.csv");
    }

    /** The workflow knn-digits without its learner: the Scorer compares the digit with itself. */
    @Test
    void tablesAreReadPartitionedScoredAndWrittenAsKnimeDoes() throws Exception {
        final Path workflow = sample("knn-digits");
        assertEquals(0, BatchApplication.run("-nosave", "-workflowDir=" + workflow));

        final Path expected = workflow.resolve("expected");
        final List<String> rows = Files.readAllLines(workflow.resolve("data/train-rows.csv"));
        assertEquals(Files.readAllLines(expected.resolve("train-rows-header.csv")), rows.subList(0, 1));
        assertEquals(1437, rows.size() - 1);
        final Map<String, Long> all = counts(Files.readAllLines(m_digits));
        counts(rows).forEach((digit, count) -> assertEquals(0.8 * all.get(digit), count, 1.0, digit));
        final List<String> read = Files.readAllLines(m_digits);
        for (String row : rows.subList(1, rows.size())) {
            final int number = Integer.parseInt(row.replaceFirst("^\"Row(\\d+)\".*", "$1"));
            assertEquals(read.get(number + 1), row.substring(row.indexOf(',') + 1).replace("\"", ""));
        }

        final List<List<String>> accuracy = cells(workflow.resolve("data/accuracy.csv"));
        final List<List<String>> accuracyInKnime = cells(expected.resolve("accuracy.csv"));
        assertEquals(accuracyInKnime.get(0), accuracy.get(0));
        assertEquals(rowKeys(accuracyInKnime), rowKeys(accuracy));
        assertEquals(List.of("\"Overall\"", "", "", "", "", "", "", "", "", "", "1", "1"), accuracy.get(11));

        final List<List<String>> confusion = cells(workflow.resolve("data/confusion-matrix.csv"));
        final List<List<String>> confusionInKnime = cells(expected.resolve("confusion-matrix.csv"));
        assertEquals(confusionInKnime.get(0), confusion.get(0));
        assertEquals(rowKeys(confusionInKnime), rowKeys(confusion));
        assertEquals(360,
            confusion.stream().skip(1).flatMap(row -> row.stream().skip(1)).mapToInt(Integer::parseInt).sum());
    }

    /** The nodes of custom-port are not installed here: the workflow fails, and loses none of their settings. */
    @Test
    void settingsAreWrittenBackAsTheyWereRead() throws Exception {
        final Path workflow = sample("custom-port");
        assertEquals(4, BatchApplication.run("-workflowDir=" + workflow));

        final Map<Integer, Path> before = SettingsFile.of(SAMPLES.resolve("custom-port"));
        final Map<Integer, Path> after = SettingsFile.of(workflow);
        assertEquals(before.keySet(), after.keySet());
        final Map<String, String> learner = model(before.get(3));
        assertEquals("xint  2000", learner.get("/model/layers/1/units"));
        for (int id : before.keySet()) {
            assertEquals(model(before.get(id)), model(after.get(id)), "node " + id);
        }
    }

    private Path sample(final String name) throws IOException {
        final Path workflow = Checkout.copy(SAMPLES.resolve(name), m_folder.resolve(name));
        Files.createDirectories(workflow.resolve("data"));
        Files.copy(m_digits, workflow.resolve("data/digits.csv"));
        final Path file = workflow.resolve("workflow.knime");
        Files.writeString(file, Files.readString(file).replaceFirst("5\\.8\\.3\\.v\\d+", "5.8.0")); // else refused
        return workflow;
    }

    private static Map<String, String> model(final Path settings) throws IOException {
        return SettingsFile.entries(settings).entrySet().stream().filter(entry -> entry.getKey().startsWith("/model/"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, Long> counts(final List<String> rows) {
        return rows.stream().skip(1).map(row -> row.substring(row.lastIndexOf(',') + 1).replace("\"", ""))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static List<List<String>> cells(final Path table) throws IOException {
        final List<String> rows = Files.readAllLines(table);
        assertTrue(rows.size() > 1, table + " has no row");
        return rows.stream().map(row -> List.of(row.split(",", -1))).toList();
    }

    private static List<String> rowKeys(final List<List<String>> rows) {
        return rows.stream().map(row -> row.get(0)).toList();
    }
}
