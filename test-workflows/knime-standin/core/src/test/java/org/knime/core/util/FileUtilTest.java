// SPDX-License-Identifier: Apache-2.0
package org.knime.core.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files by their URLs; those of a workflow are tested by the workflow that writes and reads one. */
class FileUtilTest {

    @TempDir
    private Path folder;

    private static Path resolved(final String urlOrPath) throws IOException, URISyntaxException {
        return FileUtil.resolveToPath(FileUtil.toURL(urlOrPath));
    }

    @Test
    void aPathAndItsUrlAreTheSameFile() throws Exception {
        final Path file = folder.resolve("a b").resolve("c#d");
        assertEquals(file, resolved(file.toString()));
        assertEquals(file, resolved(file.toUri().toString()));
    }

    @Test
    void whatIsElsewhereIsNoFile() throws Exception {
        assertNull(resolved("https://localhost/file"));
    }

    @Test
    void aWorkflowsFileNeedsTheWorkflow() {
        assertThrows(IOException.class, () -> resolved("knime://knime.workflow/data/file"));
        assertThrows(IOException.class, () -> resolved("knime://LOCAL/file"));
    }
}
