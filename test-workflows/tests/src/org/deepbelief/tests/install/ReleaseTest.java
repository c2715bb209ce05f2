// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.deepbelief.tests.Checkout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a release is for all its platforms, as far as one machine can tell: installations, libraries, the archive. */
@Tag("standin")
class ReleaseTest {

    private static final Path SITE = Checkout.ROOT.resolve("update-site/target/repository");

    private static final Path ARCHIVE =
        Checkout.ROOT.resolve("update-site/target/org.deepbelief.knime.update-1.0.0-SNAPSHOT.zip");

    private static final Path STAND_INS = Checkout.WORKFLOWS.resolve("knime-standin/platform/target/repository");

    private static final String WINDOWS = "win32";

    /** The signature of {@code VS_FIXEDFILEINFO}; 8 bytes on are the minor and the major version. */
    private static final int VERSION_SIGNATURE = 0xFEEF04BD;

    /** What the engine loads by name, whatever a platform calls its files. */
    private static final List<String> ROOTS =
        List.of("jnijavacpp", "openblas", "jniopenblas", "jniopenblas_nolapack", "jnind4jcpu", "nd4jcpu");

    /**
     * A platform.
     *
     * @param os as OSGi names it, like the others
     * @param format of its libraries, see {@link NativeLibrary}
     * @param system a pattern of the libraries that it has itself, or Java has
     */
    private record Platform(String os, String ws, String arch, String format, String system) {

        String fragment() {
            return "org.deepbelief.engine." + this;
        }

        @Override
        public String toString() {
            return os + "." + arch;
        }
    }

    private static final List<Platform> PLATFORMS = List.of(
        new Platform("linux", "gtk", "x86_64", "elf64-x86-64 x86_64",
            "ld-linux-x86-64\\.so\\.2|lib(c|m|dl|rt|pthread|stdc\\+\\+|z)\\.so\\.\\d"),
        new Platform(WINDOWS, "win32", "x86_64", "COFF-x86-64 x86_64",
            "(?i)(advapi32|cfgmgr32|kernel32|msvcrt|ole32|api-ms-win-core-.*)\\.dll"),
        new Platform("macosx", "cocoa", "x86_64", "Mach-O 64-bit x86-64 x86_64", "lib(System\\.B|c\\+\\+\\.1)\\.dylib"),
        new Platform("macosx", "cocoa", "aarch64", "Mach-O arm64 aarch64", "lib(System\\.B|c\\+\\+\\.1)\\.dylib"));

    @TempDir
    private Path m_folder;

    @BeforeAll
    static void allPlatformsAreBuilt() {
        assumeTrue(Arrays.asList(System.getProperty("platforms").split(",")).size() == PLATFORMS.size(),
            "A release is built, and tested, by the profile all-platforms.");
    }

    @TestFactory
    Stream<DynamicTest> isInstalledWithThePlatformsOwnLibraries() throws IOException {
        final HeadlessPlatform director = HeadlessPlatform.copiedTo(m_folder.resolve("director"));
        return PLATFORMS.stream().map(platform -> DynamicTest.dynamicTest(platform.toString(), () -> {
            final Path target = m_folder.resolve(platform.toString());
            final Command command = director.direct("-repository", SITE.toUri() + "," + STAND_INS.toUri(), "-installIU",
                "org.knime.core,org.knime.core.ui,org.knime.base,org.deepbelief.knime.feature.feature.group", "-destination",
                target.toString(), "-bundlepool", target.toString(), "-profile", "release", "-profileProperties",
                "org.eclipse.update.install.features=true", "-p2.os", platform.os(), "-p2.ws", platform.ws(), "-p2.arch",
                platform.arch());
            assertEquals(0, command.exitCode(), command.output());
            assertEquals(Set.of("org.deepbelief.engine", "org.deepbelief.knime", platform.fragment()),
                names(target.resolve("plugins")).stream().filter(name -> name.startsWith("org.deepbelief."))
                    .collect(Collectors.toSet()));
            assertEquals(Set.of("org.deepbelief.knime.feature"), names(target.resolve("features")));
        }));
    }

