// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneDnnLibraryTest {

    private static final String LOADED = "loaded";

    private static final OneDnnFiles LINUX = OneDnnFiles.of("linux-x86_64").orElseThrow();

    private static final OneDnnFiles.LinkedByName BY_NAME =
        OneDnnFiles.of("windows-x86_64").orElseThrow().linkedByName().orElseThrow();

    /** Loads the library while garbage is collected without end. */
    static final class Loading {

        private Loading() {
        }

        public static void main(final String[] arguments) {
            Thread collector = new Thread(() -> {
                while (true) {
                    System.gc();
                }
            });
            collector.setDaemon(true);
            collector.start();
            Optional<OneDnnLibrary> library = OneDnnLibrary.load(LINUX, () -> {
                throw new AssertionError("Nothing is linked by name alone.");
            });
            System.out.println(library.isPresent() ? LOADED : "left out");
        }
    }

    /** Loads the library as if it were linked by name to a C++ runtime of the version that the argument says. */
    static final class LoadingByName {

        private LoadingByName() {
        }

        public static void main(final String[] arguments) throws IOException {
            String version = arguments[0];
            String own = Loader.cacheResource(OneDnnLibrary.class, LINUX.library()).getPath();
            OneDnnFiles files = new OneDnnFiles(LINUX.openCl(), LINUX.library(), Optional.of(BY_NAME));
            LoadedLibraries process = new LoadedLibraries() {

                @Override
                public Optional<String> path(final String name) {
                    boolean there = !version.equals("none") || !name.equals(BY_NAME.runtime());
                    return there ? Optional.of(name.equals(BY_NAME.openMp()) ? own : "runtime") : Optional.empty();
                }

                @Override
                public Optional<Version> version(final String path) {
                    assertEquals("runtime", path);
                    return version.equals("unknown") ? Optional.empty() : Optional.of(Version.parse(version));
                }
            };
            Optional<OneDnnLibrary> library = OneDnnLibrary.load(files, () -> process);
            library.ifPresent(OneDnnLibrary::holdToOneThread);
            System.out.println(library.isPresent() ? LOADED : "left out");
        }
    }

    /** With a cache of its own, so that the library is copied, which takes long, after what it is linked to. */
    @Test
    void garbageCollectedMeanwhileDoesNotKeepTheLibraryOut(@TempDir final Path cache)
        throws IOException, InterruptedException {
        assertEquals(LOADED, printed(List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache), Loading.class));
    }

    /** What a Microsoft runtime before 14.40 makes of a mutex that is not initialised ends the process. */
    @ParameterizedTest
    @CsvSource({"13.99, left out", "14.4, left out", "14.29, left out", "14.39, left out", "none, left out",
        "unknown, left out", "14.40, loaded", "14.44, loaded", "15.0, loaded"})
    void aRuntimeThatIsTooOldKeepsTheLibraryOut(final String version, final String expected)
        throws IOException, InterruptedException {
        assertEquals(expected, printed(List.of(), LoadingByName.class, version));
    }

    @Test
    void filesAreThoseOfThePlatform() {
        OneDnnFiles windows = OneDnnFiles.of("windows-x86_64").orElseThrow();
        assertEquals("/org/bytedeco/dnnl/windows-x86_64/dnnl.dll", windows.library());
        assertEquals("/org/bytedeco/opencl/windows-x86_64/OpenCL.dll", windows.openCl());
        assertEquals("msvcp140.dll needs 14.40, and vcomp140.dll", BY_NAME.runtime() + " needs " + BY_NAME.least()
            + ", and " + BY_NAME.openMp());
        assertEquals("/org/bytedeco/dnnl/linux-x86_64/libdnnl.so.3", LINUX.library());
        assertEquals("/org/bytedeco/opencl/linux-x86_64/libOpenCL.so.1", LINUX.openCl());
        assertEquals(Optional.empty(), LINUX.linkedByName());
        for (String other : List.of("macosx-x86_64", "macosx-arm64", "linux-arm64", "windows-x86")) {
            assertEquals(Optional.empty(), OneDnnFiles.of(other), other);
        }
    }

    private static String printed(final List<String> options, final Class<?> program, final String... arguments)
        throws IOException, InterruptedException {
        assumeTrue(Loader.getPlatform().equals("linux-x86_64") && OneDnnLibrary.loaded().isPresent(),
            "no oneDNN for this platform");
        List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-cp",
            System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(program.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes()).strip();
        assertEquals(0, process.waitFor());
        return printed;
    }
}
