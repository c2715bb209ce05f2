// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;

/**
 * What was measured in a training, one entry an epoch (of each layer), in the order of training.
 *
 * @param entries the measurements
 */
public record TrainingLog(List<Entry> entries) {

    public TrainingLog {
        entries = List.copyOf(entries);
    }

    /**
     * The measurements of an epoch; NaN where one was not made.
     *
     * @param layer the layer from 1 on, 0 for the whole network
     * @param phase "Pretraining", "Wake-sleep" or "Fine-tuning"
     * @param epoch from 1 on
     * @param reconstructionError mean over training rows and visible units of the squared difference between the value
     *            and its reconstruction's mean; of a pretrained layer, over a sample of the rows, from the means of its
     *            hidden units
     * @param validationReconstructionError the same on the rows held out
     * @param pseudoLikelihood mean over rows of the log pseudo-likelihood in nats, for binary visible units only
     * @param freeEnergyGap mean free energy of the rows held out minus that of as many training rows; rises as the
     *            model begins to overfit
     * @param loss the loss that is minimised, for fine-tuning
     * @param validationLoss the same on the rows held out
     * @param accuracy share of training rows classified rightly
     * @param validationAccuracy the same on the rows held out
     * @param meanActivation mean of the hidden units' means
     * @param weightNorm root mean square of the weights
     * @param seconds of this epoch
     * @param rowsPerSecond learned in this epoch
     * @param best whether this epoch's weights were kept
     */
    public record Entry(int layer, String phase, int epoch, double reconstructionError,
        double validationReconstructionError, double pseudoLikelihood, double freeEnergyGap, double loss,
        double validationLoss, double accuracy, double validationAccuracy, double meanActivation, double weightNorm,
        double seconds, double rowsPerSecond, boolean best) {
    }

    /** The phase of layer-wise pretraining. */
    public static final String PRETRAINING = "Pretraining";

    /** The phase of wake-sleep tuning. */
    public static final String WAKE_SLEEP = "Wake-sleep";

    /** The phase of fine-tuning. */
    public static final String FINE_TUNING = "Fine-tuning";
}
