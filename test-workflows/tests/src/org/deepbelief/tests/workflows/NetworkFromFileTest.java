// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.workflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.deepbelief.tests.Checkout;
import org.deepbelief.tests.OpenedWorkflow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.core.data.DataTableSpec;

/**
 * A network that one workflow writes by Model Writer and another one reads by Model Reader: once that is executed,
 * saved and opened again, all nodes behind it tell their columns before they are executed.
 */
@Tag("standin")
class NetworkFromFileTest {

    private static final int READER = 1;

    private static final int TABLE = 2;

    private static final List<String> SHORT_TRAINING = Stream.of("3,epochs,1", "3,layers/0/units,20",
        "3,layers/1/units,20", "4,epochs,1", "5,epochs,1", "5,averagedEpochs,1")
        .map(option -> "-option=" + option + ",int").toList();

    /**
     * A node behind the reader.
     *
     * @param type its package and the name of its factory
     * @param settings what is not the default
     * @param network the id of the node that gives the network
     * @param readsRows whether the table comes in as well
     */
    private record Behind(String type, String settings, int network, boolean readsRows) {
    }

    private static final Map<Integer, Behind> BEHIND = new TreeMap<>(Map.of(
        3, new Behind("features.ExtractFeatures", text("layers", "ALL"), READER, true),
        4, new Behind("predict.Predict", "", READER, true),
        5, new Behind("reconstruct.Reconstruct", "", READER, true),
        6, new Behind("generate.Generate", number("gibbsSteps", 1), READER, false),
        7, new Behind("inspect.Inspect", "", READER, false),
        8, new Behind("wakesleep.WakeSleepTune",
            number("epochs", 1) + text("classColumn", "digit") + yes("classColumn_is_present"), READER, true),
        9, new Behind("predict.Predict", text("source", "LABEL_UNITS"), 8, true),
        10, new Behind("finetune.FineTune", number("epochs", 1) + number("averagedEpochs", 1)
            + text("targetColumn", "digit") + text("task", "AUTOMATIC"), READER, true),
        11, new Behind("predict.Predict", "", 10, true)));

    @TempDir
    private Path m_folder;

    @Test
    void columnsAreKnownBeforeExecution() throws Exception {
        final Path writing = Checkout.copy(Checkout.WORKFLOWS.resolve("digits"), m_folder.resolve("writing"));
        // The network before fine-tuning, which wake-sleep tuning can go on with.
        final Path connections = writing.resolve("workflow.knime");
        Files.writeString(connections, Files.readString(connections).replaceFirst("(\"sourceID\" type=\"xint\" value=)"
            + "\"5\"(/>\\s*<entry key=\"destID\" type=\"xint\" value=\"12\")", "$1\"4\"$2"));
        final List<String> arguments = new ArrayList<>(SHORT_TRAINING);
        arguments.add("-workflowDir=" + writing);
        assertEquals(0, BatchApplication.run(arguments.toArray(String[]::new)));

        final Path reading = Files.createDirectories(m_folder.resolve("reading"));
        Files.createDirectory(reading.resolve("data"));
        for (String file : List.of("digits.csv", "digits.dbn.zip")) {
            Files.copy(writing.resolve("data").resolve(file), reading.resolve("data").resolve(file));
        }
        addNode(reading, READER, Files.readString(writing.resolve("Model Writer (#12)/settings.xml"))
            .replace("model.writer.ModelWriterNodeFactory", "model.reader.ModelReaderNodeFactory")
            .replace("\"Model Writer\"", "\"Model Reader\"").replace("EXECUTED", "IDLE"));
        addNode(reading, TABLE,
            Files.readString(Checkout.WORKFLOWS.resolve("digits/CSV Reader (#1)/settings.xml")));
        connect(reading, Map.of());
        assertEquals(0, BatchApplication.run("-workflowDir=" + reading));

        for (var node : BEHIND.entrySet()) {
            addNode(reading, node.getKey(), settings(node.getValue()));
        }
        connect(reading, BEHIND);
        try (OpenedWorkflow workflow = new OpenedWorkflow(reading)) {
            assertEquals(List.of(), workflow.loadErrors());
            final Map<String, DataTableSpec> announced = columns(workflow);
            assertEquals(List.of("CONFIGURED", "EXECUTED"), states(workflow), workflow.nodes().keySet()::toString);
            assertTrue(workflow.execute());
            columns(workflow).forEach((port, given) -> assertTrue(
                announced.containsKey(port) && given.equalStructure(announced.get(port)),
                () -> port + " gives " + given + ", but announced " + announced.get(port)));
            workflow.reset();
            assertEquals(Set.of("CSV Reader (#2), port 1"), columns(workflow).keySet(),
                "a Model Reader that is not executed knows nothing, nor do the nodes behind it");
        }
    }

