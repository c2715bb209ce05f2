// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.Arrays;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RandomRows;
import org.deepbelief.engine.math.RowReader;
import org.deepbelief.engine.math.RowWriter;

/** Rows go up together: the contexts of a batch are the rows before, which are all there. */
final class ConditionalPass extends OrderedPass {

    private final int rowsBefore;

    private final float[] means;

    private final LayerPass up;

    /** The rows of the batch after as many rows before it, less the means. */
    private final float[][] rows;

    /** How many rows stand before each row of the batch in its sequence, up to as many as count. */
    private final int[] there = new int[MOST];

    private static final int MOST = TemporalLayer.MOST_ROWS;

    private int thereAfter;

    private final RowWriter keep = this::keep;

    private final RowReader read = this::read;

    ConditionalPass(final Compute compute, final ConditionalLayer layer) {
        super(compute, layer);
        rowsBefore = layer.rowsBefore();
        means = layer.contextMeans();
        up = layer.up(compute, context);
        rows = new float[rowsBefore + MOST][means.length];
    }

    @Override
    public void expect(final FloatMatrix from, final int count, final FloatMatrix hidden) {
        prepare(from, count);
        up.expect(from, count, hidden);
    }

    @Override
    public void sample(final FloatMatrix from, final int count, final FloatMatrix samples, final RandomRows random) {
        prepare(from, count);
        up.sample(from, count, samples, random);
    }

    private void prepare(final FloatMatrix from, final int count) {
        run(count);
        int before = thereAfter;
        for (int row = 0; row < count; row++) {
            there[row] = starts(row) ? 0 : before;
            before = Math.min(rowsBefore, there[row] + 1);
        }
        compute.read(from, count, keep);
        compute.fill(context, count, read);
    }

    private void keep(final int row, final int column, final float[] values, final int length) {
        final float[] kept = rows[rowsBefore + row];
        for (int i = 0; i < length; i++) {
            kept[column + i] = values[i] - means[column + i];
        }
    }

    private void read(final int row, final int column, final float[] target, final int length) {
        final int units = means.length;
        for (int at = 0; at < length;) {
            final int lag = (column + at) / units + 1;
            final int unit = (column + at) % units;
            final int part = Math.min(units - unit, length - at);
            if (lag <= there[row]) {
                System.arraycopy(rows[rowsBefore + row - lag], unit, target, at, part);
            } else {
                Arrays.fill(target, at, at + part, 0f);
            }
            at += part;
        }
    }

    @Override
    void remember(final int count) {
        thereAfter = Math.min(rowsBefore, there[count - 1] + 1);
        for (int i = 0; i < rowsBefore; i++) {
            System.arraycopy(rows[count + i], 0, rows[i], 0, means.length);
        }
    }
}
