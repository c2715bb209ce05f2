// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneDnnLibraryTest {

    private static final String LOADED = "loaded";

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
            System.out.println(OneDnnLibrary.load(arguments[0]).isPresent() ? LOADED : "left out");
        }
    }

    /** With a cache of its own, so that the library is copied, which takes long, after what it is linked to. */
    @Test
    void garbageCollectedMeanwhileDoesNotKeepTheLibraryOut(@TempDir final Path cache)
        throws IOException, InterruptedException {
        assumeTrue(OneDnnLibrary.loaded().isPresent(), "no oneDNN for this platform");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-Dorg.bytedeco.javacpp.cachedir=" + cache, "-cp",
            System.getProperty("java.class.path"), Loading.class.getName(), OneDnnLibrary.LIBRARY)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertEquals(LOADED, new String(process.getInputStream().readAllBytes()).strip());
        assertEquals(0, process.waitFor());
    }
}
