// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * {@code dnnl_sgemm} of oneDNN, on the memory of the matrices: faster than OpenBLAS where a batch is small beside the
 * weights. Its library comes in the fragment of the platform; a platform without it does without.
 *
 * <p>oneDNN would spread a product over OpenMP's threads; each thread that comes here is held to one, for as long as it
 * lives.
 */
final class OneDnn implements Blas {

    private static final String LIBRARY = "/org/bytedeco/dnnl/linux-x86_64/libdnnl.so.2";

    /** What the library is linked to and many machines lack, though nothing here calls it. */
    private static final String OPEN_CL = "/org/bytedeco/opencl/linux-x86_64/libOpenCL.so.1";

    /** Symbols of this copy serve nobody else in the process. */
    private static final Map<String, Object> LAZY_AND_LOCAL = Map.of(Library.OPTION_OPEN_FLAGS, 1);

    private static final int AVX2 = 0x07;

    private static final int AVX512 = 0x27;

    private static final ThreadLocal<Boolean> ONE_THREAD = ThreadLocal.withInitial(() -> {
        Functions.omp_set_num_threads(1);
        return true;
    });

    private final String name;

    private OneDnn(final String name) {
        this.name = name;
    }

    /** The functions of the library and of the OpenMP library that it is linked to. */
    private static final class Functions {

        static native int dnnl_sgemm(byte transposeA, byte transposeB, long m, long n, long k, float alpha, long a,
            long strideA, long b, long strideB, float beta, long c, long strideC);

        static native Pointer dnnl_version();

        static native int dnnl_get_effective_cpu_isa();

        static native void omp_set_num_threads(int threads);
    }

    /** Bound once: another thread may be in one of its functions. */
    private static final class Once {

        private static final Optional<Blas> LOADED = load(LIBRARY);
    }

    /** The library; empty, with a line in the log, if there is none for this platform or it does not load. */
    static Optional<Blas> loaded() {
        Natives.load();
        return Once.LOADED;
    }

    static Optional<Blas> load(final String library) {
        if (!Loader.getPlatform().equals("linux-x86_64") || OneDnn.class.getResource(library) == null) {
            return Optional.empty();
        }
        try {
            open(OPEN_CL);
            Native.register(Functions.class, open(library));
            return Optional.of(new OneDnn(describe()));
        } catch (IOException | LinkageError | RuntimeException exception) {
            System.Logger log = System.getLogger(OneDnn.class.getName());
            log.log(System.Logger.Level.WARNING,
                "oneDNN could not be loaded; OpenBLAS does the matrix products, which takes longer.");
            log.log(System.Logger.Level.DEBUG, "Why oneDNN could not be loaded", exception);
            return Optional.empty();
        }
    }

    private static NativeLibrary open(final String resource) throws IOException {
        File file = Loader.cacheResource(OneDnn.class, resource);
        if (file == null) {
            throw new IOException(resource + " is missing.");
        }
        return NativeLibrary.getInstance(file.getPath(), LAZY_AND_LOCAL);
    }

    private static String describe() {
        Pointer version = Functions.dnnl_version();
        int set = Functions.dnnl_get_effective_cpu_isa();
        return "oneDNN " + version.getInt(0) + "." + version.getInt(4) + "." + version.getInt(8)
            + ((set & AVX512) == AVX512 ? " AVX-512" : (set & AVX2) == AVX2 ? " AVX2" : " SSE");
    }

    @Override
    public void multiply(final float alpha, final HostMatrix a, final boolean transposeA, final HostMatrix b,
        final boolean transposeB, final float beta, final HostMatrix c, final int fromRow, final int toRow,
        final int fromColumn, final int toColumn, final int fromInner, final int toInner) {
        ONE_THREAD.get();
        int status = Functions.dnnl_sgemm((byte)(transposeA ? 'T' : 'N'), (byte)(transposeB ? 'T' : 'N'),
            toRow - fromRow, toColumn - fromColumn, toInner - fromInner, alpha,
            transposeA ? a.address(fromInner, fromRow) : a.address(fromRow, fromInner), a.columns(),
            transposeB ? b.address(fromColumn, fromInner) : b.address(fromInner, fromColumn), b.columns(), beta,
            c.address(fromRow, fromColumn), c.columns());
        if (status != 0) {
            throw new IllegalStateException("oneDNN refused to multiply matrices of " + a.shape() + " and " + b.shape()
                + " into one of " + c.shape() + ": status " + status + ".");
        }
    }

    @Override
    public String name() {
        return name;
    }
}
