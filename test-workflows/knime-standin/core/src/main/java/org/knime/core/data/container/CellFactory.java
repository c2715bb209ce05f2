// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.container;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;
import org.knime.core.data.RowKey;
import org.knime.core.node.ExecutionMonitor;

/** Computes the cells of new columns from rows. */
public interface CellFactory {

    /** @return the new columns */
    DataColumnSpec[] getColumnSpecs();

    /**
     * @param row a row
     * @return its cells in the new columns
     */
    default DataCell[] getCells(final DataRow row) {
        throw new IllegalStateException(getClass().getName() + " overrides none of the getCells methods.");
    }

    /**
     * @param row a row
     * @param rowIndex its index, from 0
     * @return its cells in the new columns
     */
    default DataCell[] getCells(final DataRow row, final long rowIndex) {
        return getCells(row);
    }

    /**
     * @param curRowNr the number of the row, from 1
     * @param rowCount the number of rows
     * @param lastKey the row's key
     * @param exec takes the progress
     */
    void setProgress(int curRowNr, int rowCount, RowKey lastKey, ExecutionMonitor exec);

    /**
     * @param curRowNr the number of the row, from 1
     * @param rowCount the number of rows
     * @param lastKey the row's key
     * @param exec takes the progress
     */
    default void setProgress(final long curRowNr, final long rowCount, final RowKey lastKey,
        final ExecutionMonitor exec) {
        setProgress((int)Math.min(curRowNr, Integer.MAX_VALUE), (int)Math.min(rowCount, Integer.MAX_VALUE), lastKey,
            exec);
    }
}
