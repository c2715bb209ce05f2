// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;
import java.util.Objects;

import org.deepbelief.engine.data.InputEncoding;

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

    /** The sense without its weights. */
    public SenseStructure structure() {
        return new SenseStructure(name, encoding, layers.stream().map(Layer::structure).toList());
    }
}
