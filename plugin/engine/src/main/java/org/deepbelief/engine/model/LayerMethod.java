// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

/** How a layer was pretrained. */
public enum LayerMethod {
    /** As a restricted Boltzmann machine, by contrastive divergence. */
    RESTRICTED_BOLTZMANN_MACHINE,
    /** As an autoencoder with one hidden layer, of which the code is kept. */
    AUTOENCODER
}
