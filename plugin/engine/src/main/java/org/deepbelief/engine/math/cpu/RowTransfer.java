// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.RowReader;
import org.deepbelief.engine.math.RowWriter;

/** Rows that come from, or go to, somewhere else than a matrix: the host's memory, random numbers, classes. */
final class RowTransfer {

    private final RowsTask task;

    private final RowKernel fill = this::fill;

    private final RowKernel fillFromArrays = this::fillFromArrays;

    private final RowKernel read = this::read;

    private final RowKernel readToArrays = this::readToArrays;

    private final RowKernel transpose = this::transpose;

    private final RowReader gaussian = this::gaussian;

    private final RowReader oneHot = this::oneHot;

    private HostMatrix matrix;

    private HostMatrix other;

    private RowReader reader;

    private RowWriter writer;

    private float[][] arrays;

    private int offset;

    private RandomRows random;

    private float deviation;

    RowTransfer(final RowsTask task) {
        this.task = task;
    }

    void fill(final HostMatrix target, final int rows, final RowReader newReader) {
        matrix = target;
        reader = newReader;
        task.run(rows, fill);
    }

    private void fill(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < matrix.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, matrix.columns() - start);
                reader.read(row, start, scratch.first, length);
                matrix.writeRow(row, start, scratch.first, 0, length);
            }
        }
    }

    void fill(final HostMatrix target, final int rows, final float[][] source) {
        matrix = target;
        arrays = source;
        task.run(rows, fillFromArrays);
    }

    private void fillFromArrays(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            matrix.writeRow(row, arrays[row]);
        }
    }

    void read(final HostMatrix source, final int rows, final float[][] target, final int newOffset) {
        matrix = source;
        arrays = target;
        offset = newOffset;
        task.run(rows, readToArrays);
    }

    private void readToArrays(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            matrix.readRow(row, 0, arrays[row], offset, matrix.columns());
        }
    }

    void read(final HostMatrix source, final int rows, final RowWriter newWriter) {
        matrix = source;
        writer = newWriter;
        task.run(rows, read);
    }

    private void read(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < matrix.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, matrix.columns() - start);
                matrix.readRow(row, start, scratch.first, 0, length);
                writer.write(row, start, scratch.first, length);
            }
        }
    }

    void transpose(final HostMatrix source, final HostMatrix target) {
        matrix = source;
        other = target;
        task.run(source.rows(), transpose);
    }

    private void transpose(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < matrix.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, matrix.columns() - start);
                matrix.readRow(row, start, scratch.first, 0, length);
                for (int i = 0; i < length; i++) {
                    other.set(start + i, row, scratch.first[i]);
                }
            }
        }
    }

    void fillGaussian(final HostMatrix target, final float newDeviation, final RandomRows newRandom) {
        deviation = newDeviation;
        random = newRandom;
        fill(target, target.rows(), gaussian);
    }

    private void gaussian(final int row, final int column, final float[] target, final int length) {
        long key = random.rowKey(row);
        for (int i = 0; i < length; i++) {
            target[i] = deviation * CounterRandom.gaussian(CounterRandom.uniform(CounterRandom.bits(key, column + i)));
        }
    }

    /** The classes lie in the first column. */
    void oneHot(final HostMatrix classes, final int rows, final HostMatrix target) {
        other = classes;
        fill(target, rows, oneHot);
    }

    private void oneHot(final int row, final int column, final float[] target, final int length) {
        float wanted = other.get(row, 0);
        for (int i = 0; i < length; i++) {
            target[i] = wanted == column + i ? 1f : 0f;
        }
    }
}
