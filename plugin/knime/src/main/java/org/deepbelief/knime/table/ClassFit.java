// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/** Finds the classes of a class column: those of its domain in their order, then others as they are met. */
public final class ClassFit {

    private final String name;

    private final Map<String, Long> counts = new LinkedHashMap<>();

    private final int tableColumn;

    ClassFit(final Target target, final int tableColumn) {
        name = target.name();
        this.tableColumn = tableColumn;
        target.values().forEach(value -> counts.put(value, 0L));
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
    public static ClassColumn scan(final BufferedDataTable table, final Target target,
        final ExecutionMonitor progress) throws UnfitTableException, CanceledExecutionException {
        final ClassFit fit = new ClassFit(target, table.getDataTableSpec().findColumnIndex(target.name()));
        try (CloseableRowIterator rows = table.filter(TableFilter.materializeCols(fit.tableColumn)).iterator()) {
            while (rows.hasNext()) {
                progress.checkCanceled();
                fit.add(rows.next());
            }
        }
        return fit.column();
    }

    int tableColumn() {
        return tableColumn;
    }

    void add(final DataRow row) throws UnfitTableException {
        final DataCell cell = row.getCell(tableColumn);
        if (cell.isMissing()) {
            return;
        }
        counts.merge(TargetColumns.className(cell), 1L, Long::sum);
        if (counts.size() > EncodingFit.MOST_VALUES) {
            throw new UnfitTableException("The class column \"" + name + "\" has more than " + EncodingFit.MOST_VALUES
                + " different values (the last one \"" + cell + "\" in row \"" + row.getKey().getString()
                + "\"). Choose a column that holds classes.");
        }
    }

    ClassColumn column() throws UnfitTableException {
        final List<String> present =
            counts.entrySet().stream().filter(entry -> entry.getValue() > 0).map(Map.Entry::getKey).toList();
        if (present.isEmpty()) {
            throw new UnfitTableException("The class column \"" + name
                + "\" has no value in any row. Choose another class column, or connect rows with a class.");
        }
        if (present.size() == 1) {
            throw new UnfitTableException("The class column \"" + name + "\" has the value \"" + present.get(0)
                + "\" in every row: with one class there is nothing to tell apart. Choose another class column, or"
                + " connect rows of at least two classes.");
        }
        return new ClassColumn(name, List.copyOf(counts.keySet()));
    }
}
