// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.Locale;

/** How far a training is. The trainer changes it in place: a step allocates nothing. */
public final class TrainingProgress {

    private final int layers;

    /** What is tried; empty where the network itself learns. */
    private String rehearsed = "";

    private int layer;

    private int epochs;

    private String errorName;

    private int epoch;

    private double fraction;

    private double error = Double.NaN;

    TrainingProgress(final int layers) {
        this.layers = layers;
    }

    /** Tells which course begins. */
    void start(final Course course) {
        layer = course.layer();
        epochs = course.epochs().count();
        errorName = course.errorName();
    }

    void rehearse(final String what) {
        rehearsed = what;
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
     * A line for people: "Layer 2 of 3, epoch 4 of 10, reconstruction error 0.0312", or, of a trial, "Trying weight
     * decay 0.3, epoch 4 of 10, loss 0.5123".
     */
    public String message() {
        String where = !rehearsed.isEmpty() ? "Trying " + rehearsed + ", epoch "
            : layer == 0 ? "Epoch " : "Layer " + layer + " of " + layers + ", epoch ";
        String text = where + epoch + " of " + epochs;
        return Double.isNaN(error) ? text
            : text + String.format(Locale.ROOT, ", %s %.4f", errorName, error);
    }
}
