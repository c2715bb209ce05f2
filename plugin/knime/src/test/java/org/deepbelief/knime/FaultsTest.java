// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.deepbelief.engine.math.MatrixMemory;
import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.knime.embed.EmbedNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.port.PortObject;

/**
 * Nodes whose process is killed or told to end, that are canceled at any time, and that are run again and again: what
 * comes after is what would have come without, and nothing stays behind.
 *
 * The default build has 2 kills, 10 cancels and 10 cycles; {@code -Dfaults=full} has 60, 3,000 and 1,000.
 */
class FaultsTest {

    private static final boolean FULL = "full".equals(System.getProperty("faults"));

    private static final int KILLS = FULL ? 60 : 2;

    private static final int CANCELS = FULL ? 3000 : 10;

    private static final int CYCLES = FULL ? 1000 : 10;

    private static final int MOST_ROUNDS = 5;

    private static final String FOLDER = "java.io.tmpdir";

    private static final String EXECUTING = "executing";

    private static final Duration ANSWER = Duration.ofSeconds(1);

    private static final OperatingSystemMXBean PROCESS =
        (OperatingSystemMXBean)ManagementFactory.getOperatingSystemMXBean();

    @TempDir
    private Path temporary;

    @TempDir
    private Path results;

    private String usualFolder;

    @BeforeEach
    void watchTheFolder() {
        usualFolder = System.setProperty(FOLDER, temporary.toString());
    }

    @AfterEach
    void leaveTheFolder() {
        System.setProperty(FOLDER, usualFolder);
    }

    /** Pretrains on rows that do not fit their memory, and writes the network to a file. */
    static final class Training {

        private Training() {
        }

        public static void main(final String[] arguments) throws Exception {
            final BufferedDataTable table = Tables.wide(700, 400);
            final NodeRunner node = NodeRunner.configure(new LayerwisePretrainNodeFactory(),
                Map.of("memoryBudgetMiB", 1, "epochs", Integer.parseInt(arguments[0]), "layers/0/units", 60,
                    "layers/1/units", 20),
                table.getSpec());
            System.out.println(EXECUTING);
            final DbnPortObject network = (DbnPortObject)node.execute(table)[0];
            ModelArchive.write(network.network(), Path.of(arguments[1]));
        }
    }

