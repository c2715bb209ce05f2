// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.knime.core.data.DataRow;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;
import org.knime.standin.core.testing.CountNodeFactory;
import org.knime.standin.core.testing.ScaleNodeFactory;
import org.knime.standin.core.testing.TestExtensions;
import org.knime.standin.core.testing.WorkflowFolder;
import org.knime.standin.core.workflow.NodeState;
import org.knime.standin.core.workflow.Workflow;

/** Whole runs: Count (1) -> Scale (2) -> Scale (3), the number of Count going to Scale (2) too. */
class BatchRunTest {

    private static final String COUNT = CountNodeFactory.class.getName();

    private static final String SCALE = ScaleNodeFactory.class.getName();

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private final BatchRun run = new BatchRun(new PrintStream(out), new PrintStream(err));

    @BeforeAll
    static void contribute() {
        TestExtensions.install();
    }

    private Path workflow(final double first, final double second) throws IOException {
        return new WorkflowFolder(folder.resolve("w")).node(3, SCALE, ScaleNodeFactory.factor(second))
            .node(2, SCALE, ScaleNodeFactory.factor(first)).node(1, COUNT, null).connect(2, 1, 3, 1)
            .connect(1, 1, 2, 1).connect(1, 2, 2, 2).write();
    }

    private int run(final Path workflow, final String... more) {
        final String[] arguments = new String[more.length + 1];
        arguments[0] = "-workflowDir=" + workflow;
        System.arraycopy(more, 0, arguments, 1, more.length);
        out.reset();
        err.reset();
        return run.run(arguments);
    }

    private static NodeSettingsRO settings(final Path workflow, final String node) throws IOException {
        return NodeSettings.loadFromXML(Files.newInputStream(workflow.resolve(node + "/settings.xml")));
    }

    private static void edit(final Path file, final String from, final String to) throws IOException {
        final String text = Files.readString(file);
        assertTrue(text.contains(from), from);
        Files.writeString(file, text.replace(from, to));
    }

    private static List<String> result(final Path workflow) throws Exception {
        final Workflow loaded = Workflow.load(workflow);
        assertEquals(NodeState.EXECUTED, loaded.node(3).orElseThrow().state());
        final BufferedDataTable table = (BufferedDataTable)loaded.node(3).orElseThrow().node().getOutputObject(1);
        final List<String> cells = new ArrayList<>();
        for (DataRow row : table) {
            cells.add(row.getCell(0).toString());
        }
        return cells;
    }

    @Test
    void aWorkflowIsExecutedSavedAndLoadedAgain() throws Exception {
        final Path workflow = workflow(2, 10);
        assertEquals(BatchRun.EXECUTED, run(workflow), err::toString);
        assertTrue(out.toString().contains("Scale (#3) executed in"), out::toString);
        assertEquals(List.of("30.0", "50.0", "70.0"), result(workflow));

        final NodeSettingsRO count = settings(workflow, "Count (#1)");
        assertEquals("EXECUTED", count.getString("state"));
        assertTrue(count.getBoolean("hasContent"));
        assertEquals(3, count.getNodeSettings("model").getInt("rows"));
        assertEquals("spec/spec.zip",
            count.getNodeSettings("ports").getNodeSettings("port_2").getString("port_spec_location"));
        assertEquals("Rows: 3, Cols: 1",
            count.getNodeSettings("ports").getNodeSettings("port_1").getString("port_object_summary"));
        final NodeSettingsRO variables = count.getNodeSettings("flow_stack");
        assertEquals(List.of("Variable_0", "Variable_1"), List.copyOf(variables.keySet()));
        assertEquals(3, variables.getNodeSettings("Variable_1").getInt("value"));
        assertTrue(Files.exists(workflow.resolve("Count (#1)/port_2/object/portobject.zip")));
        assertEquals("scaled by 10.0", Files.readString(workflow.resolve("Scale (#3)/internal/note.txt")));
        assertTrue(Files.readString(workflow.resolve("Count (#1)/internalTables/object_0/data.xml"))
            .contains("reference_from_same_node_table"));

        final int before = CountNodeFactory.EXECUTIONS.get();
        assertEquals(BatchRun.EXECUTED, run(workflow));
        assertEquals(before, CountNodeFactory.EXECUTIONS.get());
        assertFalse(out.toString().contains("executing"), out::toString);
        assertEquals(BatchRun.EXECUTED, run(workflow, "-reset", "-nosave"));
        assertEquals(before + 1, CountNodeFactory.EXECUTIONS.get());
    }

