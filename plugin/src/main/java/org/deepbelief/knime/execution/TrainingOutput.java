// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.execution;

import java.util.ArrayList;
import java.util.List;

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

    /** An error is still falling if it lost this share of its beginning over the last fifth of the epochs. */
    private static final double STILL_FALLING = 0.2;

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
        final double begin = epochs.get(0).reconstructionError();
        final double last = epochs.get(epochs.size() - 1).reconstructionError();
        final double before = epochs.get(epochs.size() - 1 - fifth).reconstructionError();
        return before - last > STILL_FALLING * begin;
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
        output.setInternalData(log, ReceptiveFields.firstLayer(result.network(), imageWidth, exec));
        if (!warnings.isEmpty()) {
            output.setWarningMessage(String.join("\n", warnings));
        }
    }
}
