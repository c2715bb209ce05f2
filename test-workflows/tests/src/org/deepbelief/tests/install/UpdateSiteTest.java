// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.deepbelief.tests.Checkout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the update site holds, and whom it lets in. */
@Tag("standin")
class UpdateSiteTest {

    private static final Path UPDATE_SITE = Checkout.ROOT.resolve("update-site/target/repository");

    @Test
    void holdsTheTwoBundlesTheFragmentsAndTheFeatureOnly() throws IOException {
        final Set<String> bundles = Stream.of(System.getProperty("platforms").split(","))
            .map("org.deepbelief.engine."::concat).collect(Collectors.toCollection(TreeSet::new));
        bundles.add("org.deepbelief.engine");
        bundles.add("org.deepbelief.knime");
        assertEquals(bundles, artifacts("plugins"));
        assertEquals(Set.of("org.deepbelief.knime.feature"), artifacts("features"));
        try (Stream<Path> files = Files.list(UPDATE_SITE)) {
            assertEquals(Set.of("artifacts.jar", "artifacts.xml.xz", "content.jar", "content.xml.xz", "features",
                "p2.index", "plugins"), files.map(Path::getFileName).map(Path::toString).collect(Collectors.toSet()));
        }
    }

    @Test
    void isRefusedByAPlatformWithoutKnime(@TempDir final Path folder) throws IOException, InterruptedException {
        final Path platform = Checkout.copy(Checkout.WORKFLOWS
            .resolve("knime-standin/platform/target/products/org.deepbelief.platform/linux/gtk/x86_64"),
            folder.resolve("platform"));
        final Command director = Command.run(Map.of(),
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                launcher(platform).toString(), "-nosplash", "-data", "@none",
                "-application", "org.eclipse.equinox.p2.director", "-repository", UPDATE_SITE.toUri().toString(),
                "-installIU", "org.deepbelief.knime.feature.feature.group"));
        assertEquals(13, director.exitCode(), director.output());
        final String reason = "requires 'osgi.bundle; org.knime.core [5.8.0,6.0.0)' but it could not be found";
        assertTrue(director.output().contains(reason), director.output());
    }

    /** Names of the artifacts in a folder of the update site, without their versions. */
    private static Set<String> artifacts(final String folder) throws IOException {
        try (Stream<Path> files = Files.list(UPDATE_SITE.resolve(folder))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("_[0-9.]+\\.jar$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Path launcher(final Path platform) throws IOException {
        final Path plugins = platform.resolve("plugins");
        try (var launchers = Files.newDirectoryStream(plugins, "org.eclipse.equinox.launcher_*.jar")) {
            return launchers.iterator().next();
        }
    }
}
