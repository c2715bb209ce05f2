// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.Optional;

import org.deepbelief.engine.math.FloatMatrix;

/**
 * The undirected RBM at the top of the network, which holds its prior. Its visible units are those of the last layer,
 * with label units beside them if it has any. It shares the last layer's weights until fine-tuning moves the way up.
 *
 * @param weights visible x hidden units of the last layer; not to be written to
 * @param visibleBiases one a visible unit of the last layer
 * @param hiddenBiases one a hidden unit of the last layer
 * @param labels the label units, if any
 */
public record AssociativeMemory(FloatMatrix weights, float[] visibleBiases, float[] hiddenBiases,
    Optional<LabelUnits> labels) {

    public AssociativeMemory {
        visibleBiases = visibleBiases.clone();
        hiddenBiases = hiddenBiases.clone();
        Shapes.check("weights of the associative memory", weights, visibleBiases.length, hiddenBiases.length);
        if (labels.isPresent()) {
            Shapes.check("label weights", labels.get().weights(), labels.get().target().size(), hiddenBiases.length);
        }
    }

    /** The memory of a network whose last layer this is, without label units. */
    public static AssociativeMemory of(final Layer last) {
        return last.memory();
    }

    /** This memory without some of its visible units, as if each of them always were at its mean. */
    AssociativeMemory without(final RemovedUnits removed, final Layer last) {
        return new AssociativeMemory(removed.rows(weights), removed.elements(visibleBiases),
            removed.hiddenBiases(weights, hiddenBiases, last.visibleStandardDeviations()), labels);
    }

    /** This memory with other label units. */
    public AssociativeMemory withLabels(final LabelUnits units) {
        return new AssociativeMemory(weights, visibleBiases, hiddenBiases, Optional.of(units));
    }

    /** The tied machine that this memory is with such a layer's units, without label units. */
    BoltzmannLayer machine(final Layer last) {
        return new BoltzmannLayer(last.visibleGroups(), last.hiddenType(), weights, hiddenBiases, weights,
            visibleBiases, last.visibleStandardDeviations());
    }

    /** One bias a visible unit; a copy. */
    @Override
    public float[] visibleBiases() {
        return visibleBiases.clone();
    }

    /** One bias a hidden unit; a copy. */
    @Override
    public float[] hiddenBiases() {
        return hiddenBiases.clone();
    }
}
