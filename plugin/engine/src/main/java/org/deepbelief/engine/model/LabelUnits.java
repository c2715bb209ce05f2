// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.math.FloatMatrix;

/**
 * The softmax group beside the visible units of the associative memory: one unit a class.
 *
 * @param target the column whose classes the units stand for
 * @param weights classes x hidden units of the memory; not to be written to
 * @param biases one per class
 */
public record LabelUnits(ClassColumn target, FloatMatrix weights, float[] biases) {

    public LabelUnits {
        biases = biases.clone();
        Shapes.check("label biases", biases, target.size());
        Shapes.check("label weights", weights, target.size(), weights.columns());
    }

    /** The classes in the order of their units. */
    public List<String> classes() {
        return target.values();
    }

    /** One bias a class; a copy. */
    @Override
    public float[] biases() {
        return biases.clone();
    }
}
