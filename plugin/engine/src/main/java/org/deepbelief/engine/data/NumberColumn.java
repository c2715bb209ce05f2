// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.Objects;

import org.deepbelief.engine.math.UnitGroup;
import org.deepbelief.engine.math.UnitType;

/**
 * A numeric column: one visible unit of value {@code (x - offset) / scale}. A column that is constant in the training
 * data has scale 0: its unit is 0 and it decodes to its offset.
 *
 * @param name the column's name
 * @param unitType {@link UnitType#BERNOULLI} or {@link UnitType#GAUSSIAN}
 * @param scaling where offset and scale come from
 * @param offset subtracted first; finite
 * @param scale divided by then; finite, at least 0
 */
public record NumberColumn(String name, UnitType unitType, NumberScaling scaling, double offset, double scale)
        implements InputColumn {

    public NumberColumn {
        Objects.requireNonNull(name, "name");
        checkScaling(name, unitType, scaling, offset, scale);
    }

    /** A column whose numbers are taken as they are. */
    public static NumberColumn unscaled(final String name, final UnitType unitType) {
        return new NumberColumn(name, unitType, NumberScaling.NONE, 0, 1);
    }

    /** A column scaled to the range 0 to 1 by the smallest and largest value in the training data. */
    public static NumberColumn minMax(final String name, final UnitType unitType, final double minimum,
        final double maximum) {
        return new NumberColumn(name, unitType, NumberScaling.MIN_MAX, minimum, maximum - minimum);
    }

    /** A column scaled to mean 0 and standard deviation 1 by both values in the training data. */
    public static NumberColumn zScore(final String name, final UnitType unitType, final double mean,
        final double standardDeviation) {
        return new NumberColumn(name, unitType, NumberScaling.Z_SCORE, mean, standardDeviation);
    }

    @Override
    public int units() {
        return 1;
    }

    @Override
    public UnitGroup group() {
        return new UnitGroup(unitType, 1);
    }

    static void checkScaling(final String name, final UnitType unitType, final NumberScaling scaling,
        final double offset, final double scale) {
        Objects.requireNonNull(scaling, "scaling");
        if (unitType != UnitType.BERNOULLI && unitType != UnitType.GAUSSIAN) {
            throw new IllegalArgumentException(
                "Numbers become Bernoulli or Gaussian units, not " + unitType + " (column \"" + name + "\").");
        }
        if (!Double.isFinite(offset) || !Double.isFinite(scale) || scale < 0) {
            throw new IllegalArgumentException("The scaling of column \"" + name + "\" is not usable: offset " + offset
                + ", scale " + scale + ". Both must be finite, the scale at least 0.");
        }
    }
}
