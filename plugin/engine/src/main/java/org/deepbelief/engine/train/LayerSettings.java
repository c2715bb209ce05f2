// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.math.Compute;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.units.UnitType;

/**
 * How one layer of a stack is pretrained: the settings of each kind of layer make what learns it. Names and advice:
 * Hinton, "A practical guide to training restricted Boltzmann machines" (2010).
 */
public sealed interface LayerSettings permits BoltzmannMachineSettings, JointMachineSettings, AutoencoderSettings,
    ConditionalSettings, RecurrentSettings {

    /** The hidden units. */
    HiddenUnits hidden();

    /** How the gradient is followed. */
    Learning learning();

    /** These settings with other hidden units. */
    LayerSettings withHidden(HiddenUnits units);

    /** These settings with another way to follow the gradient. */
    LayerSettings withLearning(Learning steps);

    /** The number of hidden units. */
    default int units() {
        return hidden().count();
    }

    /** The kind of the hidden units. */
    default UnitType hiddenType() {
        return hidden().type();
    }

    /** Passes over the rows. */
    default int epochs() {
        return learning().epochs();
    }

    /** The kind of layer that learns so. */
    LayerKind kind();

    /** Whether label units can stand beside its input. */
    boolean takesLabels();

    /** How many inputs that are zero in a whole batch are reconstructed for each that is not; 0 for all inputs. */
    double sampledZeros();

    /**
     * What learns a layer by these settings.
     *
     * @param input what the layer reads
     * @param batchSize the most rows of a batch
     * @param seed of its random numbers
     */
    LayerLearner learner(Compute compute, LayerInput input, int batchSize, long seed);
}
