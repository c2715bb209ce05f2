// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.List;
import java.util.Optional;

/**
 * What was measured in a training, one entry per epoch (of each layer), in the order of training.
 *
 * @param entries the measurements
 * @param stopped where the training ended before its last step because its time budget was used up, for its user
 * @param before the same measurements before the first step, where they were made
 */
public record TrainingLog(List<Entry> entries, Optional<String> stopped, Optional<Entry> before) {

    public TrainingLog {
        entries = List.copyOf(entries);
    }

    /** The log of a training that had time for all its epochs. */
    public TrainingLog(final List<Entry> entries) {
        this(entries, Optional.empty(), Optional.empty());
    }

    /** This as of the layers of a network that has so many levels below them. */
    TrainingLog above(final int levels) {
        return new TrainingLog(entries.stream().map(entry -> entry.above(levels)).toList(), stopped,
            before.map(entry -> entry.above(levels)));
    }

    /** This with measurements before the first step. */
    TrainingLog withBefore(final Entry start) {
        return new TrainingLog(entries, stopped, Optional.of(start));
    }

    /**
     * A measurement on rows that were learned from, and on those that were held out; NaN where it was not made.
     *
     * @param training on the rows learned from
     * @param validation on the rows held out
     */
    public record Pair(double training, double validation) {

        /** Not measured. */
        public static final Pair NONE = new Pair(Double.NaN, Double.NaN);
    }

    /**
     * How likely a layer finds rows; NaN where it was not measured.
     *
     * @param pseudoLikelihood mean over rows of the log pseudo-likelihood in nats, for binary visible units only
     * @param freeEnergyGap mean free energy of the rows held out minus that of as many training rows; rises as the
     *            model begins to overfit
     */
    public record Likelihood(double pseudoLikelihood, double freeEnergyGap) {

        /** Not measured. */
        public static final Likelihood NONE = new Likelihood(Double.NaN, Double.NaN);
    }

    /**
     * Which layers learned, from 1 on.
     *
     * @param first the lowest
     * @param last the highest, the same where one layer learned by itself
     */
    public record LayerRange(int first, int last) {

        /** No layer, where the output alone learned. */
        public static final LayerRange NONE = new LayerRange(0, 0);

        /** These in a network that has so many levels below. */
        LayerRange above(final int levels) {
            return equals(NONE) ? NONE : new LayerRange(first + levels, last + levels);
        }

        /** One layer by itself. */
        public static LayerRange only(final int layer) {
            return new LayerRange(layer, layer);
        }

        /**
         * The layers above those that keep their weights.
         *
         * @param frozen how many keep them
         * @param layers how many there are
         */
        public static LayerRange above(final int frozen, final int layers) {
            return frozen < layers ? new LayerRange(frozen + 1, layers) : NONE;
        }
    }

    /**
     * What has become of the layers; NaN where it was not measured.
     *
     * @param meanActivation mean of the hidden units' means
     * @param weightNorm root mean square of the weights
     */
    public record Layers(double meanActivation, double weightNorm) {
    }

    /**
     * How fast it went.
     *
     * @param seconds of the epoch
     * @param rowsPerSecond learned in it
     */
    public record Speed(double seconds, double rowsPerSecond) {
    }

    /**
     * The measurements of an epoch; NaN where one was not made.
     *
     * @param learned the layers that learned
     * @param phase "Pretraining", "Wake-sleep", "Fine-tuning" or "Embedding"
     * @param epoch from 1 on
     * @param reconstruction mean over rows and visible units of the squared difference between the value and its
     *            reconstruction's mean; of a pretrained layer, over a sample of the rows, from the means of its hidden
     *            units
     * @param likelihood of a pretrained layer
     * @param losses what is minimised, for fine-tuning and embedding
     * @param accuracies share of rows classified rightly
     * @param layers what has become of the layers
     * @param speed how fast it went
     * @param kept whether the weights after this epoch are those that were kept, or go into the mean that was
     */
    public record Entry(LayerRange learned, String phase, int epoch, Pair reconstruction, Likelihood likelihood,
        Pair losses, Pair accuracies, Layers layers, Speed speed, boolean kept) {

        /** An entry of what every training measures. */
        public static Entry of(final LayerRange learned, final String phase, final int epoch, final Layers layers,
            final Speed speed) {
            return new Entry(learned, phase, epoch, Pair.NONE, Likelihood.NONE, Pair.NONE, Pair.NONE, layers, speed,
                false);
        }

        /** This with reconstruction errors. */
        public Entry withReconstruction(final Pair errors) {
            return new Entry(learned, phase, epoch, errors, likelihood, losses, accuracies, layers, speed,
                kept);
        }

        /** This with what a layer finds likely. */
        public Entry withLikelihood(final Likelihood measured) {
            return new Entry(learned, phase, epoch, reconstruction, measured, losses, accuracies, layers, speed,
                kept);
        }

        /** This with losses. */
        public Entry withLosses(final Pair measured) {
            return new Entry(learned, phase, epoch, reconstruction, likelihood, measured, accuracies, layers, speed,
                kept);
        }

        /** This with accuracies. */
        public Entry withAccuracies(final Pair measured) {
            return new Entry(learned, phase, epoch, reconstruction, likelihood, losses, measured, layers, speed, kept);
        }

        /** This of a network that has so many levels below the layers that learned. */
        Entry above(final int levels) {
            return new Entry(learned.above(levels), phase, epoch, reconstruction, likelihood, losses, accuracies,
                layers, speed, kept);
        }

        /** This as one whose weights were kept. */
        public Entry asKept() {
            return new Entry(learned, phase, epoch, reconstruction, likelihood, losses, accuracies, layers, speed,
                true);
        }

        /** The reconstruction error of training rows. */
        public double reconstructionError() {
            return reconstruction.training();
        }

        /** The reconstruction error of the rows held out. */
        public double validationReconstructionError() {
            return reconstruction.validation();
        }

        /** See {@link Likelihood}. */
        public double pseudoLikelihood() {
            return likelihood.pseudoLikelihood();
        }

        /** See {@link Likelihood}. */
        public double freeEnergyGap() {
            return likelihood.freeEnergyGap();
        }

        /** The loss of training rows. */
        public double loss() {
            return losses.training();
        }

        /** The loss of the rows held out. */
        public double validationLoss() {
            return losses.validation();
        }

        /** The accuracy on training rows. */
        public double accuracy() {
            return accuracies.training();
        }

        /** The accuracy on the rows held out. */
        public double validationAccuracy() {
            return accuracies.validation();
        }

        /** Mean of the hidden units' means. */
        public double meanActivation() {
            return layers.meanActivation();
        }

        /** Root mean square of the weights. */
        public double weightNorm() {
            return layers.weightNorm();
        }

        /** The seconds of the epoch. */
        public double seconds() {
            return speed.seconds();
        }

        /** The rows learned in a second. */
        public double rowsPerSecond() {
            return speed.rowsPerSecond();
        }
    }

    /** The phase of layer-wise pretraining. */
    public static final String PRETRAINING = "Pretraining";

    /** The phase of wake-sleep tuning. */
    public static final String WAKE_SLEEP = "Wake-sleep";

    /** The phase of fine-tuning. */
    public static final String FINE_TUNING = "Fine-tuning";

    /** The phase of embedding. */
    public static final String EMBEDDING = "Embedding";
}
