// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.deepbelief.engine.train.TrainingLog;
import org.deepbelief.engine.train.TrainingResult;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.table.TrainingLogTable;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionContext;
import org.knime.node.DefaultModel.ExecuteOutput;

/** What a training node hands on: the network, the log, what its view shows, and what the user should know. */
public final class TrainingOutput {

    /** An error still falls if an epoch of the last fifth takes this share off it, which halves it in 14 epochs, ... */
    private static final double STILL_FALLING = 0.05;

    /** ... and this share of what an epoch took on the average: an error of next to nothing may fall as it likes. */
    private static final double OF_MEAN_FALL = 0.1;

    /** A loss that has not come further below that of guessing has learned nothing. */
    private static final double NOTHING_LEARNED = 0.99;

    /** A loss on rows held out that has grown by this share over its lowest shows overfitting. */
    private static final double OVERFITTED = 1.1;

    private final TrainingResult result;

    private final int imageWidth;

    private final List<String> warnings = new ArrayList<>();

    /**
     * @param result what the training returned
     * @param imageWidth the width of the input's images in pixels, 0 to guess a square
     */
    public TrainingOutput(final TrainingResult result, final int imageWidth) {
        this.result = result;
        this.imageWidth = imageWidth;
    }

    /** Adds a warning. */
    public void warn(final String warning) {
        warnings.add(warning);
    }

    /** Warns if the reconstruction error of a layer still falls at the end of its training. */
    public void warnIfStillFalling() {
        final List<TrainingLog.Entry> entries = result.log().entries();
        int first = 0;
        for (int i = 1; i <= entries.size(); i++) {
            if (i == entries.size() || entries.get(i).layer() != entries.get(first).layer()) {
                if (stillFalls(entries.subList(first, i))) {
                    final int epochs = i - first;
                    warnings.add("The reconstruction error of layer " + entries.get(first).layer()
                        + " still falls after " + epochs + (epochs == 1 ? " epoch" : " epochs")
                        + ": more epochs may help.");
                    return;
                }
                first = i;
            }
        }
    }

    private static boolean stillFalls(final List<TrainingLog.Entry> epochs) {
        final int fifth = Math.max(1, epochs.size() / 5);
        if (epochs.size() <= fifth) {
            return false;
        }
        final int last = epochs.size() - 1;
        final double reached = epochs.get(last).reconstructionError();
        final double fall = (epochs.get(last - fifth).reconstructionError() - reached) / fifth;
        final double meanFall = (epochs.get(0).reconstructionError() - reached) / last;
        return fall > STILL_FALLING * reached && fall > OF_MEAN_FALL * meanFall;
    }

    /**
     * Warns if fine-tuning has learned no more than how often each target value occurs, as a training does that went to
     * pieces without becoming infinite.
     *
     * @param guess the loss of telling that of every row; NaN for an autoencoder, whose error is to fall
     * @param learningRate the setting, which is to be lowered then
     */
    public void warnIfNothingLearned(final double guess, final double learningRate) {
        final List<TrainingLog.Entry> entries = result.log().entries();
        final double loss = entries.stream().filter(TrainingLog.Entry::best).findFirst().orElseThrow().loss();
        if (loss > NOTHING_LEARNED * guess) {
            warnings.add(String.format(Locale.ROOT, "The network has learned nothing of the target: its loss is %.4g,"
                + " and that of guessing by how often each value occurs is %.4g. Lower the learning rate (%s), take"
                + " more epochs, or choose other input columns.", loss, guess, learningRate));
        } else if (Double.isNaN(guess) && entries.size() > 1 && !(loss < entries.get(0).loss())) {
            warnings.add(String.format(Locale.ROOT, "The reconstruction error has not fallen: %.4g in the first epoch,"
                + " %.4g in the end. Lower the learning rate (%s).", entries.get(0).loss(), loss, learningRate));
        }
    }

    /** Warns if the loss on the rows held out has risen again and the epoch of the lowest was not kept. */
    public void warnIfOverfitted() {
        final List<TrainingLog.Entry> entries = result.log().entries();
        TrainingLog.Entry lowest = entries.get(0);
        for (final TrainingLog.Entry entry : entries) {
            lowest = entry.validationLoss() < lowest.validationLoss() ? entry : lowest;
        }
        final TrainingLog.Entry last = entries.get(entries.size() - 1);
        if (last.best() && last.validationLoss() > OVERFITTED * lowest.validationLoss()) {
            warnings.add(String.format(Locale.ROOT, "The loss on the rows held out was lowest in epoch %d of %d (%.4g)"
                + " and has risen to %.4g: the network begins to memorise. Take early stopping, fewer epochs or more"
                + " dropout.", lowest.epoch(), last.epoch(), lowest.validationLoss(), last.validationLoss()));
        }
    }

    /**
     * Sets the outputs of the node.
     *
     * @param spec the spec of the network
     * @param exec makes the tables
     * @param output the node's outputs: the network, then the log
     * @throws CanceledExecutionException if it was stopped
     */
    public void set(final DbnPortObjectSpec spec, final ExecutionContext exec, final ExecuteOutput output)
        throws CanceledExecutionException {
        final BufferedDataTable log = TrainingLogTable.write(result.log(), exec);
        output.setOutData(0, new DbnPortObject(result.network(), spec));
        output.setOutData(1, log);
        output.setInternalData(log, FieldImages.firstLayer(result.network(), imageWidth, exec));
        if (!warnings.isEmpty()) {
            output.setWarningMessage(String.join("\n", warnings));
        }
    }
}
