// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenBlasKernelsTest {

    private static final String AVX2 = "fpu avx2 fma";

    private static final String AVX512 = AVX2 + " avx512f avx512dq avx512cd avx512bw avx512vl";

    @ParameterizedTest
    @CsvSource({
        "Linux, " + AVX512 + ", SKYLAKEX",
        "Linux, fpu avx2 fma avx512f avx512cd avx512er avx512pf,",
        "Linux, " + AVX2 + ",",
        "Windows 11, " + AVX2 + ", HASWELL",
        "Windows Server 2019, " + AVX512 + ", HASWELL",
        "Windows 10, fpu avx,",
        "Mac OS X, " + AVX512 + ","})
    void theNewestThatTheProcessorHasAreChosen(final String system, final String instructions, final String kernels) {
        assertEquals(Optional.ofNullable(kernels), OpenBlasKernels.of(system, Set.of(instructions.split(" "))));
    }

    @Test
    void instructionsAreReadOffTheLineOfFlags() {
        assertEquals(Set.of("fpu", "avx2", "fma"), OpenBlasKernels.instructionsIn("flags\t\t: fpu avx2  fma avx2 "));
    }

    @Test
    void theAvx512KernelsAreChosenWhereTheProcessorHasThem() throws IOException {
        assumeTrue(System.getenv("OPENBLAS_CORETYPE") == null, "the user chose kernels");
        Path processors = Path.of("/proc/cpuinfo");
        assumeTrue(Files.exists(processors) && Files.readString(processors).contains(" avx512vl"), "no AVX-512");
        assertEquals("SkylakeX", Natives.coreName());
    }
}
