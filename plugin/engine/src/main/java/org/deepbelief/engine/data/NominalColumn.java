// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * A nominal column: one group of softmax units, one unit a value.
 *
 * @param name the column's name
 * @param values the values in the order of their units: distinct, at least one
 */
public record NominalColumn(String name, List<String> values) implements InputColumn {

    public NominalColumn {
        Objects.requireNonNull(name, "name");
        values = List.copyOf(values);
        ColumnTexts.check(name, values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("The nominal column \"" + name + "\" has no values.");
        }
        if (new HashSet<>(values).size() != values.size()) {
            throw new IllegalArgumentException("The nominal column \"" + name + "\" names a value twice.");
        }
    }

    @Override
    public int units() {
        return values.size();
    }

    @Override
    public List<UnitGroup> groups() {
        return List.of(new UnitGroup(UnitType.softmax(), values.size()));
    }
}
