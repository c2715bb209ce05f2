// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;
import java.util.Objects;

import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * A {@link Layer} without its weights.
 *
 * @param method how it was pretrained
 * @param visibleGroups its visible units
 * @param hiddenType the kind of its hidden units
 * @param hiddenUnits their number, at least 1
 * @param tied whether recognition and generation share their weights
 */
public record LayerStructure(LayerMethod method, List<UnitGroup> visibleGroups, UnitType hiddenType, int hiddenUnits,
    boolean tied) {

    public LayerStructure {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(hiddenType, "hiddenType");
        visibleGroups = List.copyOf(visibleGroups);
        if (hiddenUnits < 1 || visibleGroups.isEmpty()) {
            throw new IllegalArgumentException("A layer needs at least one visible and one hidden unit.");
        }
        if (!hiddenType.canBeHidden()) {
            throw new IllegalArgumentException("Hidden units cannot be " + hiddenType + " units.");
        }
        if (visibleGroups.stream().mapToLong(UnitGroup::size).sum() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A layer has more than " + Integer.MAX_VALUE + " visible units.");
        }
    }

    /** The number of visible units. */
    public int visibleUnits() {
        return visibleGroups.stream().mapToInt(UnitGroup::size).sum();
    }
}
