// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What a user should know of a training that has ended: what was seen in its log, and what to do about it. */
public final class TrainingReview {

    /** An error still falls if an epoch of the last fifth takes this share off it, which halves it in 14 epochs, ... */
    private static final double STILL_FALLING = 0.05;

    /** ... and this share of what an epoch took on the average: an error of next to nothing may fall as it likes. */
    private static final double OF_MEAN_FALL = 0.1;

    /**
     * A reconstruction error has risen if it ends so many times as high as its lowest (contrastive divergence follows
     * the likelihood, and may take an error of Gaussian units up by a quarter on its way), ...
     */
    private static final double RISEN = 2;

    /** ... and is not next to nothing, for units in [0, 1] or of variance 1. */
    private static final double NO_ERROR = 1e-4;

    /** A loss that has not come further below that of guessing has learned nothing. */
    private static final double NOTHING_LEARNED = 0.99;

    /** A loss on rows held out that has grown by this share over its lowest shows overfitting. */
    private static final double OVERFITTED = 1.1;

    /** Wake-sleep has undone what was known if accuracy has fallen by this much, ... */
    private static final double ACCURACY_LOST = 0.05;

    /** ... or if the reconstruction error has grown to so many times what it was. */
    private static final double RECONSTRUCTION_LOST = 1.5;

    /** An epoch was kept too early if a later one had this much more accuracy on the rows held out. */
    private static final double ACCURACY_MISSED = 0.02;

    private TrainingReview() {
    }

    /** What to know of a pretraining. */
    public static List<String> ofPretraining(final TrainingLog log) {
        final List<String> findings = new ArrayList<>();
        for (final List<TrainingLog.Entry> layer : layers(log.entries())) {
            final String what = "The reconstruction error of layer " + layer.get(0).learned().first();
            risen(what, layer).or(() -> log.stopped().isPresent() ? Optional.empty()
                : stillFalls(what, layer, TrainingLog.Entry::reconstructionError)).ifPresent(findings::add);
        }
        return afterStop(log, findings.isEmpty() ? findings : findings.subList(0, 1));
    }

    private static List<String> afterStop(final TrainingLog log, final List<String> findings) {
        return Stream.concat(log.stopped().stream(), findings.stream()).toList();
    }

