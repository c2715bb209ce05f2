// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.batch;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.core.runtime.Platform;
import org.eclipse.osgi.service.datalocation.Location;
import org.knime.core.node.NodeLogger;
import org.knime.core.node.NodeLogger.LEVEL;

/** The log of a batch run: all of it in the workspace's .metadata/knime/knime.log, warnings on the console if asked. */
final class BatchLog implements AutoCloseable {

    private final List<Writer> writers = new ArrayList<>();

    private Writer file; // null if there is no workspace

    private BatchLog() {
    }

    static BatchLog open(final boolean console, final PrintStream err) {
        final BatchLog log = new BatchLog();
        if (console || Boolean.getBoolean("eclipse.consoleLog")) {
            log.add(new OutputStreamWriter(err, StandardCharsets.UTF_8), LEVEL.WARN);
        }
        final Location workspace = Platform.isRunning() ? Platform.getInstanceLocation() : null;
        if (workspace != null && workspace.getURL() != null && "file".equals(workspace.getURL().getProtocol())) {
            final Path file = Path.of(workspace.getURL().getPath()).resolve(".metadata/knime/knime.log");
            try {
                Files.createDirectories(file.getParent());
                log.file = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                log.add(log.file, LEVEL.DEBUG);
            } catch (IOException e) {
                err.println("WARNING There is no log: " + e.getMessage());
            }
        }
        return log;
    }

    private void add(final Writer writer, final LEVEL least) {
        writers.add(writer);
        NodeLogger.addWriter(writer, least, LEVEL.FATAL);
    }

    @Override
    public void close() {
        writers.forEach(NodeLogger::removeWriter); // the console stays open
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                System.err.println("WARNING The log is not complete: " + e.getMessage());
            }
        }
    }
}
