// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

import org.deepbelief.knime.execution.Execution;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeLogger;

/** Whatever goes wrong while a node runs is a message on it, and what nobody foresaw is in the log with its trace. */
class NodeErrorsTest {

    private final StringWriter log = new StringWriter();

    @BeforeEach
    void listen() {
        NodeLogger.addWriter(log, NodeLogger.LEVEL.ERROR, NodeLogger.LEVEL.FATAL);
    }

    @AfterEach
    void listenNoMore() {
        NodeLogger.removeWriter(log);
    }

    private static String message(final Error error) {
        return assertThrows(KNIMEException.class, () -> Execution.run(Tables.context(), exec -> {
            throw error;
        })).getMessage();
    }

    @Test
    void aMappedFileThatCannotBeReadNamesTheFolder() {
        // What Java 17 to 21 say where a page of a mapped file is not there any more.
        for (final String text : new String[]{"a fault occurred in an unsafe memory access operation",
            "a fault occurred in a recent unsafe memory access operation in compiled Java code"}) {
            final String message = message(new InternalError(text));
            assertTrue(message.contains("temporary file") && message.contains(System.getProperty("java.io.tmpdir")),
                message);
            assertTrue(log.toString().contains("InternalError") && log.toString().contains("NodeErrorsTest"),
                log.toString());
        }
    }

    @Test
    void anyErrorIsAMessageAndItsTraceIsInTheLog() {
        final String message = message(new NoSuchMethodError("gone"));
        assertTrue(message.contains("NoSuchMethodError: gone") && message.contains("report"), message);
        assertTrue(log.toString().contains("NodeErrorsTest.message") || log.toString().contains("at org.deepbelief"),
            log.toString());
    }

    @Test
    void theWantOfMemoryStaysWhatItIs() {
        final String message = message(new OutOfMemoryError("Java heap space"));
        assertTrue(message.startsWith("There is not enough memory"), message);
        assertEquals("", log.toString());
    }

    @Test
    void rowsThatTheDiskCannotTakeNameTheFolderAndTheirSize(@TempDir final Path folder) {
        final String temporary = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", folder.resolve("absent").toString());
        try {
            final String message = assertThrows(KNIMEException.class,
                () -> NodeRunner.run(new LayerwisePretrainNodeFactory(),
                    Map.of("memoryBudgetMiB", 1, "epochs", 1, "layers/0/units", 2, "layers/1/units", 2),
                    Tables.wide(700, 400))).getMessage();
            assertTrue(message.contains(folder.resolve("absent").toString()) && message.contains("of 1.1 MiB")
                && message.contains("-Djava.io.tmpdir"), message);
        } finally {
            System.setProperty("java.io.tmpdir", temporary);
        }
    }
}
