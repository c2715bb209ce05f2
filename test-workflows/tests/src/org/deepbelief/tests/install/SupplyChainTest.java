// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.deepbelief.tests.Checkout;
import org.junit.jupiter.api.Test;

/** Of others' work the bundles carry what they need, in the versions that were chosen, and all licences. */
class SupplyChainTest {

    private static final Path BUNDLES = Checkout.ROOT.resolve("update-site/target/repository/plugins");

    /** Each is needed: the engine's tests fail without it; without slf4j-nop, SLF4J writes to the error stream. */
    private static final Map<String, String> JARS = Map.ofEntries(
        Map.entry("org.nd4j/nd4j-native", "1.0.0-M2.1"), Map.entry("org.nd4j/nd4j-api", "1.0.0-M2.1"),
        Map.entry("org.nd4j/nd4j-common", "1.0.0-M2.1"), Map.entry("org.nd4j/nd4j-native-api", "1.0.0-M2.1"),
        Map.entry("org.nd4j/nd4j-native-preset", "1.0.0-M2.1"), Map.entry("org.nd4j/guava", "1.0.0-M2.1"),
        Map.entry("org.bytedeco/javacpp", "1.5.7"), Map.entry("org.bytedeco/openblas", "0.3.19-1.5.7"),
        Map.entry("org.slf4j/slf4j-api", "1.7.36"), Map.entry("org.slf4j/slf4j-nop", "1.7.36"),
        Map.entry("org.apache.commons/commons-lang3", "3.20.0"),
        Map.entry("org.apache.commons/commons-math3", "3.5"));

    private static final List<String> LIBRARIES_OF_LINUX = List.of(
        "org/bytedeco/dnnl/linux-x86_64/libdnnl.so.3", "org/bytedeco/javacpp/linux-x86_64/libjnijavacpp.so",
        "org/bytedeco/openblas/linux-x86_64/libgcc_s.so.1", "org/bytedeco/openblas/linux-x86_64/libgfortran.so.5",
        "org/bytedeco/openblas/linux-x86_64/libjniopenblas.so",
        "org/bytedeco/openblas/linux-x86_64/libjniopenblas_nolapack.so",
        "org/bytedeco/openblas/linux-x86_64/libopenblas.so.0",
        "org/bytedeco/openblas/linux-x86_64/libquadmath.so.0",
        "org/bytedeco/opencl/linux-x86_64/libOpenCL.so.1",
        "org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64/libgomp.so.1",
        "org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64/libjnind4jcpu.so",
        "org/nd4j/linalg/cpu/nativecpu/bindings/linux-x86_64/libnd4jcpu.so");

    private static final List<String> LICENSES = List.of("about.html", "about_files/BSD-3-Clause.txt",
        "about_files/GCC-Runtime-Library-Exception-3.1.txt", "about_files/GPL-3.0.txt", "about_files/LGPL-2.1.txt",
        "about_files/LICENSE", "about_files/MIT.txt", "about_files/NOTICE");

    private static Path bundle(final String name) throws IOException {
        try (Stream<Path> files = Files.list(BUNDLES)) {
            return files.filter(file -> file.getFileName().toString().startsWith(name + "_")).findFirst().orElseThrow();
        }
    }

    private static List<String> entries(final JarFile bundle, final String start) {
        return bundle.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName)
            .filter(name -> name.startsWith(start)).sorted().toList();
    }

    @Test
    void theEngineHoldsTheseJarsAndNoOther() throws IOException {
        final Map<String, String> found = new TreeMap<>();
        try (JarFile engine = new JarFile(bundle("org.deepbelief.engine").toFile())) {
            for (final String name : entries(engine, "lib/")) {
                final String artifact = name.substring(4, name.length() - ".jar".length());
                final byte[] jar = engine.getInputStream(engine.getEntry(name)).readAllBytes();
                try (ZipInputStream files = new ZipInputStream(new ByteArrayInputStream(jar))) {
                    for (ZipEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
                        if (file.getName().matches("META-INF/maven/[^/]+/" + artifact + "/pom.properties")) {
                            final Properties origin = new Properties();
                            origin.load(files);
                            // shaded jars name those that are in them, too
                            final String group = origin.getProperty("groupId");
                            if (!group.startsWith("com.google.")) {
                                found.put(group + "/" + artifact, origin.getProperty("version"));
                            }
                        }
                    }
                }
            }
            assertEquals(new TreeMap<>(JARS), found);
            assertEquals(JARS.size(), entries(engine, "lib/").size(), "one jar each");
            assertEquals(List.of(), entries(engine, "").stream()
                .filter(name -> name.endsWith(".jar") && !name.startsWith("lib/")).toList());
        }
    }

    @Test
    void theFragmentOfLinuxHoldsTheseLibrariesAndNoOther() throws IOException {
        try (JarFile fragment = new JarFile(bundle("org.deepbelief.engine.linux.x86_64").toFile())) {
            assertEquals(LIBRARIES_OF_LINUX, entries(fragment, "org/"));
        }
    }

    @Test
    void eachBundleTellsItsLicenses() throws IOException {
        final String license = Files.readString(Checkout.ROOT.resolve("LICENSE"));
        try (Stream<Path> bundles = Files.list(BUNDLES)) {
            for (final Path path : bundles.toList()) {
                try (JarFile bundle = new JarFile(path.toFile())) {
                    assertEquals(LICENSES, entries(bundle, "about"), path.getFileName().toString());
                    assertEquals(license, text(bundle, "about_files/LICENSE"));
                    final String notice = text(bundle, "about_files/NOTICE");
                    for (final String name : LICENSES) {
                        assertTrue(name.equals("about.html") || name.endsWith("/NOTICE")
                            || notice.contains(name.substring("about_files/".length())), name + " in NOTICE");
                    }
                    assertTrue(notice.contains("offers, for at least"), "the offer of sources");
                }
            }
        }
    }

    private static String text(final JarFile bundle, final String name) throws IOException {
        return new String(bundle.getInputStream(bundle.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
