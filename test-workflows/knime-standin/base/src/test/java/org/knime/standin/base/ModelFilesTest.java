// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.base.node.io.filehandling.model.reader.ModelReaderNodeFactory;
import org.knime.base.node.io.filehandling.model.writer.ModelWriterNodeFactory;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeRunner;
import org.knime.core.node.NodeSettings;
import org.knime.standin.core.workflow.InWorkflow;

class ModelFilesTest {

    @TempDir
    Path folder;

    @BeforeAll
    static void register() {
        NoteModel.register();
    }

    private static NodeSettings settings() throws Exception {
        return Samples.settings("custom-port", "Model Writer (#6)");
    }

    private NodeSettings local() throws Exception {
        final var settings = settings();
        Samples.choose(settings.getNodeSettings("filechooser"), folder.resolve("note.zip"));
        return settings;
    }

    @Test
    void aWrittenModelIsReadAgain() throws Exception {
        new NodeRunner(new ModelWriterNodeFactory()).load(local()).run(new NoteModel("test", "hello"));
        final var reader = new NodeRunner(new ModelReaderNodeFactory()).load(local());
        assertNull(reader.configure()[0]);
        final var note = (NoteModel)reader.run()[0];
        assertEquals("hello", note.text);
        assertEquals("test", note.getSpec().name);
    }

    @Test
    void aRelativeFileIsInTheWorkflowsDataFolder() throws Exception {
        Files.createDirectory(folder.resolve("data"));
        InWorkflow.call(folder,
            () -> new NodeRunner(new ModelWriterNodeFactory()).load(settings()).run(new NoteModel("test", "hello")));
        assertTrue(Files.isRegularFile(folder.resolve("data").resolve("net.zip")));
        final var settings = settings();
        settings.getNodeSettings("filechooser").getNodeSettings("path").addString("file_system_specifier",
            "knime.workflow");
        InWorkflow.call(folder,
            () -> new NodeRunner(new ModelWriterNodeFactory()).load(settings).run(new NoteModel("test", "hello")));
        assertTrue(Files.isRegularFile(folder.resolve("net.zip")));
    }

    @Test
    void otherFileSystemsAreRefused() throws Exception {
        final var settings = settings();
        final var path = settings.getNodeSettings("filechooser").getNodeSettings("path");
        path.addString("file_system_specifier", "knime.space");
        final var space = assertThrows(InvalidSettingsException.class, () -> InWorkflow.call(folder,
            () -> new NodeRunner(new ModelWriterNodeFactory()).load(settings).run(new NoteModel("test", "hello"))));
        assertTrue(space.getMessage().contains("knime.space"), space.getMessage());
        path.addString("file_system_type", "CUSTOM_URL");
        assertThrows(InvalidSettingsException.class,
            () -> new NodeRunner(new ModelReaderNodeFactory()).load(settings).configure());
    }

    @Test
    void aModelThatCannotBeWrittenLeavesNoFile() throws Exception {
        final var failed = assertThrows(KNIMEException.class, () -> new NodeRunner(new ModelWriterNodeFactory())
            .load(local()).run(new NoteModel("test", null)));
        assertTrue(failed.getMessage().contains("The note has no text."), failed.getMessage());
        assertTrue(isEmpty(folder));
    }

    @Test
    void aFileThatIsNoModelIsRefused() throws Exception {
        Files.writeString(folder.resolve("note.zip"), "no zip");
        final var reader = new NodeRunner(new ModelReaderNodeFactory()).load(local());
        assertThrows(KNIMEException.class, reader::run);
        Files.delete(folder.resolve("note.zip"));
        reader.configure();
        final var missing = assertThrows(KNIMEException.class, reader::run);
        assertTrue(missing.getMessage().contains("note.zip"), missing.getMessage());
    }

    @Test
    void anExistingFileIsReplacedOnlyWhereItMay() throws Exception {
        final var settings = local();
        settings.getNodeSettings("filechooser").addString("if_path_exists", "fail");
        final var writer = new NodeRunner(new ModelWriterNodeFactory()).load(settings);
        writer.run(new NoteModel("test", "first"));
        final var exists =
            assertThrows(InvalidSettingsException.class, () -> writer.run(new NoteModel("test", "second")));
        assertTrue(exists.getMessage().contains("overwrite"), exists.getMessage());
        assertFalse(isEmpty(folder));
    }

    private static boolean isEmpty(final Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
