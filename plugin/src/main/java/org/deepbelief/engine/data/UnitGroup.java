// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.data;

import java.util.Objects;

/**
 * Consecutive units of one kind. A group of {@link UnitType#SOFTMAX} units is one choice among {@code size} values; in
 * a group of any other kind the units are independent of each other.
 *
 * @param type the kind of the units
 * @param size the number of units, at least 1
 */
public record UnitGroup(UnitType type, int size) {

    public UnitGroup {
        Objects.requireNonNull(type, "type");
        if (size < 1) {
            throw new IllegalArgumentException("A unit group needs at least one unit, not " + size + ".");
        }
    }
}
