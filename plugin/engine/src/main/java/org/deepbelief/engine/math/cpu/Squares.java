// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/** Sums of squares in double precision, by shards that depend on the number of rows alone. */
final class Squares implements RowKernel {

    private static final int ROWS_TOGETHER = 8;

    private final RowsTask task;

    private HostMatrix matrix;

    private HostMatrix other;

    private HostMatrix factors;

    private int rows;

    private double[] sums = new double[0];

    Squares(final RowsTask task) {
        this.task = task;
    }

    /**
     * The sum over the first rows of {@code (matrix - other)^2 factors^2}.
     *
     * @param subtracted null for nothing
     * @param columnFactors 1 x columns; null for 1
     */
    double sum(final HostMatrix of, final int count, final HostMatrix subtracted, final HostMatrix columnFactors) {
        matrix = of;
        other = subtracted;
        factors = columnFactors;
        rows = count;
        int groups = (count + ROWS_TOGETHER - 1) / ROWS_TOGETHER;
        if (sums.length < groups) {
            sums = new double[groups];
        }
        task.run(groups, this);
        double sum = 0;
        for (int group = 0; group < groups; group++) {
            sum += sums[group];
        }
        return sum;
    }

    @Override
    public void run(final int from, final int to, final Scratch scratch) {
        for (int group = from; group < to; group++) {
            double sum = 0;
            for (int row = group * ROWS_TOGETHER; row < Math.min(rows, (group + 1) * ROWS_TOGETHER); row++) {
                for (int start = 0; start < matrix.columns(); start += Scratch.BLOCK) {
                    sum += block(row, start, Math.min(Scratch.BLOCK, matrix.columns() - start), scratch);
                }
            }
            sums[group] = sum;
        }
    }

    private double block(final int row, final int start, final int length, final Scratch scratch) {
        float[] values = scratch.first;
        matrix.readRow(row, start, values, 0, length);
        if (other != null) {
            other.readRow(row, start, scratch.second, 0, length);
            UnitKernels.subtract(values, scratch.second, length);
        }
        if (factors == null) {
            return sum(values, length);
        }
        factors.readRow(0, start, scratch.second, 0, length);
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double difference = (double)values[i] * scratch.second[i];
            sum += difference * difference;
        }
        return sum;
    }

    /** Four sums side by side: one alone would wait for each addition. */
    static double sum(final float[] values, final int length) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            first += (double)values[i] * values[i];
            second += (double)values[i + 1] * values[i + 1];
            third += (double)values[i + 2] * values[i + 2];
            fourth += (double)values[i + 3] * values[i + 3];
        }
        for (; i < length; i++) {
            first += (double)values[i] * values[i];
        }
        return first + second + (third + fourth);
    }
}
