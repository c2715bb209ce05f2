// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

/** Moves rows by a distance, each in a direction of its own: {@code target = source + distance d / |d|}. */
final class RowMove implements RowKernel {

    private final RowsTask task;

    private HostMatrix source;

    private HostMatrix directions;

    private float distance;

    private HostMatrix target;

    RowMove(final RowsTask task) {
        this.task = task;
    }

    void run(final HostMatrix from, final int rows, final HostMatrix towards, final float by, final HostMatrix to) {
        source = from;
        directions = towards;
        distance = by;
        target = to;
        task.run(rows, this);
    }

    @Override
    public void run(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            double squares = 0;
            for (int start = 0; start < source.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, source.columns() - start);
                directions.readRow(row, start, scratch.second, 0, length);
                squares += Squares.sum(scratch.second, length);
            }
            float factor = squares == 0 ? 0 : (float)(distance / Math.sqrt(squares));
            for (int start = 0; start < source.columns(); start += Scratch.BLOCK) {
                int length = Math.min(Scratch.BLOCK, source.columns() - start);
                source.readRow(row, start, scratch.first, 0, length);
                directions.readRow(row, start, scratch.second, 0, length);
                UnitKernels.addScaled(scratch.first, scratch.second, factor, length);
                target.writeRow(row, start, scratch.first, 0, length);
            }
        }
    }
}
