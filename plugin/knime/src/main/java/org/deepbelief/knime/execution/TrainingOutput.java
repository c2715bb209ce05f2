// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.execution;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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

    private final TrainingResult result;

    private final int imageWidth;

    private final List<String> warnings = new ArrayList<>();

    private List<BufferedDataTable> shown = List.of();

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

    /** Adds what the engine found in the log. */
    public void warn(final List<String> findings) {
        warnings.addAll(findings);
    }

    /** Keeps tables for the node's view, behind the log and the images. */
    public void show(final List<BufferedDataTable> tables) {
        shown = List.copyOf(tables);
    }

    /**
     * Sets the outputs of a node that hands on the network, then the log.
     *
     * @param spec the spec of the network
     * @param exec makes the tables
     * @param output the node's outputs
     * @throws CanceledExecutionException if it was stopped
     */
    public void set(final DbnPortObjectSpec spec, final ExecutionContext exec, final ExecuteOutput output)
        throws CanceledExecutionException {
        set(spec, exec, output, 1);
    }

    /**
     * Sets the outputs of a node that hands on the network, and the log at a later port.
     *
     * @param logPort the port of the log, from 0 on
     */
    public void set(final DbnPortObjectSpec spec, final ExecutionContext exec, final ExecuteOutput output,
        final int logPort) throws CanceledExecutionException {
        final BufferedDataTable log = TrainingLogTable.write(result.log(), exec);
        output.setOutData(0, new DbnPortObject(result.network(), spec));
        output.setOutData(logPort, log);
        output.setInternalData(
            Stream.concat(Stream.of(log, FieldImages.firstLayer(result.network(), imageWidth, exec)), shown.stream())
                .toArray(BufferedDataTable[]::new));
        if (!warnings.isEmpty()) {
            output.setWarningMessage(String.join("\n", warnings));
        }
    }
}