    private static List<String> states(final OpenedWorkflow workflow) throws Exception {
        return workflow.nodes().keySet().stream().map(node -> node.replaceFirst(".* ", "")).distinct().sorted()
            .toList();
    }

    /** The specs of all tables that the nodes give, as far as they are known, by nodes and ports. */
    private static Map<String, DataTableSpec> columns(final OpenedWorkflow workflow) throws Exception {
        final Map<String, DataTableSpec> columns = new TreeMap<>();
        for (var entry : workflow.nodes().entrySet()) {
            for (int port = 1; port < entry.getValue().getNrOutPorts(); port++) {
                if (entry.getValue().getOutputSpec(port) instanceof DataTableSpec spec) {
                    columns.put(entry.getKey().replaceFirst(" [A-Z]+$", "") + ", port " + port, spec);
                }
            }
        }
        return columns;
    }

    private static String text(final String key, final String value) {
        return "<entry key=\"" + key + "\" type=\"xstring\" value=\"" + value + "\"/>";
    }

    private static String number(final String key, final int value) {
        return "<entry key=\"" + key + "\" type=\"xint\" value=\"" + value + "\"/>";
    }

    private static String yes(final String key) {
        return "<entry key=\"" + key + "\" type=\"xboolean\" value=\"true\"/>";
    }

    private static String config(final String key, final String content) {
        return "<config key=\"" + key + "\">" + content + "</config>";
    }

    private static String file(final String name, final String content) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<config xmlns=\"http://www.knime.org/2008/09/XMLConfig\""
            + " key=\"" + name + "\">" + content + "</config>";
    }

    private static String settings(final Behind node) {
        return file("settings.xml", config("model", node.settings()) + text("state", "IDLE")
            + text("factory", "org.deepbelief.knime." + node.type() + "NodeFactory") + text("node-name", node.type())
            + text("node-bundle-name", "Deep Belief Networks for KNIME")
            + text("node-bundle-symbolic-name", "org.deepbelief.knime")
            + text("node-bundle-vendor", "deepbelief.org"));
    }

    private static void addNode(final Path workflow, final int id, final String settings) throws Exception {
        Files.writeString(Files.createDirectory(workflow.resolve("node (#" + id + ")")).resolve("settings.xml"),
            settings);
    }

    /** Writes the file of a workflow with the reader, the table and what lies behind them. */
    private static void connect(final Path workflow, final Map<Integer, Behind> behind) throws Exception {
        final List<String> connections = new ArrayList<>();
        behind.forEach((id, node) -> {
            connections.add(connection(node.network(), id, 1));
            if (node.readsRows()) {
                connections.add(connection(TABLE, id, 2));
            }
        });
        final String nodes = Stream.concat(Stream.of(READER, TABLE), behind.keySet().stream())
            .map(id -> config("node_" + id, number("id", id)
                + text("node_settings_file", "node (#" + id + ")/settings.xml")))
            .collect(Collectors.joining());
        Files.writeString(workflow.resolve("workflow.knime"), file("workflow.knime", text("version", "5.1.0")
            + config("nodes", nodes) + config("connections", IntStream.range(0, connections.size())
                .mapToObj(i -> config("connection_" + i, connections.get(i))).collect(Collectors.joining()))));
    }

    private static String connection(final int from, final int to, final int port) {
        return number("sourceID", from) + number("sourcePort", 1) + number("destID", to) + number("destPort", port);
    }
}
