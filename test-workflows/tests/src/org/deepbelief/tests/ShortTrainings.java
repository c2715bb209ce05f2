// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Workflows whose nodes train for as long as a test needs. */
public final class ShortTrainings {

    private ShortTrainings() {
    }

    /**
     * Sets the numbers of epochs of all trainings.
     *
     * @param workflow a folder of the tests' own
     * @param epochs of every training
     */
    public static void set(final Path workflow, final int epochs) throws IOException {
        try (Stream<Path> files = Files.walk(workflow)) {
            for (Path file : files.filter(path -> path.endsWith("settings.xml")).toList()) {
                Files.writeString(file, withEpochs(Files.readString(file), epochs));
            }
        }
    }

    /** A node's settings with a number of epochs, where it takes one; it may be automatic in them. */
    private static String withEpochs(final String settings, final int epochs) {
        final String counted =
            settings.replaceAll("(key=\"\\w*[eE]pochs\" type=\"xint\" value=)\"\\d+\"", "$1\"" + epochs + "\"");
        return counted.contains("key=\"epochs\"") ? counted
            : counted.replace("<entry key=\"batchSize\"", "<entry key=\"epochs\" type=\"xint\" value=\"" + epochs
                + "\"/><entry key=\"epochs_is_present\" type=\"xboolean\" value=\"true\"/><entry key=\"batchSize\"");
    }
}
