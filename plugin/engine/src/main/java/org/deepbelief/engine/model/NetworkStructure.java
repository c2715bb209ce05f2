// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.units.UnitGroup;

/**
 * A {@link DeepBeliefNetwork} without its weights: what a node needs to know before anything has run.
 *
 * @param senses the sources, at least one, with distinct names; a single one has no layers of its own
 * @param layers the layers that all senses have in common, from the bottom up, at least one; the first takes the units
 *            of all senses side by side, in their order
 * @param sharedMemory whether the associative memory still shares the weights and biases of the last layer
 * @param labelUnits the column of the label units, if the memory has any
 * @param head what the output head predicts, if there is one
 * @param provenance how the network came to be
 * @param measuredResiduals whether it knows how far its Gaussian inputs are from what it expects
 */
public record NetworkStructure(List<SenseStructure> senses, List<LayerStructure> layers, boolean sharedMemory,
    Optional<ClassColumn> labelUnits, Optional<Head> head, Provenance provenance, boolean measuredResiduals) {

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

    /** @throws IllegalArgumentException if the parts do not fit each other */
    public NetworkStructure {
        senses = List.copyOf(senses);
        layers = List.copyOf(layers);
        Objects.requireNonNull(labelUnits, "labelUnits");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(provenance, "provenance");
        if (senses.isEmpty()) {
            throw new IllegalArgumentException("A network needs at least one sense.");
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("A network needs at least one layer.");
        }
        checkSenses(senses);
        if (senses.size() == 1) {
            SenseStructure.checkStack(senses.get(0).top(), layers);
        } else {
            InputEncoding.sideBySide(senses.stream().map(SenseStructure::encoding).toList());
            checkJoint(senses, layers);
        }
    }

    private static void checkSenses(final List<SenseStructure> senses) {
        final Set<String> names = new HashSet<>();
        for (final SenseStructure sense : senses) {
            if (!names.add(sense.name())) {
                throw new IllegalArgumentException("Two senses are called \"" + sense.name() + "\".");
            }
        }
        if (senses.size() == 1 && !senses.get(0).layers().isEmpty()) {
            throw new IllegalArgumentException("The layers of a network of one sense are all common.");
        }
    }

    private static void checkJoint(final List<SenseStructure> senses, final List<LayerStructure> common) {
        final List<UnitGroup> tops = new ArrayList<>();
        senses.forEach(sense -> tops.addAll(sense.top()));
        final long units = tops.stream().mapToLong(UnitGroup::size).sum();
        if (common.get(0).visibleUnits() != units) {
            throw new IllegalArgumentException("The first common layer has " + common.get(0).visibleUnits()
                + " visible units, but the senses have " + units + " together.");
        }
        SenseStructure.checkStack(common.get(0).visibleGroups(), common);
    }

    /** How the input columns become visible units: those of all senses side by side, in their order. */
    public InputEncoding encoding() {
        return InputEncoding.sideBySide(senses.stream().map(SenseStructure::encoding).toList());
    }

    /** Whether a layer knows the rows before each, so that rows have to come in their order. */
    public boolean temporal() {
        return layers.stream().anyMatch(layer -> layer.kind().temporal())
            || senses.stream().anyMatch(sense -> sense.layers().stream().anyMatch(layer -> layer.kind().temporal()));
    }

    /** The column of the classes: the output head's if it has classes, else the label units'. */
    public Optional<ClassColumn> classColumn() {
        return head.filter(Head.ClassHead.class::isInstance).map(h -> ((Head.ClassHead)h).target())
            .or(() -> labelUnits);
    }
}
