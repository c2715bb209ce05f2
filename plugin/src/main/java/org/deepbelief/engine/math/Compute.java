// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The processor that trainers compute on: the matrix products and fused loops of a training step, each spread over the
 * worker threads, each returning when its result is complete. Here it is the CPU: oneDNN or OpenBLAS with one thread a
 * worker.
 *
 * <p>Work is cut by units (columns of a result, rows of a weight matrix) into shards whose number depends on the sizes
 * alone, so that the bits of a result do not depend on the number of threads. One thread at a time calls an instance;
 * no operation allocates memory. Operations with fixed operands are prepared once: {@link Propagation},
 * {@link Backpropagation}, {@link WeightUpdate}. Matrices that only live for the work at hand are taken from it too, by
 * {@link #zeros}, and are released with it.
 */
public final class Compute implements AutoCloseable {

    private final WorkerPool pool;

    private final boolean ownsPool;

    private final List<FloatMatrix> memory = new ArrayList<>();

    private final Blas blas = Blas.fastest();

    private final Product product = new Product();

    private final ColumnSums columnSums = new ColumnSums();

    private final Step step = new Step();

    private final Mask mask = new Mask();

    private final Rows rowTask = new Rows();

    private final SparseProduct sparseProduct = new SparseProduct();

    private Compute(final WorkerPool pool, final boolean ownsPool) {
        this.pool = pool;
        this.ownsPool = ownsPool;
    }

    /**
     * Prepares worker threads, which start with the first operation.
     *
     * @param threads how many threads compute, the calling one among them; 0 for one a processor
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if the native libraries cannot be loaded
     */
    public static Compute open(final int threads) {
        return new Compute(new WorkerPool(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads), true);
    }

    /**
     * The same threads, with working memory of its own: closing it releases that and leaves the threads to this one.
     */
    public Compute part() {
        return new Compute(pool, false);
    }

    /**
     * Working memory: a matrix of zeros that is released when this is closed, at the latest.
     *
     * @throws IllegalArgumentException if there is no row or no column, or a row is longer than 2^28
     * @throws OutOfMemoryError if the native memory is not there
     */
    public FloatMatrix zeros(final int rows, final int columns) {
        FloatMatrix matrix = FloatMatrix.zeros(rows, columns);
        memory.add(matrix);
        return matrix;
    }

    /** A copy of a matrix in working memory. */
    public FloatMatrix copy(final FloatMatrix source) {
        FloatMatrix copy = zeros(source.rows(), source.columns());
        copy.copyFrom(source);
        return copy;
    }

    /** The transpose of a matrix in working memory. */
    public FloatMatrix transposed(final FloatMatrix source) {
        FloatMatrix transpose = source.transposed();
        memory.add(transpose);
        return transpose;
    }

    /** The number of threads that compute. */
    public int threads() {
        return pool.threads();
    }

    /** The library that does the matrix products and its kernels, for a log. */
    public String blasName() {
        return blas.name();
    }

    /** Ends the worker threads, which have ended when it returns, and releases the working memory. */
    @Override
    public void close() {
        if (ownsPool) {
            pool.close();
        }
        memory.forEach(FloatMatrix::close);
        memory.clear();
    }

    /**
     * {@code target = alpha left^T right + beta target} over the first {@code rows} rows of both: the sums over a batch
     * of products of two layers' units, which all weight gradients are.
     *
     * @param left rows x m
     * @param right rows x n
     * @param target m x n; with {@code beta} 0 its old content is not read
     */
    public void accumulate(final float alpha, final FloatMatrix left, final FloatMatrix right, final int rows,
        final float beta, final FloatMatrix target) {
        requireShape(left.columns() == target.rows() && right.columns() == target.columns()
            && rows <= left.rows() && rows <= right.rows(), left, right, target);
        product.run(alpha, left, true, right, false, beta, target, target.rows(), target.columns(), rows);
    }

    /**
     * {@code target = alpha input op(weights) + beta target} for the first {@code rows} rows of input and target, where
     * op transposes if asked to.
     */
    public void product(final float alpha, final FloatMatrix input, final int rows, final FloatMatrix weights,
        final boolean transposed, final float beta, final FloatMatrix target) {
        int inner = transposed ? weights.columns() : weights.rows();
        requireShape(input.columns() == inner && target.columns() == (transposed ? weights.rows() : weights.columns())
            && rows <= input.rows() && rows <= target.rows(), input, weights, target);
        product.run(alpha, input, false, weights, transposed, beta, target, rows, target.columns(), inner);
    }

    /**
     * {@code target = input weights} for the rows of a sparse input: costs what is not zero in them.
     *
     * @param input rows x inputs
     * @param weights inputs x units, or with more rows than that
     * @param target at least as many rows x units
     */
    public void product(final SparseMatrix input, final FloatMatrix weights, final FloatMatrix target) {
        if (input.columns() > weights.rows() || target.columns() != weights.columns()
            || input.rows() > target.rows()) {
            throw new IllegalArgumentException("A sparse matrix of " + input.rows() + " x " + input.columns()
                + ", and " + weights.shape() + " and " + target.shape() + ", do not fit together.");
        }
        sparseProduct.input = input;
        sparseProduct.weights = weights;
        sparseProduct.target = target;
        rowTask.run(input.rows(), sparseProduct);
    }

    /**
     * {@code sums = scale (sums over the first rows of matrix) + beta sums}.
     *
     * @param sums at least as long as the matrix has columns
     */
    public void columnSums(final FloatMatrix matrix, final int rows, final float scale, final float beta,
        final float[] sums) {
        columnSums.run(matrix, rows, scale, beta, sums);
    }

    /**
     * {@code weights += increments - l2 weights}, then every weight moves by {@code l1} towards zero, not past it.
     *
     * @param increments as large as the weights
     */
    public void step(final FloatMatrix weights, final FloatMatrix increments, final float l2, final float l1) {
        requireShape(weights.rows() == increments.rows() && weights.columns() == increments.columns(), weights,
            increments, weights);
        step.run(weights, increments, l2, l1);
    }

    /**
     * Sets each element of the first {@code rows} rows to zero with probability {@code 1 - keep} and multiplies it by
     * {@code scale} otherwise. The same key drops the same elements, so that it can be repeated on another matrix of
     * the same shape.
     *
     * @param keep in (0, 1]
     */
    public void mask(final FloatMatrix matrix, final int rows, final float keep, final float scale, final long key) {
        mask.run(matrix, rows, keep, scale, key);
    }

    /** As {@link #columnSums(FloatMatrix, int, float, float, float[])}, to a matrix of one row. */
    public void columnSums(final FloatMatrix matrix, final int rows, final float scale, final float beta,
        final FloatMatrix sums) {
        float[] values = sums.toArray();
        columnSums(matrix, rows, scale, beta, values);
        sums.writeRow(0, values);
    }

    /**
     * {@code target = alpha source + beta target}, both of the same shape.
     *
     * @param target with {@code beta} 0 its old content is not read
     */
    public void addScaled(final float alpha, final FloatMatrix source, final float beta, final FloatMatrix target) {
        float[] values = new float[source.columns()];
        float[] old = new float[source.columns()];
        for (int row = 0; row < source.rows(); row++) {
            source.readRow(row, values);
            target.readRow(row, old);
            for (int i = 0; i < values.length; i++) {
                old[i] = alpha * values[i] + (beta == 0f ? 0f : beta * old[i]);
            }
            target.writeRow(row, old);
        }
    }

    /**
     * {@code target += alpha left^T right} over the rows of a sparse matrix.
     *
     * @param left rows x m
     * @param right at least as many rows x n
     * @param target at least m rows x n
     */
    public void accumulate(final float alpha, final SparseMatrix left, final FloatMatrix right,
        final FloatMatrix target) {
        float[] values = new float[right.columns()];
        float[] sums = new float[right.columns()];
        for (int row = 0; row < left.rows(); row++) {
            right.readRow(row, values);
            for (int i = left.start(row); i < left.start(row + 1); i++) {
                target.readRow(left.column(i), sums);
                UnitKernels.addScaled(sums, values, alpha * left.value(i), sums.length);
                target.writeRow(left.column(i), sums);
            }
        }
    }

    /** Divides each column of the first rows by a number of its own. */
    public void divide(final FloatMatrix matrix, final int rows, final FloatMatrix divisors) {
        float[] values = new float[matrix.columns()];
        for (int row = 0; row < rows; row++) {
            matrix.readRow(row, values);
            for (int i = 0; i < values.length; i++) {
                values[i] /= divisors.get(0, i);
            }
            matrix.writeRow(row, values);
        }
    }

    /** Runs a kernel of the caller's over ranges of rows that together are 0 to {@code rows}. */
    public void overRows(final int rows, final RowKernel kernel) {
        rowTask.run(rows, kernel);
    }

    /** A fused loop over rows of matrices; each row is visited once, by one thread. Make it once, not in each step. */
    public interface RowKernel {

        /** Works on the rows {@code from} (inclusive) to {@code to} (exclusive). */
        void run(int from, int to, Scratch scratch);
    }

    WorkerPool pool() {
        return pool;
    }

    Blas blas() {
        return blas;
    }

    private static void requireShape(final boolean fits, final FloatMatrix a, final FloatMatrix b,
        final FloatMatrix c) {
        if (!fits) {
            throw new IllegalArgumentException("Matrices of " + a.shape() + ", " + b.shape() + " and " + c.shape()
                + " do not fit together.");
        }
    }

    private final class Product implements WorkerPool.Task {

        private float alpha;

        private FloatMatrix a;

        private boolean transposeA;

        private FloatMatrix b;

        private boolean transposeB;

        private float beta;

        private FloatMatrix c;

        private int rows;

        private int columns;

        private int inner;

        private boolean byRows;

        private int shards;

        void run(final float newAlpha, final FloatMatrix left, final boolean transposeLeft, final FloatMatrix right,
            final boolean transposeRight, final float newBeta, final FloatMatrix target, final int newRows,
            final int newColumns, final int newInner) {
            alpha = newAlpha;
            a = left;
            transposeA = transposeLeft;
            b = right;
            transposeB = transposeRight;
            beta = newBeta;
            c = target;
            rows = newRows;
            columns = newColumns;
            inner = newInner;
            byRows = transposeLeft;
            shards = UnitLayout.shardCount(byRows ? rows : columns);
            pool.run(this, shards);
        }

        @Override
        public void run(final int shard, final Scratch scratch) {
            int size = byRows ? rows : columns;
            int from = UnitLayout.shardStart(size, shards, shard);
            int to = UnitLayout.shardStart(size, shards, shard + 1);
            if (byRows) {
                blas.multiply(alpha, a, transposeA, b, transposeB, beta, c, from, to, 0, columns, inner);
            } else {
                blas.multiply(alpha, a, transposeA, b, transposeB, beta, c, 0, rows, from, to, inner);
            }
        }
    }

    private final class ColumnSums implements WorkerPool.Task {

        private FloatMatrix matrix;

        private int rows;

        private float scale;

        private float beta;

        private float[] sums;

        private int shards;

        void run(final FloatMatrix newMatrix, final int newRows, final float newScale, final float newBeta,
            final float[] newSums) {
            matrix = newMatrix;
            rows = newRows;
            scale = newScale;
            beta = newBeta;
            sums = newSums;
            shards = UnitLayout.shardCount(matrix.columns());
            pool.run(this, shards);
        }

        @Override
        public void run(final int shard, final Scratch scratch) {
            int to = UnitLayout.shardStart(matrix.columns(), shards, shard + 1);
            int from = UnitLayout.shardStart(matrix.columns(), shards, shard);
            for (int start = from; start < to; start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, to - start);
                Arrays.fill(scratch.sums, 0, length, 0f);
                for (int row = 0; row < rows; row++) {
                    matrix.readRow(row, start, scratch.first, 0, length);
                    UnitKernels.accumulate(scratch.sums, scratch.first, length);
                }
                for (int i = 0; i < length; i++) {
                    float old = beta == 0f ? 0f : beta * sums[start + i];
                    sums[start + i] = scale * scratch.sums[i] + old;
                }
            }
        }
    }

    private final class Step implements WorkerPool.Task {

        private FloatMatrix weights;

        private FloatMatrix increments;

        private float l2;

        private float l1;

        private int shards;

        private int runs;

        void run(final FloatMatrix newWeights, final FloatMatrix newIncrements, final float newL2,
            final float newL1) {
            weights = newWeights;
            increments = newIncrements;
            l2 = newL2;
            l1 = newL1;
            shards = UnitLayout.shardCount(weights.rows());
            runs++;
            pool.run(this, shards);
        }

        @Override
        public void run(final int shard, final Scratch scratch) {
            WeightUpdate.step(weights, increments, UnitLayout.shardStart(weights.rows(), shards, shard),
                UnitLayout.shardStart(weights.rows(), shards, shard + 1), 0, weights.columns(), l2, l1,
                WeightUpdate.flushes(runs), scratch);
        }
    }

    private final class Mask implements WorkerPool.Task {

        private FloatMatrix matrix;

        private int rows;

        private float keep;

        private float scale;

        private long key;

        private int shards;

        void run(final FloatMatrix newMatrix, final int newRows, final float newKeep, final float newScale,
            final long newKey) {
            matrix = newMatrix;
            rows = newRows;
            keep = newKeep;
            scale = newScale;
            key = newKey;
            shards = UnitLayout.shardCount(matrix.columns());
            pool.run(this, shards);
        }

        @Override
        public void run(final int shard, final Scratch scratch) {
            int to = UnitLayout.shardStart(matrix.columns(), shards, shard + 1);
            int from = UnitLayout.shardStart(matrix.columns(), shards, shard);
            for (int start = from; start < to; start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, to - start);
                Arrays.fill(scratch.second, 0, length, keep);
                scratch.countUnits(start, length, 1);
                for (int row = 0; row < rows; row++) {
                    matrix.readRow(row, start, scratch.first, 0, length);
                    scratch.keyRow(CounterRandom.subKey(key, row), 0, length);
                    UnitKernels.bernoulli(scratch.second, scratch, length);
                    scratch.reinterpret(scratch.bits, scratch.third, length);
                    UnitKernels.multiply(scratch.first, scratch.third, scale, length);
                    matrix.writeRow(row, start, scratch.first, 0, length);
                }
            }
        }
    }

    private static final class SparseProduct implements RowKernel {

        private SparseMatrix input;

        private FloatMatrix weights;

        private FloatMatrix target;

        @Override
        public void run(final int from, final int to, final Scratch scratch) {
            for (int row = from; row < to; row++) {
                for (int start = 0; start < weights.columns(); start += Scratch.BLOCK) {
                    int length = Math.min(Scratch.BLOCK, weights.columns() - start);
                    Arrays.fill(scratch.sums, 0, length, 0f);
                    input.addProduct(row, 1f, weights, start, scratch.sums, scratch.first, length);
                    target.writeRow(row, start, scratch.sums, 0, length);
                }
            }
        }
    }

    private final class Rows implements WorkerPool.Task {

        private static final int ROWS = 8;

        private RowKernel kernel;

        private int rows;

        private int shards;

        void run(final int newRows, final RowKernel newKernel) {
            rows = newRows;
            kernel = newKernel;
            shards = Math.max(1, Math.min(64, rows / ROWS));
            pool.run(this, shards);
        }

        @Override
        public void run(final int shard, final Scratch scratch) {
            kernel.run((int)((long)rows * shard / shards), (int)((long)rows * (shard + 1) / shards), scratch);
        }
    }
}
