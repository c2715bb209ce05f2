// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/** A training whose numbers exploded. The message names the layer, the epoch and the setting to lower. */
public final class DivergenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param layer from 1 on, 0 for the whole network
     * @param epoch from 1 on
     * @param what what was seen: "The weights are not numbers any more"
     * @param setting the setting to lower, with its value: "the learning rate (0.5)"
     */
    public DivergenceException(final int layer, final int epoch, final String what, final String setting) {
        super((layer == 0 ? "Training diverged" : "Layer " + layer + " diverged") + " in epoch " + epoch + ": " + what
            + ". Lower " + setting + ".");
    }
}
