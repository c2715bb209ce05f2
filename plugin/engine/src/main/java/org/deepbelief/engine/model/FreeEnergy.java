// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;

import org.deepbelief.engine.math.UnitGroup;
import org.deepbelief.engine.math.UnitType;

/**
 * The parts of the free energy of an RBM, in nats: F(v) = E(v) minus the sum over the hidden units of what each adds
 * when it is summed out.
 */
public final class FreeEnergy {

    /** Beyond this many steps above its input, a copy of a rectified-linear unit adds less than 1e-9. */
    private static final int NEGLIGIBLE_STEPS = 21;

    private FreeEnergy() {
    }

    /**
     * The logarithm of the sum over a hidden unit's states, up to a constant that does not depend on its input.
     *
     * @param type the kind of the hidden unit: Bernoulli log(1 + e^x); Gaussian of variance 1 x^2 / 2; rectified-linear
     *            as the binary copies with biases lowered by 1/2, 3/2, ... that it stands for (Nair and Hinton 2010)
     * @param input the total input x of the unit
     */
    public static double ofHidden(final UnitType type, final double input) {
        return switch (type) {
            case BERNOULLI -> softplus(input);
            case GAUSSIAN -> input * input / 2;
            case RECTIFIED_LINEAR -> {
                double sum = 0;
                final int copies = (int)Math.ceil(Math.max(0, input)) + NEGLIGIBLE_STEPS;
                for (int copy = 1; copy <= copies; copy++) {
                    sum += softplus(input - copy + 0.5);
                }
                yield sum;
            }
            case SOFTMAX -> throw new IllegalArgumentException("Hidden units are not softmax units.");
        };
    }

    /**
     * The energy of visible units by themselves, up to a constant: - v b for Bernoulli and softmax units, z^2 / 2 with
     * z = (v - b) / s for Gaussian ones and, since the copies of biases b - 1/2, b - 3/2, ... that are on add up to it,
     * for rectified-linear ones.
     *
     * @param groups the units
     * @param units their values
     * @param biases one a unit
     * @param deviations s, one a unit; null where all are 1
     */
    public static double ofVisible(final List<UnitGroup> groups, final float[] units, final float[] biases,
        final float[] deviations) {
        double energy = 0;
        int unit = 0;
        for (final UnitGroup group : groups) {
            final boolean binary = group.type() == UnitType.BERNOULLI || group.type() == UnitType.SOFTMAX;
            for (final int end = unit + group.size(); unit < end; unit++) {
                if (binary) {
                    energy -= (double)units[unit] * biases[unit];
                } else {
                    final double z = ((double)units[unit] - biases[unit]) / (deviations == null ? 1 : deviations[unit]);
                    energy += z * z / 2;
                }
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
