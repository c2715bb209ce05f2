// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatientBlasTest {

    private record Piece(int rows, int columns, int inner, float beta) {

        double products() {
            return (double)rows * columns * inner;
        }
    }

    /** Multiplies nothing. */
    private static final class Recorder implements Blas {

        private final List<Piece> pieces = new ArrayList<>();

        @Override
        public void multiply(final float alpha, final HostMatrix a, final boolean transposeA, final HostMatrix b,
            final boolean transposeB, final float beta, final HostMatrix c, final int fromRow, final int toRow,
            final int fromColumn, final int toColumn, final int fromInner, final int toInner) {
            pieces.add(new Piece(toRow - fromRow, toColumn - fromColumn, toInner - fromInner, beta));
        }

        @Override
        public String name() {
            return "recorder";
        }
    }

    /** What the dialogs allow at most: batches of 100,000 rows, and layers of as many units as there is memory for. */
    @ParameterizedTest
    @CsvSource({"100000, 10000, 10000", "10000, 10000, 100000", "64, 1000000, 1000000", "1, 1000000, 1000000"})
    void theLongestProductIsMadeInShortPieces(final int rows, final int columns, final int inner) {
        final Recorder recorder = new Recorder();
        new PatientBlas(recorder, () -> { }).multiply(1, null, false, null, false, 0.5f, null, 3, 3 + rows, 5,
            5 + columns, inner);
        assertEquals((double)rows * columns * inner,
            recorder.pieces.stream().mapToDouble(Piece::products).sum(), 0.5);
        assertTrue(recorder.pieces.stream().allMatch(piece -> piece.products() <= 1 << 30
            && piece.products() > 1 << 28), "of some hundredths of a second");
        final double first = recorder.pieces.stream().filter(piece -> piece.beta() == 0.5f)
            .mapToDouble(piece -> (double)piece.rows() * piece.columns()).sum();
        assertEquals((double)rows * columns, first, "each number of the old result is taken once");
        assertTrue(recorder.pieces.stream().allMatch(piece -> piece.beta() == 0.5f || piece.beta() == 1));
    }

    @Test
    void aProductOfOrdinarySizeIsMadeAtOnce() {
        final Recorder recorder = new Recorder();
        new PatientBlas(recorder, () -> {
            throw new AssertionError("asked");
        }).multiply(1, null, true, null, true, 0, null, 0, 1024, 0, 1024, 1024);
        assertEquals(List.of(new Piece(1024, 1024, 1024, 0)), recorder.pieces);
    }

    @Test
    void theRestIsLeftOutOnceItIsToEnd() {
        final Recorder recorder = new Recorder();
        final PatientBlas blas = new PatientBlas(recorder, () -> {
            if (recorder.pieces.size() == 3) {
                throw new CancellationException();
            }
        });
        assertThrows(CancellationException.class,
            () -> blas.multiply(1, null, false, null, false, 0, null, 0, 100_000, 0, 10_000, 10_000));
        assertEquals(3, recorder.pieces.size());
    }

    /** Of small whole numbers, whose sums are exact in any order. */
    @ParameterizedTest
    @CsvSource({"1100, 1000, 1000", "1000, 1100, 1000", "1000, 1000, 1100"})
    void thePiecesAreTheProduct(final int rows, final int columns, final int inner) {
        final List<String> asked = new ArrayList<>();
        final Blas whole = Blas.of(OneDnnLibrary.loaded());
        final Blas pieces = new PatientBlas(whole, () -> asked.add(""));
        try (HostMatrix left = numbers(rows, inner); HostMatrix right = numbers(columns, inner);
            HostMatrix expected = numbers(rows, columns); HostMatrix result = expected.copy()) {
            whole.multiply(2, left, false, right, true, 3, expected, 1, rows, 0, columns - 1, inner);
            pieces.multiply(2, left, false, right, true, 3, result, 1, rows, 0, columns - 1, inner);
            assertEquals(1, asked.size());
            for (int i = 0; i < rows; i += Math.max(1, rows / 50)) {
                for (int j = 0; j < columns; j += 7) {
                    assertEquals(expected.get(i, j), result.get(i, j), i + ", " + j);
                }
            }
            assertEquals(expected.get(rows - 1, columns - 1), result.get(rows - 1, columns - 1));
        }
    }

    private static HostMatrix numbers(final int rows, final int columns) {
        final HostMatrix matrix = HostMatrix.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, (i * 31 + j * 17) % 5);
            }
        }
        return matrix;
    }
}
