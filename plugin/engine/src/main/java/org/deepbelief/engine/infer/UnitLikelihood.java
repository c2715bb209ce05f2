// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import java.util.List;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.math.RowWriter;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * How likely the values of units are given what reaches the units from a layer beside them, in nats:
 *
 * <pre>
 * log p(u | x) = - E(u; x) - log(sum over the states u' of e^-E(u'; x)),   x = inputs + biases
 * </pre>
 *
 * with the energy E of each kind of units at a standard deviation of 1.
 */
final class UnitLikelihood {

    private final Compute compute;

    private final List<UnitGroup> groups;

    private final float[] biases;

    private final float[][] inputs;

    private final float[][] values;

    private final RowWriter addRow = this::addRow;

    /** The inputs of a row of a thread with their biases, an array a group. */
    private final ThreadLocal<double[][]> totals;

    private double factor;

    private double[] sums;

    /**
     * @param units the units
     * @param biases one per unit
     * @param batchRows the most rows of a batch
     */
    UnitLikelihood(final Compute compute, final List<UnitGroup> units, final float[] biases, final int batchRows) {
        this.compute = compute;
        this.biases = biases;
        groups = UnitGroup.joined(units);
        inputs = new float[batchRows][biases.length];
        values = new float[batchRows][biases.length];
        totals = ThreadLocal.withInitial(
            () -> groups.stream().map(group -> new double[group.size()]).toArray(double[][]::new));
    }

    /**
     * {@code rowSums += times log p(u | x)}.
     *
     * @param units u, rows x units
     * @param unbiased x without the biases, rows x units
     * @param times what the logarithm is multiplied by
     * @param rowSums one per row
     */
    void add(final FloatMatrix units, final FloatMatrix unbiased, final int rows, final double times,
        final double[] rowSums) {
        factor = times;
        sums = rowSums;
        compute.read(unbiased, rows, inputs, 0);
        compute.read(units, rows, addRow);
    }

    private void addRow(final int row, final int first, final float[] block, final int length) {
        System.arraycopy(block, 0, values[row], first, length);
        if (first + length == biases.length) {
            sums[row] += factor * logarithm(values[row], inputs[row], totals.get());
        }
    }

    private double logarithm(final float[] units, final float[] unbiased, final double[][] ofGroups) {
        double sum = 0;
        int unit = 0;
        for (int g = 0; g < ofGroups.length; g++) {
            final double[] x = ofGroups[g];
            final UnitType type = groups.get(g).type();
            for (int i = 0; i < x.length; i++) {
                x[i] = (double)unbiased[unit] + biases[unit];
                sum -= type.energy(units[unit++], x[i], 1);
            }
            sum -= type.logSum(x);
        }
        return sum;
    }
}