    private Process start(final int epochs, final Path result) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
            "-D" + FOLDER + "=" + temporary, "-cp", System.getProperty("java.class.path"), Training.class.getName(),
            Integer.toString(epochs), result.toString()).redirectErrorStream(true).start();
    }

    private Process started(final Path result) throws IOException {
        final Process process = start(100_000, result);
        final BufferedReader lines = process.inputReader();
        final StringBuilder all = new StringBuilder();
        for (String line = lines.readLine(); !EXECUTING.equals(line); line = lines.readLine()) {
            assertTrue(line != null, () -> "ended with " + all);
            all.append(line).append('\n');
        }
        return process;
    }

    private byte[] network(final String name) throws IOException, InterruptedException {
        final Path result = results.resolve(name);
        final Process process = start(3, result);
        final String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        assertEquals(List.of(), files(), "files behind a run");
        return Files.readAllBytes(result);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
        }
    }

    @Test
    void aRunAfterKillsIsTheRunWithoutThem() throws Exception {
        final byte[] expected = network("first");
        final Random random = new Random(11);
        for (int kill = 0; kill < KILLS; kill++) {
            final Process process = started(results.resolve("killed"));
            Thread.sleep(random.nextInt(1500));
            assertTrue(process.isAlive(), "it ended before the kill");
            process.destroyForcibly().waitFor();
            assertEquals(137, process.exitValue());
        }
        assertArrayEquals(expected, network("after"));
        try (Stream<Path> files = Files.list(results)) {
            assertEquals(List.of("after", "first"), files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        System.out.println("FaultsTest: " + KILLS + " kills");
    }

    @Test
    void aProcessThatIsToldToEndEndsWithinTwoSecondsAndLeavesNothing() throws Exception {
        final Process process = started(results.resolve("ended"));
        Thread.sleep(700);
        final long start = System.nanoTime();
        process.destroy();
        assertTrue(process.waitFor(2, TimeUnit.SECONDS), "it goes on");
        System.out.printf("FaultsTest: ended %d ms after SIGTERM%n", (System.nanoTime() - start) / 1_000_000);
        assertEquals(143, process.exitValue());
        assertEquals(List.of(), files());
    }

    /** Is canceled after a time, and its thread interrupted, as KNIME does it. */
    private static final class Storm extends DefaultNodeProgressMonitor {

        private final long nanos;

        private final Thread node = Thread.currentThread();

        private final Thread canceller = new Thread(this::cancel);

        private volatile long canceled;

        private volatile long work;

        private volatile boolean over;

        Storm(final long nanos) {
            this.nanos = nanos;
            canceller.start();
        }

        private void cancel() {
            final long end = System.nanoTime() + nanos;
            while (System.nanoTime() - end < 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
            work = PROCESS.getProcessCpuTime();
            canceled = System.nanoTime();
            setExecuteCanceled();
            synchronized (this) {
                if (!over) {
                    node.interrupt();
                }
            }
        }

        /**
         * How long the node went on after the cancel, not counting what other programs took of the processors; negative
         * if it was done before.
         */
        long end() throws InterruptedException {
            final long now = System.nanoTime();
            final long worked = PROCESS.getProcessCpuTime();
            synchronized (this) {
                over = true;
                Thread.interrupted();
            }
            canceller.join();
            return Math.min(now - canceled, worked - work);
        }
    }

    private record Work(NodeRunner node, PortObject[] inputs) {

        static Work of(final NodeRunner node, final PortObject... inputs) {
            return new Work(node, inputs);
        }
    }

    private static List<Work> nodes() throws Exception {
        final BufferedDataTable digits = Tables.digits(300);
        final Map<String, Object> classes = Map.of("classColumn", "digit", "epochs", 8, "validationShare", 0.2);
        final NodeRunner pretrain = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("classColumn", "digit", "epochs", 8, "validationShare", 0.2, "memoryBudgetMiB", 1,
                "layers/0/units", 200, "layers/1/units", 100), digits);
        final PortObject network = pretrain.output(0);
        return List.of(Work.of(pretrain, digits),
            Work.of(NodeRunner.run(new WakeSleepTuneNodeFactory(), classes, network, digits), network, digits),
            Work.of(NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 8), network, digits), network, digits),
            Work.of(NodeRunner.run(new EmbedNodeFactory(), Map.of("epochs", 8, "classColumn", "digit"), network, digits),
                network, digits),
            Work.of(NodeRunner.run(new ReconstructNodeFactory(), Map.of("missingValues", "FILL"), network, digits), network,
                digits));
    }

    @Test
    void aStormOfCancelsIsAnsweredAndLeavesNothing() throws Exception {
        final List<Work> nodes = nodes();
        final long[] nanos = new long[nodes.size()];
        for (int i = 0; i < nanos.length; i++) {
            final long start = System.nanoTime();
            nodes.get(i).node().execute(nodes.get(i).inputs());
            nanos[i] = System.nanoTime() - start;
        }
        final long bytes = bytes();
        final Random random = new Random(12);
        int answered = 0;
        long slowest = 0;
        for (int cancel = 0; cancel < CANCELS; cancel++) {
            final int n = cancel % nanos.length;
            final Storm storm = new Storm((long)(random.nextDouble() * nanos[n]));
            try {
                nodes.get(n).node().execute(storm, nodes.get(n).inputs());
            } catch (CanceledExecutionException expected) {
                answered++;
            } finally {
                slowest = Math.max(slowest, storm.end());
            }
            assertEquals(List.of(), engineThreads(), "cancel " + cancel);
            assertEquals(List.of(), files(), "cancel " + cancel);
        }
        System.out.printf("FaultsTest: %d of %d cancels came in time, the slowest answer after %d ms%n", answered,
            CANCELS, slowest / 1_000_000);
        assertTrue(answered > 0);
        assertTrue(slowest < ANSWER.toNanos(), "answered after " + slowest + " ns");
        assertTrue(bytes() <= bytes, "native memory stayed behind");
        // and the nodes work as before
        nodes.get(0).node().execute(nodes.get(0).inputs());
    }

    @Test
    void cyclesOfTrainingAndUseTakeNoMoreEachTime() throws Exception {
        final BufferedDataTable digits = Tables.digits(100);
        cycle(digits);
        final long bytes = bytes();
        final long open = openFiles();
        final List<Long> resident = new ArrayList<>();
        do {
            for (int i = 0; i < CYCLES; i++) {
                cycle(digits);
            }
            final long now = bytes();
            assertTrue(now <= bytes, "native memory: " + now + " after " + bytes);
            assertEquals(List.of(), engineThreads());
            assertEquals(List.of(), files());
            assertTrue(openFiles() <= open + 1, "open files: " + openFiles() + " after " + open);
            resident.add(residentBytes());
        } while (resident.size() < 2 || grown(resident) > 1.05 && resident.size() < MOST_ROUNDS);
        System.out.println("FaultsTest: resident bytes after rounds of " + CYCLES + " cycles: " + resident);
        assertTrue(grown(resident) <= 1.05, "resident bytes: " + resident);
    }

    private static void cycle(final BufferedDataTable digits) throws Exception {
        final PortObject network = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 1, "layers/0/units", 300, "layers/1/units", 300), digits).output(0);
        final PortObject classifier = NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 1), network, digits)
            .output(0);
        NodeRunner.run(new PredictNodeFactory(), Map.of(), classifier, digits);
    }

    private static double grown(final List<Long> bytes) {
        return (double)bytes.get(bytes.size() - 1) / bytes.get(bytes.size() - 2);
    }

    private static List<String> engineThreads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
            .filter(name -> name.startsWith("deepbelief-")).toList();
    }

    /** What matrices take once those that were dropped are collected, which the collector does in its own time. */
    private static long bytes() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            least = Math.min(least, MatrixMemory.limit() - MatrixMemory.available(Long.MAX_VALUE));
            Thread.sleep(50);
        }
        return least;
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static long residentBytes() throws IOException {
        final String kibibytes = Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow().replaceAll("[^0-9]", "");
        return 1024 * Long.parseLong(kibibytes);
    }
}
