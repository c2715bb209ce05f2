// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;
import java.util.Map;

import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/** A {@link Layer} without its weights. Immutable; equal to another of the same content. */
public abstract sealed class LayerStructure permits DenseStructure {

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

    /** What model.json holds of the layer beside its kind, in the order of writing; {@link LayerKind#read} reads it. */
    abstract void write(Map<String, Object> fields);

    /** The tensors that the layer has, their names after a prefix. */
    abstract List<Safetensors.Shape> shapes(String prefix);

    /** The layer of this structure. */
    abstract Layer layer(String prefix, Map<String, Safetensors.Tensor> tensors);
}
