// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.infer;

import org.deepbelief.engine.math.UnitType;

/** What a hidden unit adds to minus the free energy of an RBM when it is summed out. */
final class FreeEnergy {

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
    static double ofHidden(final UnitType type, final double input) {
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

    static double softplus(final double x) {
        return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }

    /** log(sum of e^x) over the first values. */
    static double logSumExp(final double[] values, final int count) {
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
