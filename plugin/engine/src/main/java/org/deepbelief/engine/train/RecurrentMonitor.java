// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.TimeSteps;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;

/**
 * Measures the reconstruction of rows given those before each, of which at most {@link #PAST} are gone through. Free
 * energies have another constant for each past and say nothing side by side.
 */
final class RecurrentMonitor implements LayerMeasuring {

    private static final int PAST = 32;

    private static final int ROWS = 32;

    private final Compute compute;

    private final RecurrentParameters parameters;

    private final StateRecurrence recurrence;

    private final Propagation down;

    private final TimeSteps time;

    private final FloatMatrix visible;

    private final FloatMatrix inputs;

    private final FloatMatrix reconstruction;

    /** The rows that are measured, those with the most rows before first, and how many these are with the row. */
    private final long[] measured = new long[ROWS];

    private final int[] lengths = new int[ROWS];

    private final long[] drawn = new long[LayerMonitor.batchRows()];

    private final long[] numbers;

    private final float[] row;

    private final float[] values;

    /** @param pieceRows the rows of the pieces that were learned from */
    RecurrentMonitor(final Compute compute, final RecurrentParameters parameters, final int pieceRows) {
        this.compute = compute;
        this.parameters = parameters;
        final int past = Math.min(PAST, pieceRows);
        final int rows = past * ROWS;
        recurrence = new StateRecurrence(compute, parameters, rows);
        down = compute.propagation(parameters.visible, parameters.visibleBiases);
        time = new TimeSteps(past, ROWS);
        visible = compute.zeros(rows, parameters.visible.units());
        inputs = compute.zeros(rows, parameters.visible.units());
        reconstruction = compute.zeros(rows, parameters.visible.units());
        numbers = new long[rows];
        row = new float[parameters.visible.units()];
        values = new float[parameters.visible.units()];
    }

    @Override
    public LayerMonitor.Measurement measure(final MiniBatches batches, final long rows) {
        if (rows == 0) {
            return LayerMonitor.Measurement.NONE;
        }
        final long wanted = LayerMonitor.sampleSize(rows);
        double error = 0;
        long done = 0;
        for (long batch = 0; done < wanted; batch++) {
            final int there = batches.numbers(batch, drawn);
            for (int first = 0; first < there; first += ROWS) {
                error += measure(batches, first, Math.min(ROWS, there - first));
            }
            done += there;
        }
        return new LayerMonitor.Measurement(error / done / row.length, Double.NaN, Double.NaN);
    }

    /** The squared error of some of the rows that were drawn. */
    private double measure(final MiniBatches batches, final int first, final int count) {
        for (int i = 0; i < count; i++) {
            insert(batches.samples(), drawn[first + i], i);
        }
        time.clear();
        for (int i = 0; i < count; i++) {
            time.add(lengths[i], false);
        }
        for (int t = 0; t < time.steps(); t++) {
            for (int i = 0; i < time.count(t); i++) {
                numbers[time.start(t) + i] = measured[i] - lengths[i] + 1 + t;
            }
        }
        final int rows = time.rows();
        batches.fill(compute, numbers, rows, visible, null);
        compute.product(1f, visible, rows, parameters.weights, false, 0f, recurrence.inputs());
        recurrence.forward(time);
        compute.product(1f, recurrence.before(), rows, parameters.visibleTransition, false, 0f, inputs);
        compute.product(1f, recurrence.states(), rows, parameters.weights, true, 1f, inputs);
        down.expect(inputs, rows, reconstruction);
        double error = 0;
        for (int i = 0; i < count; i++) {
            final int last = time.start(lengths[i] - 1) + i;
            visible.readRow(last, row);
            reconstruction.readRow(last, values);
            for (int j = 0; j < row.length; j++) {
                final double difference = row[j] - values[j];
                error += difference * difference;
            }
        }
        return error;
    }

    /** Takes a row among those before it by how many rows of its past are gone through. */
    private void insert(final SampleMatrix samples, final long number, final int count) {
        int length = 1;
        while (length < numbers.length / ROWS && !samples.startsSequence(number - length + 1)) {
            length++;
        }
        int place = count;
        for (; place > 0 && lengths[place - 1] < length; place--) {
            lengths[place] = lengths[place - 1];
            measured[place] = measured[place - 1];
        }
        lengths[place] = length;
        measured[place] = number;
    }
}
