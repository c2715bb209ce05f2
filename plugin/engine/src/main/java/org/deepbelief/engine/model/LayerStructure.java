// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/** A {@link Layer} without its weights. Immutable; equal to another of the same content. */
public abstract sealed class LayerStructure permits DenseStructure, ConditionalStructure,
    RecurrentStructure {

    LayerStructure() {
    }

    /** The kind of the layer. */
    public abstract LayerKind kind();

    /** The visible units as groups of one kind each. */
    public abstract List<UnitGroup> visibleGroups();

    /** The number of visible units. */
    public int visibleUnits() {
        return UnitGroup.units(visibleGroups());
    }

    /** The kind of the hidden units. */
    public abstract UnitType hiddenType();

    /** The number of hidden units, at least 1. */
    public abstract int hiddenUnits();

    /** Checks units that a layer can have. */
    static void check(final List<UnitGroup> visibleGroups, final UnitType hiddenType, final int hiddenUnits) {
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

    /** Writes the units. */
    final void writeUnits(final Map<String, Object> fields) {
        final List<Object> groups = new ArrayList<>();
        for (final UnitGroup group : visibleGroups()) {
            final Map<String, Object> values = new LinkedHashMap<>();
            values.put("type", group.type().id());
            values.put("size", group.size());
            groups.add(values);
        }
        fields.put("visibleGroups", groups);
        fields.put("hiddenType", hiddenType().id());
        fields.put("hiddenUnits", hiddenUnits());
    }

    /** Reads the visible units that {@link #writeUnits} wrote. */
    static List<UnitGroup> readGroups(final Json.Fields fields) throws IOException {
        final List<UnitGroup> groups = new ArrayList<>();
        for (final Json.Fields group : fields.objects("visibleGroups")) {
            groups.add(new UnitGroup(group.named("type", UnitType::of), group.size("size")));
        }
        return groups;
    }

    /** What model.json holds of the layer beside its kind, in the order of writing; {@link LayerKind#read} reads it. */
    abstract void write(Map<String, Object> fields);

    /** The tensors that the layer has, their names after a prefix. */
    abstract List<Safetensors.Shape> shapes(String prefix);

    /** The layer of this structure. */
    abstract Layer layer(String prefix, Map<String, Safetensors.Tensor> tensors);
}
