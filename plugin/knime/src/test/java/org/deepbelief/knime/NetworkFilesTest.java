// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reader.ReaderNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.deepbelief.knime.writer.WriterNodeFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.port.PortObject;

/** DBN Writer and DBN Reader: the same network comes back, and nothing is ever half a file. */
class NetworkFilesTest {

    private static final Map<String, Object> SMALL = Map.of("layers/0/units", 6, "layers/1/units", 5, "epochs", 1);

    private static BufferedDataTable digits;

    private static DbnPortObject network;

    @TempDir
    private Path folder;

    @BeforeAll
    static void pretrain() throws Exception {
        digits = Tables.digits(60);
        network = (DbnPortObject)NodeRunner.run(new LayerwisePretrainNodeFactory(), SMALL, digits).output(0);
    }

    private static NodeRunner write(final Map<String, Object> settings, final DbnPortObject port) throws Exception {
        return NodeRunner.run(new WriterNodeFactory(), settings, port);
    }

    private static DbnPortObject read(final Path file, final Map<String, Object> more) throws Exception {
        final Map<String, Object> settings = new HashMap<>(more);
        settings.put("file", file.toString());
        final NodeRunner reader = NodeRunner.run(new ReaderNodeFactory(), settings);
        assertEquals(reader.announced(0), reader.output(0).getSpec(), "announced before it was read");
        assertEquals(List.of(), reader.warnings());
        return (DbnPortObject)reader.output(0);
    }

    private static void assertSameNetwork(final PortObject expected, final PortObject actual) throws IOException {
        assertEquals(expected.getSpec(), actual.getSpec());
        assertArrayEquals(bytes((DbnPortObject)expected), bytes((DbnPortObject)actual));
    }

    private static byte[] bytes(final DbnPortObject port) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ModelArchive.write(port.network(), bytes);
        return bytes.toByteArray();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyTuningComesBackAsItWas() throws Exception {
        final NodeRunner tuned = NodeRunner.run(new WakeSleepTuneNodeFactory(),
            Map.of("epochs", 1, "classColumn", "digit"), network, digits);
        final NodeRunner classes = NodeRunner.run(new FineTuneNodeFactory(),
            Map.of("epochs", 1, "targetColumn", "digit"), tuned.output(0), digits);
        final NodeRunner numbers = NodeRunner.run(new FineTuneNodeFactory(),
            Map.of("epochs", 1, "targetColumn", "px22", "task", "NUMBERS"), network, digits);
        int number = 0;
        for (final DbnPortObject port : List.of(network, (DbnPortObject)tuned.output(0),
            (DbnPortObject)classes.output(0), (DbnPortObject)numbers.output(0))) {
            final Path file = folder.resolve(number++ + ".dbn.zip");
            write(Map.of("file", file.toString()), port);
            assertSameNetwork(port, read(file, Map.of()));
            assertEquals(port.network().structure(), ModelArchive.read(file).structure(), "what programs read");
        }
        assertEquals(number, files().size(), "nothing else is left");
    }

    @Test
    void aClassIsANumberWhereAllAreOrAStringWhereThatIsChosen() throws Exception {
        final NodeRunner integers = NodeRunner.run(new FineTuneNodeFactory(),
            Map.of("epochs", 1, "targetColumn", "px22", "task", "CLASSES"), network, digits);
        final Path file = folder.resolve("integers.dbn.zip");
        write(Map.of("file", file.toString()), (DbnPortObject)integers.output(0));
        assertSameNetwork(integers.output(0), read(file, Map.of()));
        final DbnPortObject strings = read(file, Map.of("classes", "STRINGS"));
        assertEquals(TargetKind.NOMINAL, strings.getSpec().target().orElseThrow().kind());
        final NodeRunner predicted = NodeRunner.run(new PredictNodeFactory(), Map.of(), strings, digits);
        assertEquals(StringCell.TYPE,
            ((BufferedDataTable)predicted.output(0)).getDataTableSpec().getColumnSpec("Prediction (px22)").getType());
    }

