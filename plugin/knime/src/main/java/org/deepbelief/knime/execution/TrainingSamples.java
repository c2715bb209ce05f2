// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.execution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.data.StorageSettings;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.SortedRows;
import org.deepbelief.knime.table.TableRowSource;
import org.deepbelief.knime.table.TableRows;
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
     * @param rows the training rows, which are read in their order if they have one
     * @param reader what turns rows into units
     * @param target what reads targets, if there are any
     * @param memoryBudget MiB of memory for the samples; 0 for a quarter of the heap
     * @param exec asked whether to stop
     * @return at least one sample; to be closed
     * @throws IOException if a row does not fit, or there is none
     */
    public static SampleMatrix read(final TableRows rows, final RowReader reader,
        final Optional<TargetReader> target, final int memoryBudget, final ExecutionMonitor exec) throws IOException {
        final BufferedDataTable table = rows.table();
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
        if (rows.areSorted()) {
            // Both are there for a while.
            final StorageSettings half =
                new StorageSettings(storage.memoryBudgetBytes() / 2, storage.temporaryFolder());
            try (SortedRows sorted = SortedRows.read(rows, reader, target, half, monitor::cancelled)) {
                samples = read(sorted, reader, target, half, monitor);
            }
        } else {
            try (TableRowSource source = new TableRowSource(rows, reader, target)) {
                samples = read(source, reader, target, storage, monitor);
            }
        }
        if (samples.rows() == 0) {
            samples.close();
            throw new UnfitTableException("Each of the " + table.size() + " rows has a missing value, so all were"
                + " skipped. Set \"Missing values\" (missingValues) to the mean, or replace them before.");
        }
        return samples;
    }

    private static SampleMatrix read(final RowSource source, final RowReader reader,
        final Optional<TargetReader> target, final StorageSettings storage, final ExecutionTrainingMonitor monitor)
        throws IOException {
        return SampleMatrix.read(source, reader.units(), target.isPresent() ? 1 : 0, storage, monitor::cancelled);
    }
}
