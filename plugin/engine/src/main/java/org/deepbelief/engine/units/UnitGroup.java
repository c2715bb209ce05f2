// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.units;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import org.deepbelief.engine.math.UnitLayout;

/**
 * Consecutive units of one kind. Where a group is one variable ({@link UnitType#joint}), {@code size} is the number of
 * its values; for the other kinds neighbouring groups of one kind mean the same as one group of their joint size.
 *
 * @param type the kind of every unit in the group
 * @param size the number of units, at least 1
 */
public record UnitGroup(UnitType type, int size) implements Serializable {

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

    /** The units of all groups side by side. */
    public static UnitLayout layout(final List<UnitGroup> groups) {
        return UnitLayout.of(groups.stream().map(UnitGroup::activated).toList());
    }

    private UnitLayout.Group activated() {
        return new UnitLayout.Group(type.activation(), size);
    }

    /** The same units with neighbouring groups of one kind as one, so that a kernel meets long runs. */
    public static List<UnitGroup> joined(final List<UnitGroup> groups) {
        List<UnitGroup> joined = new ArrayList<>();
        for (UnitGroup group : groups) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).type() == group.type() && !group.type().joint()) {
                joined.set(last, new UnitGroup(group.type(), joined.get(last).size() + group.size()));
            } else {
                joined.add(group);
            }
        }
        return List.copyOf(joined);
    }

    /** The biases at which the units of all groups have these means, one per unit. */
    public static float[] initialBiases(final List<UnitGroup> groups, final double[] means) {
        float[] biases = new float[means.length];
        int unit = 0;
        for (UnitGroup group : groups) {
            for (int end = unit + group.size(); unit < end; unit++) {
                biases[unit] = group.type().initialBias(means[unit]);
            }
        }
        return biases;
    }
}
