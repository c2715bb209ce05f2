// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.def;

import java.util.Iterator;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.RowKey;

/** The cells of one row followed by those of another; the key is the first one's. */
public class JoinedRow implements DataRow {

    private final DataRow left;

    private final DataRow right;

    /**
     * @param left the first cells and the key
     * @param right the last cells
     */
    public JoinedRow(final DataRow left, final DataRow right) {
        this.left = left;
        this.right = right;
    }

    /** @return the row of the first cells */
    public DataRow getLeftRow() {
        return left;
    }

    /** @return the row of the last cells */
    public DataRow getRightRow() {
        return right;
    }

    @Override
    public int getNumCells() {
        return left.getNumCells() + right.getNumCells();
    }

    @Override
    public RowKey getKey() {
        return left.getKey();
    }

    @Override
    public DataCell getCell(final int index) {
        final int split = left.getNumCells();
        return index < split ? left.getCell(index) : right.getCell(index - split);
    }

    @Override
    public Iterator<DataCell> iterator() {
        return stream().iterator();
    }
}
