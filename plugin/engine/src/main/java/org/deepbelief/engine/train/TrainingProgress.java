// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Locale;

/** How far a training is. The trainer changes it in place: a step allocates nothing. */
public final class TrainingProgress {

    private final int layers;

    /** What trials are for. */
    private String purpose;

    /** How many trials there are, and how many have begun; 0 where the network itself learns. */
    private int trials;

    private int begun;

    private int layer;

    private int epochs;

    private String errorName;

    private int epoch;

    private double fraction;

    private double error = Double.NaN;

    TrainingProgress(final int layers) {
        this.layers = layers;
    }

    /** Tells that so many trials begin, and what for: "Choosing the weight decay". */
    void start(final String newPurpose, final int all) {
        purpose = newPurpose;
        trials = all;
    }

    /** Tells which course begins. */
    void start(final Course course) {
        trials = 0;
        layer = course.layer();
        epochs = course.epochs().count();
        errorName = course.errorName();
    }

    /**
     * Tells how far trials are.
     *
     * @param newBegun how many have begun
     * @param newFraction of the whole training, in [0, 1]
     */
    void updateTrials(final int newBegun, final double newFraction) {
        begun = newBegun;
        fraction = newFraction;
    }

    void update(final int newEpoch, final double newFraction, final double newError) {
        epoch = newEpoch;
        fraction = newFraction;
        error = newError;
    }

    /** The layer that learns, from 1 on; 0 where the whole network learns. */
    public int layer() {
        return layer;
    }

    /** The number of layers. */
    public int layers() {
        return layers;
    }

    /** The epoch, from 1 on. */
    public int epoch() {
        return epoch;
    }

    /** The number of epochs of this layer or training. */
    public int epochs() {
        return epochs;
    }

    /** The part of the whole training that is done, in [0, 1]. */
    public double fraction() {
        return fraction;
    }

    /** The mean {@link Course#errorName} of the epoch so far, or NaN. */
    public double error() {
        return error;
    }

    /**
     * A line for people: "Layer 2 of 3, epoch 4 of 10, reconstruction error 0.0312", or "Choosing the weight decay,
     * trial 3 of 9".
     */
    public String message() {
        if (trials > 0) {
            return purpose + ", trial " + begun + " of " + trials;
        }
        String where = layer == 0 ? "Epoch " : "Layer " + layer + " of " + layers + ", epoch ";
        String text = where + epoch + " of " + epochs;
        return Double.isNaN(error) ? text
            : text + String.format(Locale.ROOT, ", %s %.4f", errorName, error);
    }
}