    private static List<List<TrainingLog.Entry>> layers(final List<TrainingLog.Entry> entries) {
        final List<List<TrainingLog.Entry>> layers = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= entries.size(); i++) {
            if (i == entries.size() || !entries.get(i).learned().equals(entries.get(first).learned())) {
                layers.add(entries.subList(first, i));
                first = i;
            }
        }
        return layers;
    }

    private static Optional<String> risen(final String what, final List<TrainingLog.Entry> epochs) {
        TrainingLog.Entry lowest = epochs.get(0);
        for (final TrainingLog.Entry epoch : epochs) {
            lowest = epoch.reconstructionError() < lowest.reconstructionError() ? epoch : lowest;
        }
        final double reached = last(epochs).reconstructionError();
        return reached > RISEN * lowest.reconstructionError() + NO_ERROR
            ? Optional.of(String.format(Locale.ROOT, "%s was lowest in epoch %d of %d (%.4g) and has risen to %.4g."
                + " Lower the learning rate, or take fewer epochs.", what, lowest.epoch(), last(epochs).epoch(),
                lowest.reconstructionError(), reached))
            : Optional.empty();
    }

    private static Optional<String> stillFalls(final String what, final List<TrainingLog.Entry> epochs,
        final ToDoubleFunction<TrainingLog.Entry> measure) {
        final int count = epochs.size();
        final int fifth = Math.max(1, count / 5);
        if (count <= fifth) {
            return Optional.empty();
        }
        final double reached = measure.applyAsDouble(epochs.get(count - 1));
        final double fall = (measure.applyAsDouble(epochs.get(count - 1 - fifth)) - reached) / fifth;
        final double meanFall = (measure.applyAsDouble(epochs.get(0)) - reached) / (count - 1);
        return fall > STILL_FALLING * reached && fall > OF_MEAN_FALL * meanFall ? Optional.of(what
            + " still falls after " + count + " epochs: more epochs may help.")
            : Optional.empty();
    }

    private static TrainingLog.Entry last(final List<TrainingLog.Entry> epochs) {
        return epochs.get(epochs.size() - 1);
    }

    /** What to know of a wake-sleep tuning: whether it has undone what the network knew before. */
    public static List<String> ofWakeSleep(final TrainingLog log) {
        if (log.before().isEmpty() || log.entries().isEmpty()) {
            return afterStop(log, List.of());
        }
        final TrainingLog.Entry before = log.before().get();
        final TrainingLog.Entry after = last(log.entries());
        final String remedy = " Tuning has undone what the network knew: lower its learning rates, take fewer epochs,"
            + " or use the network as it was before.";
        final List<String> findings = new ArrayList<>();
        if (after.accuracy() < before.accuracy() - ACCURACY_LOST) {
            findings.add(String.format(Locale.ROOT, "The label units tell the class of %.1f %% of the training rows,"
                + " after %.1f %% before tuning.%s", 100 * after.accuracy(), 100 * before.accuracy(), remedy));
        } else if (after.reconstructionError() > RECONSTRUCTION_LOST * before.reconstructionError() + NO_ERROR) {
            findings.add(String.format(Locale.ROOT, "The reconstruction error is %.4g, after %.4g before tuning.%s",
                after.reconstructionError(), before.reconstructionError(), remedy));
        }
        return afterStop(log, findings);
    }

    /**
     * What guessing reaches, whatever the inputs of a row.
     *
     * @param loss see {@link GuessedLoss}
     * @param accuracy see {@link GuessedAccuracy}; NaN where there are no classes
     */
    public record Guess(double loss, double accuracy) {
    }

    /**
     * What to know of a fine-tuning.
     *
     * @param guess what a network would reach that has learned nothing of the target
     * @param settings how it was trained
     */
    public static List<String> ofFineTuning(final TrainingLog log, final Guess guess,
        final FineTuning.Settings settings) {
        final List<TrainingLog.Entry> epochs = log.entries();
        final List<String> findings = new ArrayList<>();
        nothingLearned(epochs, guess, settings.descent().rate().initial())
            .or(() -> atChance(epochs, guess.accuracy()))
            .or(() -> log.stopped().isPresent() ? Optional.empty()
                : stillFalls("The loss", epochs, TrainingLog.Entry::loss))
            .ifPresent(findings::add);
        overfitted(epochs).ifPresent(findings::add);
        keptTooEarly(epochs, settings.epochs()).ifPresent(findings::add);
        return afterStop(log, findings);
    }

    private static Optional<String> nothingLearned(final List<TrainingLog.Entry> epochs, final Guess guess,
        final double learningRate) {
        final double loss = kept(epochs).loss();
        if (loss > NOTHING_LEARNED * guess.loss()) {
            return Optional.of(String.format(Locale.ROOT, "The network has learned nothing of the target: its loss is"
                + " %.4g, and that of guessing by how often each value occurs is %.4g. Lower the learning rate (%s),"
                + " take more epochs, or choose other input columns.", loss, guess.loss(), learningRate));
        }
        if (Double.isNaN(guess.loss()) && epochs.size() > 1 && !(loss < epochs.get(0).loss())) {
            return Optional.of(String.format(Locale.ROOT, "The reconstruction error has not fallen: %.4g in the first"
                + " epoch, %.4g in the end. Lower the learning rate (%s).", epochs.get(0).loss(), loss, learningRate));
        }
        return Optional.empty();
    }

    /**
     * What is to be said of an embedding.
     *
     * @param learningRate of its first epoch
     * @return sentences that say what was seen and what to do
     */
    public static List<String> ofEmbedding(final TrainingLog log, final double learningRate) {
        final List<TrainingLog.Entry> epochs = log.entries();
        final double first = epochs.get(0).loss();
        final double loss = kept(epochs).loss();
        final Optional<String> risen = epochs.size() > 1 && !(loss < first)
            ? Optional.of(String.format(Locale.ROOT, "The loss of the map has not fallen: %.4g in the first epoch, %.4g"
                + " in the end. Lower the learning rate (%s), or take more epochs.", first, loss, learningRate))
            : Optional.empty();
        return Stream.concat(log.stopped().stream(), risen.stream()).toList();
    }

    /** What was measured of the weights that were kept: of several epochs whose mean they are, the last has it. */
    private static TrainingLog.Entry kept(final List<TrainingLog.Entry> epochs) {
        return epochs.stream().filter(TrainingLog.Entry::kept).reduce((first, second) -> second)
            .orElseGet(() -> last(epochs));
    }

    private static Optional<String> atChance(final List<TrainingLog.Entry> epochs, final double guess) {
        final double most = epochs.stream().mapToDouble(TrainingLog.Entry::accuracy).max().orElse(Double.NaN);
        return most <= guess ? Optional.of(String.format(Locale.ROOT, "In none of %d epochs did the network tell the"
            + " class of more than %.1f %% of the training rows, the share of the most frequent class. Take wider"
            + " layers or more epochs, less dropout and weight decay, balanced classes, or other input columns.",
            epochs.size(), 100 * guess)) : Optional.empty();
    }

    /** The loss on the rows held out has risen again, and the epoch of the lowest was not kept. */
    private static Optional<String> overfitted(final List<TrainingLog.Entry> epochs) {
        TrainingLog.Entry lowest = epochs.get(0);
        for (final TrainingLog.Entry epoch : epochs) {
            lowest = epoch.validationLoss() < lowest.validationLoss() ? epoch : lowest;
        }
        final TrainingLog.Entry last = last(epochs);
        return last.kept() && last.validationLoss() > OVERFITTED * lowest.validationLoss()
            ? Optional.of(String.format(Locale.ROOT, "The loss on the rows held out was lowest in epoch %d of %d (%.4g)"
                + " and has risen to %.4g: the network begins to memorise. Take early stopping, fewer epochs or more"
                + " dropout.", lowest.epoch(), last.epoch(), lowest.validationLoss(), last.validationLoss()))
            : Optional.empty();
    }

    /** Early stopping has gone back to an epoch by its loss though a later one classified better. */
    private static Optional<String> keptTooEarly(final List<TrainingLog.Entry> epochs, final Epochs wanted) {
        final TrainingLog.Entry kept = kept(epochs);
        TrainingLog.Entry better = kept;
        for (final TrainingLog.Entry epoch : epochs) {
            better = epoch.validationAccuracy() > better.validationAccuracy() ? epoch : better;
        }
        return wanted.patience() > 0 && better.epoch() > kept.epoch()
            && better.validationAccuracy() >= kept.validationAccuracy() + ACCURACY_MISSED
            ? Optional.of(String.format(Locale.ROOT, "Epoch %d was kept, whose loss on the rows held out is lowest, but"
                + " epoch %d told the class of %.1f %% of them instead of %.1f %%. Hold out more rows, or switch early"
                + " stopping off and average epochs.", kept.epoch(), better.epoch(),
                100 * better.validationAccuracy(), 100 * kept.validationAccuracy()))
            : Optional.empty();
    }
}
