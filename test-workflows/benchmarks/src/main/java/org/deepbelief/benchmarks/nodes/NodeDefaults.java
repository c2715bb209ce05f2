// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.nodes;

import org.deepbelief.engine.train.LayerMethod;
import org.deepbelief.engine.train.LayerSettings;
import org.deepbelief.engine.units.UnitType;

/** What nodes do unless told otherwise, in the engine's settings. */
public final class NodeDefaults {

    private NodeDefaults() {
    }

    /** A layer of DBN Layer-wise Pretrain. */
    public static LayerSettings pretrainLayer(final int units, final int epochs) {
        return new LayerSettings(LayerMethod.RESTRICTED_BOLTZMANN_MACHINE, units, UnitType.bernoulli(), epochs, 0.1, 0,
            0.5, 0.9, 5, 0.0002, 0, 0.1, 0.01, 0, 1, false, false, 0, 0).withGradient(false, true);
    }
}