    @Test
    void anOptionChangesANodeAndWhatDependsOnIt() throws Exception {
        final Path workflow = workflow(2, 10);
        run(workflow);
        assertEquals(BatchRun.EXECUTED, run(workflow, "-option=2,layers/0/factor,1.0,double"));
        assertFalse(out.toString().contains("Count (#1) executing"), out::toString);
        assertEquals(List.of("30.0", "40.0", "50.0"), result(workflow));
        assertEquals(1.0, factorIn(workflow, "Scale (#2)"));
        assertEquals(BatchRun.EXECUTED, run(workflow, "-option=77,factor,1.0,double"));
        assertTrue(err.toString().contains("There is no node 77"), err::toString);
    }

    /** Options are set one after the other; what the node does not use in between must not be lost. */
    @Test
    void aSettingThatIsOffIsSetAndSwitchedOnInEitherOrder() throws Exception {
        final String value = "-option=3,offset,0.5,double";
        final String present = "-option=3,offset_is_present,true,boolean";
        final Path workflow = workflow(2, 10);
        assertEquals(BatchRun.EXECUTED, run(workflow, value));
        assertEquals(List.of("30.0", "50.0", "70.0"), result(workflow));
        assertEquals(BatchRun.EXECUTED, run(workflow, present));
        assertEquals(List.of("30.5", "50.5", "70.5"), result(workflow));
        assertEquals(BatchRun.EXECUTED, run(workflow, "-option=3,offset_is_present,false,boolean"));
        assertEquals(List.of("30.0", "50.0", "70.0"), result(workflow));
        assertEquals(BatchRun.EXECUTED, run(workflow(2, 10), value, present));
        assertEquals(List.of("30.5", "50.5", "70.5"), result(workflow));
        assertEquals(BatchRun.EXECUTED, run(workflow(2, 10), present, value));
        assertEquals(List.of("30.5", "50.5", "70.5"), result(workflow));
        assertEquals(0.5, settings(workflow, "Scale (#3)").getNodeSettings("model").getDouble("offset"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-option=2,layers/0/factor,1,int", "-option=2,layers/5/factor,1,double",
        "-option=1,rows,-4,int"})
    void anOptionThatTheNodeDoesNotTakeIsALoadError(final String option) throws Exception {
        final Path workflow = workflow(2, 10);
        assertEquals(BatchRun.LOAD_ERROR, run(workflow, option));
        assertTrue(err.toString().contains(option.startsWith("-option=1") ? "Count (#1)" : "Scale (#2)"),
            err::toString);
    }

    @Test
    void aNodeThatFailsEndsWithItsMessageAndIsSaved() throws Exception {
        final Path workflow = workflow(0, 10);
        assertEquals(BatchRun.EXECUTION_ERROR, run(workflow));
        assertTrue(out.toString().contains("Scale (#2) ERROR: Execute failed: The factor must not be 0."),
            out::toString);
        assertFalse(out.toString().contains("Exception"), out::toString);
        assertFalse(out.toString().contains("Scale (#3) executing"), out::toString);
        assertEquals("EXECUTED", settings(workflow, "Count (#1)").getString("state"));
        final NodeSettingsRO failed = settings(workflow, "Scale (#2)");
        assertEquals("CONFIGURED", failed.getString("state"));
        assertEquals("ERROR", failed.getNodeSettings("nodecontainer_message").getString("type"));
        assertEquals(BatchRun.EXECUTED, run(workflow, "-option=2,layers/0/factor,-1.0,double"));
        assertTrue(out.toString().contains("Scale (#2) WARNING: The factor is negative."), out::toString);
        assertFalse(out.toString().contains("Count (#1) executing"), out::toString);
    }

    @Test
    void whatConfigureRefusesIsAWarningOnTheNode() throws Exception {
        assertEquals(BatchRun.EXECUTION_ERROR, run(workflow(13, 10)));
        assertTrue(out.toString().contains("Scale (#2) is IDLE"), out::toString);
        assertTrue(out.toString().contains("Scale (#2) WARNING: 13 is no factor."), out::toString);
    }

    @Test
    void aNodeThatIsNotInstalledIsNamedAndKeepsItsSettings() throws Exception {
        final NodeSettings model = new NodeSettings("model");
        model.addString("kept", "\n%%");
        final Path workflow = new WorkflowFolder(folder.resolve("w")).node(1, COUNT, null)
            .node(5, "org.example.OtherNodeFactory", model).connect(1, 1, 5, 1).write();
        final Path file = workflow.resolve("Other (#5)/settings.xml");
        final String before = Files.readString(file);
        assertEquals(BatchRun.LOAD_ERROR, run(workflow, "-failonloaderror"));
        assertEquals(BatchRun.EXECUTION_ERROR, run(workflow));
        assertTrue(err.toString().contains("org.example.OtherNodeFactory"), err::toString);
        assertEquals(before, Files.readString(file));
        assertEquals(BatchRun.EXECUTION_ERROR, run(workflow, "-reset"));
        assertTrue(out.toString().contains("Other (#5) ERROR"), out::toString);
        assertEquals("EXECUTED", settings(workflow, "Count (#1)").getString("state"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"factory", "node-name", "node-bundle-name", "node-bundle-symbolic-name",
        "node-bundle-vendor"})
    void aNodeWithoutItsOriginIsALoadError(final String key) throws Exception {
        final Path workflow = workflow(2, 10);
        edit(workflow.resolve("Count (#1)/settings.xml"), "key=\"" + key + "\"", "key=\"other\"");
        assertEquals(BatchRun.LOAD_ERROR, run(workflow));
        assertTrue(err.toString().contains("Count (#1)") && err.toString().contains(key), err::toString);
    }

    @Test
    void brokenWorkflowsAreLoadErrors() throws Exception {
        final Path workflow = workflow(2, 10);
        edit(workflow.resolve("workflow.knime"), "key=\"destID\" type=\"xint\" value=\"3\"",
            "key=\"destID\" type=\"xint\" value=\"2\"");
        assertEquals(BatchRun.LOAD_ERROR, run(workflow));
        edit(workflow.resolve("workflow.knime"), "</config>", "");
        assertEquals(BatchRun.LOAD_ERROR, run(workflow));
        Files.delete(workflow.resolve("workflow.knime"));
        assertEquals(BatchRun.LOAD_ERROR, run(workflow));
        assertEquals(BatchRun.WRONG_ARGUMENTS, run(folder.resolve("absent")));
        assertEquals(BatchRun.WRONG_ARGUMENTS, run(workflow, "-what"));
    }

    @Test
    void settingsThatDoNotFitAreALoadError() throws Exception {
        final Path workflow = workflow(2, 10);
        edit(workflow.resolve("Scale (#2)/settings.xml"), "key=\"factor\"", "key=\"divisor\"");
        assertEquals(BatchRun.LOAD_ERROR, run(workflow, "-failonloaderror"));
        assertEquals(BatchRun.EXECUTION_ERROR, run(workflow));
        assertTrue(err.toString().contains("\"factor\" is missing"), err::toString);
        assertTrue(Files.readString(workflow.resolve("Scale (#2)/settings.xml")).contains("divisor"));
    }

    @Test
    void variablesControlSettings() throws Exception {
        final Path workflow = workflow(2, 10);
        final NodeSettings controlled = new NodeSettings("variables");
        final NodeSettingsWO factor = controlled.addNodeSettings("tree").addNodeSettings("layers").addNodeSettings("0")
            .addNodeSettings("factor");
        factor.addString("used_variable", "scale");
        factor.addString("exposed_variable", null);
        final Path file = workflow.resolve("Scale (#3)/settings.xml");
        final NodeSettings settings = (NodeSettings)settings(workflow, "Scale (#3)");
        settings.addNodeSettings(controlled);
        settings.saveToXML(Files.newOutputStream(file));
        assertEquals(BatchRun.EXECUTION_ERROR, run(workflow));
        assertTrue(out.toString().contains("The flow variable \"scale\""), out::toString);
        assertEquals(BatchRun.EXECUTED, run(workflow, "-workflow.variable=scale,100,int"));
        assertEquals(List.of("300.0", "500.0", "700.0"), result(workflow));
        assertEquals(10.0, factorIn(workflow, "Scale (#3)"));
        assertEquals(BatchRun.EXECUTED, run(workflow, "-option=3,layers/0/factor,7.0,double"));
        assertEquals(List.of("300.0", "500.0", "700.0"), result(workflow));
        assertEquals(7.0, factorIn(workflow, "Scale (#3)"));
    }

    private static double factorIn(final Path workflow, final String node) throws Exception {
        return settings(workflow, node).getNodeSettings("model").getNodeSettings("layers").getNodeSettings("0")
            .getDouble("factor");
    }

    @Test
    @Timeout(20)
    void aRunningNodeIsCancelled() throws Exception {
        final Path workflow = workflow(99, 10);
        final Thread canceller = new Thread(() -> {
            while (!out.toString().contains("Scale (#2) executing")) {
                Thread.onSpinWait();
            }
            run.cancel();
        });
        canceller.start();
        assertEquals(BatchRun.EXECUTION_ERROR, run(workflow));
        canceller.join();
        assertTrue(out.toString().contains("Scale (#2) WARNING: Execution canceled"), out::toString);
        assertTrue(err.toString().contains("canceled"), err::toString);
    }

    @ParameterizedTest
    @ValueSource(doubles = {99, 98})
    void aSignalEndsTheProcessWithinTwoSeconds(final double factor) throws Exception {
        try (BatchProcess process = BatchProcess.start(workflow(factor, 10), "Scale (#2) executing")) {
            final double seconds = process.terminate();
            assertTrue(seconds < 2, seconds + " s:\n" + process.output());
            assertEquals(factor == 99, process.output().contains("Scale (#2) WARNING: Execution canceled"),
                process::output);
        }
    }

    /** Every file below a folder, with what is in it. */
    private static Map<String, String> files(final Path top) throws IOException {
        final Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> found = Files.walk(top)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                contents.put(top.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    @Test
    void aSavingThatFailsLeavesTheWorkflowAsItWas() throws Exception {
        final Path workflow = workflow(2, 97);
        final Map<String, String> before = files(folder);
        assertEquals(BatchRun.EXECUTION_ERROR, run(workflow));
        assertTrue(err.toString().contains("cannot be saved: No space left on device"), err::toString);
        assertEquals(before, files(folder));

        assertEquals(BatchRun.EXECUTED, run(workflow, "-option=3,layers/0/factor,10.0,double"));
        final Map<String, String> executed = files(folder);
        assertEquals(BatchRun.EXECUTION_ERROR, run(workflow, "-option=3,layers/0/factor,97.0,double"));
        assertEquals(executed, files(folder));
        assertEquals(List.of("30.0", "50.0", "70.0"), result(workflow));
        assertEquals(BatchRun.EXECUTION_ERROR,
            run(workflow, "-option=3,layers/0/factor,97.0,double", "-destDir=" + folder.resolve("elsewhere")));
        assertEquals(executed, files(folder));
    }

    @Test
    void aSavingThatIsKilledLeavesTheWorkflowAsItWas() throws Exception {
        final Path workflow = workflow(2, 96);
        final Map<String, String> before = files(workflow);
        try (BatchProcess process = BatchProcess.start(workflow, "Saving without end")) {
            process.kill();
        }
        assertEquals(before, files(workflow));
        assertEquals(BatchRun.EXECUTED, run(workflow, "-option=3,layers/0/factor,10.0,double"));
        assertEquals(List.of("30.0", "50.0", "70.0"), result(workflow));
        try (Stream<Path> beside = Files.list(folder)) {
            assertEquals(List.of(workflow), beside.toList(), "what the killed process left is swept");
        }
    }

    @Test
    void aWorkflowIsSavedWhereALinkLeads() throws Exception {
        final Path workflow = workflow(2, 10);
        final Path link = Files.createSymbolicLink(folder.resolve("link"), workflow);
        assertEquals(BatchRun.EXECUTED, run(link));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(List.of("30.0", "50.0", "70.0"), result(workflow));
    }

    @Test
    void aFolderKeepsWhatElseLiesInIt() throws Exception {
        final Path workflow = workflow(2, 10);
        Files.createDirectories(workflow.resolve("data"));
        Files.writeString(workflow.resolve("data/notes.txt"), "new");
        final Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/data"));
        Files.writeString(elsewhere.resolve("notes.txt"), "old");
        Files.writeString(elsewhere.resolve("other.txt"), "other");
        assertEquals(BatchRun.EXECUTED, run(workflow, "-destDir=" + elsewhere.getParent()));
        assertEquals("new", Files.readString(elsewhere.resolve("notes.txt")));
        assertEquals("other", Files.readString(elsewhere.resolve("other.txt")));
        Files.writeString(elsewhere.resolve("notes.txt"), "changed");
        assertEquals("new", Files.readString(workflow.resolve("data/notes.txt")), "a copy, not the same file");
    }

    @ParameterizedTest
    @CsvSource({"5.8.0, 0", "5.8.0.v202601011200, 0", "5.7.9, 0", "4.10.3, 0", "5.8.1, 3", "5.9.0.v202601011200, 3",
        "6.0, 3", "nightly, 3"})
    void aWorkflowOfANewerVersionIsRefused(final String version, final int code) throws Exception {
        final Path workflow = workflow(2, 10);
        edit(workflow.resolve("workflow.knime"), "<entry key=\"version\"",
            "<entry key=\"created_by\" type=\"xstring\" value=\"" + version + "\"/><entry key=\"version\"");
        assertEquals(code, run(workflow), err::toString);
        assertEquals(code != 0, err.toString().contains(version), err::toString);
    }

    @Test
    void aWorkflowIsSavedElsewhereAndAsAFile() throws Exception {
        final Path workflow = workflow(2, 10);
        Files.createDirectories(workflow.resolve("data"));
        Files.writeString(workflow.resolve("data/notes.txt"), "kept");
        final Path zip = folder.resolve("saved.zip");
        assertEquals(BatchRun.EXECUTED, run(workflow, "-destFile=" + zip));
        assertFalse(Files.exists(workflow.resolve("Count (#1)/port_1")));
        assertEquals(BatchRun.EXECUTED,
            run.run("-workflowFile=" + zip, "-destDir=" + folder.resolve("elsewhere"), "-nosplash"));
        assertEquals(List.of("30.0", "50.0", "70.0"), result(folder.resolve("elsewhere")));
        assertEquals("kept", Files.readString(folder.resolve("elsewhere/data/notes.txt")));
    }

    @Test
    void aTableOfKnimesOwnIsExecutedAgain() throws Exception {
        final Path workflow = workflow(2, 10);
        run(workflow);
        edit(workflow.resolve("Count (#1)/port_1/data.xml"), "standin_row_file", "container_table_compressed");
        final int before = CountNodeFactory.EXECUTIONS.get();
        assertEquals(BatchRun.EXECUTED, run(workflow));
        assertEquals(before + 1, CountNodeFactory.EXECUTIONS.get());
    }
}
