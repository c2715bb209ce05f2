// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.Arrays;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.TemporalLayer;
import org.deepbelief.engine.units.FreeEnergy;

/**
 * The free energy of visible units of a temporal layer given one context, in nats, up to a constant of the layer and
 * the context: that of a machine with the biases a + c A and b + c B.
 */
final class ContextEnergy {

    private final Compute compute;

    private final TemporalLayer layer;

    private final float[] deviations;

    private final float[] visibleBiases;

    private final float[] hiddenBiases;

    private final FloatMatrix units;

    private final FloatMatrix context;

    private final FloatMatrix precisions;

    private final FloatMatrix toVisible;

    private final FloatMatrix toHidden;

    private final FloatMatrix inputs;

    private final float[][] inputRows;

    private final double[] energies;

    /** @param rows how many rows of units a call has */
    ContextEnergy(final Compute compute, final TemporalLayer layer, final int rows) {
        this.compute = compute;
        this.layer = layer;
        deviations = layer.visibleStandardDeviations();
        visibleBiases = layer.visibleBiases();
        hiddenBiases = layer.hiddenBiases();
        final float[] factors = deviations.clone();
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 1 / (deviations[i] * deviations[i]);
        }
        precisions = compute.vector(factors);
        units = compute.zeros(rows, layer.visibleUnits());
        context = compute.zeros(1, layer.contextUnits());
        toVisible = compute.zeros(1, layer.visibleUnits());
        toHidden = compute.zeros(1, layer.hiddenUnits());
        inputs = compute.zeros(rows, layer.hiddenUnits());
        inputRows = new float[rows][layer.hiddenUnits()];
        energies = new double[rows];
    }

    /**
     * @param rows the units, in their own measure
     * @param given the context of all of them
     */
    void of(final float[][] rows, final float[] given) {
        context.write(given);
        compute.product(1, context, 1, layer.visibleContextWeights(), false, 0, toVisible);
        compute.product(1, context, 1, layer.hiddenContextWeights(), false, 0, toHidden);
        final float[] moved = toVisible.toArray();
        final float[] lifted = toHidden.toArray();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += visibleBiases[i];
        }
        for (int j = 0; j < lifted.length; j++) {
            lifted[j] += hiddenBiases[j];
        }
        compute.fill(units, rows.length, rows);
        compute.multiplyColumns(units, rows.length, precisions);
        compute.product(1, units, rows.length, layer.recognitionWeights(), false, 0, inputs);
        compute.read(inputs, rows.length, inputRows, 0);
        Arrays.fill(energies, 0);
        for (int row = 0; row < rows.length; row++) {
            energies[row] = FreeEnergy.ofVisible(layer.visibleGroups(), rows[row], moved, deviations);
            for (int j = 0; j < lifted.length; j++) {
                energies[row] -= layer.hiddenType().logSum((double)lifted[j] + inputRows[row][j]);
            }
        }
    }

    /** F of a row of the last call. */
    double freeEnergy(final int row) {
        return energies[row];
    }
}
