// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.deepbelief.tests.Checkout;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code test-workflows/run}: the feature installed from the update site, the workflow in batch. */
@Tag("standin")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RunCommandTest {

    private static final Path INSTALLED = Checkout.WORKFLOWS.resolve("target/platform");

    private static final Pattern ACCURACY = Pattern.compile("^  accuracy (\\S+)$", Pattern.MULTILINE);

    private static final Pattern JAVA_VERSION = Pattern.compile("^JAVA_VERSION=\"(\\d+)", Pattern.MULTILINE);

    /** First, so that the others find the platform installed. */
    @Test
    @Order(1)
    void digitsOnAFreshlyInstalledPlatform() throws IOException, InterruptedException {
        delete(INSTALLED);
        final Map<Path, Integer> before = contents(Checkout.WORKFLOWS.resolve("digits"));
        final Command run = run(Map.of(), "digits");
        assertEquals(0, run.exitCode(), run.output());
        assertTrue(accuracy(run) >= 0.980, run.output());
        assertEquals(before, contents(Checkout.WORKFLOWS.resolve("digits")), "the workflow of the checkout changed");
        assertEquals(List.of("org.deepbelief.engine", "org.deepbelief.engine.linux.x86_64", "org.deepbelief.knime"),
            installedBundles().stream().filter(name -> name.startsWith("org.deepbelief.")).sorted().toList());
        for (String written : writtenFiles(run)) {
            assertTrue(Files.size(Path.of(written)) > 0, written);
        }
    }

    @Test
    void unknownWorkflowIsNamed() throws IOException, InterruptedException {
        final Command run = run(Map.of(), "no-such-workflow");
        assertEquals(2, run.exitCode());
        assertTrue(run.output().startsWith("There is no workflow \"no-such-workflow\""), run.output());
        assertTrue(run.output().contains("  digits\n"), run.output());
    }

    @Test
    void batchOptionsAndExitCodesArePassedOn() throws IOException, InterruptedException {
        final Command run = run(Map.of(), "digits", "-no-such-option");
        assertEquals(2, run.exitCode(), run.output());
    }

    /** KNIME runs on Java 21 from 5.10 on, and on Java 17 before that. */
    @Test
    void aNewerJavaExecutesWorkflowsToo() throws IOException, InterruptedException {
        final Optional<Path> newer = newestJava();
        assumeTrue(newer.isPresent(), "There is no Java 21 or later beside this one: no workflow runs on it.");
        final Command run = run(Map.of("JAVA_HOME", newer.get().toString()), "to-pmml");
        assertEquals(0, run.exitCode(), run.output());
        assertEquals(List.of("penguins.pmml", "predictions.csv"), writtenFiles(run).stream()
            .map(file -> Path.of(file).getFileName().toString()).toList());
        System.out.println("to-pmml ran on " + newer.get());
    }

    /** The newest Java from 21 on among those that lie where this one does, as Debian has them. */
    private static Optional<Path> newestJava() throws IOException {
        final Path own = Path.of(System.getProperty("java.home")).toRealPath();
        final TreeMap<Integer, Path> versions = new TreeMap<>();
        try (Stream<Path> folders = Files.list(own.getParent())) {
            for (final Path folder : folders.filter(path -> Files.exists(path.resolve("release"))).toList()) {
                final var version = JAVA_VERSION.matcher(Files.readString(folder.resolve("release")));
                if (version.find() && Files.isExecutable(folder.resolve("bin/java"))) {
                    versions.put(Integer.parseInt(version.group(1)), folder);
                }
            }
        }
        return Optional.ofNullable(versions.lastEntry()).filter(newest -> newest.getKey() >= 21).map(Map.Entry::getValue);
    }

    @Test
    void knimeHomeWithoutThePluginSaysHowToInstallIt(@TempDir final Path knime)
        throws IOException, InterruptedException {
        fakeKnime(knime, "");
        final Command run = run(Map.of("KNIME_HOME", knime.toString()), "digits");
        assertEquals(2, run.exitCode(), run.output());
        assertTrue(run.output().contains("-installIU org.deepbelief.knime.feature.feature.group"), run.output());
    }

    @Test
    void knimeHomeWithThePluginIsUsed(@TempDir final Path knime) throws IOException, InterruptedException {
        fakeKnime(knime, "org.deepbelief.knime,1.0.0,plugins/org.deepbelief.knime_1.0.0/,4,false\n");
        final Command run = run(Map.of("KNIME_HOME", knime.toString()), "digits", "-nosave", "-option=3,epochs,2,int");
        assertEquals(4, run.exitCode(), run.output());
        final Path copy = Checkout.WORKFLOWS.resolve("target/run/digits");
        assertTrue(run.output().contains("-application org.knime.product.KNIME_BATCH_APPLICATION -workflowDir=" + copy
            + " -nosave -option=3,epochs,2,int\n"), run.output());
    }

    @Test
    void aSignalEndsTheRunAndKnime(@TempDir final Path knime) throws IOException, InterruptedException {
        fakeKnime(knime, "org.deepbelief.knime,1.0.0,plugins/org.deepbelief.knime_1.0.0/,4,false\n");
        final Path number = knime.resolve("process");
        Files.writeString(knime.resolve("knime"), "#!/bin/sh\necho $$ > " + number + ".part\nmv " + number + ".part "
            + number + "\nexec sleep 60\n");
        final var builder = new ProcessBuilder(Checkout.WORKFLOWS.resolve("run").toString(), "digits")
            .redirectErrorStream(true).redirectOutput(knime.resolve("output").toFile());
        builder.environment().put("KNIME_HOME", knime.toString());
        final Process run = builder.start();
        while (!Files.exists(number)) {
            assertTrue(run.isAlive(), () -> "ended at once with exit code " + run.exitValue());
            Thread.sleep(10);
        }
        final var started = ProcessHandle.of(Long.parseLong(Files.readString(number).strip())).orElseThrow();
        run.destroy();
        assertTrue(run.waitFor(2, TimeUnit.SECONDS), "the command goes on");
        assertFalse(started.isAlive(), "KNIME goes on");
        assertEquals(143, run.exitValue(), "128 and the signal's number");
    }

    /** A KNIME whose executable prints its arguments and ends as if a node had failed. */
    private static void fakeKnime(final Path folder, final String bundles) throws IOException {
        final Path executable = folder.resolve("knime");
        Files.writeString(executable, "#!/bin/sh\necho \"$@\"\nexit 4\n");
        assertTrue(executable.toFile().setExecutable(true));
        final Path list = folder.resolve("configuration/org.eclipse.equinox.simpleconfigurator/bundles.info");
        Files.createDirectories(list.getParent());
        Files.writeString(list, "#version=1\n" + bundles);
    }

    private static Command run(final Map<String, String> environment, final String... arguments)
        throws IOException, InterruptedException {
        final List<String> words = new ArrayList<>(List.of(Checkout.WORKFLOWS.resolve("run").toString()));
        words.addAll(List.of(arguments));
        return Command.run(environment, words);
    }

    private static double accuracy(final Command run) {
        final var matcher = ACCURACY.matcher(run.output());
        assertTrue(matcher.find(), run.output());
        return Double.parseDouble(matcher.group(1));
    }

    private static List<String> writtenFiles(final Command run) {
        final List<String> files = run.output().lines().filter(line -> line.startsWith("  wrote "))
            .map(line -> line.substring("  wrote ".length())).toList();
        assertNotEquals(List.of(), files, run.output());
        return files;
    }

    private static List<String> installedBundles() throws IOException {
        try (Stream<Path> platforms = Files.list(INSTALLED)) {
            final Path platform = platforms.filter(Files::isDirectory).findFirst().orElseThrow();
            return new HeadlessPlatform(platform).bundles();
        }
    }

    /** Every file below a folder, with a hash of what is in it. */
    private static Map<Path, Integer> contents(final Path folder) throws IOException {
        final Map<Path, Integer> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file, Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private static void delete(final Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
