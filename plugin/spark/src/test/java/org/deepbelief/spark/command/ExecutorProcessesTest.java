// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors that are processes of their own: their number does not change the bits, nor does the end of one. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExecutorProcessesTest {

    private static final int EPOCHS = 5;

    @TempDir
    private static Path folder;

    private static List<Object> options(final String model) {
        return new ArrayList<>(List.of("--input", LocalSpark.DIGITS.toAbsolutePath(), "--model", folder.resolve(model),
            "--layers", "30,10", "--epochs", EPOCHS, "--partitions", 2, "--roundSteps", 40));
    }

    private static List<Object> checkpointed(final String name) {
        final List<Object> options = options(name + ".dbn");
        options.addAll(List.of("--checkpoint", folder.resolve(name)));
        return options;
    }

    /** On one executor: a training, and one whose driver was killed before, in a process of its own. */
    @BeforeAll
    static void trainOnOneExecutor() throws Exception {
        killDriver();
        try (LocalSpark one = new LocalSpark("local-cluster[1,1,1024]", Map.of())) {
            assertEquals(0, one.run("pretrain", checkpointed("killed").toArray()), one.errors());
            assertEquals(0, one.run("pretrain", options("whole.dbn").toArray()), one.errors());
            embed(one, "whole-map.dbn");
        }
    }

    private static void embed(final LocalSpark spark, final String map) {
        assertEquals(0, spark.run("embed", "--input", LocalSpark.DIGITS.toAbsolutePath(), "--network",
            folder.resolve("whole.dbn"), "--model", folder.resolve(map), "--classColumn", "digit", "--epochs", 1,
            "--partitions", 2, "--roundSteps", 1), spark.errors());
    }

    private static void killDriver() throws Exception {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
            "-Dspark.master=local[1]", "-Dspark.ui.enabled=false", "-Dspark.driver.host=127.0.0.1", "-cp",
            System.getProperty("java.class.path")));
        Arrays.stream(System.getProperty("spark.java.options").split("\\s+")).forEach(command::add);
        command.addAll(List.of("org.deepbelief.spark.command.Main", "pretrain"));
        checkpointed("killed").forEach(option -> command.add(option.toString()));
        final Process driver = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(folder.resolve("driver.log").toFile()).start();
        try {
            await(folder.resolve("killed/checkpoint"), driver.onExit());
        } finally {
            driver.destroyForcibly().waitFor();
        }
        assertTrue(Files.notExists(folder.resolve("killed.dbn")), "killed while rounds went on");
    }

    @Test
    void aDriverThatIsKilledGoesOnWithTheSameBits() throws IOException {
        assertArrayEquals(Files.readAllBytes(folder.resolve("whole.dbn")),
            Files.readAllBytes(folder.resolve("killed.dbn")));
    }

    @Test
    void twoExecutorsOfWhichOneIsKilledGiveTheSameBits() throws Exception {
        try (LocalSpark two = new LocalSpark("local-cluster[2,1,1024]",
            Map.of("spark.shuffle.io.retryWait", "200ms"))) {
            final CompletableFuture<Integer> code =
                CompletableFuture.supplyAsync(() -> two.run("pretrain", checkpointed("two").toArray()));
            await(folder.resolve("two/checkpoint"), code);
            final List<ProcessHandle> executors = executors(two.session().sparkContext().applicationId());
            assertEquals(2, executors.size(), "processes of executors");
            assertTrue(executors.get(0).destroyForcibly(), "kill -9");
            assertFalse(code.isDone(), "killed while rounds went on");
            assertEquals(0, code.get(), two.errors());
            embed(two, "map-of-two.dbn");
        }
        assertArrayEquals(Files.readAllBytes(folder.resolve("whole-map.dbn")),
            Files.readAllBytes(folder.resolve("map-of-two.dbn")));
        assertArrayEquals(Files.readAllBytes(folder.resolve("whole.dbn")),
            Files.readAllBytes(folder.resolve("two.dbn")));
    }

    private static void await(final Path file, final CompletableFuture<?> running)
        throws IOException, InterruptedException {
        while (Files.notExists(file)) {
            final Path log = folder.resolve("driver.log");
            assertTrue(!running.isDone(), Files.exists(log) ? Files.readString(log) : "it has ended");
            Thread.sleep(5);
        }
    }

    /**
     * Spark's worker, which is in this process, starts them. One of a session that was closed may still be there, or
     * even come late: Spark starts another where one ends before its application does.
     */
    private static List<ProcessHandle> executors(final String application) {
        return ProcessHandle.current().descendants().filter(process -> commandLine(process).contains(application))
            .toList();
    }

    /** The whole of it, of which ProcessHandle tells 4,096 characters: the class path alone may be longer. */
    private static String commandLine(final ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException ended) {
            return "";
        }
    }
}
