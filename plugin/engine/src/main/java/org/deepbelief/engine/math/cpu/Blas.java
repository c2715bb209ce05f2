// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Optional;

/**
 * Products of dense float32 matrices on the calling thread. An implementation may take the factors in a form of its
 * own: it is told when that is to be made.
 */
interface Blas {

    /** The provider for this process: oneDNN where its library is there, else macOS's own, else OpenBLAS. */
    static Blas of(final Optional<OneDnnLibrary> library) {
        return library.<Blas>map(OneDnn::new).or(Accelerate::loaded).orElseGet(OpenBlas::new);
    }

    /**
     * {@code C[r, c] = alpha op(A)[r, k] op(B)[k, c] + beta C[r, c]} for rows r, columns c of a block of the result and
     * some k, where op transposes if asked to. With {@code beta} 0 the old C is not read.
     *
     * @param fromRow first row of the block
     * @param toRow row after the last of the block
     * @param fromColumn first column of the block
     * @param toColumn column after the last of the block
     * @param fromInner first k of the sums
     * @param toInner k after the last, at most the inner size of both factors
     */
    void multiply(float alpha, HostMatrix a, boolean transposeA, HostMatrix b, boolean transposeB, float beta,
        HostMatrix c, int fromRow, int toRow, int fromColumn, int toColumn, int fromInner, int toInner);

    /** As above, over the first {@code inner} of k. */
    default void multiply(final float alpha, final HostMatrix a, final boolean transposeA, final HostMatrix b,
        final boolean transposeB, final float beta, final HostMatrix c, final int fromRow, final int toRow,
        final int fromColumn, final int toColumn, final int inner) {
        multiply(alpha, a, transposeA, b, transposeB, beta, c, fromRow, toRow, fromColumn, toColumn, 0, inner);
    }

    /**
     * To be called before the first rows of a matrix are a factor of products, by the thread that has others work, and
     * while nobody does.
     */
    default void prepare(final HostMatrix factor, final int rows) {
    }

    /**
     * To be called when a block of a matrix that may be a factor later has been written, by the thread that has it in
     * its cache; {@link #renewed} when all blocks of its first rows have been.
     */
    default void renew(final HostMatrix factor, final int fromRow, final int toRow, final int fromColumn,
        final int toColumn) {
    }

    /** To be called after {@link #renew}, by the thread that has others work. */
    default void renewed(final HostMatrix factor, final int rows) {
    }

    /** The name of the library and of the kernels it chose for this processor. */
    String name();
}
