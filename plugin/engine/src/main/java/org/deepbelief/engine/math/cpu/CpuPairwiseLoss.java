// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.PairwiseLoss;

/**
 * A loss E that depends on the positions y by their squared distances D alone:
 *
 * <pre>
 * S = dE/dD + (dE/dD)^T,   dE/dy_i = 2 sum over j of S_ij (y_i - y_j) = 2 (y_i sum over j of S_ij - (S y)_i)
 * </pre>
 *
 * A kind of loss fills S; the sums and the product are made here. Distances come by shards of rows, so that nothing
 * depends on the number of threads.
 */
abstract class CpuPairwiseLoss implements PairwiseLoss {

    private final CpuCompute compute;

    private final int dimensions;

    /** S, of whose rows and columns as many count as there are rows. */
    private final HostMatrix pairs;

    private final HostMatrix pulls;

    private final HostMatrix sums;

    /** The positions, a column each; a row is {@link #places}. */
    private final float[][] columns;

    private final float[] places;

    /** Of each row, for a sum in a fixed order. */
    private final double[] rowLosses;

    private final RowKernel finish = this::finish;

    private final RowKernel symmetrise = this::symmetrise;

    private HostMatrix symmetric;

    private float share;

    private HostMatrix positions;

    private HostMatrix error;

    private float beta;

    private float scale;

    private int count;

    CpuPairwiseLoss(final CpuCompute compute, final int dimensions, final int batchSize) {
        this.compute = compute;
        this.dimensions = dimensions;
        pairs = compute.zeros(batchSize, batchSize);
        pulls = compute.zeros(batchSize, dimensions);
        sums = compute.zeros(1, batchSize);
        columns = new float[dimensions][batchSize];
        places = new float[dimensions];
        rowLosses = new double[batchSize];
    }

    /** Fills {@link #pairs} with S but for a factor, and {@link #lose} with the losses of the rows. */
    abstract void fillPairs(HostMatrix given);

    /** What the sum of the rows' losses, and S, are multiplied by to be those of their mean. */
    abstract double factor();

    @Override
    public double measure(final FloatMatrix newPositions, final int rows, final FloatMatrix given) {
        if (newPositions.columns() != dimensions || rows < 1 || rows > newPositions.rows() || rows > given.rows()
            || rows > rowLosses.length) {
            throw new IllegalArgumentException(rows + " rows of " + newPositions.shape() + " and " + given.shape()
                + " do not fit a map of " + dimensions + " dimensions with batches of " + rowLosses.length + ".");
        }
        positions = HostMatrix.of(newPositions);
        count = rows;
        for (int row = 0; row < rows; row++) {
            positions.readRow(row, places);
            for (int k = 0; k < dimensions; k++) {
                columns[k][row] = places[k];
            }
        }
        fillPairs(HostMatrix.of(given));
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += rowLosses[row];
        }
        return factor() * sum;
    }

    @Override
    public double run(final FloatMatrix newPositions, final int rows, final FloatMatrix given, final float weight,
        final float newBeta, final FloatMatrix newError) {
        final double loss = measure(newPositions, rows, given);
        error = HostMatrix.of(newError);
        beta = newBeta;
        scale = (float)(2 * weight * rows * factor());
        compute.accumulateFloat32(1f, pairs, positions, rows, 0f, pulls);
        compute.columnSums(pairs, rows, 1f, 0f, sums);
        compute.overRows(rows, finish);
        return loss;
    }

    private void finish(final int from, final int to, final Scratch scratch) {
        float[] changes = scratch.floats(3 * dimensions);
        for (int row = from; row < to; row++) {
            float sum = sums.get(0, row);
            positions.readRow(row, 0, changes, 0, dimensions);
            pulls.readRow(row, 0, changes, dimensions, dimensions);
            if (beta != 0) {
                error.readRow(row, 0, changes, 2 * dimensions, dimensions);
            }
            for (int k = 0; k < dimensions; k++) {
                float old = beta == 0 ? 0 : beta * changes[2 * dimensions + k];
                changes[k] = old + scale * (changes[dimensions + k] - sum * changes[k]);
            }
            error.writeRow(row, 0, changes, 0, dimensions);
        }
    }

    /** {@code matrix = share (matrix + matrix^T)}, but for its diagonal, which is 0. */
    final void symmetrise(final HostMatrix matrix, final float newShare) {
        symmetric = matrix;
        share = newShare;
        compute.overRows(count, symmetrise);
    }

    /** Each pair of elements belongs to the lower one's row. */
    private void symmetrise(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < row; start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, row - start);
                symmetric.readRow(row, start, scratch.first, 0, length);
                for (int i = 0; i < length; i++) {
                    float both = share * (scratch.first[i] + symmetric.get(start + i, row));
                    scratch.first[i] = both;
                    symmetric.set(start + i, row, both);
                }
                symmetric.writeRow(row, start, scratch.first, 0, length);
            }
        }
    }

    /** The squared distances of the positions from that of a row, from a column on. */
    final void distances(final int row, final int start, final float[] target, final Scratch scratch,
        final int length) {
        Arrays.fill(target, 0, length, 0f);
        for (int k = 0; k < dimensions; k++) {
            System.arraycopy(columns[k], start, scratch.biases, 0, length);
            UnitKernels.addSquaredDifferences(target, scratch.biases, columns[k][row], length);
        }
    }

    /** Sets the loss of a row. */
    final void lose(final int row, final double loss) {
        rowLosses[row] = loss;
    }

    final HostMatrix pairs() {
        return pairs;
    }

    final CpuCompute compute() {
        return compute;
    }

    /** The rows of the run. */
    final int count() {
        return count;
    }
}
