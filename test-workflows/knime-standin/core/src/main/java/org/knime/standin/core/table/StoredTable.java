// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

import org.knime.core.data.DataTable;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.CloseableRowIterator;

/** A table with rows of its own. */
public final class StoredTable implements DataTable, TableSource {

    private final DataTableSpec spec;

    private final RowStore rows;

    /**
     * @param spec the columns
     * @param rows the rows, finished
     */
    public StoredTable(final DataTableSpec spec, final RowStore rows) {
        this.spec = spec;
        this.rows = rows;
    }

    /** Throws the rows away. */
    public void discard() {
        rows.discard();
    }

    @Override
    public DataTableSpec spec() {
        return spec;
    }

    @Override
    public DataTableSpec getDataTableSpec() {
        return spec;
    }

    @Override
    public long size() {
        return rows.size();
    }

    @Override
    public CloseableRowIterator iterator() {
        return iterator(null, 0, size());
    }

    @Override
    public CloseableRowIterator iterator(final int[] columns, final long from, final long to) {
        return rows.iterator(columns, from, to);
    }
}
