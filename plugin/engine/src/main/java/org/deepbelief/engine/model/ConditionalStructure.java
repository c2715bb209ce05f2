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

/** A {@link ConditionalLayer} without its weights. */
public final class ConditionalStructure extends LayerStructure {

    static final String WEIGHTS = "weights";

    static final String AUTOREGRESSIVE_WEIGHTS = "autoregressive_weights";

    static final String CONTEXT_WEIGHTS = "context_weights";

    static final String VISIBLE_BIASES = "visible_biases";

    static final String HIDDEN_BIASES = "hidden_biases";

    static final String VISIBLE_STANDARD_DEVIATIONS = "visible_standard_deviations";

    static final String CONTEXT_MEANS = "context_means";

    private final List<UnitGroup> visibleGroups;

    private final UnitType hiddenType;

    private final int hiddenUnits;

    private final int rowsBefore;

    /** @throws IllegalArgumentException if there is no such layer */
    ConditionalStructure(final List<UnitGroup> visibleGroups, final UnitType hiddenType, final int hiddenUnits,
        final int rowsBefore) {
        this.visibleGroups = List.copyOf(visibleGroups);
        this.hiddenType = Objects.requireNonNull(hiddenType, "hiddenType");
        this.hiddenUnits = hiddenUnits;
        this.rowsBefore = rowsBefore;
        check(visibleGroups, hiddenType, hiddenUnits);
        if (rowsBefore < 1 || (long)rowsBefore * visibleUnits() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(rowsBefore + " rows of " + visibleUnits()
                + " units cannot be the context of a layer.");
        }
    }

    @Override
    public LayerKind kind() {
        return LayerKind.CONDITIONAL;
    }

    @Override
    public List<UnitGroup> visibleGroups() {
        return visibleGroups;
    }

    @Override
    public UnitType hiddenType() {
        return hiddenType;
    }

    @Override
    public int hiddenUnits() {
        return hiddenUnits;
    }

    /** How many rows before each are its context. */
    public int rowsBefore() {
        return rowsBefore;
    }

    @Override
    void write(final Map<String, Object> fields) {
        writeUnits(fields);
        fields.put("rowsBefore", rowsBefore);
    }

    static ConditionalStructure read(final Fields fields) throws IOException {
        return new ConditionalStructure(readGroups(fields), fields.named("hiddenType", UnitType::of),
            fields.size("hiddenUnits"), fields.size("rowsBefore"));
    }

    @Override
    List<Shape> shapes(final String prefix) {
        final int visible = visibleUnits();
        return List.of(new Shape(prefix + WEIGHTS, visible, hiddenUnits),
            new Shape(prefix + AUTOREGRESSIVE_WEIGHTS, rowsBefore * visible, visible),
            new Shape(prefix + CONTEXT_WEIGHTS, rowsBefore * visible, hiddenUnits),
            new Shape(prefix + VISIBLE_BIASES, visible, -1), new Shape(prefix + HIDDEN_BIASES, hiddenUnits, -1),
            new Shape(prefix + VISIBLE_STANDARD_DEVIATIONS, visible, -1),
            new Shape(prefix + CONTEXT_MEANS, visible, -1));
    }

    @Override
    Layer layer(final String prefix, final Map<String, Tensor> tensors) {
        return new ConditionalLayer(visibleGroups, hiddenType,
            new ConditionalLayer.Context(tensors.get(prefix + CONTEXT_MEANS).vector(),
                tensors.get(prefix + AUTOREGRESSIVE_WEIGHTS).matrix(), tensors.get(prefix + CONTEXT_WEIGHTS).matrix()),
            tensors.get(prefix + WEIGHTS).matrix(), tensors.get(prefix + VISIBLE_BIASES).vector(),
            tensors.get(prefix + HIDDEN_BIASES).vector(), tensors.get(prefix + VISIBLE_STANDARD_DEVIATIONS).vector());
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof ConditionalStructure structure && visibleGroups.equals(structure.visibleGroups)
            && hiddenType.equals(structure.hiddenType) && hiddenUnits == structure.hiddenUnits
            && rowsBefore == structure.rowsBefore;
    }

    @Override
    public int hashCode() {
        return Objects.hash(visibleGroups, hiddenType, hiddenUnits, rowsBefore);
    }

    @Override
    public String toString() {
        return kind() + " " + visibleUnits() + "-" + hiddenUnits + ", " + rowsBefore + " rows before";
    }
}
