// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.util.ArrayList;
import java.util.List;

import org.knime.core.data.DataRow;
import org.knime.core.data.DataTable;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.ColumnRearranger;
import org.knime.core.data.container.DataContainerSettings;
import org.knime.standin.core.table.ConcatenatedTable;
import org.knime.standin.core.table.JoinedTable;
import org.knime.standin.core.table.RearrangedTable;
import org.knime.standin.core.table.RespecifiedTable;
import org.knime.standin.core.table.TableSource;

/** Creates the tables of one node's execution. */
public class ExecutionContext extends ExecutionMonitor {

    private final Node node;

    /**
     * @param progMon takes the progress
     * @param node the node that is executed
     */
    public ExecutionContext(final NodeProgressMonitor progMon, final Node node) {
        super(progMon);
        this.node = node;
    }

    /**
     * @param spec the columns
     * @return a container without rows
     */
    public BufferedDataContainer createDataContainer(final DataTableSpec spec) {
        return createDataContainer(spec, false);
    }

    /**
     * @param spec the columns
     * @param initDomain whether the domains in the spec are kept and widened
     * @return a container without rows
     */
    public BufferedDataContainer createDataContainer(final DataTableSpec spec, final boolean initDomain) {
        return createDataContainer(spec, initDomain, -1);
    }

    /**
     * @param spec the columns
     * @param settings how rows are checked and domains computed
     * @return a container without rows
     */
    public BufferedDataContainer createDataContainer(final DataTableSpec spec, final DataContainerSettings settings) {
        return new BufferedDataContainer(spec, settings);
    }

    /**
     * @param spec the columns
     * @param initDomain whether the domains in the spec are kept and widened
     * @param maxCellsInMemory from how many cells on rows go to a file, -1 for the default
     * @return a container without rows
     */
    public BufferedDataContainer createDataContainer(final DataTableSpec spec, final boolean initDomain,
        final int maxCellsInMemory) {
        return new BufferedDataContainer(spec, initDomain, maxCellsInMemory);
    }

    /**
     * @param table any table
     * @param subProgress progress and cancellation
     * @return a copy of it, or the table itself if it is one of these already
     * @throws CanceledExecutionException if the user cancelled
     */
    public BufferedDataTable createBufferedDataTable(final DataTable table, final ExecutionMonitor subProgress)
        throws CanceledExecutionException {
        if (table instanceof BufferedDataTable buffered) {
            return buffered;
        }
        final BufferedDataContainer container = createDataContainer(table.getDataTableSpec(), true);
        for (DataRow row : table) {
            subProgress.checkCanceled();
            container.addRowToTable(row);
        }
        container.close();
        return container.getTable();
    }

    /**
     * Appends the columns of one table to another of the same row keys in the same order, without copying either.
     *
     * @param left the first columns
     * @param right the last columns
     * @param exec progress and cancellation while the keys are compared
     * @return the joined table
     * @throws CanceledExecutionException if the user cancelled
     * @throws IllegalArgumentException if the tables differ in a key or in the number of rows or share a column's name
     */
    public BufferedDataTable createJoinedTable(final BufferedDataTable left, final BufferedDataTable right,
        final ExecutionMonitor exec) throws CanceledExecutionException {
        return new BufferedDataTable(JoinedTable.create(left.source(), right.source(), exec));
    }

    /**
     * @param in a table
     * @param rearranger the wanted columns
     * @param subProgress progress and cancellation
     * @return the table with these columns; unchanged ones are not copied
     * @throws CanceledExecutionException if the user cancelled
     */
    public BufferedDataTable createColumnRearrangeTable(final BufferedDataTable in, final ColumnRearranger rearranger,
        final ExecutionMonitor subProgress) throws CanceledExecutionException {
        return new BufferedDataTable(RearrangedTable.create(in.source(), rearranger, subProgress));
    }

    /**
     * @param in a table
     * @param newSpec columns that can hold its cells
     * @return the same rows under these columns
     */
    public BufferedDataTable createSpecReplacerTable(final BufferedDataTable in, final DataTableSpec newSpec) {
        return new BufferedDataTable(RespecifiedTable.create(in.source(), newSpec));
    }

    /**
     * @param exec progress and cancellation
     * @param tables tables of the same columns whose row keys differ
     * @return the rows of all, one table after the other
     * @throws CanceledExecutionException if the user cancelled
     */
    public BufferedDataTable createConcatenateTable(final ExecutionMonitor exec, final BufferedDataTable... tables)
        throws CanceledExecutionException {
        final List<TableSource> sources = new ArrayList<>();
        for (BufferedDataTable table : tables) {
            sources.add(table.source());
        }
        return new BufferedDataTable(ConcatenatedTable.create(sources, exec));
    }

    /**
     * @param subProgress the share of this context's progress, 0 to 1
     * @return a context for a part of the work
     */
    public ExecutionContext createSubExecutionContext(final double subProgress) {
        return new ExecutionContext(new SubProgressMonitor(getProgressMonitor(), subProgress, false, true), node);
    }

    /**
     * @param maxProg the share of this context's progress, 0 to 1
     * @return a context for a part of the work that shows no messages
     */
    public ExecutionContext createSilentSubExecutionContext(final double maxProg) {
        return new ExecutionContext(new SubProgressMonitor(getProgressMonitor(), maxProg, true, true), node);
    }
}
