// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.units;

import java.util.List;

/**
 * The parts of the free energy of an RBM, in nats: F(v) = E(v) minus the sum over the hidden units of what each adds
 * when it is summed out ({@link UnitType#logSum(double)}).
 */
public final class FreeEnergy {

    private FreeEnergy() {
    }

    /**
     * The energy of visible units by themselves, up to a constant: the sum of {@link UnitType#energy}.
     *
     * @param groups the units
     * @param units their values
     * @param biases one per unit
     * @param deviations s, one per unit; null where all are 1
     */
    public static double ofVisible(final List<UnitGroup> groups, final float[] units, final float[] biases,
        final float[] deviations) {
        double energy = 0;
        int unit = 0;
        for (final UnitGroup group : groups) {
            for (final int end = unit + group.size(); unit < end; unit++) {
                energy += group.type().energy(units[unit], biases[unit], deviations == null ? 1 : deviations[unit]);
            }
        }
        return energy;
    }

    /** log(1 + e^x) without overflow. */
    public static double softplus(final double x) {
        return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }

    /** log(sum of e^x) over the first values. */
    public static double logSumExp(final double[] values, final int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, values[i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.exp(values[i] - largest);
        }
        return largest + Math.log(sum);
    }
}
