// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The kernels of OpenBLAS. Versions up to 0.3.30 take new processors for old ones, which halves their speed; ND4J's
 * takes one of 2024 for one of 2007 on Windows.
 */
final class OpenBlasKernels {

    /** Read by OpenBLAS when it is mapped. */
    private static final String VARIABLE = "OPENBLAS_CORETYPE";

    /** The processor's instructions that the kernels of a name need, as Linux names them. */
    private static final Set<String> AVX512 = Set.of("avx512f", "avx512vl", "avx512bw", "avx512dq", "avx512cd");

    private static final Set<String> AVX2 = Set.of("avx2", "fma");

    /** Of Windows' {@code IsProcessorFeaturePresent}; every processor that has AVX2 has FMA too. */
    private static final int HAS_AVX2 = 40;

    private static final String LINUX = "Linux";

    private static final String WINDOWS = "Windows";

    private OpenBlasKernels() {
    }

    /** Chooses the kernels, unless the user did. To be called before OpenBLAS is mapped. */
    static void choose() {
        String system = System.getProperty("os.name", "");
        try {
            if (System.getenv(VARIABLE) == null) {
                Optional<String> kernels = of(system, instructions(system));
                if (kernels.isPresent()) {
                    set(system, kernels.get());
                }
            }
        } catch (IOException | LinkageError | RuntimeException exception) {
            System.getLogger(OpenBlasKernels.class.getName()).log(System.Logger.Level.DEBUG,
                "The kernels of OpenBLAS are left to its own choice", exception);
        }
    }

    /**
     * The kernels to choose. On Windows ND4J's OpenBLAS has none with AVX-512.
     *
     * @param system the name of the operating system
     * @param instructions what the processor has, as Linux names it
     * @return empty where OpenBLAS is left the choice
     */
    static Optional<String> of(final String system, final Set<String> instructions) {
        if (system.startsWith(LINUX) && instructions.containsAll(AVX512)) {
            return Optional.of("SKYLAKEX");
        }
        return system.startsWith(WINDOWS) && instructions.containsAll(AVX2) ? Optional.of("HASWELL")
            : Optional.empty();
    }

    private static Set<String> instructions(final String system) throws IOException {
        if (system.startsWith(WINDOWS)) {
            boolean has = NativeLibrary.getInstance("kernel32").getFunction("IsProcessorFeaturePresent")
                .invokeInt(new Object[] {HAS_AVX2}) != 0;
            return has ? AVX2 : Set.of();
        }
        if (!system.startsWith(LINUX)) {
            return Set.of();
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("flags")).findFirst()
                .map(OpenBlasKernels::instructionsIn).orElse(Set.of());
        }
    }

    /** @param flags the line of {@code /proc/cpuinfo}, in which nothing says that a word comes once */
    static Set<String> instructionsIn(final String flags) {
        return new HashSet<>(Arrays.asList(flags.substring(flags.indexOf(':') + 1).strip().split(" +")));
    }

    /** Sets the variable where OpenBLAS reads it: in the C library, which on Windows copies the process's at first. */
    private static void set(final String system, final String kernels) {
        if (system.startsWith(WINDOWS)) {
            Function put = NativeLibrary.getInstance("msvcrt").getFunction("_putenv");
            put.invokeInt(new Object[] {VARIABLE + "=" + kernels});
        } else {
            NativeLibrary.getInstance("c").getFunction("setenv").invokeInt(new Object[] {VARIABLE, kernels, 0});
        }
    }

    /** The name of the kernels that OpenBLAS, which is mapped, has, as it reports it; empty if it does not. */
    static Optional<String> name() {
        String system = System.getProperty("os.name", "");
        try {
            return library(system).map(path -> NativeLibrary.getInstance(path).getFunction("openblas_get_corename")
                .invokeString(new Object[0], false));
        } catch (IOException | LinkageError | RuntimeException exception) {
            System.getLogger(OpenBlasKernels.class.getName()).log(System.Logger.Level.DEBUG,
                "OpenBLAS does not tell its kernels", exception);
            return Optional.empty();
        }
    }

    /** The very file that is mapped into this process: there is no Java binding for the function. */
    private static Optional<String> library(final String system) throws IOException {
        if (system.startsWith(WINDOWS)) {
            // JavaCPP gives the copy that its functions are linked to a name of its own; ND4J has another.
            return new WindowsLibraries().path("libopenblas_nolapack.dll");
        }
        if (!system.startsWith(LINUX)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("/libopenblas")).map(line -> line.substring(line.indexOf('/')))
                .findFirst();
        }
    }
}
