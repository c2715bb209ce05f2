// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a command of another process left.
 *
 * @param exitCode as the shell sees it
 * @param output what it wrote to its standard output and its standard error, as they came
 */
record Command(int exitCode, String output) {

    private static final int LIMIT_SECONDS = 300;

    static Command run(final Map<String, String> environment, final List<String> words)
        throws IOException, InterruptedException {
        final Path output = Files.createTempFile("command", ".txt");
        try {
            final var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().remove("KNIME_HOME");
            builder.environment().putAll(environment);
            final Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("Not done after " + LIMIT_SECONDS + " seconds: " + words + "\n"
                    + Files.readString(output, StandardCharsets.UTF_8));
            }
            return new Command(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
