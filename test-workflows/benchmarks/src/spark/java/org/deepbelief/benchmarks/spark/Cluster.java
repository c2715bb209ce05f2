// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.spark;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standalone master and workers of one core each, and the commands that are submitted to them. */
final class Cluster implements AutoCloseable {

    private static final int WAIT_SECONDS = 300;

    private static final Pattern ROUNDS =
        Pattern.compile("(\\d+) rounds took ([\\d.]+) s, the steps in the slowest part ([\\d.]+) s");

    private static final Pattern LAST_ERROR = Pattern.compile("reconstruction error ([\\d.E-]+)");

    private static final Pattern ROUND_STEPS = Pattern.compile("--roundSteps (\\d+)");

    private final Path home;

    private final Path jar;

    private final Path logs;

    private final String master;

    private final String memory;

    private final List<Process> processes = new CopyOnWriteArrayList<>();

    /**
     * What a training has told.
     *
     * @param lines all
     * @param rounds how many
     * @param seconds that these took
     * @param work of these, the steps in the slowest part
     */
    record Told(List<String> lines, int rounds, double seconds, double work) {

        /** The most steps of a round, as was told. */
        int roundSteps() {
            return lines.stream().map(ROUND_STEPS::matcher).filter(Matcher::find).findFirst()
                .map(told -> Integer.valueOf(told.group(1))).orElseThrow();
        }

        /** The last reconstruction error that was told: of the rows held out, if there are. */
        double lastError() {
            double last = Double.NaN;
            for (final String line : lines) {
                for (final Matcher error = LAST_ERROR.matcher(line); error.find();) {
                    last = Double.parseDouble(error.group(1));
                }
            }
            return last;
        }
    }

    /**
     * Starts master and workers.
     *
     * @param home of Spark
     * @param jar of the commands
     * @param logs the folder for what the processes say, and for what they keep
     * @param memory of an executor, such as 1g
     */
    Cluster(final Path home, final Path jar, final Path logs, final int workers, final String memory)
        throws IOException {
        this.home = home;
        this.jar = jar;
        this.logs = Files.createDirectories(logs);
        this.memory = memory;
        // whoever ends the program ends what it has started
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        final int port = freePort();
        master = "spark://127.0.0.1:" + port;
        daemon("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port",
            String.valueOf(port), "--webui-port", "0");
        await("master", "I have been elected leader|Starting Spark master");
        for (int i = 0; i < workers; i++) {
            daemon("worker-" + i, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0",
                "--cores", "1", "--memory", memory, "--work-dir", logs.resolve("work-" + i).toString(), master);
        }
        for (int i = 0; i < workers; i++) {
            await("worker-" + i, "Successfully registered with master");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void daemon(final String name, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(home.resolve("bin/spark-class").toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(logs.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_DAEMON_JAVA_OPTS",
            "-Dlog4j.configurationFile=" + logs.resolve("log4j2.properties"));
        Files.writeString(logs.resolve("log4j2.properties"),
            Files.readString(home.resolve("conf/log4j2.properties")).replace("= error", "= info"));
        processes.add(builder.start());
    }

    private void await(final String name, final String words) throws IOException {
        final Pattern pattern = Pattern.compile(words);
        final Path log = logs.resolve(name + ".log");
        for (int i = 0; i < WAIT_SECONDS * 10; i++) {
            if (pattern.matcher(Files.readString(log)).find()) {
                return;
            }
            sleep();
        }
        close();
        throw new IOException("The " + name + " did not start; see " + log + ".");
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a command in a driver of its own. */
    Process start(final Path said, final Object... command) throws IOException {
        final List<String> all = new ArrayList<>(List.of(home.resolve("bin/spark-submit").toString(), "--master",
            master, "--executor-memory", memory, "--conf", "spark.driver.host=127.0.0.1", "--conf",
            "spark.ui.enabled=false", "--conf", "spark.shuffle.io.retryWait=1s", jar.toString()));
        for (final Object word : command) {
            all.add(word.toString());
        }
        return new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    }

    /** Runs a training in a driver of its own to its end. */
    Told run(final Object... command) throws IOException {
        return told(start(logs.resolve("driver.log"), command), logs.resolve("driver.log"));
    }

    /** What a driver has told when it has ended well. */
    static Told told(final Process driver, final Path said) throws IOException {
        final int code;
        try {
            code = driver.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        final List<String> lines = Files.readAllLines(said);
        if (code != 0) {
            throw new IOException("The command ended with " + code + ": " + String.join("\n", lines));
        }
        final Matcher rounds = ROUNDS.matcher(String.join("\n", lines));
        return rounds.find() ? new Told(lines, Integer.parseInt(rounds.group(1)), Double.parseDouble(rounds.group(2)),
            Double.parseDouble(rounds.group(3))) : new Told(lines, 0, Double.NaN, Double.NaN);
    }

    /** The processes of executors. */
    List<ProcessHandle> executors() {
        return processes.stream().flatMap(process -> process.toHandle().descendants())
            .filter(process -> commandOf(process.pid()).contains("CoarseGrainedExecutorBackend")).toList();
    }

    /** Whole, where ProcessHandle leaves out what is long. */
    private static String commandOf(final long pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    /** Waits for a file while a driver runs. */
    static void await(final Path file, final Process driver) throws IOException {
        while (Files.notExists(file)) {
            if (!driver.isAlive()) {
                throw new IOException("The driver has ended before " + file + " was there.");
            }
            sleep();
        }
    }

    @Override
    public void close() {
        for (final Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
