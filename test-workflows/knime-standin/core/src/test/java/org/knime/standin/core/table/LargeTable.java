// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

import java.util.ArrayList;
import java.util.List;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTable;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.container.DataContainer;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;

/** Writes and reads a table that would take about 200 MB in memory; to be run with much less memory. */
public final class LargeTable {

    private static final int ROWS = 500_000;

    private static final int COLUMNS = 12;

    private LargeTable() {
    }

    /** @param arguments none */
    public static void main(final String[] arguments) {
        final List<DataTable> kept = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            kept.add(table(20_000));
        }
        long rows = 0;
        for (DataRow row : table(ROWS)) {
            if (((DoubleCell)row.getCell(COLUMNS - 1)).getDoubleValue() != rows + COLUMNS - 1
                || !row.getKey().getString().equals("Row" + rows)) {
                throw new IllegalStateException("Row " + rows + " is " + row);
            }
            rows++;
        }
        System.out.println(rows + " rows read back, beside " + kept.size() + " tables");
    }

    private static DataTable table(final int rows) {
        final String[] names = new String[COLUMNS];
        final DataType[] types = new DataType[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            names[i] = "c" + i;
            types[i] = DoubleCell.TYPE;
        }
        final DataContainer container = new DataContainer(new DataTableSpec(names, types));
        for (int row = 0; row < rows; row++) {
            final DataCell[] cells = new DataCell[COLUMNS];
            for (int i = 0; i < COLUMNS; i++) {
                cells[i] = new DoubleCell(row + i);
            }
            container.addRowToTable(new DefaultRow("Row" + row, cells));
        }
        container.close();
        return container.getTable();
    }
}
