// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.data.MiniBatches;
import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.CounterRandom;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.Propagation;
import org.deepbelief.engine.units.FreeEnergy;

/**
 * What is measured of a layer after an epoch, on a sample of rows that stays the same.
 *
 * <pre>
 * free energy        F(v) = - b v - sum_j log(1 + exp(c_j + (v W)_j)),  a Gaussian unit has (v - b)^2 / 2 instead
 * pseudo-likelihood  sum_i log p(v_i | the other units), estimated by one unit a row times their number
 * </pre>
 */
final class LayerMonitor implements LayerMeasuring {

    private static final int ROWS = 128;

    private static final int MOST_ROWS = 512;

    private final Compute compute;

    private final LayerParameters parameters;

    private final boolean hasEnergy;

    private final boolean binary;

    private final Propagation up;

    private final Propagation down;

    private final FloatMatrix visible;

    private final FloatMatrix hidden;

    private final FloatMatrix reconstruction;

    private final float[] row;

    private final float[] values;

    private final float[] inputs;

    private final float[] input;

    private final float[] weights;

    private float[] visibleBiases;

    private float[] hiddenBiases;

    /** @param energy whether the layer has a free energy: an RBM without label units; and then only Bernoulli codes */
    LayerMonitor(final Compute compute, final LayerParameters parameters, final boolean energy) {
        this.compute = compute;
        this.parameters = parameters;
        this.hasEnergy = energy && parameters.hiddenType.binary();
        this.binary = parameters.visibleGroups.stream().allMatch(group -> group.type().binary());
        up = parameters.up(compute);
        down = parameters.down(compute);
        visible = compute.zeros(ROWS, parameters.visible.units());
        hidden = compute.zeros(ROWS, parameters.hidden.units());
        reconstruction = compute.zeros(ROWS, parameters.visible.units());
        row = new float[parameters.visible.units()];
        values = new float[hasEnergy ? ROWS * row.length : 0];
        input = new float[parameters.hidden.units()];
        inputs = new float[hasEnergy ? ROWS * input.length : 0];
        weights = new float[parameters.hidden.units()];
    }

    /** Measurements of a sample of rows; NaN where the layer has no such. */
    record Measurement(double reconstructionError, double freeEnergy, double pseudoLikelihood) {

        static final Measurement NONE = new Measurement(Double.NaN, Double.NaN, Double.NaN);
    }

    /** A batch size for {@link #measure}. */
    static int batchRows() {
        return ROWS;
    }

    /** How many of so many rows are measured. */
    static long sampleSize(final long rows) {
        return Math.min(rows, Math.min(MOST_ROWS, Math.max(ROWS, rows / 16)));
    }

    @Override
    public Measurement measure(final MiniBatches batches, final long rows) {
        if (rows == 0) {
            return Measurement.NONE;
        }
        visibleBiases = parameters.visibleBiases.toArray();
        hiddenBiases = parameters.hiddenBiases.toArray();
        long wanted = sampleSize(rows);
        double error = 0;
        double energy = 0;
        double likelihood = 0;
        long measured = 0;
        for (long batch = 0; measured < wanted; batch++) {
            int count = batches.fill(compute, batch, visible);
            compute.divideColumns(visible, count, parameters.standardDeviations);
            up.expect(visible, count, hidden);
            down.expect(hidden, count, reconstruction);
            // In the measure of the data, whatever the standard deviations that are learned.
            error += compute.squaredDistance(visible, reconstruction, count, parameters.standardDeviations);
            if (hasEnergy) {
                compute.product(1f, visible, count, parameters.weights, false, 0f, hidden);
                visible.read(values);
                hidden.read(inputs);
                for (int i = 0; i < count; i++) {
                    System.arraycopy(values, i * row.length, row, 0, row.length);
                    System.arraycopy(inputs, i * input.length, input, 0, input.length);
                    energy += freeEnergy();
                    likelihood += binary ? pseudoLikelihood(measured + i) : Double.NaN;
                }
            }
            measured += count;
        }
        return new Measurement(error / measured / row.length, hasEnergy ? energy / measured : Double.NaN,
            hasEnergy ? likelihood / measured : Double.NaN);
    }

    private double freeEnergy() {
        double energy = FreeEnergy.ofVisible(parameters.visibleGroups, row, visibleBiases, null);
        for (int j = 0; j < input.length; j++) {
            energy -= FreeEnergy.softplus((double)hiddenBiases[j] + input[j]);
        }
        return energy;
    }

    private double pseudoLikelihood(final long number) {
        int unit = drawnUnit(number, row.length);
        parameters.weights.rows(unit, unit + 1).read(weights);
        double logOdds = visibleBiases[unit];
        for (int j = 0; j < input.length; j++) {
            double without = (double)hiddenBiases[j] + input[j] - row[unit] * weights[j];
            logOdds += FreeEnergy.softplus(without + weights[j]) - FreeEnergy.softplus(without);
        }
        return row.length * (row[unit] * logOdds - FreeEnergy.softplus(logOdds));
    }

    /** The unit whose conditional likelihood is taken in a row. */
    static int drawnUnit(final long number, final int units) {
        return (int)(CounterRandom.uniform(RandomStream.MEASURED_UNIT.key(0, 0), number, 0) * units);
    }
}
