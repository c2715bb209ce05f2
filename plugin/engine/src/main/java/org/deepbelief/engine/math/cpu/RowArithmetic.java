// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.RandomRows;

/** What is computed element by element: the one loop that reads a block of a row, works on it and writes it. */
final class RowArithmetic implements RowKernel {

    /** Changes a block of a row that has been read to {@code scratch.first}. */
    private interface Block {

        void run(int row, int start, int length, Scratch scratch);
    }

    private final RowsTask task;

    private final Block copy = (row, start, length, scratch) -> { };

    private final Block scale = this::scale;

    private final Block addScaled = this::addScaled;

    private final Block addVector = this::addVector;

    private final Block scaleRow = this::scaleRow;

    private final Block multiply = this::multiply;

    private final Block divide = this::divide;

    private final Block clearUnlabelled = this::clearUnlabelled;

    private final Block addNoise = this::addNoise;

    private final Block approach = this::approach;

    private final Block replaceMissing = this::replaceMissing;

    private final Block addSelected = this::addSelected;

    private final Block weigh = this::weigh;

    private Block block;

    private HostMatrix source;

    private HostMatrix other;

    private HostMatrix third;

    private HostMatrix target;

    private float alpha;

    private float beta;

    private RandomRows random;

    RowArithmetic(final RowsTask task) {
        this.task = task;
    }

    private void run(final Block newBlock, final int rows, final HostMatrix newSource, final HostMatrix newOther,
        final HostMatrix newTarget) {
        block = newBlock;
        source = newSource;
        other = newOther;
        target = newTarget;
        task.run(rows, this);
    }

    @Override
    public void run(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < source.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, source.columns() - start);
                source.readRow(row, start, scratch.first, 0, length);
                block.run(row, start, length, scratch);
                target.writeRow(row, start, scratch.first, 0, length);
            }
        }
    }

    void copy(final HostMatrix from, final int rows, final HostMatrix to) {
        run(copy, rows, from, null, to);
    }

    void scale(final HostMatrix matrix, final int rows, final float factor) {
        alpha = factor;
        run(scale, rows, matrix, null, matrix);
    }

    private void scale(final int row, final int start, final int length, final Scratch scratch) {
        UnitKernels.scale(scratch.first, alpha, length);
    }

    void addScaled(final float newAlpha, final HostMatrix from, final float newBeta, final HostMatrix to) {
        alpha = newAlpha;
        beta = newBeta;
        run(newBeta == 0f ? scale : addScaled, from.rows(), from, to, to);
    }

    private void addScaled(final int row, final int start, final int length, final Scratch scratch) {
        other.readRow(row, start, scratch.second, 0, length);
        UnitKernels.add(scratch.first, alpha, scratch.second, beta, length);
    }

    void moveBiases(final HostMatrix biases, final HostMatrix increments, final HostMatrix sums, final float momentum,
        final float rate) {
        addScaled(rate, sums, momentum, increments);
        addScaled(1f, increments, 1f, biases);
    }

    void addRow(final float factor, final HostMatrix matrix, final int rows, final HostMatrix added) {
        alpha = factor;
        run(addVector, rows, matrix, added, matrix);
    }

    private void addVector(final int row, final int start, final int length, final Scratch scratch) {
        other.readRow(0, start, scratch.second, 0, length);
        UnitKernels.scaleAndAdd(scratch.first, alpha, scratch.second, length);
    }

    void multiplyRows(final HostMatrix matrix, final HostMatrix factors) {
        run(scaleRow, matrix.rows(), matrix, factors, matrix);
    }

    private void scaleRow(final int row, final int start, final int length, final Scratch scratch) {
        UnitKernels.scale(scratch.first, other.get(0, row), length);
    }

    void multiplyColumns(final HostMatrix matrix, final int rows, final HostMatrix factors) {
        run(multiply, rows, matrix, factors, matrix);
    }

    private void multiply(final int row, final int start, final int length, final Scratch scratch) {
        other.readRow(0, start, scratch.second, 0, length);
        UnitKernels.multiply(scratch.first, scratch.second, length);
    }

    void divideColumns(final HostMatrix matrix, final int rows, final HostMatrix divisors) {
        run(divide, rows, matrix, divisors, matrix);
    }

    private void divide(final int row, final int start, final int length, final Scratch scratch) {
        other.readRow(0, start, scratch.second, 0, length);
        UnitKernels.divide(scratch.first, scratch.second, length);
    }

    void clearUnlabelled(final HostMatrix labels, final int rows, final HostMatrix matrix) {
        run(clearUnlabelled, rows, matrix, labels, matrix);
    }

    private void clearUnlabelled(final int row, final int start, final int length, final Scratch scratch) {
        float sum = 0;
        for (int i = 0; i < other.columns(); i++) {
            sum += other.get(row, i);
        }
        if (sum == 0) {
            Arrays.fill(scratch.first, 0, length, 0f);
        }
    }

    void addNoise(final HostMatrix from, final int rows, final float deviation, final RandomRows newRandom,
        final HostMatrix to) {
        alpha = deviation;
        random = newRandom;
        run(addNoise, rows, from, null, to);
    }

    private void addNoise(final int row, final int start, final int length, final Scratch scratch) {
        long key = random.rowKey(row);
        for (int i = 0; i < length; i++) {
            scratch.first[i] +=
                alpha * CounterRandom.gaussian(CounterRandom.uniform(CounterRandom.bits(key, start + i)));
        }
    }

    /** {@code mean += (value - mean) / count}. */
    void approach(final HostMatrix mean, final HostMatrix value, final int count) {
        alpha = count;
        run(count == 1 ? copy : approach, value.rows(), value, mean, mean);
    }

    private void approach(final int row, final int start, final int length, final Scratch scratch) {
        other.readRow(row, start, scratch.second, 0, length);
        UnitKernels.approach(scratch.first, scratch.second, alpha, length);
    }

    void replaceMissing(final HostMatrix values, final int rows, final HostMatrix replacement, final HostMatrix to) {
        run(replaceMissing, rows, values, replacement, to);
    }

    private void replaceMissing(final int row, final int start, final int length, final Scratch scratch) {
        other.readRow(other.rows() == 1 ? 0 : row, start, scratch.second, 0, length);
        for (int i = 0; i < length; i++) {
            scratch.first[i] = Float.isNaN(scratch.first[i]) ? scratch.second[i] : scratch.first[i];
        }
    }

    /** The classes lie in the first column. */
    void addSelected(final HostMatrix from, final int rows, final HostMatrix classes, final HostMatrix table,
        final HostMatrix to) {
        third = table;
        run(addSelected, rows, from, classes, to);
    }

    private void addSelected(final int row, final int start, final int length, final Scratch scratch) {
        third.readRow((int)other.get(row, 0), start, scratch.second, 0, length);
        UnitKernels.accumulate(scratch.first, scratch.second, length);
    }

    void weigh(final HostMatrix residuals, final int rows, final HostMatrix wanted, final HostMatrix weights) {
        third = weights;
        run(weigh, rows, residuals, wanted, residuals);
    }

    private void weigh(final int row, final int start, final int length, final Scratch scratch) {
        other.readRow(row, start, scratch.second, 0, length);
        float weight = third == null ? 1f : third.get(row, 0);
        for (int i = 0; i < length; i++) {
            scratch.first[i] = Float.isNaN(scratch.second[i]) ? 0f : weight * scratch.first[i];
        }
    }
}
