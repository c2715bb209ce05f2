// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/**
 * Products in pieces of some hundredths of a second, with a question before each further one, so that a task can be
 * stopped within a product. A product that is no longer than a piece is made as a whole; by size alone, so that the
 * bits of a result depend on nothing else.
 */
final class PatientBlas implements Blas {

    /** Multiplications of a piece: a fifth of a second for a slow processor, a hundredth for a fast one. */
    private static final long MOST_PRODUCTS = 1L << 30;

    private final Blas blas;

    private final Runnable betweenPieces;

    /** @param betweenPieces may throw what is to be thrown instead of the rest of a product */
    PatientBlas(final Blas blas, final Runnable betweenPieces) {
        this.blas = blas;
        this.betweenPieces = betweenPieces;
    }

    /** Halves the longest side of a product until the pieces are short; the sums of both halves of k are added. */
    @Override
    public void multiply(final float alpha, final HostMatrix a, final boolean transposeA, final HostMatrix b,
        final boolean transposeB, final float beta, final HostMatrix c, final int fromRow, final int toRow,
        final int fromColumn, final int toColumn, final int fromInner, final int toInner) {
        int rows = toRow - fromRow;
        int columns = toColumn - fromColumn;
        int inner = toInner - fromInner;
        if ((double)rows * columns * inner <= MOST_PRODUCTS) {
            blas.multiply(alpha, a, transposeA, b, transposeB, beta, c, fromRow, toRow, fromColumn, toColumn,
                fromInner, toInner);
        } else if (rows >= columns && rows >= inner) {
            int middle = fromRow + rows / 2;
            multiply(alpha, a, transposeA, b, transposeB, beta, c, fromRow, middle, fromColumn, toColumn, fromInner,
                toInner);
            betweenPieces.run();
            multiply(alpha, a, transposeA, b, transposeB, beta, c, middle, toRow, fromColumn, toColumn, fromInner,
                toInner);
        } else if (columns >= inner) {
            int middle = fromColumn + columns / 2;
            multiply(alpha, a, transposeA, b, transposeB, beta, c, fromRow, toRow, fromColumn, middle, fromInner,
                toInner);
            betweenPieces.run();
            multiply(alpha, a, transposeA, b, transposeB, beta, c, fromRow, toRow, middle, toColumn, fromInner,
                toInner);
        } else {
            int middle = fromInner + inner / 2;
            multiply(alpha, a, transposeA, b, transposeB, beta, c, fromRow, toRow, fromColumn, toColumn, fromInner,
                middle);
            betweenPieces.run();
            multiply(alpha, a, transposeA, b, transposeB, 1f, c, fromRow, toRow, fromColumn, toColumn, middle,
                toInner);
        }
    }

    @Override
    public void prepare(final HostMatrix factor, final int rows) {
        blas.prepare(factor, rows);
    }

    @Override
    public void renew(final HostMatrix factor, final int fromRow, final int toRow, final int fromColumn,
        final int toColumn) {
        blas.renew(factor, fromRow, toRow, fromColumn, toColumn);
    }

    @Override
    public void renewed(final HostMatrix factor, final int rows) {
        blas.renewed(factor, rows);
    }

    @Override
    public String name() {
        return blas.name();
    }
}
