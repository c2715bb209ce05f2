// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.ActiveUnits;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LazyRows;
import org.deepbelief.engine.math.Precision;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.RowReader;
import org.deepbelief.engine.math.RowWriter;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.math.UnitLayout;

/**
 * The CPU: oneDNN or OpenBLAS with one thread a worker, and fused loops over row buffers.
 *
 * <p>Work is cut by units (columns of a result, rows of a weight matrix) into shards whose number depends on the sizes
 * alone, so that the bits of a result do not depend on the number of threads.
 */
public final class CpuCompute implements Compute {

    /**
     * From so many weights on, CD-1 in mixed precision takes less time: of 200-200 on a Zen 5 0.98 with a batch of 20
     * rows, 0.81 with one of 100; of 64-256, which has half as many, 1.01 with either.
     */
    private static final int LEAST_WEIGHTS = 1 << 15;

    /** What the log has been told, to be told once. */
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private final WorkerPool pool;

    /** Null for the one that owns the threads. */
    private final CpuCompute whole;

    private final List<CpuCompute> parts = new ArrayList<>();

    private final List<HostMatrix> memory = new ArrayList<>();

    private final Precision precision;

    /** Of float32 factors. */
    private final Blas blas;

    /** Null where no product has bfloat16 factors. */
    private final BFloat16Blas bfloat16;

    /** {@link #bfloat16} in pieces. */
    private final Blas roundedBlas;

    private final ProductTask product;

    private final ColumnSumsTask columnSums;

    private final StepTask step;

    private final MaskTask mask;

    private final RowsTask rowsTask;

    private final RowArithmetic arithmetic;

    private final RowTransfer transfer;

    private final RowMove rowMove;

    private final ColumnBlocks columnBlocks;

    private final Squares squares;

    private final MomentsTask moments;

    private final SparseProduct sparseProduct = new SparseProduct();

    private final SparseAccumulation sparseAccumulation;

    private CpuCompute(final WorkerPool pool, final Precision precision, final Optional<OneDnnLibrary> library) {
        this(pool, null, precision, new PatientBlas(Blas.of(library), pool::checkpoint),
            precision == Precision.FLOAT32 ? null : new BFloat16Blas(library.orElseThrow(), pool));
    }

    private CpuCompute(final WorkerPool pool, final CpuCompute whole, final Precision precision, final Blas blas,
        final BFloat16Blas bfloat16) {
        this.pool = pool;
        this.whole = whole;
        this.precision = precision;
        this.blas = blas;
        this.bfloat16 = bfloat16;
        roundedBlas = bfloat16 == null ? null : new PatientBlas(bfloat16, pool::checkpoint);
        product = new ProductTask(pool);
        columnSums = new ColumnSumsTask(pool);
        step = new StepTask(pool);
        mask = new MaskTask(pool);
        rowsTask = new RowsTask(pool);
        arithmetic = new RowArithmetic(rowsTask);
        transfer = new RowTransfer(rowsTask);
        rowMove = new RowMove(rowsTask);
        columnBlocks = new ColumnBlocks(rowsTask);
        squares = new Squares(rowsTask);
        moments = new MomentsTask(pool);
        sparseAccumulation = new SparseAccumulation(pool);
    }

    /** See {@link Compute#open}. */
    public static CpuCompute open(final int threads, final Precision precision) {
        return open(threads, precision, OneDnnLibrary.loaded());
    }

    /** @param library what there is of it */
    static CpuCompute open(final int threads, final Precision precision, final Optional<OneDnnLibrary> library) {
        Natives.load();
        return new CpuCompute(new WorkerPool(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads),
            possible(precision, library), library);
    }

