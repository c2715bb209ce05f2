// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.bytedeco.openblas.global.openblas_nolapack;

/** {@code cblas_sgemm} of the OpenBLAS library that ND4J loads, on the memory of the matrices. */
final class OpenBlas implements Blas {

    /** What numbers mean in {@code cblas_sgemm} of any library. */
    static final int ROW_MAJOR = 101;

    static final int AS_IS = 111;

    static final int TRANSPOSED = 112;

    OpenBlas() {
        Natives.load();
    }

    @Override
    public void multiply(final float alpha, final HostMatrix a, final boolean transposeA, final HostMatrix b,
        final boolean transposeB, final float beta, final HostMatrix c, final int fromRow, final int toRow,
        final int fromColumn, final int toColumn, final int fromInner, final int toInner) {
        Operands pointers = Operands.ofThread();
        openblas_nolapack.cblas_sgemm(ROW_MAJOR, transposeA ? TRANSPOSED : AS_IS, transposeB ? TRANSPOSED : AS_IS,
            toRow - fromRow, toColumn - fromColumn, toInner - fromInner, alpha,
            pointers.a.at(transposeA ? a.address(fromInner, fromRow) : a.address(fromRow, fromInner)), a.columns(),
            pointers.b.at(transposeB ? b.address(fromColumn, fromInner) : b.address(fromInner, fromColumn)),
            b.columns(), beta, pointers.c.at(c.addressToWrite(fromRow, fromColumn)), c.columns());
    }

    @Override
    public String name() {
        return "OpenBLAS " + Natives.coreName();
    }
}
