// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.Arrays;
import java.util.BitSet;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RowReader;

/**
 * The rows before each of some rows, in their sequence: the last one first, each unit as its difference from a mean. A
 * row that is not there, before the start of a sequence, is 0.
 */
public final class PrecedingRows {

    private static final int ROWS_TO_CANCEL = 256;

    private final SampleMatrix samples;

    private final int rowsBefore;

    private final float[] means;

    private final RowReader read = this::read;

    private long[] numbers;

    /**
     * @param rowsBefore how many rows before each, at least 1
     * @param means one per unit
     */
    public PrecedingRows(final SampleMatrix samples, final int rowsBefore, final float[] means) {
        if (means.length != samples.units()) {
            throw new IllegalArgumentException("There are " + means.length + " means for rows of " + samples.units()
                + " units.");
        }
        this.samples = samples;
        this.rowsBefore = rowsBefore;
        this.means = means.clone();
    }

    /** How many units precede a row: rows before x units of a row. */
    public int units() {
        return rowsBefore * means.length;
    }

    /**
     * Copies what precedes rows.
     *
     * @param rows their numbers among the samples
     * @param count how many of these
     * @param context receives them, at least as many rows x (rows before x units)
     */
    public void fill(final Compute compute, final long[] rows, final int count, final FloatMatrix context) {
        numbers = rows;
        compute.fill(context, count, read);
    }

    /** As {@link #fill}, of one row, on the host. */
    public void read(final long row, final float[] context) {
        read(row, 0, context, context.length);
    }

    private void read(final int place, final int column, final float[] target, final int length) {
        read(numbers[place], column, target, length);
    }

    private void read(final long row, final int column, final float[] target, final int length) {
        final int units = means.length;
        final int there = there(row, (column + length - 1) / units + 1);
        int at = 0;
        while (at < length) {
            final int lag = (column + at) / units + 1;
            final int unit = (column + at) % units;
            final int part = Math.min(units - unit, length - at);
            if (lag <= there) {
                samples.readUnits(row - lag, unit, target, at, part);
                for (int i = 0; i < part; i++) {
                    target[at + i] -= means[unit + i];
                }
            } else {
                Arrays.fill(target, at, at + part, 0f);
            }
            at += part;
        }
    }

    /**
     * The rows of a part that as many rows precede as are wanted; all rows where these are less than half of them.
     *
     * @param checkCancelled run every few hundred rows; throws if the pass is to end
     */
    public Split.Part complete(final Split.Part part, final Runnable checkCancelled) {
        final BitSet complete = new BitSet();
        for (long i = 0; i < part.size(); i++) {
            if (i % ROWS_TO_CANCEL == 0) {
                checkCancelled.run();
            }
            final long row = part.row(i);
            if (row < Integer.MAX_VALUE && there(row, rowsBefore) == rowsBefore) {
                complete.set((int)row);
            }
        }
        final long there = complete.cardinality();
        return there == part.size() || there < part.size() - there ? part : Split.Part.of(complete);
    }

    /** How many rows precede a row in its sequence, up to so many. */
    private int there(final long row, final int most) {
        int count = 0;
        while (count < Math.min(most, rowsBefore) && !samples.startsSequence(row - count)) {
            count++;
        }
        return count;
    }
}
