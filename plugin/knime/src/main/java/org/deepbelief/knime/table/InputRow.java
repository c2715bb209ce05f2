// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DoubleValue;

/** A row that was read, by the columns of the network. */
public final class InputRow {

    private final DataRow row;

    private final int[] tableColumns;

    InputRow(final DataRow row, final int[] tableColumns) {
        this.row = row;
        this.tableColumns = tableColumns;
    }

    /** Whether the input column has no value here. */
    public boolean isMissing(final int inputColumn) {
        if (tableColumns[inputColumn] < 0) {
            return true;
        }
        final DataCell cell = cell(inputColumn);
        return cell.isMissing() || cell instanceof DoubleValue number && Double.isNaN(number.getDoubleValue());
    }

    DataCell cell(final int inputColumn) {
        return row.getCell(tableColumns[inputColumn]);
    }
}
