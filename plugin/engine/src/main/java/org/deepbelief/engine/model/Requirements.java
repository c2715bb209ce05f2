// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.deepbelief.engine.data.QuantileColumn;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * What a reader of a network must understand, by names such as "layer:autoencoder" and "units:softmax": a file and a
 * spec list it, so that a version that lacks something refuses before it reads on, and says what.
 */
public final class Requirements {

    private static final String SENSES = "senses";

    private static final String LABELS = "labels";

    private static final String RESIDUALS = "residuals";

    private static final String INPUTS = "inputs:";

    private static final String HEAD = "head:";

    private final SortedSet<String> names = new TreeSet<>();

    /** All that this version understands. */
    private static SortedSet<String> understood() {
        final Requirements all = new Requirements();
        for (final LayerKind kind : LayerKind.values()) {
            all.names.add(name(kind));
        }
        UnitType.all().forEach(type -> all.names.add(name(type)));
        all.names.addAll(List.of(SENSES, LABELS, RESIDUALS, INPUTS + StructureJson.QUANTILES,
            HEAD + StructureJson.CLASSIFIER, HEAD + StructureJson.REGRESSOR));
        return all.names;
    }

    private static String name(final LayerKind kind) {
        return "layer:" + kind.id();
    }

    private static String name(final UnitType type) {
        return "units:" + type.id();
    }

    /** Those of a network. */
    static Requirements of(final NetworkStructure structure) {
        final Requirements requirements = new Requirements();
        for (final SenseStructure sense : structure.senses()) {
            requirements.addGroups(sense.encoding().groups());
            if (sense.encoding().columns().stream().anyMatch(QuantileColumn.class::isInstance)) {
                requirements.names.add(INPUTS + StructureJson.QUANTILES);
            }
            sense.layers().forEach(requirements::add);
        }
        structure.layers().forEach(requirements::add);
        if (structure.senses().size() > 1) {
            requirements.addSenses();
        }
        if (structure.labelUnits().isPresent()) {
            requirements.names.add(LABELS);
        }
        if (structure.measuredResiduals()) {
            requirements.names.add(RESIDUALS);
        }
        structure.head().ifPresent(head -> requirements.names.add(HEAD + StructureJson.kind(head)));
        return requirements;
    }

    private void add(final LayerStructure layer) {
        addGroups(layer.visibleGroups());
        add(layer.kind(), layer.hiddenType());
    }

    private void addGroups(final List<UnitGroup> groups) {
        groups.forEach(group -> names.add(name(group.type())));
    }

    /** Adds those of a layer. */
    public void add(final LayerKind kind, final UnitType hiddenType) {
        names.add(name(kind));
        names.add(name(hiddenType));
    }

    /** Adds that of several senses. */
    public void addSenses() {
        names.add(SENSES);
    }

    /** The names, in alphabetical order. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /**
     * Checks that this version understands all of some names.
     *
     * @throws IllegalArgumentException if it does not; the message gives those that it lacks
     */
    public static void check(final Collection<String> required) {
        final SortedSet<String> unknown = new TreeSet<>(required);
        unknown.removeAll(understood());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("The network needs what this version does not have ("
                + unknown.stream().limit(10).collect(Collectors.joining(", ")) + "). Update this extension.");
        }
    }
}
