// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.deepbelief.knime.embed.EmbedNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reader.ReaderNodeFactory;
import org.deepbelief.knime.writer.WriterNodeFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.core.data.DataCell;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;

/**
 * DBN Writer with the format ONNX: which outputs the model has, and what is refused. That the model is right is tested
 * where ONNX Runtime is: in the engine, and by the workflow to-onnx.
 */
class OnnxWriterTest {

    private static final Map<String, Object> SMALL =
        Map.of("layers/0/units", 6, "layers/1/units", 5, "epochs", 1, "classColumn", "species");

    private static BufferedDataTable penguins;

    private static DbnPortObject labelled;

    private static DbnPortObject plain;

    private static DbnPortObject fineTuned;

    private static DbnPortObject embedded;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() throws Exception {
        penguins = Tables.penguins(0, 1, 2, 3, 4, 5, 6);
        labelled = (DbnPortObject)NodeRunner.run(new LayerwisePretrainNodeFactory(), SMALL, penguins).output(0);
        final Map<String, Object> without = new HashMap<>(SMALL);
        without.remove("classColumn");
        plain = (DbnPortObject)NodeRunner.run(new LayerwisePretrainNodeFactory(), without, penguins).output(0);
        fineTuned = (DbnPortObject)NodeRunner.run(new FineTuneNodeFactory(),
            Map.of("epochs", 1, "targetColumn", "species"), labelled, penguins).output(0);
        embedded = (DbnPortObject)NodeRunner.run(new EmbedNodeFactory(), Map.of("epochs", 1), plain, penguins)
            .output(0);
    }

    private Map<String, Object> settings(final Map<String, Object> more) {
        final Map<String, Object> settings = new HashMap<>(more);
        settings.putIfAbsent("format", "ONNX");
        settings.putIfAbsent("ifExists", "OVERWRITE");
        settings.put("file", folder.resolve("network.onnx").toString());
        return settings;
    }

    private String write(final Map<String, Object> more, final DbnPortObject port) throws Exception {
        NodeRunner.run(new WriterNodeFactory(), settings(more), port);
        return Files.readString(folder.resolve("network.onnx"), StandardCharsets.ISO_8859_1);
    }

    private String refused(final Map<String, Object> more, final DbnPortObject port) {
        return assertThrows(InvalidSettingsException.class,
            () -> NodeRunner.configure(new WriterNodeFactory(), settings(more), port.getSpec())).getMessage();
    }

    /** Names stand in the file as they are. */
    private static void has(final String model, final List<String> outputs, final List<String> others) {
        outputs.forEach(output -> assertTrue(model.contains(output), output));
        others.forEach(other -> assertFalse(model.contains(other), other));
    }

    @Test
    void theModelGivesWhatIsChosen() throws Exception {
        has(write(Map.of(), labelled), List.of("features_2", "probability", "Adelie", "island"),
            List.of("features_1", "reconstruction_", "error"));
        has(write(Map.of(), plain), List.of("features_2"), List.of("features_1", "probability"));
        has(write(Map.of("features", "ALL", "prediction", "NONE"), labelled), List.of("features_1", "features_2"),
            List.of("probability"));
        has(write(Map.of("features", "CHOSEN", "chosenLayers", new String[]{"1"}), fineTuned),
            List.of("features_1", "probability"), List.of("features_2"));
        has(write(Map.of("features", "NONE", "reconstruction", true), labelled), List.of("reconstruction_island"),
            List.of("features_", "error"));
        has(write(Map.of("features", "NONE", "prediction", "NONE", "reconstructionError", true), labelled),
            List.of("error"), List.of("features_", "reconstruction_", "probability"));
        has(write(Map.of(), embedded), List.of("features_3"), List.of("features_2"));
    }

    @Test
    void everySettingActs() throws Exception {
        final Set<String> models = new HashSet<>();
        for (final Map<String, Object> settings : List.<Map<String, Object>>of(Map.of(), Map.of("features", "ALL"),
            Map.of("features", "NONE"), Map.of("features", "CHOSEN"), Map.of("prediction", "LABEL_UNITS"),
            Map.of("prediction", "NONE"), Map.of("reconstruction", true), Map.of("reconstructionError", true),
            Map.of("format", "NETWORK_FILE"))) {
            assertTrue(models.add(write(settings, fineTuned)), settings + " is as another");
        }
        assertEquals(write(Map.of(), fineTuned), write(Map.of("prediction", "OUTPUT_LAYER"), fineTuned));
        assertNotEquals(write(Map.of(), fineTuned), write(Map.of(), labelled));
    }

