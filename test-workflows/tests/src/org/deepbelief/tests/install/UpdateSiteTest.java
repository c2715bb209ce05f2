// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private static final Path STAND_INS = Checkout.WORKFLOWS.resolve("knime-standin/platform/target/repository");

    private static final String FEATURE = "org.deepbelief.knime.feature.feature.group";

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
        final var platform = HeadlessPlatform.copiedTo(folder.resolve("platform"));
        final Command director = platform.direct("-repository", UPDATE_SITE.toUri().toString(), "-installIU", FEATURE);
        assertEquals(13, director.exitCode(), director.output());
        final String reason = "requires 'osgi.bundle; org.knime.core [5.8.0,6.0.0)' but it could not be found";
        assertTrue(director.output().contains(reason), director.output());
    }

    @Test
    void updatesAnInstallationOfTheTimeWhenEngineAndNodesWereOneBundle(@TempDir final Path folder)
        throws IOException, InterruptedException {
        final var platform = HeadlessPlatform.copiedTo(folder.resolve("platform"));
        final Path earlier = folder.resolve("earlier-site");
        EarlierSite.write(folder.resolve("earlier"));
        assertSucceeds(platform.publish(folder.resolve("earlier"), earlier));
        assertSucceeds(platform.direct("-repository", earlier.toUri() + "," + STAND_INS.toUri(), "-installIU",
            "org.knime.core,org.knime.core.ui," + FEATURE));
        assertEquals(List.of("org.deepbelief.knime", "org.deepbelief.knime.linux.x86_64"), ours(platform));

        assertSucceeds(platform.direct("-repository", UPDATE_SITE.toUri().toString(), "-uninstallIU", FEATURE,
            "-installIU", FEATURE));
        assertEquals(List.of("org.deepbelief.engine", "org.deepbelief.engine.linux.x86_64", "org.deepbelief.knime"),
            ours(platform));
    }

    private static void assertSucceeds(final Command command) {
        assertEquals(0, command.exitCode(), command.output());
    }

    private static List<String> ours(final HeadlessPlatform platform) throws IOException {
        return platform.bundles().stream().filter(name -> name.startsWith("org.deepbelief.")).sorted().toList();
    }

    /** Names of the artifacts in a folder of the update site, without their versions. */
    private static Set<String> artifacts(final String folder) throws IOException {
        try (Stream<Path> files = Files.list(UPDATE_SITE.resolve(folder))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("_[0-9.]+\\.jar$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