    /** Names of bundles or features without their versions. */
    private static Set<String> names(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("_\\d+\\.\\d+\\.\\d+.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @TestFactory
    Stream<DynamicTest> eachFragmentHoldsWhatItsPlatformLoads() {
        assumeTrue(NativeLibrary.canBeRead(), "Debian's package llvm is not installed: native libraries are not read.");
        return PLATFORMS.stream().map(platform -> DynamicTest.dynamicTest(platform.toString(), () -> {
            final Path fragment = fragment(platform);
            final Path files = Files.createDirectory(m_folder.resolve("libraries of " + platform));
            final List<NativeLibrary> libraries = NativeLibrary.read(unpacked(fragment, files));
            final Set<String> names = libraries.stream().map(library -> library.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
            for (final String root : ROOTS) {
                assertTrue(names.stream().anyMatch(name -> name.matches("(lib)?" + root + "\\..*")), root + " in " + names);
            }
            assertEquals(Set.of("linux", WINDOWS).contains(platform.os()),
                names.stream().anyMatch(name -> name.matches("(lib)?dnnl\\..*")), "oneDNN in " + names);
            long bytes = 0;
            for (final NativeLibrary library : libraries) {
                assertEquals(platform.format(), library.format(), library.name());
                final Set<String> absent = new TreeSet<>(library.needed());
                absent.removeIf(name -> name.matches(platform.system()) || names.contains(loaded(name)));
                assertEquals(Set.of(), absent, library.name() + " needs what is not there");
            }
            try (Stream<Path> all = Files.walk(files)) {
                for (final Path file : all.filter(Files::isRegularFile).toList()) {
                    bytes += Files.size(file);
                }
            }
            System.out.printf("%s: %d libraries of %.0f MB, %.0f MB packed%n", platform, libraries.size(), bytes / 1e6,
                Files.size(fragment) / 1e6);
        }));
    }

    /** JavaCPP loads it before all else, and oneDNN is linked to what is loaded: with one before 14.40 it crashes. */
    @Test
    void theRuntimeOfWindowsIsNewEnoughForOneDnn() throws IOException {
        final Path files = unpacked(fragment(PLATFORMS.stream().filter(platform -> platform.os().equals(WINDOWS))
            .findFirst().orElseThrow()), Files.createDirectory(m_folder.resolve("runtime")));
        try (Stream<Path> all = Files.walk(files)) {
            final List<Path> runtimes =
                all.filter(file -> file.getFileName().toString().equals("msvcp140.dll")).toList();
            assertEquals(1, runtimes.size());
            final ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(runtimes.get(0))).order(ByteOrder.LITTLE_ENDIAN);
            int at = 0;
            while (bytes.getInt(at) != VERSION_SIGNATURE) {
                at += Integer.BYTES;
            }
            final int minor = bytes.getShort(at + 8);
            final int major = bytes.getShort(at + 10);
            assertTrue(major == 14 && minor >= 40, major + "." + minor);
        }
    }

    /** The file behind a name: JavaCPP loads OpenBLAS by a second name too ("openblas#openblas_nolapack"). */
    private static String loaded(final String name) {
        return name.toLowerCase(Locale.ROOT).replace("libopenblas_nolapack.", "libopenblas.");
    }

    private static Path fragment(final Platform platform) throws IOException {
        try (Stream<Path> bundles = Files.list(SITE.resolve("plugins"))) {
            return bundles.filter(bundle -> bundle.getFileName().toString().startsWith(platform.fragment() + "_"))
                .findFirst().orElseThrow();
        }
    }

    /** The libraries of a fragment, which has no other files of others. */
    private static Path unpacked(final Path fragment, final Path folder) throws IOException {
        try (JarFile jar = new JarFile(fragment.toFile())) {
            for (final JarEntry entry : jar.stream().toList()) {
                if (entry.getName().startsWith("org/") && !entry.isDirectory()) {
                    assertTrue(entry.getName().matches(".*(\\.so(\\.\\d+)*|\\.dll|\\.dylib)"), entry.getName());
                    final Path file = folder.resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                }
            }
        }
        return folder;
    }

    @Test
    void theArchiveIsTheSiteAndHasItsChecksumBeside() throws IOException, GeneralSecurityException {
        final Set<String> site;
        try (Stream<Path> files = Files.walk(SITE)) {
            site = files.filter(Files::isRegularFile).map(file -> SITE.relativize(file).toString())
                .collect(Collectors.toCollection(TreeSet::new));
        }
        try (JarFile archive = new JarFile(ARCHIVE.toFile())) {
            assertEquals(site, archive.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName)
                .collect(Collectors.toCollection(TreeSet::new)));
        }
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(ARCHIVE), digest)) {
            System.out.printf("the site's archive: %.0f MB%n",
                in.transferTo(OutputStream.nullOutputStream()) / 1e6);
        }
        assertEquals(HexFormat.of().formatHex(digest.digest()) + " *" + ARCHIVE.getFileName(),
            Files.readString(Path.of(ARCHIVE + ".sha256")).strip());
    }
}
