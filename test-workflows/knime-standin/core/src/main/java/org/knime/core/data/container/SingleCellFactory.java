// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.container;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;

/** A cell factory of one new column; override one of the {@code getCell} methods. */
public abstract class SingleCellFactory extends AbstractCellFactory {

    /** @param newColSpec the new column */
    public SingleCellFactory(final DataColumnSpec newColSpec) {
        super(newColSpec);
    }

    @Override
    public DataCell[] getCells(final DataRow row, final long rowIndex) {
        return new DataCell[]{getCell(row, rowIndex)};
    }

    /**
     * @param row a row
     * @return its cell in the new column
     */
    public DataCell getCell(final DataRow row) {
        throw new IllegalStateException(getClass().getName() + " overrides none of the getCell methods.");
    }

    /**
     * @param row a row
     * @param rowIndex its index, from 0
     * @return its cell in the new column
     */
    public DataCell getCell(final DataRow row, final long rowIndex) {
        return getCell(row);
    }
}
