// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math.cpu;

import java.util.Arrays;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.RandomRows;

/** Works on some neighbouring columns of each row. */
final class ColumnBlocks {

    private final RowsTask task;

    private final RowKernel copy = this::copy;

    private final RowKernel omit = this::omit;

    private HostMatrix source;

    private HostMatrix target;

    private int first;

    private int targetFirst;

    private int count;

    private int[] starts;

    private float share;

    private RandomRows random;

    ColumnBlocks(final RowsTask task) {
        this.task = task;
    }

    void copy(final HostMatrix from, final int rows, final int fromColumn, final HostMatrix to, final int toColumn,
        final int columns) {
        source = from;
        first = fromColumn;
        target = to;
        targetFirst = toColumn;
        count = columns;
        task.run(rows, copy);
    }

    private void copy(final int from, final int to, final Scratch scratch) {
        for (int row = from; row < to; row++) {
            for (int start = 0; start < count; start += Scratch.BLOCK) {
                final int length = Math.min(Scratch.BLOCK, count - start);
                source.readRow(row, first + start, scratch.first, 0, length);
                target.writeRow(row, targetFirst + start, scratch.first, 0, length);
            }
        }
    }

    void omit(final HostMatrix matrix, final int rows, final int[] blocks, final float probability,
        final RandomRows numbers) {
        target = matrix;
        starts = blocks;
        share = probability;
        random = numbers;
        task.run(rows, omit);
    }

    private void omit(final int from, final int to, final Scratch scratch) {
        Arrays.fill(scratch.first, Float.NaN);
        for (int row = from; row < to; row++) {
            final long key = random.rowKey(row);
            final int stays = (int)(uniform(key, starts.length) * starts.length);
            for (int block = 0; block < starts.length; block++) {
                if (block != stays && uniform(key, block) < share) {
                    omit(row, block, scratch.first);
                }
            }
        }
    }

    private void omit(final int row, final int block, final float[] missing) {
        final int end = block + 1 < starts.length ? starts[block + 1] : target.columns();
        for (int start = starts[block]; start < end; start += Scratch.BLOCK) {
            target.writeRow(row, start, missing, 0, Math.min(Scratch.BLOCK, end - start));
        }
    }

    private static float uniform(final long key, final int number) {
        return CounterRandom.uniform(CounterRandom.bits(key, number));
    }
}
