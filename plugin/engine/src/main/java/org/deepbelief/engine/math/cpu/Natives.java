// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loads ND4J and OpenBLAS once for the process, so that it works on any thread of any host (a plain Java program, a
 * test, an OSGi bundle), and prepares OpenBLAS: one thread (the engine's own workers split the work) and
 * {@link OpenBlasKernels kernels} that fit the processor.
 */
public final class Natives {

    private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

    /** JavaCPP's limits of its own memory and of the whole process's, 0 for none. It takes them in lower case too. */
    private static final List<String> LIMITS =
        List.of("org.bytedeco.javacpp.maxBytes", "org.bytedeco.javacpp.maxPhysicalBytes");

    private static final String VERSION = "1.0.0-M2.1";

    private static boolean loaded;

    private static String coreName = "unknown";

    private Natives() {
    }

    /**
     * Loads the libraries if they are not loaded yet.
     *
     * @throws IllegalStateException if there is no native library for this platform; the message says which platform
     */
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        OpenBlasKernels.choose();
        ND4JClassLoading.setNd4jClassloaderFromClass(Natives.class);
        try {
            readProperties();
            NativeLibrary openBlas = NativeLibrary.getInstance(Loader.load(openblas_nolapack.class));
            Nd4j.getBackend();
            holdToOneThread(openBlas);
        } catch (IOException | LinkageError | RuntimeException exception) {
            throw new IllegalStateException("The native libraries of ND4J could not be loaded on "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                + ". Install the extension's fragment for this platform.", exception);
        }
        coreName = OpenBlasKernels.name().orElse("unknown");
        loaded = true;
        System.getLogger(Natives.class.getName()).log(System.Logger.Level.DEBUG, "Kernels of OpenBLAS: " + coreName);
    }

    /**
     * Has JavaCPP read its properties, which it does once, and sets those that nobody set only meanwhile: the folder of
     * its cache, and no limits, since {@link org.deepbelief.engine.math.MatrixMemory} limits the matrices. Its own
     * refuse memory that is there: by default, the whole process may not take more than four times the heap.
     */
    private static void readProperties() throws IOException {
        List<String> added = new ArrayList<>();
        if (System.getProperty(CACHE_PROPERTY) == null) {
            System.setProperty(CACHE_PROPERTY, ownCache().toString());
            added.add(CACHE_PROPERTY);
        }
        for (String limit : LIMITS) {
            if (System.getProperty(limit) == null && System.getProperty(limit.toLowerCase(Locale.ROOT)) == null) {
                System.setProperty(limit, "0");
                added.add(limit);
            }
        }
        try {
            Loader.getCacheDir();
            Pointer.maxPhysicalBytes();
        } finally {
            added.forEach(System::clearProperty);
        }
    }

    /** The name of the kernels that OpenBLAS chose, as it reports it ("SkylakeX", "Haswell"), or "unknown". */
    public static synchronized String coreName() {
        load();
        return coreName;
    }

    /**
     * JavaCPP's own function looks for OpenBLAS among the symbols that all libraries of the process share, where it is
     * only on Windows; there in turn a library gives away no symbol of those that it is linked to.
     */
    private static void holdToOneThread(final NativeLibrary linkedToOpenBlas) {
        openblas_nolapack.blas_set_num_threads(1);
        try {
            linkedToOpenBlas.getFunction("openblas_set_num_threads").invokeVoid(new Object[] {1});
        } catch (UnsatisfiedLinkError windows) {
            System.getLogger(Natives.class.getName()).log(System.Logger.Level.DEBUG,
                "JavaCPP alone sets the threads of OpenBLAS", windows);
        }
    }

    /** A folder of this extension and version, since JavaCPP's default is shared by all versions of all programs. */
    private static Path ownCache() throws IOException {
        String name = "deepbelief-nd4j-" + VERSION;
        Path home = Path.of(System.getProperty("user.home", ""), ".javacpp", name);
        try {
            return Files.createDirectories(home);
        } catch (IOException exception) {
            return Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"),
                name + "-" + System.getProperty("user.name")));
        }
    }
}