    @Test
    void whatTheNetworkCannotGiveIsRefusedByTheNameOfTheSetting() {
        for (final Map.Entry<String, Map<String, Object>> wrong : Map.of(
            "no output layer", Map.<String, Object>of("prediction", "OUTPUT_LAYER"),
            "no label units", Map.<String, Object>of("prediction", "LABEL_UNITS"),
            "would give nothing", Map.<String, Object>of("features", "NONE"),
            "(chosenLayers) has \"3\"", Map.<String, Object>of("features", "CHOSEN", "chosenLayers", new String[]{"3"}),
            "No layer is chosen", Map.<String, Object>of("features", "CHOSEN", "chosenLayers", new String[0]))
            .entrySet()) {
            final String message = refused(wrong.getValue(), plain);
            assertTrue(message.contains(wrong.getKey()), message);
            assertTrue(message.contains("(prediction)") || message.contains("(features)")
                || message.contains("(chosenLayers)"), message);
        }
        for (final String setting : List.of("reconstruction", "reconstructionError")) {
            final String message = refused(Map.of(setting, true), embedded);
            assertTrue(message.contains("ends in a map") && message.contains("(" + setting + ")"), message);
        }
    }

    @Test
    void whatOnlyTheNetworkTellsNamesTheFormat() throws Exception {
        final BufferedDataTable table = Tables.of(
            List.of(Tables.column("a", DoubleCell.TYPE), Tables.column("kind", StringCell.TYPE)),
            IntStream.range(0, 20).mapToObj(row -> new DataCell[]{new DoubleCell(row % 7),
                new StringCell(row % 2 == 0 ? "b" : "half \ud83d")}).toList());
        final DbnPortObject port = (DbnPortObject)NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("layers/0/units", 3, "layers/1/units", 2, "epochs", 1, "classColumn", "kind"), table).output(0);
        final NodeRunner writer =
            NodeRunner.configure(new WriterNodeFactory(), settings(Map.of()), port.getSpec());
        final String message = assertThrows(KNIMEException.class, () -> writer.execute(port)).getMessage();
        assertTrue(message.contains("half of a character") && message.contains("(format)"), message);
        assertEquals(List.of(), files());
    }

    /** What is not shown for the network file does not count for it. */
    @Test
    void theNetworkFileAsksForNoOutput() throws Exception {
        write(Map.of("format", "NETWORK_FILE", "features", "NONE", "prediction", "LABEL_UNITS"), plain);
        final NodeRunner reader = NodeRunner.run(new ReaderNodeFactory(),
            Map.of("file", folder.resolve("network.onnx").toString()));
        assertEquals(plain.getSpec(), reader.output(0).getSpec());
    }

    @Test
    void theReaderSaysThatAModelIsNoNetworkFile() throws Exception {
        write(Map.of(), plain);
        final String message = assertThrows(InvalidSettingsException.class, () -> NodeRunner.configure(
            new ReaderNodeFactory(), Map.of("file", folder.resolve("network.onnx").toString()))).getMessage();
        assertTrue(message.contains("network.onnx") && message.contains("no file that a DBN node wrote"), message);
    }

    @Test
    void whatIsCancelledLeavesTheOldFile() throws Exception {
        final Path file = Files.writeString(folder.resolve("network.onnx"), "old");
        final NodeRunner writer =
            NodeRunner.configure(new WriterNodeFactory(), settings(Map.of("features", "ALL")), labelled.getSpec());
        final var impatient = new DefaultNodeProgressMonitor() {
            @Override
            public void checkCanceled() throws CanceledExecutionException {
                throw new CanceledExecutionException();
            }
        };
        assertThrows(CanceledExecutionException.class, () -> writer.execute(impatient, labelled));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of(file), files());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList();
        }
    }
}