    private static Precision possible(final Precision wanted, final Optional<OneDnnLibrary> library) {
        if (wanted == Precision.FLOAT32 || library.isPresent() && library.get().multipliesBFloat16()) {
            return wanted;
        }
        String why = library.isEmpty() ? "the library that multiplies bfloat16 is not there"
            : "this processor does not multiply bfloat16";
        if (wanted == Precision.MIXED && TOLD.add(why)) {
            System.getLogger(CpuCompute.class.getName()).log(System.Logger.Level.WARNING,
                "Mixed precision is wanted, but " + why + ": float32 is computed with.");
        }
        return Precision.FLOAT32;
    }

    @Override
    public CpuCompute part() {
        CpuCompute part = new CpuCompute(pool, this, precision, blas, bfloat16);
        parts.add(part);
        return part;
    }

    @Override
    public HostMatrix zeros(final int rows, final int columns) {
        pool.ask();
        return kept(HostMatrix.zeros(rows, columns));
    }

    @Override
    public HostMatrix transposed(final FloatMatrix source) {
        HostMatrix target = zeros(source.columns(), source.rows());
        transfer.transpose(HostMatrix.of(source), target);
        return target;
    }

    private HostMatrix kept(final HostMatrix matrix) {
        memory.add(matrix);
        return matrix;
    }

    @Override
    public void beforeEachOperation(final Runnable check) {
        pool.beforeEachTask(check);
    }

