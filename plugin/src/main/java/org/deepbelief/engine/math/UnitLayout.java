// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.List;

/**
 * How the units of one layer lie side by side: groups of kinds, of which each softmax group is one variable. Gaussian
 * units have standard deviation 1 here; a trainer that learns another one works on scaled values.
 */
public final class UnitLayout {

    private final List<UnitGroup> groups;

    private final int units;

    private UnitLayout(final List<UnitGroup> groups) {
        this.groups = List.copyOf(groups);
        this.units = UnitGroup.units(groups);
    }

    /** Units of mixed kinds. */
    public static UnitLayout of(final List<UnitGroup> groups) {
        return new UnitLayout(groups);
    }

    /** Units of one kind; for {@link UnitType#SOFTMAX}, one group. */
    public static UnitLayout of(final UnitType type, final int units) {
        return new UnitLayout(List.of(new UnitGroup(type, units)));
    }

    /** The number of units. */
    public int units() {
        return units;
    }

    /** The groups, in order. */
    public List<UnitGroup> groups() {
        return groups;
    }
}
