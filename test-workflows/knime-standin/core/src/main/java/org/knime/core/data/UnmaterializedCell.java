// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

/** Stands where a filtered table did not read a column. */
public final class UnmaterializedCell extends DataCell {

    private static final long serialVersionUID = 1L;

    private static final UnmaterializedCell INSTANCE = new UnmaterializedCell();

    private UnmaterializedCell() {
    }

    /** @return the only instance */
    public static UnmaterializedCell getInstance() {
        return INSTANCE;
    }

    @Override
    public String toString() {
        return "Unmaterialized";
    }

    @Override
    protected boolean equalsDataCell(final DataCell dc) {
        return true;
    }

    @Override
    public int hashCode() {
        return 17;
    }
}
