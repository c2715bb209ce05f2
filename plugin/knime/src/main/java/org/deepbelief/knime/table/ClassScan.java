// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.Optional;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.ClassFit;
import org.deepbelief.engine.data.FittingException;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/** Reads the classes of a class column: those of its domain in their order, then others as they are met. */
public final class ClassScan {

    private final ClassFit classes;

    private final int tableColumn;

    ClassScan(final Target target, final int tableColumn) {
        classes = new ClassFit(target.name(), target.values());
        this.tableColumn = tableColumn;
    }

    /**
     * Finds the classes in one pass over the column.
     *
     * @param table the training rows
     * @param target the class column
     * @param progress asked whether to stop
     * @throws UnfitTableException if there are fewer than two classes, or too many
     * @throws CanceledExecutionException if it was stopped
     */
    public static ClassColumn of(final BufferedDataTable table, final Target target, final ExecutionMonitor progress)
        throws UnfitTableException, CanceledExecutionException {
        final ClassScan scan = new ClassScan(target, table.getDataTableSpec().findColumnIndex(target.name()));
        try (CloseableRowIterator rows = table.filter(TableFilter.materializeCols(scan.tableColumn)).iterator()) {
            while (rows.hasNext()) {
                progress.checkCanceled();
                scan.add(rows.next());
            }
            return scan.column();
        } catch (FittingException e) {
            throw new UnfitTableException(e.getMessage(), e);
        }
    }

    /**
     * The classes of label units: those that the network has, or those of the column for new ones.
     *
     * @param labels the class column, if there is one
     * @throws UnfitTableException if there are fewer than two classes, or too many
     * @throws CanceledExecutionException if it was stopped
     */
    public static Optional<ClassColumn> ofLabels(final DeepBeliefNetwork network, final BufferedDataTable table,
        final Optional<Target> labels, final ExecutionMonitor progress)
        throws UnfitTableException, CanceledExecutionException {
        if (labels.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(network.memory().labels().isPresent() ? network.memory().labels().get().target()
            : of(table, labels.get(), progress));
    }

    int tableColumn() {
        return tableColumn;
    }

    void add(final DataRow row) throws FittingException {
        final DataCell cell = row.getCell(tableColumn);
        if (!cell.isMissing()) {
            classes.add(TargetColumns.className(cell), row.getKey().getString());
        }
    }

    ClassColumn column() throws FittingException {
        return classes.column();
    }
}
