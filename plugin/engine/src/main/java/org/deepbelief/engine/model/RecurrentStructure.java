// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.deepbelief.engine.model.Json.Fields;
import org.deepbelief.engine.model.Safetensors.Shape;
import org.deepbelief.engine.model.Safetensors.Tensor;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/** A {@link RecurrentLayer} without its weights. */
public final class RecurrentStructure extends LayerStructure {

    static final String WEIGHTS = "weights";

    static final String HIDDEN_TRANSITION = "hidden_transition";

    static final String VISIBLE_TRANSITION = "visible_transition";

    static final String INITIAL_STATE = "initial_state";

    static final String VISIBLE_BIASES = "visible_biases";

    static final String HIDDEN_BIASES = "hidden_biases";

    static final String VISIBLE_STANDARD_DEVIATIONS = "visible_standard_deviations";

    private final List<UnitGroup> visibleGroups;

    private final int hiddenUnits;

    /** @throws IllegalArgumentException if there is no such layer */
    RecurrentStructure(final List<UnitGroup> visibleGroups, final int hiddenUnits) {
        this.visibleGroups = List.copyOf(visibleGroups);
        this.hiddenUnits = hiddenUnits;
        check(visibleGroups, hiddenType(), hiddenUnits);
    }

    @Override
    public LayerKind kind() {
        return LayerKind.RECURRENT;
    }

    @Override
    public List<UnitGroup> visibleGroups() {
        return visibleGroups;
    }

    @Override
    public UnitType hiddenType() {
        return UnitType.bernoulli();
    }

    @Override
    public int hiddenUnits() {
        return hiddenUnits;
    }

    @Override
    void write(final Map<String, Object> fields) {
        writeUnits(fields);
    }

    static RecurrentStructure read(final Fields fields) throws IOException {
        final UnitType type = fields.named("hiddenType", UnitType::of);
        if (!type.equals(UnitType.bernoulli())) {
            throw new IOException(fields.path() + ".hiddenType is \"" + type.id() + "\", but the hidden units of "
                + LayerKind.RECURRENT.one() + " are \"" + UnitType.bernoulli().id() + "\".");
        }
        return new RecurrentStructure(readGroups(fields), fields.size("hiddenUnits"));
    }

    @Override
    List<Shape> shapes(final String prefix) {
        final int visible = visibleUnits();
        return List.of(new Shape(prefix + WEIGHTS, visible, hiddenUnits),
            new Shape(prefix + HIDDEN_TRANSITION, hiddenUnits, hiddenUnits),
            new Shape(prefix + VISIBLE_TRANSITION, hiddenUnits, visible),
            new Shape(prefix + INITIAL_STATE, hiddenUnits, -1), new Shape(prefix + VISIBLE_BIASES, visible, -1),
            new Shape(prefix + HIDDEN_BIASES, hiddenUnits, -1),
            new Shape(prefix + VISIBLE_STANDARD_DEVIATIONS, visible, -1));
    }

    @Override
    Layer layer(final String prefix, final Map<String, Tensor> tensors) {
        return new RecurrentLayer(visibleGroups,
            new RecurrentLayer.Transition(tensors.get(prefix + INITIAL_STATE).vector(),
                tensors.get(prefix + HIDDEN_TRANSITION).matrix(), tensors.get(prefix + VISIBLE_TRANSITION).matrix()),
            tensors.get(prefix + WEIGHTS).matrix(), tensors.get(prefix + VISIBLE_BIASES).vector(),
            tensors.get(prefix + HIDDEN_BIASES).vector(), tensors.get(prefix + VISIBLE_STANDARD_DEVIATIONS).vector());
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof RecurrentStructure structure && visibleGroups.equals(structure.visibleGroups)
            && hiddenUnits == structure.hiddenUnits;
    }

    @Override
    public int hashCode() {
        return Objects.hash(visibleGroups, hiddenUnits);
    }

    @Override
    public String toString() {
        return kind() + " " + visibleUnits() + "-" + hiddenUnits;
    }
}
