// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/** The product of two matrices, by shards of the result's rows or columns. */
final class ProductTask implements WorkerPool.Task {

    private final WorkerPool pool;

    private Blas blas;

    private float alpha;

    private HostMatrix a;

    private boolean transposeA;

    private HostMatrix b;

    private boolean transposeB;

    private float beta;

    private HostMatrix c;

    private int rows;

    private int columns;

    private int inner;

    private int shards;

    ProductTask(final WorkerPool pool) {
        this.pool = pool;
    }

    /** {@code c = alpha left^T right + beta c} over the first {@code count} rows of both. */
    void accumulate(final Blas by, final float newAlpha, final HostMatrix left, final HostMatrix right, final int count,
        final float newBeta, final HostMatrix target) {
        transposeA = true;
        transposeB = false;
        rows = target.rows();
        columns = target.columns();
        inner = count;
        by.prepare(left, count);
        by.prepare(right, count);
        run(by, newAlpha, left, right, newBeta, target);
    }

    /** {@code c = alpha input op(weights) + beta c} for the first {@code count} rows. */
    void product(final Blas by, final float newAlpha, final HostMatrix input, final int count, final HostMatrix weights,
        final boolean transposed, final float newBeta, final HostMatrix target) {
        transposeA = false;
        transposeB = transposed;
        rows = count;
        columns = target.columns();
        inner = transposed ? weights.columns() : weights.rows();
        by.prepare(input, count);
        by.prepare(weights, weights.rows());
        run(by, newAlpha, input, weights, newBeta, target);
    }

    private void run(final Blas by, final float newAlpha, final HostMatrix left, final HostMatrix right, final float newBeta,
        final HostMatrix target) {
        blas = by;
        alpha = newAlpha;
        a = left;
        b = right;
        beta = newBeta;
        c = target;
        shards = Shards.count(transposeA ? rows : columns);
        pool.run(this, shards);
    }

    @Override
    public void run(final int shard, final Scratch scratch) {
        int size = transposeA ? rows : columns;
        int from = Shards.start(size, shards, shard);
        int to = Shards.start(size, shards, shard + 1);
        if (transposeA) {
            blas.multiply(alpha, a, true, b, transposeB, beta, c, from, to, 0, columns, inner);
        } else {
            blas.multiply(alpha, a, false, b, transposeB, beta, c, 0, rows, from, to, inner);
        }
    }
}
