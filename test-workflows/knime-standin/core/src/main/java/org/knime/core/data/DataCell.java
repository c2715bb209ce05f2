// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.io.Serializable;

/** An immutable cell of a table. */
public abstract class DataCell implements DataValue, Serializable {

    private static final long serialVersionUID = 1L;

    /** @return the type of this cell's class */
    public final DataType getType() {
        return DataType.of(this);
    }

    /** @return whether this cell is missing */
    public boolean isMissing() {
        return false;
    }

    @Override
    public abstract String toString();

    /** Cells are equal if they are of the same class and {@link #equalsDataCell(DataCell)} says so. */
    @Override
    public final boolean equals(final Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof DataCell cell && getClass() == cell.getClass() && equalsDataCell(cell);
    }

    /**
     * @param dc a cell of the same class, not null
     * @return whether it has the same content
     */
    protected abstract boolean equalsDataCell(DataCell dc);

    @Override
    public abstract int hashCode();
}
