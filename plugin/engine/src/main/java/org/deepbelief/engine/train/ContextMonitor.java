// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.data.PrecedingRows;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * Measures the reconstruction of rows given those before each. Their free energies have another constant for each
 * context and say nothing side by side.
 */
final class ContextMonitor implements LayerMeasuring {

    private final Compute compute;

    private final LayerParameters parameters;

    private final Context context;

    private final ContextRows rows;

    private final FloatMatrix units;

    private final FloatMatrix before;

    private final FloatMatrix hidden;

    private final FloatMatrix reconstruction;

    private final long[] numbers = new long[LayerMonitor.batchRows()];

    ContextMonitor(final Compute compute, final LayerParameters parameters, final Context context) {
        this.compute = compute;
        this.parameters = parameters;
        this.context = context;
        final int most = LayerMonitor.batchRows();
        final int visible = parameters.visible.units();
        rows = context.rows(compute, most);
        units = compute.zeros(most, visible);
        before = compute.zeros(most, context.rowsBefore() * visible);
        hidden = compute.zeros(most, parameters.hidden.units());
        reconstruction = compute.zeros(most, visible);
    }

    @Override
    public LayerMonitor.Measurement measure(final MiniBatches batches, final long count) {
        if (count == 0) {
            return LayerMonitor.Measurement.NONE;
        }
        final PrecedingRows preceding =
            new PrecedingRows(batches.samples(), context.rowsBefore(), context.means());
        final long wanted = LayerMonitor.sampleSize(count);
        double error = 0;
        long measured = 0;
        for (long batch = 0; measured < wanted; batch++) {
            final int there = batches.fill(compute, batch, units);
            batches.numbers(batch, numbers);
            preceding.fill(compute, numbers, there, before);
            rows.take(units, before, there);
            rows.up().expect(rows.visible(), there, hidden);
            rows.down().expect(hidden, there, reconstruction);
            error += compute.squaredDistance(rows.visible(), reconstruction, there, parameters.standardDeviations);
            measured += there;
        }
        return new LayerMonitor.Measurement(error / measured / units.columns(), Double.NaN, Double.NaN);
    }
}
