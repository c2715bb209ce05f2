// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.units.UnitGroup;

/**
 * A level of the senses below the layers that they have in common: the n-th layer of each, side by side in their order.
 * The units of a sense that has fewer layers than others go through the higher levels as they are. Immutable.
 */
public final class SideBySide implements Level {

    /**
     * What a sense has on the level.
     *
     * @param visible its units below
     * @param layer its layer; none where its units go through
     */
    public record Part(List<UnitGroup> visible, Optional<Layer> layer) {

        /** The number of its units below. */
        public int visibleUnits() {
            return UnitGroup.units(visible);
        }

        /** Its units above. */
        public List<UnitGroup> hidden() {
            return layer.map(there -> List.of(new UnitGroup(there.hiddenType(), there.hiddenUnits())))
                .orElse(visible);
        }

        /** The number of its units above. */
        public int hiddenUnits() {
            return UnitGroup.units(hidden());
        }
    }

    private final List<Part> parts;

    private final List<UnitGroup> visibleGroups;

    private SideBySide(final List<Part> parts) {
        this.parts = List.copyOf(parts);
        visibleGroups = UnitGroup.joined(parts.stream().flatMap(part -> part.visible().stream()).toList());
    }

    /** The levels of senses from the bottom up; none where no sense has a layer of its own. */
    public static List<Level> levels(final List<Sense> senses) {
        final int depth = senses.stream().mapToInt(sense -> sense.layers().size()).max().orElse(0);
        final List<Level> levels = new ArrayList<>();
        List<List<UnitGroup>> below = senses.stream().map(sense -> sense.encoding().groups()).toList();
        for (int n = 0; n < depth; n++) {
            final List<Part> parts = new ArrayList<>();
            for (int s = 0; s < senses.size(); s++) {
                final List<Layer> layers = senses.get(s).layers();
                parts.add(new Part(below.get(s), n < layers.size() ? Optional.of(layers.get(n)) : Optional.empty()));
            }
            levels.add(new SideBySide(parts));
            below = parts.stream().map(Part::hidden).toList();
        }
        return levels;
    }

    /** What each sense has on this level, in their order. */
    public List<Part> parts() {
        return parts;
    }

    @Override
    public List<UnitGroup> visibleGroups() {
        return visibleGroups;
    }

    @Override
    public int visibleUnits() {
        return UnitGroup.units(visibleGroups);
    }

    @Override
    public int hiddenUnits() {
        return parts.stream().mapToInt(Part::hiddenUnits).sum();
    }

    @Override
    public LayerPass up(final Compute compute) {
        return new SideBySidePass(compute, parts, true);
    }

    @Override
    public LayerPass down(final Compute compute) {
        return new SideBySidePass(compute, parts, false);
    }
}
