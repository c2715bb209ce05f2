// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Vector operations of the OpenBLAS library that ND4J loads, on blocks of matrices where they lie: what is in no cache
 * comes faster to one long loop than to arrays that are filled piece by piece. Whole rows are one vector.
 */
final class VectorBlas {

    private VectorBlas() {
    }

    /**
     * {@code target += factor source}, by {@code cblas_saxpy}.
     *
     * @param source a matrix of the same shape, or the target itself
     */
    static void addScaled(final float factor, final HostMatrix source, final HostMatrix target, final int fromRow,
        final int toRow, final int fromColumn, final int toColumn) {
        Operands pointers = Operands.ofThread();
        int together = rowsTogether(target, fromRow, toRow, fromColumn, toColumn);
        for (int row = fromRow; row < toRow; row += together) {
            openblas_nolapack.cblas_saxpy(together * (toColumn - fromColumn), factor,
                pointers.a.at(source.address(row, fromColumn)), 1,
                pointers.c.at(target.addressToWrite(row, fromColumn)), 1);
        }
    }

    /** Brings a block to the cache of the processor: {@code cblas_sasum} reads it and nothing else. */
    static void fetch(final HostMatrix matrix, final int fromRow, final int toRow, final int fromColumn,
        final int toColumn) {
        Operands pointers = Operands.ofThread();
        int together = rowsTogether(matrix, fromRow, toRow, fromColumn, toColumn);
        for (int row = fromRow; row < toRow; row += together) {
            openblas_nolapack.cblas_sasum(together * (toColumn - fromColumn),
                pointers.a.at(matrix.address(row, fromColumn)), 1);
        }
    }

    /** All rows where they follow each other in memory without a gap and are not too many to be counted, else 1. */
    private static int rowsTogether(final HostMatrix matrix, final int fromRow, final int toRow, final int fromColumn,
        final int toColumn) {
        boolean whole = fromColumn == 0 && toColumn == matrix.columns();
        return whole && (long)(toRow - fromRow) * toColumn <= Integer.MAX_VALUE ? toRow - fromRow : 1;
    }
}
