// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.CloseableRowIterator;

/**
 * The rows of a table under other columns.
 *
 * @param rows the table
 * @param spec the columns
 */
public record RespecifiedTable(TableSource rows, DataTableSpec spec) implements TableSource {

    /**
     * @param rows a table
     * @param spec columns that can hold its cells
     * @return the same rows under these columns
     * @throws IllegalArgumentException if there is another number of columns or one cannot hold the cells
     */
    public static RespecifiedTable create(final TableSource rows, final DataTableSpec spec) {
        final DataTableSpec old = rows.spec();
        if (old.getNumColumns() != spec.getNumColumns()) {
            throw new IllegalArgumentException("A table of " + old.getNumColumns() + " columns cannot have "
                + spec.getNumColumns() + " column specs.");
        }
        for (int i = 0; i < spec.getNumColumns(); i++) {
            final DataColumnSpec column = spec.getColumnSpec(i);
            if (!column.getType().isASuperTypeOf(old.getColumnSpec(i).getType())) {
                throw new IllegalArgumentException("The column \"" + column.getName() + "\" of type "
                    + column.getType() + " cannot hold cells of type " + old.getColumnSpec(i).getType() + ".");
            }
        }
        return new RespecifiedTable(rows, spec);
    }

    @Override
    public long size() {
        return rows.size();
    }

    @Override
    public CloseableRowIterator iterator(final int[] columns, final long from, final long to) {
        return rows.iterator(columns, from, to);
    }
}
