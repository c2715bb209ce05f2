// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BFloat16BlasTest {

    private static final int ROWS = 37;

    private static final int COLUMNS = 51;

    private static final int INNER = 43;

    /** Half a unit in the last place of float32. */
    private static final double EPSILON = Math.scalb(1.0, -24);

    private final WorkerPool pool = new WorkerPool(2);

    private BFloat16Blas blas;

    @BeforeEach
    void open() {
        Optional<OneDnnLibrary> library = OneDnnLibrary.loaded();
        assumeTrue(library.isPresent(), "oneDNN is not there for this platform");
        blas = new BFloat16Blas(library.get(), pool);
    }

    @AfterEach
    void close() {
        pool.close();
        if (blas != null) {
            blas.close();
        }
    }

    /** The definition: the upper 16 bits after half of what they lose, less one bit where they are even, is added. */
    private static float nearest(final float value) {
        int bits = Float.floatToRawIntBits(value);
        return Float.intBitsToFloat(bits + 0x7FFF + (bits >>> 16 & 1) & 0xFFFF0000);
    }

    /** As the processor has them after the product with 1. */
    private float[] rounded(final float[] values) {
        try (HostMatrix a = HostMatrix.of(values.length, 1, values);
            HostMatrix one = HostMatrix.of(1, 1, new float[] {1}); HostMatrix c = HostMatrix.zeros(values.length, 1)) {
            blas.prepare(a, values.length);
            blas.prepare(one, 1);
            blas.multiply(1f, a, false, one, false, 0f, c, 0, values.length, 0, 1, 0, 1);
            float[] result = c.toArray();
            blas.drop(a);
            blas.drop(one);
            return result;
        }
    }

    @Test
    void factorsAreTheNearestOfBFloat16TiesToEven() {
        List<Float> values = new ArrayList<>(List.of(0f, 1f, -1f, 0.5f, 0.1f, -0.3f, 3.0e38f, 1.2e-38f));
        for (int exponent : new int[] {0x3F80, 0x3F81, 0x4049, 0xBF00, 0x0080, 0x7F00}) {
            for (int below : new int[] {0x0001, 0x7FFF, 0x8000, 0x8001, 0xFFFF}) {
                values.add(Float.intBitsToFloat(exponent << 16 | below));
            }
        }
        for (int i = 0; i < 2000; i++) {
            values.add((CounterRandom.uniform(7, i, 0) - 0.5f) * (float)Math.pow(2, i % 60 - 30));
        }
        float[] given = new float[values.size()];
        for (int i = 0; i < given.length; i++) {
            given[i] = values.get(i);
        }
        float[] result = rounded(given);
        int ties = 0;
        for (int i = 0; i < given.length; i++) {
            assertEquals(nearest(given[i]), result[i], "of " + given[i] + ", bits "
                + Integer.toHexString(Float.floatToRawIntBits(given[i])));
            ties += (Float.floatToRawIntBits(given[i]) & 0xFFFF) == 0x8000 ? 1 : 0;
        }
        assertTrue(ties >= 6, "there were ties");
    }

    /** A sum of n products in float32, in any order, errs by at most n half units of the sum of their sizes. */
    @ParameterizedTest
    @CsvSource({"false, false, 0", "false, true, 0.5", "true, false, 1", "true, true, 0", "true, false, 0.9"})
    void aBlockOfAProductIsTheSumsOfRoundedFactorsAndTheRestStays(final boolean transposeA, final boolean transposeB,
        final float beta) {
        try (HostMatrix a = numbers(transposeA ? INNER : ROWS, transposeA ? ROWS : INNER, 1);
            HostMatrix b = numbers(transposeB ? COLUMNS : INNER, transposeB ? INNER : COLUMNS, 2);
            HostMatrix c = numbers(ROWS, COLUMNS, 3);
            HostMatrix before = c.copy()) {
            blas.prepare(a, a.rows());
            blas.prepare(b, b.rows());
            float alpha = -0.7f;
            blas.multiply(alpha, a, transposeA, b, transposeB, beta, c, 3, 36, 16, 49, 2, INNER - 1);
            double unrounded = 0;
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < COLUMNS; j++) {
                    double sum = 0;
                    double size = Math.abs(beta * before.get(i, j));
                    double exact = 0;
                    for (int k = 2; k < INNER - 1; k++) {
                        float left = transposeA ? a.get(k, i) : a.get(i, k);
                        float right = transposeB ? b.get(j, k) : b.get(k, j);
                        double product = (double)nearest(left) * nearest(right);
                        sum += product;
                        size += Math.abs(alpha * product);
                        exact += (double)left * right;
                    }
                    boolean inside = i >= 3 && i < 36 && j >= 16 && j < 49;
                    double expected = inside ? alpha * sum + (double)beta * before.get(i, j) : before.get(i, j);
                    assertEquals(expected, c.get(i, j), inside ? (INNER + 3) * EPSILON * size : 0,
                        blas.name() + ", element " + i + ", " + j);
                    unrounded = Math.max(unrounded, inside ? Math.abs(alpha) * Math.abs(exact - sum) : 0);
                }
            }
            assertTrue(unrounded > 1e-3, "the rounding of factors would be seen: " + unrounded);
        }
    }

    /** As with a learning rate of 0: memory that was never written is not what the first product is multiplied by. */
    @Test
    void aFirstProductTimesNothingIsNothing() {
        for (int size = 1; size <= 40; size++) {
            try (HostMatrix a = numbers(size, size, 1); HostMatrix b = numbers(size, size, 2);
                HostMatrix c = numbers(size, size, 3)) {
                blas.prepare(a, size);
                blas.prepare(b, size);
                blas.multiply(0f, a, false, b, false, 0f, c, 0, size, 0, size, 0, size);
                for (int i = 0; i < size * size; i++) {
                    assertEquals(0, Math.abs(c.get(i / size, i % size)), "size " + size);
                }
            }
        }
    }

    @Test
    void whatChangesAFactorIsSeen() {
        try (HostMatrix a = numbers(ROWS, INNER, 1); HostMatrix b = numbers(INNER, COLUMNS, 2);
            HostMatrix c = HostMatrix.zeros(ROWS, COLUMNS); HostMatrix one = HostMatrix.of(1, 1, new float[] {1})) {
            for (int change = 0; change < 5; change++) {
                switch (change) {
                    case 0 -> { }
                    case 1 -> a.set(5, 3, 8);
                    case 2 -> a.writeRow(6, new float[INNER]);
                    case 3 -> b.fill(0.25f);
                    default -> new OpenBlas().multiply(2, one, false, one, false, 0, a, 7, 8, 2, 3, 1);
                }
                blas.prepare(a, ROWS);
                blas.prepare(b, INNER);
                blas.multiply(1, a, false, b, false, 0, c, 0, ROWS, 0, COLUMNS, 0, INNER);
                for (int row = 5; row < 8; row++) {
                    double expected = 0;
                    for (int k = 0; k < INNER; k++) {
                        expected += (double)nearest(a.get(row, k)) * nearest(b.get(k, 4));
                    }
                    assertEquals(expected, c.get(row, 4), 1e-5, "row " + row + " after change " + change);
                }
            }
        }
    }

    @Test
    void withoutTheLibraryItIsFloat32AndTheLogSaysSoOnce() {
        List<String> told = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(final LogRecord line) {
                told.add(line.getMessage());
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        Logger logger = Logger.getLogger(CpuCompute.class.getName());
        logger.addHandler(handler);
        try {
            for (Precision wanted : List.of(Precision.AUTOMATIC, Precision.MIXED, Precision.MIXED)) {
                try (CpuCompute compute = CpuCompute.open(1, wanted, Optional.empty())) {
                    assertEquals(Precision.FLOAT32, compute.precision());
                    assertEquals(System.getProperty("os.name").startsWith("Mac") ? "Accelerate"
                        : "OpenBLAS " + Natives.coreName(), compute.blasName());
                }
            }
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(List.of("Mixed precision is wanted, but the library that multiplies bfloat16 is not there: float32"
            + " is computed with."), told);
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
