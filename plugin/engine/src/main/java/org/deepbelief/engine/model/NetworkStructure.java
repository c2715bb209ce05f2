// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;

/**
 * A {@link DeepBeliefNetwork} without its weights: what a node needs to know before anything has run.
 *
 * @param encoding how the input columns become visible units
 * @param layers the layers from the bottom up, at least one
 * @param sharedMemory whether the associative memory still shares the weights and biases of the last layer
 * @param labelUnits the column of the label units, if the memory has any
 * @param head what the output head predicts, if there is one
 * @param provenance how the network came to be
 */
public record NetworkStructure(InputEncoding encoding, List<LayerStructure> layers, boolean sharedMemory,
    Optional<ClassColumn> labelUnits, Optional<Head> head, Provenance provenance) {

    /** What an output head predicts. */
    public sealed interface Head permits Head.ClassHead, Head.NumberHead {

        /** The number of outputs. */
        int outputs();

        /**
         * A class.
         *
         * @param target the class column
         */
        record ClassHead(ClassColumn target) implements Head {
            @Override
            public int outputs() {
                return target.size();
            }
        }

        /**
         * Numbers, see {@link OutputHead.Regressor}.
         *
         * @param targets the names of the target columns
         * @param offsets one a target
         * @param scales one a target
         */
        record NumberHead(List<String> targets, List<Double> offsets, List<Double> scales) implements Head {
            public NumberHead {
                targets = List.copyOf(targets);
                offsets = List.copyOf(offsets);
                scales = List.copyOf(scales);
                if (targets.isEmpty() || offsets.size() != targets.size() || scales.size() != targets.size()) {
                    throw new IllegalArgumentException("Every target needs one offset and one scale.");
                }
            }

            @Override
            public int outputs() {
                return targets.size();
            }
        }
    }

    public NetworkStructure {
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(labelUnits, "labelUnits");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(provenance, "provenance");
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("A network needs at least one layer.");
        }
        if (!layers.get(0).visibleGroups().equals(encoding.groups())) {
            throw new IllegalArgumentException("The visible units of layer 1 do not match the input columns: the layer "
                + "has " + layers.get(0).visibleUnits() + " units, the columns have " + encoding.units() + ".");
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

    /** The column of the classes: the output head's if it has classes, else the label units'. */
    public Optional<ClassColumn> classColumn() {
        return head.filter(Head.ClassHead.class::isInstance).map(h -> ((Head.ClassHead)h).target())
            .or(() -> labelUnits);
    }
}
