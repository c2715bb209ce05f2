// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/**
 * {@code dnnl_sgemm} of {@link OneDnnLibrary}, on the memory of the matrices: faster than OpenBLAS where a batch is
 * small beside the weights.
 */
final class OneDnn implements Blas {

    private final OneDnnLibrary library;

    OneDnn(final OneDnnLibrary library) {
        this.library = library;
    }

    @Override
    public void multiply(final float alpha, final HostMatrix a, final boolean transposeA, final HostMatrix b,
        final boolean transposeB, final float beta, final HostMatrix c, final int fromRow, final int toRow,
        final int fromColumn, final int toColumn, final int fromInner, final int toInner) {
        library.holdToOneThread();
        int status = OneDnnLibrary.Functions.dnnl_sgemm((byte)(transposeA ? 'T' : 'N'),
            (byte)(transposeB ? 'T' : 'N'), toRow - fromRow, toColumn - fromColumn, toInner - fromInner, alpha,
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
        return library.description();
    }
}
