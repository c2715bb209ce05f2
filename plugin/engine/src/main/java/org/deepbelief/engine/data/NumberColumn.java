// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.List;
import java.util.Objects;

import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * A numeric column: one visible unit of value {@code (x - offset) / scale}. A column that is constant in the training
 * data has scale 0: its unit is 0 and it decodes to its offset.
 *
 * @param name the column's name
 * @param unitType a kind that can be a number
 * @param scaling where offset and scale come from
 * @param offset subtracted first; finite
 * @param scale divided by then; finite, at least 0
 */
public record NumberColumn(String name, UnitType unitType, NumberScaling scaling, double offset, double scale)
        implements InputColumn {

    public NumberColumn {
        Objects.requireNonNull(name, "name");
        ColumnTexts.check(name, List.of());
        checkScaling(name, unitType, scaling, offset, scale);
    }

    @Override
    public int units() {
        return 1;
    }

    @Override
    public List<UnitGroup> groups() {
        return List.of(new UnitGroup(unitType, 1));
    }

    static void checkScaling(final String name, final UnitType unitType, final NumberScaling scaling,
        final double offset, final double scale) {
        Objects.requireNonNull(scaling, "scaling");
        if (!unitType.canBeNumber()) {
            throw new IllegalArgumentException(
                "Numbers become Bernoulli or Gaussian units, not " + unitType + " (column \"" + name + "\").");
        }
        if (!Double.isFinite(offset) || !Double.isFinite(scale) || scale < 0) {
            throw new IllegalArgumentException("The scaling of column \"" + name + "\" is not usable: offset " + offset
                + ", scale " + scale + ". Both must be finite, the scale at least 0.");
        }
    }
}
