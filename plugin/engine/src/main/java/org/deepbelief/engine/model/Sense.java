// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;

/**
 * One source of a network: some columns of a table and the layers that only they go through, before the layers that all
 * senses have in common (Ngiam et al. 2011; Srivastava and Salakhutdinov 2012).
 *
 * @param name the sense's name, distinct among those of a network
 * @param encoding how its columns become visible units
 * @param layers its own layers from the bottom up; none where its visible units are those of the common layers
 */
public record Sense(String name, InputEncoding encoding, List<Layer> layers) {

    public Sense {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(encoding, "encoding");
        layers = List.copyOf(layers);
    }

    /** The number of units that the sense hands to the common layers. */
    public int topUnits() {
        return layers.isEmpty() ? encoding.units() : layers.get(layers.size() - 1).hiddenUnits();
    }

    /** What senses hand to the common layers, side by side, as the columns of a table. */
    public static InputEncoding topEncoding(final List<Sense> senses) {
        return InputEncoding.sideBySide(senses.stream().map(Sense::topEncoding).toList());
    }

    private InputEncoding topEncoding() {
        if (layers.isEmpty()) {
            return encoding;
        }
        final Layer top = layers.get(layers.size() - 1);
        return new InputEncoding(List.of(new VectorColumn(name, VectorKind.DOUBLE, top.hiddenUnits(), top.hiddenType(),
            NumberScaling.NONE, 0, 1)), new float[top.hiddenUnits()]);
    }

    /** This sense without some of its visible units, as if each of them always were at its mean. */
    Sense without(final RemovedUnits removed, final InputEncoding left) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("The sense \"" + name
                + "\" has no layer of its own that could do without a column.");
        }
        final List<Layer> others = new ArrayList<>(layers);
        others.set(0, layers.get(0).without(removed, left.groups()));
        return new Sense(name, left, others);
    }

    /** The sense without its weights. */
    public SenseStructure structure() {
        return new SenseStructure(name, encoding, layers.stream().map(Layer::structure).toList());
    }
}
