// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.data.NumberStatistics;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/** Reads the scale of a column of numbers. */
public final class NumberScan {

    private NumberScan() {
    }

    /**
     * Finds mean and standard deviation in one pass over the column; missing values are left out.
     *
     * @param table the training rows
     * @param column the column's name
     * @param progress asked whether to stop
     * @throws UnfitTableException if a number is not finite, there is none, or all are the same
     * @throws CanceledExecutionException if it was stopped
     */
    public static NumberScale of(final BufferedDataTable table, final String column, final ExecutionMonitor progress)
        throws UnfitTableException, CanceledExecutionException {
        final int index = table.getDataTableSpec().findColumnIndex(column);
        final NumberStatistics numbers = new NumberStatistics();
        try (CloseableRowIterator rows = table.filter(TableFilter.materializeCols(index)).iterator()) {
            while (rows.hasNext()) {
                progress.checkCanceled();
                final DataRow row = rows.next();
                final DataCell cell = row.getCell(index);
                final double number = cell.isMissing() ? Double.NaN : Cells.number(cell);
                if (Double.isInfinite(number) || Math.abs(number) > Float.MAX_VALUE) {
                    throw new UnfitTableException("Column \"" + column + "\" has the value " + number + " in row \""
                        + row.getKey().getString() + "\": targets must be finite numbers of at most 38 digits. Remove"
                        + " or replace it.");
                }
                if (!Double.isNaN(number)) {
                    numbers.add(number);
                }
            }
        }
        if (numbers.count() == 0 || numbers.isConstant()) {
            throw new UnfitTableException("The target column \"" + column + "\" has "
                + (numbers.count() == 0 ? "no value in any row" : "the value " + numbers.minimum() + " in every row")
                + ", so there is nothing to learn. Choose another \"Target column\" (targetColumn), or connect other"
                + " rows.");
        }
        return NumberScale.of(numbers);
    }
}
