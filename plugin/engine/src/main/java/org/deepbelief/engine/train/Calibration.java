// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.Split;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * What a machine with a context expects of each row given those before, set right on the mean: Gaussian units whose
 * expectation is too high or too low on the mean over rows get other biases. Samples move biases to and fro while a
 * machine learns, and what is off by a little in each row is off by much many rows ahead.
 *
 * <p>Rows are expected as forecasts are: means go up and down some times, from what the context alone predicts.
 */
final class Calibration {

    private static final int ROWS = 512;

    private static final int STEPS = 5;

    private static final int ROUNDS = 3;

    private final Compute compute;

    private final LayerParameters parameters;

    private final ContextRows rows;

    private final PrecedingRows before;

    private final FloatMatrix units;

    private final FloatMatrix context;

    private final FloatMatrix expected;

    private final FloatMatrix hidden;

    private final long[] numbers = new long[ROWS];

    Calibration(final Compute compute, final LayerParameters parameters, final Context machine,
        final PrecedingRows before) {
        this.compute = compute;
        this.parameters = parameters;
        this.before = before;
        rows = machine.rows(compute, ROWS);
        final int visible = parameters.visible.units();
        units = compute.zeros(ROWS, visible);
        context = compute.zeros(ROWS, before.units());
        expected = compute.zeros(ROWS, visible);
        hidden = compute.zeros(ROWS, parameters.hidden.units());
    }

    /**
     * Sets the biases right.
     *
     * @param gaussian 1 for a unit whose bias may be changed, else 0
     */
    void run(final SampleMatrix samples, final Split.Part part, final float[] gaussian,
        final Runnable checkCancelled) {
        for (int round = 0; round < ROUNDS; round++) {
            final double[] sums = new double[gaussian.length];
            final long count = addErrors(samples, part, sums, checkCancelled);
            final float[] biases = parameters.visibleBiases.toArray();
            for (int i = 0; i < biases.length && count > 0; i++) {
                biases[i] += gaussian[i] * (float)(sums[i] / count);
            }
            parameters.visibleBiases.write(biases);
        }
    }

    private long addErrors(final SampleMatrix samples, final Split.Part part, final double[] sums,
        final Runnable checkCancelled) {
        final float[] line = new float[sums.length];
        long all = 0;
        int count = 0;
        for (long row = 0; row < part.size(); row++) {
            final long number = part.row(row);
            if (before.isComplete(number)) {
                samples.readUnits(number, line, 0);
                units.writeRow(count, 0, line, 0, line.length);
                numbers[count++] = number;
            }
            if (count == ROWS || row == part.size() - 1 && count > 0) {
                checkCancelled.run();
                before.fill(compute, numbers, count, context);
                expect(count);
                for (int i = 0; i < count; i++) {
                    rows.visible().readRow(i, line);
                    add(line, 1, sums);
                    expected.readRow(i, line);
                    add(line, -1, sums);
                }
                all += count;
                count = 0;
            }
        }
        return all;
    }

    private static void add(final float[] line, final int sign, final double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += sign * line[i];
        }
    }

    private void expect(final int count) {
        rows.take(units, context, count);
        hidden.fill(0f);
        rows.down().expect(hidden, count, expected);
        for (int step = 0; step < STEPS; step++) {
            rows.up().expect(expected, count, hidden);
            rows.down().expect(hidden, count, expected);
        }
    }
}
