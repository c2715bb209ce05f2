// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.util.List;

import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/**
 * One level of the stack: what leads up from its visible to its hidden units (recognition) and down again (generation).
 * A kind of layer knows its ways, its tensors and its structure itself, so that nobody else asks which kind it is.
 * Immutable.
 */
public abstract sealed class Layer implements Level permits DenseLayer, TemporalLayer {

    Layer() {
    }

    /** The kind, as files name it. */
    public abstract LayerKind kind();

    /** The kind of the hidden units. */
    public abstract UnitType hiddenType();

    /** One standard deviation a visible unit, 1 except where a Gaussian variance was learned; a copy. */
    public abstract float[] visibleStandardDeviations();

    /** Whether all visible standard deviations are 1. */
    public final boolean standard() {
        for (final float deviation : visibleStandardDeviations()) {
            if (deviation != 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * Visible x hidden: what each hidden unit adds up of the visible ones. A kind that keeps its weights in another
     * form lays them out. Not to be written to.
     */
    public abstract FloatMatrix recognitionWeights();

    /** One bias a hidden unit; a copy. */
    public abstract float[] hiddenBiases();

    /** Whether the ways up and down still share their weights. */
    public abstract boolean tied();

    /**
     * This layer without some of its visible units, as if each of them always were at its mean.
     *
     * @param removed which units go
     * @param left the groups of those that stay
     */
    abstract Layer without(RemovedUnits removed, List<UnitGroup> left);

    /**
     * This layer as one of two dense matrices, for the trainings that take no other.
     *
     * @throws IllegalArgumentException if its kind has none; the message names it
     */
    public DenseLayer dense() {
        throw new IllegalArgumentException("A layer of the kind \"" + kind().words() + "\" cannot be trained here.");
    }

    /** The layer without its weights. */
    public abstract LayerStructure structure();

    /** The tensors that {@link LayerStructure#shapes} tells, in that order, their names after a prefix. */
    abstract List<Safetensors.Tensor> tensors(String prefix);

    /** The associative memory that this layer is at the top of a network, without label units. */
    abstract AssociativeMemory memory();

    /** Whether a memory is still that of {@link #memory}. */
    abstract boolean shares(AssociativeMemory memory);
}
