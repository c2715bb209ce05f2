// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import org.deepbelief.engine.model.LayerKind;

/** How a layer is pretrained. */
public enum LayerMethod {
    /** As a restricted Boltzmann machine, by contrastive divergence. */
    RESTRICTED_BOLTZMANN_MACHINE(LayerKind.BOLTZMANN_MACHINE),
    /** As an autoencoder with one hidden layer, of which the code is kept. */
    AUTOENCODER(LayerKind.AUTOENCODER);

    private final LayerKind kind;

    LayerMethod(final LayerKind kind) {
        this.kind = kind;
    }

    /** The kind of layer that comes of it. */
    public LayerKind kind() {
        return kind;
    }
}
