// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.List;
import java.util.Objects;

import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * A vector or collection column: one visible unit an element, all scaled alike as in {@link NumberColumn}.
 *
 * @param name the column's name
 * @param kind what the cells are
 * @param length the number of elements that every cell must have, at least 1
 * @param unitType a kind that can be a number
 * @param scaling where offset and scale come from
 * @param offset subtracted first; finite
 * @param scale divided by then; finite, at least 0
 */
public record VectorColumn(String name, VectorKind kind, int length, UnitType unitType, NumberScaling scaling,
    double offset, double scale) implements InputColumn {

    public VectorColumn {
        Objects.requireNonNull(name, "name");
        ColumnTexts.check(name, List.of());
        Objects.requireNonNull(kind, "kind");
        if (length < 1) {
            throw new IllegalArgumentException("The vectors of column \"" + name + "\" have no elements.");
        }
        NumberColumn.checkScaling(name, unitType, scaling, offset, scale);
    }

    @Override
    public int units() {
        return length;
    }

    @Override
    public List<UnitGroup> groups() {
        return List.of(new UnitGroup(unitType, length));
    }
}
