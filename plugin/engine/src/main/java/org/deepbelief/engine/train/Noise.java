// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

/**
 * What is done to the inputs of a denoising autoencoder before they are encoded (Vincent et al. 2010).
 *
 * @param masking the share of inputs that are set to zero, in [0, 1)
 * @param gaussian the standard deviation of noise added to the inputs, at least 0
 */
public record Noise(double masking, double gaussian) {

    /** Nothing. */
    public static final Noise NONE = new Noise(0, 0);

    /** @throws IllegalArgumentException if a number is out of range; the message names it */
    public Noise {
        Ranges.share("masking noise", masking);
        Ranges.notNegative("Gaussian noise", gaussian);
    }

    /** Whether there is any. */
    public boolean any() {
        return masking > 0 || gaussian > 0;
    }
}
