// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;
import java.util.Objects;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.units.UnitGroup;

/**
 * A {@link Sense} without its weights.
 *
 * @param name the sense's name
 * @param encoding how its columns become visible units
 * @param layers its own layers from the bottom up
 */
public record SenseStructure(String name, InputEncoding encoding, List<LayerStructure> layers) {

    /** The name of the sense of a network that has only one. */
    public static final String ONLY = "input";

    /** @throws IllegalArgumentException if layers and encoding do not fit each other */
    public SenseStructure {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(encoding, "encoding");
        layers = List.copyOf(layers);
        checkStack(encoding.groups(), layers);
    }

    /** The units that the sense hands to the common layers. */
    public List<UnitGroup> top() {
        if (layers.isEmpty()) {
            return encoding.groups();
        }
        final LayerStructure last = layers.get(layers.size() - 1);
        return List.of(new UnitGroup(last.hiddenType(), last.hiddenUnits()));
    }

    /** Checks that each layer takes what the one below hands up, and the lowest the units of columns as they are. */
    static void checkStack(final List<UnitGroup> inputs, final List<LayerStructure> layers) {
        if (!layers.isEmpty() && !layers.get(0).visibleGroups().equals(inputs)) {
            throw new IllegalArgumentException("The visible units of layer 1 do not match the input columns: the layer "
                + "has " + layers.get(0).visibleUnits() + " units, the columns have " + UnitGroup.units(inputs) + ".");
        }
        for (int n = 1; n < layers.size(); n++) {
            final int visible = layers.get(n).visibleUnits();
            final int below = layers.get(n - 1).hiddenUnits();
            if (visible != below) {
                throw new IllegalArgumentException("Layer " + (n + 1) + " has " + visible
                    + " visible units, but the layer below has " + below + " hidden units.");
            }
        }
    }
}
