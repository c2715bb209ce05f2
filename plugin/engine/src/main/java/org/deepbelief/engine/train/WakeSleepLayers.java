// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.units.UnitType;

/**
 * The layers that wake-sleep tuning was derived for: directed ones of Bernoulli units, below an undirected one that is
 * a model of them. How a directed layer found its first weights does not matter.
 */
public final class WakeSleepLayers {

    private WakeSleepLayers() {
    }

    /**
     * What is in the way of tuning a network, as full sentences; empty if nothing is.
     *
     * @param hidden the kinds of the hidden units from the lowest layer to the top
     * @param top the kind of the top layer
     */
    public static Optional<String> obstacle(final List<UnitType> hidden, final LayerKind top) {
        for (int layer = 1; layer <= hidden.size(); layer++) {
            if (!hidden.get(layer - 1).binary()) {
                return Optional.of("Layer " + layer + " of the network is made of linear units, but wake-sleep tuning"
                    + " needs Bernoulli hidden units. Pretrain the network with those, or leave wake-sleep tuning"
                    + " out.");
            }
        }
        return top.undirected() ? Optional.empty()
            : Optional.of("The top layer of the network, layer " + hidden.size() + ", is " + top.one() + ", but"
                + " wake-sleep tuning needs a restricted Boltzmann machine there (the layers below may be of any kind)."
                + " Pretrain the network with one at its top, or leave wake-sleep tuning out.");
    }
}
