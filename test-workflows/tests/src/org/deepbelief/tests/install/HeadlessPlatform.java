// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.deepbelief.tests.Checkout;

/** A copy of the headless Eclipse that the build has materialised: it can install, and publish what can be installed. */
record HeadlessPlatform(Path folder) {

    private static final Path MATERIALISED = Checkout.WORKFLOWS
        .resolve("knime-standin/platform/target/products/org.deepbelief.platform/linux/gtk/x86_64");

    /** Copies the platform, bare of KNIME and of the stand-ins, to a folder that does not exist yet. */
    static HeadlessPlatform copiedTo(final Path folder) throws IOException {
        return new HeadlessPlatform(Checkout.copy(MATERIALISED, folder));
    }

    /** Runs the p2 director. */
    Command direct(final String... arguments) throws IOException, InterruptedException {
        return run("org.eclipse.equinox.p2.director", arguments);
    }

    /** Makes a repository of a folder with plugins/ and features/. */
    Command publish(final Path source, final Path repository) throws IOException, InterruptedException {
        return run("org.eclipse.equinox.p2.publisher.FeaturesAndBundlesPublisher", "-source", source.toString(),
            "-metadataRepository", repository.toUri().toString(), "-artifactRepository", repository.toUri().toString(),
            "-publishArtifacts");
    }

    /** The symbolic names of the installed bundles. */
    List<String> bundles() throws IOException {
        final Path list = folder.resolve("configuration/org.eclipse.equinox.simpleconfigurator/bundles.info");
        return Files.readAllLines(list).stream().map(line -> line.replaceFirst(",.*", "")).toList();
    }

    private Command run(final String application, final String... arguments) throws IOException, InterruptedException {
        final List<String> words =
            new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                launcher().toString(), "-nosplash", "-data", "@none", "-application", application));
        words.addAll(List.of(arguments));
        return Command.run(Map.of(), words);
    }

    private Path launcher() throws IOException {
        final Path plugins = folder.resolve("plugins");
        try (var launchers = Files.newDirectoryStream(plugins, "org.eclipse.equinox.launcher_*.jar")) {
            return launchers.iterator().next();
        }
    }
}
