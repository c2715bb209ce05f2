// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.RandomRows;

/** Arithmetic element by element: the one loop that reads a block of a row, works on it and writes it to the target. */
final class RowArithmetic implements RowKernel {

    /** Changes a block of a row that has been read to {@code scratch.first}. */
    private interface Block {

        void run(int row, int start, int length, Scratch scratch);
    }

    private final RowsTask task;

    private final Block addScaled = this::addScaled;

    private final Block copy = (row, start, length, scratch) -> { };

    private final Block addVector = this::addVector;

    private final Block divide = this::divide;

    private final Block noise = this::noise;

    private final Block oneHot = this::oneHot;

    private final Block clearMissing = this::clearMissing;

    private Block block;

    private HostMatrix source;

    private HostMatrix other;

    private HostMatrix target;

    private float alpha;

    private float beta;

    private RandomRows random;

    RowArithmetic(final RowsTask task) {
        this.task = task;
    }

    /** {@code target = alpha source + beta target}. */
    void addScaled(final float newAlpha, final HostMatrix newSource, final float newBeta, final HostMatrix newTarget) {
        alpha = newAlpha;
        beta = newBeta;
        run(addScaled, newSource.rows(), newSource, newTarget, newTarget);
    }

    private void addScaled(final int row, final int start, final int length, final Scratch scratch) {
        if (beta == 0f) {
            UnitKernels.scale(scratch.first, alpha, length);
        } else {
            other.readRow(row, start, scratch.second, 0, length);
            UnitKernels.add(scratch.first, alpha, scratch.second, beta, length);
        }
    }

    /** {@code increments = momentum increments + scale sums; biases += increments}. */
    void moveBiases(final HostMatrix biases, final HostMatrix increments, final HostMatrix sums, final float momentum,
        final float scale) {
        addScaled(scale, sums, momentum, increments);
        addScaled(1f, increments, 1f, biases);
    }

    void copy(final HostMatrix newSource, final int rows, final HostMatrix newTarget) {
        run(copy, rows, newSource, null, newTarget);
    }

    void addToRows(final HostMatrix vector, final int rows, final HostMatrix matrix) {
        run(addVector, rows, matrix, vector, matrix);
    }

    private void addVector(final int row, final int start, final int length, final Scratch scratch) {
        other.readRow(0, start, scratch.second, 0, length);
        UnitKernels.accumulate(scratch.first, scratch.second, length);
    }

    void divideRows(final HostMatrix newSource, final int rows, final HostMatrix divisors,
        final HostMatrix newTarget) {
        run(divide, rows, newSource, divisors, newTarget);
    }

    private void divide(final int row, final int start, final int length, final Scratch scratch) {
        other.readRow(0, start, scratch.second, 0, length);
        for (int i = 0; i < length; i++) {
            scratch.first[i] /= scratch.second[i];
        }
    }

    void addNoise(final HostMatrix newSource, final int rows, final float deviation, final RandomRows newRandom,
        final HostMatrix newTarget) {
        alpha = deviation;
        random = newRandom;
        run(noise, rows, newSource, null, newTarget);
    }

    private void noise(final int row, final int start, final int length, final Scratch scratch) {
        long key = random.rowKey(row);
        for (int i = 0; i < length; i++) {
            scratch.first[i] += alpha * CounterRandom.gaussian(CounterRandom.uniform(CounterRandom.bits(key, start + i)));
        }
    }

    void oneHot(final HostMatrix classes, final int rows, final HostMatrix newTarget) {
        run(oneHot, rows, newTarget, classes, newTarget);
    }

    private void oneHot(final int row, final int start, final int length, final Scratch scratch) {
        float target = other.get(row, 0);
        for (int i = 0; i < length; i++) {
            scratch.first[i] = target == start + i ? 1f : 0f;
        }
    }

    void clearMissing(final HostMatrix numbers, final int rows, final HostMatrix newTarget) {
        run(clearMissing, rows, newTarget, numbers, newTarget);
    }

    private void clearMissing(final int row, final int start, final int length, final Scratch scratch) {
        if (Float.isNaN(other.get(row, 0))) {
            Arrays.fill(scratch.first, 0, length, 0f);
        }
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
}