    @Override
    public int threads() {
        return pool.threads();
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public String blasName() {
        return precision == Precision.FLOAT32 ? blas.name() : bfloat16.name();
    }

    @Override
    public void close() {
        if (whole == null) {
            pool.close();
        } else {
            whole.parts.remove(this);
        }
        List.copyOf(parts).forEach(CpuCompute::close);
        memory.forEach(this::close);
        memory.clear();
        if (whole == null && bfloat16 != null) {
            bfloat16.close();
        }
    }

    private void close(final HostMatrix matrix) {
        if (bfloat16 != null) {
            bfloat16.drop(matrix);
        }
        matrix.close();
    }

    @Override
    public CpuPropagation propagation(final FloatMatrix weights, final boolean transposed, final UnitLayout layout,
        final FloatMatrix biases) {
        return propagation(weights, transposed, layout, biases, null, null);
    }

    @Override
    public CpuPropagation propagation(final FloatMatrix weights, final boolean transposed, final UnitLayout layout,
        final FloatMatrix biases, final FloatMatrix secondInput, final FloatMatrix secondWeights) {
        return new CpuPropagation(this, HostMatrix.of(weights), transposed, layout, HostMatrix.of(biases),
            HostMatrix.of(secondInput), HostMatrix.of(secondWeights));
    }

    @Override
    public CpuPropagation propagation(final FloatMatrix weights, final boolean transposed, final UnitLayout layout,
        final FloatMatrix biases, final FloatMatrix added) {
        requireFit(added.columns() == layout.units(), weights, added);
        return propagation(weights, transposed, layout, biases, added, null);
    }

    @Override
    public CpuPropagation propagation(final UnitLayout layout, final FloatMatrix biases) {
        return new CpuPropagation(this, layout, HostMatrix.of(biases));
    }

    @Override
    public CpuPropagation propagationThroughChangingWeights(final FloatMatrix weights, final UnitLayout layout,
        final FloatMatrix biases, final FloatMatrix secondInput, final FloatMatrix secondWeights,
        final int batchSize) {
        HostMatrix matrix = HostMatrix.of(weights);
        // The rounded form of weights is so much smaller that parts of the product would take longer than it does.
        return blas(matrix) == blas
            ? CpuPropagation.throughChangingWeights(this, matrix, layout, HostMatrix.of(biases),
                HostMatrix.of(secondInput), HostMatrix.of(secondWeights), batchSize)
            : propagation(weights, false, layout, biases, secondInput, secondWeights);
    }

    @Override
    public CpuBackpropagation backpropagation(final FloatMatrix weights, final boolean transposed,
        final Activation activation) {
        return new CpuBackpropagation(this, HostMatrix.of(weights), transposed, activation);
    }

    @Override
    public CpuWeightUpdate weightUpdate(final FloatMatrix weights, final FloatMatrix increments) {
        return new CpuWeightUpdate(this, HostMatrix.of(weights), HostMatrix.of(increments), false);
    }

    @Override
    public CpuWeightUpdate centredWeightUpdate(final FloatMatrix weights, final FloatMatrix increments) {
        return new CpuWeightUpdate(this, HostMatrix.of(weights), HostMatrix.of(increments), true);
    }

    @Override
    public CpuAdamUpdate adamUpdate(final FloatMatrix weights) {
        return new CpuAdamUpdate(this, HostMatrix.of(weights));
    }

    @Override
    public CpuLazyRows lazyRows(final FloatMatrix weights, final FloatMatrix increments, final ActiveUnits active) {
        return new CpuLazyRows(this, HostMatrix.of(weights), HostMatrix.of(increments), active);
    }

    @Override
    public CpuSampledReconstruction sampledReconstruction(final LazyRows weights, final ActiveUnits active,
        final FloatMatrix biases, final int batchSize) {
        return new CpuSampledReconstruction(this, (CpuLazyRows)weights, active, HostMatrix.of(biases), batchSize);
    }

    @Override
    public CpuLabelPosterior labelPosterior(final Activation hidden, final DoubleUnaryOperator logSum,
        final FloatMatrix hiddenBiases, final FloatMatrix labelWeights, final FloatMatrix labelBiases,
        final int batchSize) {
        return new CpuLabelPosterior(this, hidden, logSum, HostMatrix.of(hiddenBiases), HostMatrix.of(labelWeights),
            HostMatrix.of(labelBiases), batchSize);
    }

    @Override
    public CpuPairwiseLoss neighbourLoss(final double perplexity, final int inputs, final int dimensions,
        final int batchSize) {
        return new CpuNeighbourLoss(this, perplexity, inputs, dimensions, batchSize);
    }

    @Override
    public CpuPairwiseLoss classLoss(final int dimensions, final int batchSize) {
        return new CpuClassLoss(this, dimensions, batchSize);
    }

    @Override
    public CpuAnnealing annealing(final FloatMatrix weights, final int machines, final int chains) {
        return new CpuAnnealing(this, HostMatrix.of(weights), machines, chains);
    }

    @Override
    public void accumulate(final float alpha, final FloatMatrix left, final FloatMatrix right, final int rows,
        final float beta, final FloatMatrix target) {
        requireFit(left.columns() == target.rows() && right.columns() == target.columns()
            && rows <= left.rows() && rows <= right.rows(), left, right, target);
        product.accumulate(blas(HostMatrix.of(target)), alpha, HostMatrix.of(left), HostMatrix.of(right), rows, beta,
            HostMatrix.of(target));
    }

    /** As {@link #accumulate}, of float32 in any precision. */
    void accumulateFloat32(final float alpha, final HostMatrix left, final HostMatrix right, final int rows,
        final float beta, final HostMatrix target) {
        product.accumulate(blas, alpha, left, right, rows, beta, target);
    }

    @Override
    public void product(final float alpha, final FloatMatrix input, final int rows, final FloatMatrix weights,
        final boolean transposed, final float beta, final FloatMatrix target) {
        int inner = transposed ? weights.columns() : weights.rows();
        requireFit(input.columns() == inner && target.columns() == (transposed ? weights.rows() : weights.columns())
            && rows <= input.rows() && rows <= target.rows(), input, weights, target);
        product.product(blas, alpha, HostMatrix.of(input), rows, HostMatrix.of(weights), transposed, beta,
            HostMatrix.of(target));
    }

    @Override
    public void product(final SparseMatrix input, final FloatMatrix weights, final FloatMatrix target) {
        if (input.columns() > weights.rows() || target.columns() != weights.columns()
            || input.rows() > target.rows()) {
            throw new IllegalArgumentException("A sparse matrix of " + input.rows() + " x " + input.columns()
                + ", and " + weights.shape() + " and " + target.shape() + ", do not fit together.");
        }
        sparseProduct.set(input, HostMatrix.of(weights), HostMatrix.of(target));
        overRows(input.rows(), sparseProduct);
    }

    @Override
    public void accumulate(final float alpha, final SparseMatrix left, final FloatMatrix right,
        final FloatMatrix target) {
        if (left.columns() > target.rows() || right.columns() != target.columns() || left.rows() > right.rows()) {
            throw new IllegalArgumentException("A sparse matrix of " + left.rows() + " x " + left.columns()
                + ", and " + right.shape() + " and " + target.shape() + ", do not fit together.");
        }
        sparseAccumulation.run(alpha, left, HostMatrix.of(right), HostMatrix.of(target));
    }

    @Override
    public void columnSums(final FloatMatrix matrix, final int rows, final float scale, final float beta,
        final FloatMatrix sums) {
        requireFit(rows <= matrix.rows() && sums.rows() == 1 && sums.columns() == matrix.columns(), matrix, sums);
        columnSums.run(HostMatrix.of(matrix), rows, scale, beta, HostMatrix.of(sums));
    }

    @Override
    public void step(final FloatMatrix weights, final FloatMatrix increments, final float l2, final float l1) {
        requireSame(weights, increments);
        step.run(HostMatrix.of(weights), HostMatrix.of(increments), l2, l1);
    }

    @Override
    public void moveBiases(final FloatMatrix biases, final FloatMatrix increments, final FloatMatrix sums,
        final float momentum, final float scale) {
        requireSame(biases, increments);
        requireSame(biases, sums);
        arithmetic.moveBiases(HostMatrix.of(biases), HostMatrix.of(increments), HostMatrix.of(sums), momentum, scale);
    }

    @Override
    public void addScaled(final float alpha, final FloatMatrix source, final float beta, final FloatMatrix target) {
        requireSame(source, target);
        arithmetic.addScaled(alpha, HostMatrix.of(source), beta, HostMatrix.of(target));
    }

    @Override
    public void mask(final FloatMatrix matrix, final int rows, final float keep, final float scale,
        final RandomRows random) {
        requireRows(rows, matrix);
        mask.run(HostMatrix.of(matrix), rows, keep, scale, random);
    }

    @Override
    public void addToUnits(final FloatMatrix values, final ActiveUnits active, final FloatMatrix all) {
        requireFit(values.columns() >= active.count() && all.columns() == active.visibleUnits(), values, all);
        HostMatrix from = HostMatrix.of(values);
        HostMatrix to = HostMatrix.of(all);
        for (int place = 0; place < active.count(); place++) {
            int unit = active.unit(place);
            to.set(0, unit, to.get(0, unit) + from.get(0, place));
        }
    }

    @Override
    public void copyRows(final FloatMatrix source, final int rows, final FloatMatrix target) {
        requireRows(rows, source, target);
        arithmetic.copy(HostMatrix.of(source), rows, HostMatrix.of(target));
    }

    @Override
    public void copyColumns(final FloatMatrix source, final int rows, final int first, final FloatMatrix target,
        final int targetFirst, final int count) {
        Objects.checkFromIndexSize(first, count, source.columns());
        Objects.checkFromIndexSize(targetFirst, count, target.columns());
        Objects.checkFromIndexSize(0, rows, Math.min(source.rows(), target.rows()));
        columnBlocks.copy(HostMatrix.of(source), rows, first, HostMatrix.of(target), targetFirst, count);
    }

    @Override
    public void omit(final FloatMatrix matrix, final int rows, final int[] starts, final float share,
        final RandomRows random) {
        requireRows(rows, matrix);
        columnBlocks.omit(HostMatrix.of(matrix), rows, starts, share, random);
    }

    @Override
    public void scale(final FloatMatrix matrix, final int rows, final float factor) {
        requireRows(rows, matrix);
        arithmetic.scale(HostMatrix.of(matrix), rows, factor);
    }

    @Override
    public void addRow(final float scale, final FloatMatrix matrix, final int rows, final FloatMatrix row) {
        requireRow(rows, matrix, row);
        arithmetic.addRow(scale, HostMatrix.of(matrix), rows, HostMatrix.of(row));
    }

    @Override
    public void multiplyRows(final FloatMatrix matrix, final FloatMatrix factors) {
        requireFit(factors.rows() == 1 && factors.columns() == matrix.rows(), matrix, factors);
        arithmetic.multiplyRows(HostMatrix.of(matrix), HostMatrix.of(factors));
    }

    @Override
    public void multiplyColumns(final FloatMatrix matrix, final int rows, final FloatMatrix factors) {
        requireRow(rows, matrix, factors);
        arithmetic.multiplyColumns(HostMatrix.of(matrix), rows, HostMatrix.of(factors));
    }

    @Override
    public void divideColumns(final FloatMatrix matrix, final int rows, final FloatMatrix divisors) {
        requireRow(rows, matrix, divisors);
        arithmetic.divideColumns(HostMatrix.of(matrix), rows, HostMatrix.of(divisors));
    }

    @Override
    public void addNoise(final FloatMatrix source, final int rows, final float deviation, final RandomRows random,
        final FloatMatrix target) {
        requireRows(rows, source, target);
        arithmetic.addNoise(HostMatrix.of(source), rows, deviation, random, HostMatrix.of(target));
    }

    @Override
    public void moveRows(final FloatMatrix source, final int rows, final FloatMatrix directions, final float distance,
        final FloatMatrix target) {
        requireRows(rows, source, directions);
        requireRows(rows, source, target);
        rowMove.run(HostMatrix.of(source), rows, HostMatrix.of(directions), distance, HostMatrix.of(target));
    }

    @Override
    public void fillGaussian(final FloatMatrix matrix, final float deviation, final RandomRows random) {
        transfer.fillGaussian(HostMatrix.of(matrix), deviation, random);
    }

    @Override
    public void approach(final FloatMatrix mean, final FloatMatrix value, final int count) {
        requireSame(mean, value);
        arithmetic.approach(HostMatrix.of(mean), HostMatrix.of(value), count);
    }

    @Override
    public void replaceMissing(final FloatMatrix values, final int rows, final FloatMatrix replacement,
        final FloatMatrix target) {
        requireRows(rows, values, target);
        requireFit(replacement.columns() == values.columns() && (replacement.rows() == 1
            || rows <= replacement.rows()), values, replacement);
        arithmetic.replaceMissing(HostMatrix.of(values), rows, HostMatrix.of(replacement), HostMatrix.of(target));
    }

    @Override
    public void oneHot(final FloatMatrix classes, final int rows, final FloatMatrix target) {
        requireFit(rows <= classes.rows() && rows <= target.rows(), classes, target);
        transfer.oneHot(HostMatrix.of(classes), rows, HostMatrix.of(target));
    }

    @Override
    public void addRowsOfClasses(final FloatMatrix source, final int rows, final FloatMatrix classes,
        final FloatMatrix table, final FloatMatrix target) {
        requireRows(rows, source, target);
        requireFit(rows <= classes.rows() && table.columns() == source.columns(), source, classes, table);
        arithmetic.addSelected(HostMatrix.of(source), rows, HostMatrix.of(classes), HostMatrix.of(table),
            HostMatrix.of(target));
    }

    @Override
    public void clearUnlabelled(final FloatMatrix labels, final int rows, final FloatMatrix target) {
        requireFit(rows <= labels.rows() && rows <= target.rows(), labels, target);
        arithmetic.clearUnlabelled(HostMatrix.of(labels), rows, HostMatrix.of(target));
    }

    @Override
    public void weighResiduals(final FloatMatrix residuals, final int rows, final FloatMatrix wanted,
        final FloatMatrix weights) {
        requireRows(rows, residuals, wanted);
        requireFit(weights == null || rows <= weights.rows(), residuals, weights);
        arithmetic.weigh(HostMatrix.of(residuals), rows, HostMatrix.of(wanted), HostMatrix.of(weights));
    }

    @Override
    public double sumOfSquares(final FloatMatrix matrix) {
        return squares.sum(HostMatrix.of(matrix), matrix.rows(), null, null);
    }

    @Override
    public double squaredDistance(final FloatMatrix a, final FloatMatrix b, final int rows,
        final FloatMatrix factors) {
        requireRows(rows, a, b);
        requireFit(factors == null || factors.rows() == 1 && factors.columns() == a.columns(), a, factors);
        return squares.sum(HostMatrix.of(a), rows, HostMatrix.of(b), HostMatrix.of(factors));
    }

    @Override
    public void moments(final FloatMatrix values, final FloatMatrix means, final int rows, final FloatMatrix sums) {
        requireRows(rows, values, means);
        requireRow(rows, values, sums);
        moments.run(HostMatrix.of(values), HostMatrix.of(means), rows, HostMatrix.of(sums));
    }

    @Override
    public void fill(final FloatMatrix target, final int rows, final RowReader reader) {
        requireRows(rows, target);
        transfer.fill(HostMatrix.of(target), rows, reader);
    }

    @Override
    public void fill(final FloatMatrix target, final int rows, final float[][] source) {
        requireRows(rows, target);
        transfer.fill(HostMatrix.of(target), rows, source);
    }

    @Override
    public void read(final FloatMatrix source, final int rows, final RowWriter writer) {
        requireRows(rows, source);
        transfer.read(HostMatrix.of(source), rows, writer);
    }

    @Override
    public void read(final FloatMatrix source, final int rows, final float[][] target, final int offset) {
        requireRows(rows, source);
        transfer.read(HostMatrix.of(source), rows, target, offset);
    }

    @Override
    public void overRows(final int rows, final RowKernel kernel) {
        rowsTask.run(rows, kernel);
    }

    /** Gives working memory back before this is closed. */
    void release(final HostMatrix matrix) {
        memory.remove(matrix);
        close(matrix);
    }

    WorkerPool pool() {
        return pool;
    }

    /** What multiplies factors of float32. */
    Blas blas() {
        return blas;
    }

    /** What multiplies by weights of a layer, or sums up what they change by. Views have no rounded form. */
    Blas blas(final HostMatrix weights) {
        return precision == Precision.FLOAT32 || weights == null || !weights.owner() || precision == Precision.AUTOMATIC
            && (long)weights.rows() * weights.columns() < LEAST_WEIGHTS ? blas : roundedBlas;
    }

    private static void requireSame(final FloatMatrix a, final FloatMatrix b) {
        requireFit(a.rows() == b.rows() && a.columns() == b.columns(), a, b);
    }

    private static void requireFit(final boolean fits, final FloatMatrix a, final FloatMatrix b) {
        if (!fits) {
            throw new IllegalArgumentException("Matrices of " + a.shape() + " and " + b.shape()
                + " do not fit together.");
        }
    }

    private static void requireFit(final boolean fits, final FloatMatrix a, final FloatMatrix b,
        final FloatMatrix c) {
        if (!fits) {
            throw new IllegalArgumentException("Matrices of " + a.shape() + ", " + b.shape() + " and " + c.shape()
                + " do not fit together.");
        }
    }

    private static void requireRows(final int rows, final FloatMatrix a, final FloatMatrix b) {
        requireFit(rows <= a.rows() && rows <= b.rows() && a.columns() == b.columns(), a, b);
    }

    private static void requireRow(final int rows, final FloatMatrix matrix, final FloatMatrix row) {
        requireFit(rows <= matrix.rows() && row.rows() == 1 && row.columns() == matrix.columns(), matrix, row);
    }

    private static void requireRows(final int rows, final FloatMatrix matrix) {
        if (rows > matrix.rows()) {
            throw new IllegalArgumentException("A matrix of " + matrix.shape() + " has no " + rows + " rows.");
        }
    }
}
