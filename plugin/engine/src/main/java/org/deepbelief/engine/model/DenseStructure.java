// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.Json.Fields;
import org.deepbelief.engine.model.Safetensors.Shape;
import org.deepbelief.engine.model.Safetensors.Tensor;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/** A {@link DenseLayer} without its weights. */
final class DenseStructure extends LayerStructure {

    static final String RECOGNITION_WEIGHTS = "recognition_weights";

    static final String HIDDEN_BIASES = "hidden_biases";

    static final String GENERATIVE_WEIGHTS = "generative_weights";

    static final String VISIBLE_BIASES = "visible_biases";

    static final String VISIBLE_STANDARD_DEVIATIONS = "visible_standard_deviations";

    private final LayerKind kind;

    private final List<UnitGroup> visibleGroups;

    private final UnitType hiddenType;

    private final int hiddenUnits;

    private final boolean tied;

    /** @throws IllegalArgumentException if there is no such layer */
    DenseStructure(final LayerKind kind, final List<UnitGroup> visibleGroups, final UnitType hiddenType,
        final int hiddenUnits, final boolean tied) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.visibleGroups = List.copyOf(visibleGroups);
        this.hiddenType = Objects.requireNonNull(hiddenType, "hiddenType");
        this.hiddenUnits = hiddenUnits;
        this.tied = tied;
        check(visibleGroups, hiddenType, hiddenUnits);
    }

    @Override
    public LayerKind kind() {
        return kind;
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

    @Override
    void write(final Map<String, Object> fields) {
        writeUnits(fields);
        fields.put("tied", tied);
    }

    static DenseStructure read(final LayerKind kind, final Fields fields) throws IOException {
        return new DenseStructure(kind, readGroups(fields), fields.named("hiddenType", UnitType::of),
            fields.size("hiddenUnits"), fields.flag("tied"));
    }

    @Override
    List<Shape> shapes(final String prefix) {
        final List<Shape> shapes = new ArrayList<>();
        shapes.add(new Shape(prefix + RECOGNITION_WEIGHTS, visibleUnits(), hiddenUnits));
        shapes.add(new Shape(prefix + HIDDEN_BIASES, hiddenUnits, -1));
        if (!tied) {
            shapes.add(new Shape(prefix + GENERATIVE_WEIGHTS, visibleUnits(), hiddenUnits));
        }
        shapes.add(new Shape(prefix + VISIBLE_BIASES, visibleUnits(), -1));
        shapes.add(new Shape(prefix + VISIBLE_STANDARD_DEVIATIONS, visibleUnits(), -1));
        return shapes;
    }

    @Override
    Layer layer(final String prefix, final Map<String, Tensor> tensors) {
        final FloatMatrix up = tensors.get(prefix + RECOGNITION_WEIGHTS).matrix();
        final float[] hiddenBiases = tensors.get(prefix + HIDDEN_BIASES).vector();
        final FloatMatrix down = tied ? up : tensors.get(prefix + GENERATIVE_WEIGHTS).matrix();
        final float[] visibleBiases = tensors.get(prefix + VISIBLE_BIASES).vector();
        final float[] deviations = tensors.get(prefix + VISIBLE_STANDARD_DEVIATIONS).vector();
        return switch (kind) {
            case BOLTZMANN_MACHINE -> new BoltzmannLayer(visibleGroups, hiddenType, up, hiddenBiases, down,
                visibleBiases, deviations);
            case AUTOENCODER -> new AutoencoderLayer(visibleGroups, hiddenType, up, hiddenBiases, down, visibleBiases,
                deviations);
            case EMBEDDING -> new EmbeddingLayer(visibleGroups, hiddenType, up, hiddenBiases, down, visibleBiases,
                deviations);
            case CONDITIONAL, RECURRENT -> throw new IllegalStateException(kind + " is no dense layer.");
        };
    }

    private List<Object> content() {
        return List.of(kind, visibleGroups, hiddenType, hiddenUnits, tied);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof DenseStructure structure && content().equals(structure.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    @Override
    public String toString() {
        return kind + " " + visibleUnits() + "-" + hiddenUnits + (tied ? ", tied" : "");
    }
}