    @Test
    void theRightsOfTheFileAreThoseOfAnyNewFile() throws Exception {
        final Path file = folder.resolve("network.dbn.zip");
        write(Map.of("file", file.toString()), network);
        final Path other = Files.createFile(folder.resolve("other"));
        assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(file));
        assertTrue(Files.getPosixFilePermissions(file).size() > 2, "a test that could not fail");
    }

    @Test
    void aFileThatIsThereStaysUnlessItIsToBeOverwritten() throws Exception {
        final Path file = Files.writeString(folder.resolve("network.dbn.zip"), "old");
        final String refused = assertThrows(InvalidSettingsException.class,
            () -> write(Map.of("file", file.toString()), network)).getMessage();
        assertTrue(refused.contains(file + "\" already") && refused.contains("(ifExists)"), refused);
        final NodeRunner late =
            NodeRunner.configure(new WriterNodeFactory(), Map.of("file", folder + "/late.zip"), network.getSpec());
        Files.writeString(folder.resolve("late.zip"), "came in between");
        assertTrue(assertThrows(Exception.class, () -> late.execute(network)).getMessage().contains("already"));
        assertEquals(List.of("old", "came in between"),
            List.of(Files.readString(file), Files.readString(folder.resolve("late.zip"))));
        write(Map.of("file", file.toString(), "ifExists", "OVERWRITE"), network);
        assertSameNetwork(network, read(file, Map.of()));
    }

    @Test
    void behindALinkTheFileIsReplacedAndTheLinkStays() throws Exception {
        final Path file = Files.writeString(folder.resolve("network.dbn.zip"), "old");
        final Path link = Files.createSymbolicLink(folder.resolve("link.zip"), file);
        write(Map.of("file", link.toString(), "ifExists", "OVERWRITE"), network);
        assertTrue(Files.isSymbolicLink(link));
        assertSameNetwork(network, read(file, Map.of()));
    }

    @Test
    void aMissingFolderIsMadeWhereThatIsChosen() throws Exception {
        final Path file = folder.resolve("a").resolve("b").resolve("network.dbn.zip");
        final String refused = assertThrows(InvalidSettingsException.class,
            () -> write(Map.of("file", file.toString()), network)).getMessage();
        assertTrue(refused.contains("no folder \"" + file.getParent()) && refused.contains("(createMissingFolders)"),
            refused);
        assertFalse(Files.exists(folder.resolve("a")));
        write(Map.of("file", file.toString(), "createMissingFolders", true), network);
        assertSameNetwork(network, read(file, Map.of()));
    }

    /** Canceled at each question that is asked: the old file stays, and nothing beside it. */
    @Test
    void whatIsCancelledLeavesTheOldFile() throws Exception {
        final Path file = Files.writeString(folder.resolve("network.dbn.zip"), "old");
        final DbnPortObject large = (DbnPortObject)NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("layers/0/units", 900, "layers/1/units", 300, "epochs", 1, "batchSize", 60), digits).output(0);
        final NodeRunner writer = NodeRunner.configure(new WriterNodeFactory(),
            Map.of("file", file.toString(), "ifExists", "OVERWRITE"), large.getSpec());
        final int[] asked = new int[1];
        int cancels = 0;
        for (boolean cancelled = true; cancelled; cancels++) {
            final int last = cancels;
            asked[0] = 0;
            final var impatient = new DefaultNodeProgressMonitor() {
                @Override
                public void checkCanceled() throws CanceledExecutionException {
                    if (asked[0]++ == last) {
                        throw new CanceledExecutionException();
                    }
                }
            };
            try {
                writer.execute(impatient, large);
                cancelled = false;
            } catch (CanceledExecutionException e) {
                assertEquals("old", Files.readString(file));
            }
            assertEquals(List.of("network.dbn.zip"), files());
        }
        assertTrue(cancels > 20, cancels + " questions for a file of " + Files.size(file) + " bytes");
        assertSameNetwork(large, read(file, Map.of()));
    }

    @Test
    void aFileThatIsMissingIsAWarningUntilItIsRead() throws Exception {
        final Path file = folder.resolve("network.dbn.zip");
        final NodeRunner reader =
            NodeRunner.configure(new ReaderNodeFactory(), Map.of("file", file.toString()));
        assertNull(reader.announced(0));
        assertTrue(reader.warnings().get(0).contains("no file \"" + file), reader.warnings()::toString);
        final String message = assertThrows(Exception.class, reader::execute).getMessage();
        assertEquals("The network cannot be read from \"" + file + "\": it is not there.", message);
        write(Map.of("file", file.toString()), network);
        reader.execute();
        assertSameNetwork(network, reader.output(0));
    }

    @Test
    void aFileThatChangedIsReadAsItIsNow() throws Exception {
        final Path file = folder.resolve("network.dbn.zip");
        write(Map.of("file", file.toString()), network);
        final NodeRunner reader = NodeRunner.configure(new ReaderNodeFactory(), Map.of("file", file.toString()));
        final DbnPortObject other = (DbnPortObject)NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("layers/0/units", 4, "layers/1/units", 3, "epochs", 1), digits).output(0);
        write(Map.of("file", file.toString(), "ifExists", "OVERWRITE"), other);
        reader.execute();
        assertSameNetwork(other, reader.output(0));
        Files.write(file, new byte[]{'P', 'K'});
        assertTrue(assertThrows(Exception.class, reader::execute).getMessage().contains(file.toString()));
    }

    @Test
    void nodesBehindItKnowTheirColumnsAtOnce() throws Exception {
        final Path file = folder.resolve("network.dbn.zip");
        write(Map.of("file", file.toString()), network);
        final NodeRunner reader = NodeRunner.configure(new ReaderNodeFactory(), Map.of("file", file.toString()));
        final NodeRunner features = NodeRunner.configure(new ExtractFeaturesNodeFactory(), Map.of(),
            (DbnPortObjectSpec)reader.announced(0), digits.getDataTableSpec());
        assertEquals(digits.getDataTableSpec().getNumColumns() + 5,
            ((DataTableSpec)features.announced(0)).getNumColumns());
    }

    @Test
    void whatIsNoNetworkIsRefusedBeforeItIsRead() throws Exception {
        final Path text = Files.writeString(folder.resolve("notes.txt"), "notes");
        for (final Map.Entry<String, String> wrong : Map.of(text.toString(), "notes.txt", folder.toString(),
            "is a folder", "", "No file is named", "network.dbn.zip", "begins nowhere", "http://localhost/net.zip",
            "no file on this machine", "knime://knime.workflow/net.zip", "KNIME cannot resolve",
            "knime://knime.workflow/a b.zip", "KNIME cannot resolve", "file:/a b.zip", "%20").entrySet()) {
            final String message = assertThrows(InvalidSettingsException.class, () -> NodeRunner
                .configure(new ReaderNodeFactory(), Map.of("file", wrong.getKey())), wrong.getKey()).getMessage();
            assertTrue(message.contains(wrong.getValue()), message);
        }
    }

    @Test
    void aFileUrlAndAPathAreTheSameFile() throws Exception {
        final Path file = folder.resolve("my network.zip");
        write(Map.of("file", file.toUri().toString()), network);
        assertSameNetwork(network, read(file, Map.of()));
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(Path.of(file.toUri())));
    }
}
