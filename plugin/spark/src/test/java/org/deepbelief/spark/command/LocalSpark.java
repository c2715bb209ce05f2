// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Commands on a Spark of the test's own. */
final class LocalSpark implements AutoCloseable {

    /** 1,797 handwritten digits: 64 pixels and the digit's name. */
    static final Path DIGITS = Path.of("../../test-workflows/digits/data/digits.csv");

    private final SparkSession session;

    private String said = "";

    private String errors = "";

    /**
     * @param master of Spark
     * @param settings of Spark's own
     */
    LocalSpark(final String master, final Map<String, String> settings) throws IOException {
        // Spark looks for its jars there when it starts executors; they get the class path of the test.
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        final SparkSession.Builder builder = SparkSession.builder().master(master).appName("test")
            .config("spark.ui.enabled", false).config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1").config("spark.sql.shuffle.partitions", 2)
            .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        settings.forEach(builder::config);
        session = builder.getOrCreate();
    }

    SparkSession session() {
        return session;
    }

    /** Runs a command and returns its exit code. */
    int run(final String command, final Object... options) {
        final List<String> arguments = new ArrayList<>(List.of(command));
        for (final Object option : options) {
            arguments.add(option.toString());
        }
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream wrong = new ByteArrayOutputStream();
        final String[] all = arguments.toArray(String[]::new);
        final PrintStream told = new PrintStream(out, true, StandardCharsets.UTF_8);
        final PrintStream toldWrong = new PrintStream(wrong, true, StandardCharsets.UTF_8);
        final int code = Main.runWithoutSpark(all, told, toldWrong)
            .orElseGet(() -> Main.run(session, all, told, toldWrong));
        said = out.toString(StandardCharsets.UTF_8);
        errors = wrong.toString(StandardCharsets.UTF_8).strip();
        return code;
    }

    /** What the last command said on its way. */
    String said() {
        return said;
    }

    /** What the last command said on standard error. */
    String errors() {
        return errors;
    }

    @Override
    public void close() {
        session.stop();
    }
}
