// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class NativesTest {

    @Test
    void openBlasComputesOnTheCallingThreadAlone() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        assumeTrue(Files.exists(maps), "no list of the process's libraries");
        Natives.load();
        String library = Files.readAllLines(maps).stream().filter(line -> line.contains("/libopenblas"))
            .map(line -> line.substring(line.indexOf('/'))).findFirst().orElseThrow();
        HostMatrix.zeros(1, 1).close();
        assertEquals(1, NativeLibrary.getInstance(library).getFunction("openblas_get_num_threads")
            .invokeInt(new Object[0]));
    }

    @Test
    void theCacheFolderOfOtherProgramsIsLeftAlone() throws IOException {
        assumeTrue(!ownSetting(), "the user chose a folder");
        Blas.of(OneDnnLibrary.loaded());
        assertNull(System.getProperty("org.bytedeco.javacpp.cachedir"));
        assertTrue(Loader.getCacheDir().getName().startsWith("deepbelief-"), Loader.getCacheDir().toString());
    }

    private static boolean ownSetting() {
        return System.getProperty("org.bytedeco.javacpp.cachedir") != null;
    }
}
