// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar for spark-submit, once it is packed: what is in it, and that this is enough. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class JarTest {

    private static final Path JAR = Path.of(System.getProperty("spark.jar"));

    /** What the classes are of: ours, ND4J, JavaCPP and the libraries that it wraps, JNA. */
    private static final List<String> ROOTS = List.of("org/deepbelief/engine/", "org/deepbelief/spark/", "org/nd4j/",
        "org/bytedeco/javacpp/", "org/bytedeco/openblas/", "com/sun/jna/");

    private static final Pattern NATIVE = Pattern.compile(".*\\.(so(\\.\\d+)*|dll|dylib|jnilib|a|lib)");

    @TempDir
    private static Path folder;

    private static Set<String> entries;

    @BeforeAll
    static void list() throws IOException {
        entries = names(JAR);
    }

    private static Set<String> names(final Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> files(final Path root, final String end) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).map(file -> root.relativize(file).toString())
                .filter(name -> name.endsWith(end)).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The jars of the class path that Spark brings. */
    private static List<String> sparks() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.endsWith(".jar") && !path.matches(
                ".*/(org/nd4j|org/bytedeco|net/java/dev/jna|org/junit|org/apiguardian|org/opentest4j|com/tngtech)/.*")
                && !path.matches(".*/(org[./]deepbelief|plugin|target)/.*")).toList();
    }

    private static Set<String> natives() {
        return entries.stream().filter(NATIVE.asMatchPredicate()).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void ofClassesItHasWhatIsOursAndWhatSparkDoesNotBring() throws IOException {
        final Set<String> classes = entries.stream().filter(name -> name.endsWith(".class"))
            .collect(Collectors.toCollection(TreeSet::new));
        for (final String own : List.of("target/classes", "../engine/target/classes")) {
            final Set<String> compiled = files(Path.of(own), ".class");
            assertTrue(compiled.size() > 50, own);
            compiled.removeAll(classes);
            assertEquals(Set.of(), compiled, "missing of " + own);
        }
        assertEquals(List.of(), classes.stream().filter(name -> ROOTS.stream().noneMatch(name::startsWith)).toList());
        final Set<String> tests = files(Path.of("target/test-classes"), ".class");
        assertTrue(tests.contains("org/deepbelief/spark/command/JarTest.class"));
        tests.retainAll(classes);
        assertEquals(Set.of(), tests);
        final List<String> sparks = sparks();
        assertTrue(sparks.size() > 100 && sparks.stream().anyMatch(jar -> jar.contains("spark-core_2.13")),
            sparks.toString());
        for (final String jar : sparks) {
            final Set<String> twice = names(Path.of(jar));
            twice.retainAll(classes);
            assertEquals(Set.of(), twice, jar);
        }
    }

    @Test
    void itHasNoSignaturesNoJarsAndNoModelsOfOthers() {
        final Pattern unwanted = Pattern.compile(
            "META-INF/.*\\.(SF|RSA|DSA|EC)|.*module-info\\.class|.*\\.(jar|proto|pbtxt)|.*onnxops.*");
        assertEquals(List.of(), entries.stream().filter(unwanted.asMatchPredicate()).toList());
    }

    @Test
    void allLicencesAreThere() throws IOException {
        final Set<String> expected = new TreeSet<>(files(Path.of("../licenses"), ""));
        expected.add("about_files/LICENSE");
        assertTrue(expected.contains("about.html") && expected.size() > 5, expected.toString());
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (final String name : expected) {
                final Path source =
                    name.equals("about_files/LICENSE") ? Path.of("../../LICENSE") : Path.of("../licenses", name);
                assertTrue(entries.contains(name), name);
                try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
                    assertEquals(Files.readString(source), new String(in.readAllBytes(), "UTF-8"), name);
                }
            }
        }
    }

    /** Its page tells its size, and how much of that native libraries are. */
    @Test
    void itsSizeIsAsItsPageTells() throws IOException {
        final Matcher told = Pattern.compile("native libraries \\((\\d+) MB,\\s+of\\s+which all but (\\d+) are")
            .matcher(Files.readString(Path.of("README.md")));
        assertTrue(told.find());
        final double size = Files.size(JAR) / 1e6;
        assertEquals(Integer.parseInt(told.group(1)), size, 1);
        long others = 0;
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (final String name : entries) {
                others += NATIVE.matcher(name).matches() ? 0 : jar.getEntry(name).getCompressedSize();
            }
        }
        System.out.printf("JarTest: %.1f MB, without native libraries %.1f MB, %d entries%n", size, others / 1e6,
            entries.size());
        assertEquals(Integer.parseInt(told.group(2)), others / 1e6, 1);
    }

    /** In a process that has the jar and Spark: it is enough, and there is no native library that is not opened. */
    @Test
    void commandsRunFromItAndOpenAllItsNativeLibraries() throws Exception {
        final Set<String> expected = new TreeSet<>();
        for (final String name : natives()) {
            assertTrue(name.contains("/linux-x86_64/") || name.contains("/linux-x86-64/"), name);
            expected.add(name.substring(name.lastIndexOf('/') + 1));
        }
        assertTrue(expected.remove("libjnidispatch.so"), "JNA, which gives its file another name");
        assertTrue(expected.contains("libnd4jcpu.so"), expected.toString());
        final Path rows =
            Files.write(folder.resolve("rows.csv"), Files.readAllLines(LocalSpark.DIGITS).subList(0, 101));
        final Path user = Path.of("org/deepbelief/spark/command/JarUser.class");
        Files.createDirectories(folder.resolve("user").resolve(user).getParent());
        Files.copy(Path.of("target/test-classes").resolve(user), folder.resolve("user").resolve(user));
        final Path said = folder.resolve("said");
        final Process process = java("org.deepbelief.spark.command.JarUser", said, rows.toString(), folder.toString());
        assertEquals(0, process.waitFor(), Files.readString(said));
        final Set<String> mapped = Files.readAllLines(said).stream().filter(line -> line.startsWith("mapped "))
            .map(line -> line.substring("mapped ".length())).collect(Collectors.toCollection(TreeSet::new));
        expected.removeAll(mapped);
        assertEquals(Set.of(), expected, "opened were " + mapped);
        assertTrue(Files.exists(folder.resolve("places/_SUCCESS")), "written in the end");
        assertFalse(Files.readString(said).contains("Warning: "), Files.readString(said));
    }

    @Test
    void itsMainClassHelpsAndRefusesWithTheRightExitCodes() throws Exception {
        final Path said = folder.resolve("helped");
        assertEquals(0, java("org.deepbelief.spark.command.Main", said, "embed", "--help").waitFor());
        assertTrue(Files.readString(said).contains("--perplexity"), Files.readString(said));
        assertEquals(1, java("org.deepbelief.spark.command.Main", said, "train").waitFor());
        assertTrue(Files.readString(said).startsWith("Give a command, "), Files.readString(said));
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertEquals("org.deepbelief.spark.command.Main",
                jar.getManifest().getMainAttributes().getValue("Main-Class"));
        }
        assertFalse(entries.contains("log4j2.properties"), "the user's own");
    }

    private static Process java(final String main, final Path said, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-XX:TieredStopAtLevel=1",
            "-Dspark.master=local[1]", "-Dspark.app.name=test", "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1", "-Dspark.driver.bindAddress=127.0.0.1", "-cp",
            JAR + File.pathSeparator + folder.resolve("user") + File.pathSeparator
                + String.join(File.pathSeparator, sparks())));
        Arrays.stream(System.getProperty("spark.java.options").split("\\s+")).forEach(command::add);
        command.add(main);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    }
}
