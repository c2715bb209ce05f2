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

    /** The rows of a batch. */
    static final int ROWS = 512;

    private static final int STEPS = 5;

    private static final int ROUNDS = 6;

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
        float[] best = parameters.visibleBiases.toArray();
        double[] errors = errors(samples, part, gaussian, checkCancelled);
        double step = 1;
        for (int round = 0; round < ROUNDS; round++) {
            final float[] tried = best.clone();
            for (int i = 0; i < tried.length; i++) {
                tried[i] += (float)(step * errors[i]);
            }
            parameters.visibleBiases.write(tried);
            final double[] left = errors(samples, part, gaussian, checkCancelled);
            if (square(left) < square(errors)) {
                best = tried;
                errors = left;
            } else {
                // Hidden units answer: too far is worse than before.
                step /= 2;
            }
        }
        parameters.visibleBiases.write(best);
    }

    private static double square(final double[] values) {
        double sum = 0;
        for (final double value : values) {
            sum += value * value;
        }
        return sum;
    }

    /** What rows are on the mean beyond what is expected; 0 for units whose biases stay. */
    private double[] errors(final SampleMatrix samples, final Split.Part part, final float[] gaussian,
        final Runnable checkCancelled) {
        final double[] means = new double[gaussian.length];
        final long count = addErrors(samples, part, means, checkCancelled);
        for (int i = 0; i < means.length; i++) {
            means[i] = count == 0 ? 0 : gaussian[i] * means[i] / count;
        }
        return means;
    }

    private long addErrors(final SampleMatrix samples, final Split.Part part, final double[] sums,
        final Runnable checkCancelled) {
        final float[] line = new float[sums.length];
        long all = 0;
        int count = 0;
        for (long row = 0; row < part.size(); row++) {
            samples.readUnits(part.row(row), line, 0);
            units.writeRow(count, 0, line, 0, line.length);
            numbers[count++] = part.row(row);
            if (count == ROWS || row == part.size() - 1) {
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
