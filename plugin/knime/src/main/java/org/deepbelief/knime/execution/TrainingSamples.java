// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.execution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.TableRowSource;
import org.deepbelief.knime.table.TargetReader;
import org.deepbelief.knime.table.UnfitTableException;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.ExecutionMonitor;

/** Reads a table into the samples that a training learns from. */
public final class TrainingSamples {

    private TrainingSamples() {
    }

    /**
     * Reads the samples: into memory up to the budget, beyond it into a file in the folder for temporary files.
     *
     * @param table the training rows
     * @param reader what turns rows into units
     * @param target what reads targets, if there are any
     * @param memoryBudget MiB of memory for the samples; 0 for a quarter of the heap
     * @param exec asked whether to stop
     * @return at least one sample; to be closed
     * @throws IOException if a row does not fit, or there is none
     */
    public static SampleMatrix read(final BufferedDataTable table, final RowReader reader,
        final Optional<TargetReader> target, final int memoryBudget, final ExecutionMonitor exec) throws IOException {
        final Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        final StorageSettings storage = memoryBudget == 0 ? StorageSettings.defaults(temporary)
            : new StorageSettings((long)memoryBudget << 20, temporary);
        exec.setMessage("Reading the rows");
        final ExecutionTrainingMonitor monitor = new ExecutionTrainingMonitor(exec);
        if (table.size() == 0) {
            throw new UnfitTableException(
                "The table has no rows, so there is nothing to learn from. Connect a table with rows.");
        }
        final SampleMatrix samples;
        try (TableRowSource source = new TableRowSource(table, reader, target)) {
            samples = SampleMatrix.read(source, reader.units(), target.isPresent() ? 1 : 0, storage,
                monitor::cancelled);
        }
        if (samples.rows() == 0) {
            samples.close();
            throw new UnfitTableException("Each of the " + table.size() + " rows has a missing value, so all were"
                + " skipped. Set \"Missing values\" (missingValues) to the mean, or replace them before.");
        }
        return samples;
    }
}
