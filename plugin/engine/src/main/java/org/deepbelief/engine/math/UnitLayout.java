// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.math;

import java.util.List;

/**
 * How the units of one layer lie side by side: groups that are computed alike, of which each softmax group is one
 * variable. Noise has standard deviation 1 here; a trainer that learns another one works on scaled values.
 */
public final class UnitLayout {

    private final List<Group> groups;

    private final int units;

    private UnitLayout(final List<Group> groups) {
        this.groups = List.copyOf(groups);
        this.units = groups.stream().mapToInt(Group::size).sum();
    }

    /**
     * Consecutive units that are computed alike; for {@link Activation#SOFTMAX} one variable with {@code size} values.
     *
     * @param activation how
     * @param size their number, at least 1
     */
    public record Group(Activation activation, int size) {
    }

    /** Groups side by side. */
    public static UnitLayout of(final List<Group> groups) {
        return new UnitLayout(groups);
    }

    /** One group. */
    public static UnitLayout of(final Activation activation, final int units) {
        return new UnitLayout(List.of(new Group(activation, units)));
    }

    /** The number of units. */
    public int units() {
        return units;
    }

    /** The groups, in order. */
    public List<Group> groups() {
        return groups;
    }
}
