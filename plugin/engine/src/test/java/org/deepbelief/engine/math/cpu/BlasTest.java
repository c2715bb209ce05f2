// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.deepbelief.engine.math.CounterRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BlasTest {

    private static final int ROWS = 21;

    private static final int COLUMNS = 40;

    private static final int INNER = 17;

    static Stream<Arguments> providers() {
        return Stream.of(Stream.of(new OpenBlas()), OneDnnLibrary.loaded().map(OneDnn::new).stream(),
            standInForAccelerate().stream()).<Blas>flatMap(provider -> provider)
            .flatMap(blas -> Stream.of(false, true).flatMap(left -> Stream.of(false, true)
                .flatMap(right -> Stream.of(0f, 0.5f).map(beta -> Arguments.of(blas, left, right, beta)))));
    }

    /** OpenBLAS, which has the same function; on macOS the library itself, since a process binds it once. */
    private static Optional<Accelerate> standInForAccelerate() {
        Optional<Accelerate> own = Accelerate.loaded();
        return own.isPresent() ? own : Accelerate.load("Mac OS X", Loader.load(openblas_nolapack.class));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aBlockOfAProductIsItsSumsAndTheRestStays(final Blas blas, final boolean transposeA, final boolean transposeB,
        final float beta) {
        try (HostMatrix a = numbers(transposeA ? INNER : ROWS, transposeA ? ROWS : INNER, 1);
            HostMatrix b = numbers(transposeB ? COLUMNS : INNER, transposeB ? INNER : COLUMNS, 2);
            HostMatrix c = numbers(ROWS, COLUMNS, 3);
            HostMatrix before = c.copy()) {
            blas.multiply(2f, a, transposeA, b, transposeB, beta, c, 3, 20, 16, 33, 2, INNER - 1);
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < COLUMNS; j++) {
                    double sum = 0;
                    for (int k = 2; k < INNER - 1; k++) {
                        sum += (double)(transposeA ? a.get(k, i) : a.get(i, k))
                            * (transposeB ? b.get(j, k) : b.get(k, j));
                    }
                    boolean inside = i >= 3 && i < 20 && j >= 16 && j < 33;
                    assertEquals(inside ? 2 * sum + beta * before.get(i, j) : before.get(i, j), c.get(i, j), 1e-5,
                        blas.name() + ", element " + i + ", " + j);
                }
            }
        }
    }

    @Test
    void oneDnnLoadsOnLinux() {
        assumeTrue(System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"));
        String name = Blas.of(OneDnnLibrary.loaded()).name();
        assertTrue(name.startsWith("oneDNN 3.8.1 "), name);
    }

    @Test
    void openBlasServesWhereTheLibraryIsMissingOrNone() {
        assertEquals(Optional.empty(), loadOneDnn("/no/such/library"));
        assertEquals(Optional.empty(), loadOneDnn("/" + BlasTest.class.getName().replace('.', '/') + ".class"));
    }

    private static Optional<OneDnnLibrary> loadOneDnn(final String library) {
        OneDnnFiles linux = OneDnnFiles.of("linux-x86_64").orElseThrow();
        return OneDnnLibrary.load(new OneDnnFiles(linux.openCl(), library, Optional.empty()), () -> null);
    }

    @Test
    void accelerateIsOfMacOsAlone() {
        assertEquals(Optional.empty(), Accelerate.load("Linux", "c"));
        assertEquals(Optional.empty(), Accelerate.load("Windows 11", "c"));
        assertEquals(System.getProperty("os.name").startsWith("Mac"), Accelerate.loaded().isPresent());
    }

    @Test
    void openBlasServesOnMacOsWhereAccelerateIsMissing() {
        assertEquals(Optional.empty(), Accelerate.load("Mac OS X", "/no/such/library"));
    }

    private static HostMatrix numbers(final int rows, final int columns, final long key) {
        HostMatrix matrix = HostMatrix.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, CounterRandom.uniform(key, i, j) - 0.5f);
            }
        }
        return matrix;
    }
}
