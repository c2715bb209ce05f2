// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.List;

/**
 * Consecutive units of one kind. For {@link UnitType#SOFTMAX} a group is one variable with {@code size} values; for the
 * other kinds neighbouring groups of one kind mean the same as one group of their joint size.
 *
 * @param type the kind of every unit in the group
 * @param size the number of units, at least 1
 */
public record UnitGroup(UnitType type, int size) {

    /** @throws IllegalArgumentException if the size is below 1 */
    public UnitGroup {
        if (type == null || size < 1) {
            throw new IllegalArgumentException("A group of units needs a type and at least one unit, not " + size);
        }
    }

    /** The number of units in all groups. */
    public static int units(final List<UnitGroup> groups) {
        return groups.stream().mapToInt(UnitGroup::size).sum();
    }
}
