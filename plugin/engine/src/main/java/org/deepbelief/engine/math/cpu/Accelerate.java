// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Optional;

/**
 * {@code cblas_sgemm} of the library that comes with macOS, on the memory of the matrices: Apple's own for its
 * processors.
 */
final class Accelerate implements Blas {

    private static final String SYSTEM = "Mac";

    private static final String LIBRARY = "/System/Library/Frameworks/Accelerate.framework/Accelerate";

    /** How many threads it takes for a product, read when it is loaded. */
    private static final String THREADS = "VECLIB_MAXIMUM_THREADS";

    private Accelerate() {
    }

    private static final class Functions {

        private Functions() {
        }

        static native void cblas_sgemm(int order, int transposeA, int transposeB, int m, int n, int k, float alpha,
            long a, int strideA, long b, int strideB, float beta, long c, int strideC);
    }

    /** Bound once: another thread may be in its function. */
    private static final class Once {

        private static final Optional<Accelerate> LOADED = load(System.getProperty("os.name", ""), LIBRARY);
    }

    /** The library; empty where the system is not macOS. */
    static Optional<Accelerate> loaded() {
        return Once.LOADED;
    }

    /**
     * A library with that function.
     *
     * @param system the name of the operating system
     * @return empty if that is not macOS or, with a line in the log, if the library does not load
     */
    static Optional<Accelerate> load(final String system, final String library) {
        if (!system.startsWith(SYSTEM)) {
            return Optional.empty();
        }
        try {
            Function setenv = NativeLibrary.getInstance("c").getFunction("setenv");
            setenv.invokeInt(new Object[] {THREADS, "1", 0});
            Native.register(Functions.class, NativeLibrary.getInstance(library));
            return Optional.of(new Accelerate());
        } catch (LinkageError | RuntimeException exception) {
            System.Logger log = System.getLogger(Accelerate.class.getName());
            log.log(System.Logger.Level.WARNING,
                "Accelerate could not be loaded; OpenBLAS does the matrix products.");
            log.log(System.Logger.Level.DEBUG, "Why Accelerate could not be loaded", exception);
            return Optional.empty();
        }
    }

    @Override
    public void multiply(final float alpha, final HostMatrix a, final boolean transposeA, final HostMatrix b,
        final boolean transposeB, final float beta, final HostMatrix c, final int fromRow, final int toRow,
        final int fromColumn, final int toColumn, final int fromInner, final int toInner) {
        Functions.cblas_sgemm(OpenBlas.ROW_MAJOR, transposeA ? OpenBlas.TRANSPOSED : OpenBlas.AS_IS,
            transposeB ? OpenBlas.TRANSPOSED : OpenBlas.AS_IS, toRow - fromRow, toColumn - fromColumn,
            toInner - fromInner, alpha,
            transposeA ? a.address(fromInner, fromRow) : a.address(fromRow, fromInner), a.columns(),
            transposeB ? b.address(fromColumn, fromInner) : b.address(fromInner, fromColumn), b.columns(), beta,
            c.addressToWrite(fromRow, fromColumn), c.columns());
    }

    @Override
    public String name() {
        return "Accelerate";
    }
}
