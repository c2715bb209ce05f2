// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Arrays;
import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.LazyRows;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.math.SparseMatrix;
import org.deepbelief.engine.math.UnitLayout;
import org.deepbelief.engine.units.FreeEnergy;

/**
 * What {@link LayerMonitor} measures, of an RBM on many Bernoulli units that are mostly zero: free energy and
 * pseudo-likelihood cost what is not zero; the reconstruction error, which needs all units, is that of 128 rows at
 * most, computed by ranges of units.
 */
final class SparseLayerMonitor implements LayerMeasuring {

    private static final int UNITS_AT_ONCE = 1024;

    private final Compute compute;

    private final LayerParameters parameters;

    private final LazyRows lazy;

    private final boolean hasEnergy;

    private final Propagation up;

    private final SparseMatrix visible = new SparseMatrix();

    private final FloatMatrix inputs;

    private final FloatMatrix hidden;

    private final float[] values;

    private final float[] row;

    private final float[] weights;

    private float[] visibleBiases;

    private float[] hiddenBiases;

    /** @param lazy the rows of the weights, which catch up before they are measured */
    SparseLayerMonitor(final Compute compute, final LayerParameters parameters, final LazyRows lazy) {
        this.compute = compute;
        this.parameters = parameters;
        this.lazy = lazy;
        hasEnergy = parameters.hiddenType.binary();
        up = compute.propagation(parameters.hidden, parameters.hiddenBiases);
        inputs = compute.zeros(LayerMonitor.batchRows(), parameters.hidden.units());
        hidden = compute.zeros(LayerMonitor.batchRows(), parameters.hidden.units());
        row = new float[parameters.hidden.units()];
        values = new float[LayerMonitor.batchRows() * row.length];
        weights = new float[parameters.hidden.units()];
    }

    @Override
    public LayerMonitor.Measurement measure(final MiniBatches batches, final long rows) {
        if (rows == 0) {
            return LayerMonitor.Measurement.NONE;
        }
        visibleBiases = parameters.visibleBiases.toArray();
        hiddenBiases = parameters.hiddenBiases.toArray();
        lazy.catchUp();
        long wanted = LayerMonitor.sampleSize(rows);
        double error = Double.NaN;
        double energy = 0;
        double likelihood = 0;
        long measured = 0;
        for (long batch = 0; measured < wanted; batch++) {
            int count = batches.fill(batch, visible);
            compute.product(visible, parameters.weights, inputs);
            inputs.read(values);
            for (int i = 0; hasEnergy && i < count; i++) {
                System.arraycopy(values, i * row.length, row, 0, row.length);
                energy += freeEnergy(i);
                likelihood += pseudoLikelihood(i, measured + i);
            }
            if (batch == 0) {
                hidden.copyFrom(inputs);
                up.expect(hidden, count, hidden);
                error = squaredError(count) / count / parameters.visible.units();
            }
            measured += count;
        }
        return new LayerMonitor.Measurement(error, hasEnergy ? energy / measured : Double.NaN,
            hasEnergy ? likelihood / measured : Double.NaN);
    }

    private double squaredError(final int count) {
        int units = parameters.visible.units();
        int whole = units / UNITS_AT_ONCE * UNITS_AT_ONCE;
        return squaredError(count, 0, whole, UNITS_AT_ONCE) + squaredError(count, whole, units, units - whole);
    }

    /** Over the units of a range that a number of units divides. */
    private double squaredError(final int count, final int first, final int end, final int together) {
        if (first == end) {
            return 0;
        }
        double error = 0;
        for (int from = first; from < end; from += together) {
            final int start = from;
            try (Compute part = compute.part()) {
                FloatMatrix target = part.zeros(count, together);
                part.fill(target, count,
                    (number, column, units, length) -> visible.readRow(number, start + column, units, length));
                Propagation down = part.propagation(parameters.weights.rows(from, from + together), true,
                    UnitLayout.of(Activation.LOGISTIC, together),
                    part.vector(Arrays.copyOfRange(visibleBiases, from, from + together)));
                down.compare(hidden, count, target, part.zeros(count, together));
                error += down.squaredError();
            }
        }
        return error;
    }

    private double freeEnergy(final int number) {
        double energy = 0;
        for (int i = visible.start(number); i < visible.start(number + 1); i++) {
            energy -= visible.value(i) * (double)visibleBiases[visible.column(i)];
        }
        for (int j = 0; j < row.length; j++) {
            energy -= FreeEnergy.softplus((double)hiddenBiases[j] + row[j]);
        }
        return energy;
    }

    private double pseudoLikelihood(final int number, final long measured) {
        int units = parameters.visible.units();
        int unit = LayerMonitor.drawnUnit(measured, units);
        visible.readRow(number, unit, weights, 1);
        float value = weights[0];
        parameters.weights.rows(unit, unit + 1).read(weights);
        double logOdds = visibleBiases[unit];
        for (int j = 0; j < row.length; j++) {
            double without = (double)hiddenBiases[j] + row[j] - value * weights[j];
            logOdds += FreeEnergy.softplus(without + weights[j]) - FreeEnergy.softplus(without);
        }
        return units * (value * logOdds - FreeEnergy.softplus(logOdds));
    }
}
