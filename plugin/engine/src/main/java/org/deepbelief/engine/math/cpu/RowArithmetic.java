// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/** Arithmetic element by element: the one loop that reads a block of a row, works on it and writes it to the target. */
final class RowArithmetic implements RowKernel {

    /** Changes a block of a row that has been read to {@code scratch.first}. */
    private interface Block {

        void run(int row, int start, int length, Scratch scratch);
    }

    private final RowsTask task;

    private final Block addScaled = this::addScaled;

    private Block block;

    private HostMatrix source;

    private HostMatrix other;

    private HostMatrix target;

    private float alpha;

    private float beta;

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
