// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativesTest {

    @Test
    void theAvx512KernelsAreChosenWhereTheProcessorHasThem() throws IOException {
        assumeTrue(System.getenv("OPENBLAS_CORETYPE") == null, "the user chose kernels");
        Path processors = Path.of("/proc/cpuinfo");
        assumeTrue(Files.exists(processors) && Files.readString(processors).contains(" avx512vl"), "no AVX-512");
        assertEquals("SkylakeX", Natives.coreName());
    }

    @Test
    void theCacheFolderOfOtherProgramsIsLeftAlone() {
        assumeTrue(!ownSetting(), "the user chose a folder");
        Natives.load();
        assertNull(System.getProperty("org.bytedeco.javacpp.cachedir"));
    }

    private static boolean ownSetting() {
        return System.getProperty("org.bytedeco.javacpp.cachedir") != null;
    }
}
