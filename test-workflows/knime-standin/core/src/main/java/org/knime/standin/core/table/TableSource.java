// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.CloseableRowIterator;

/** A table's content. */
public interface TableSource {

    /** @return the columns */
    DataTableSpec spec();

    /** @return the number of rows */
    long size();

    /**
     * @param columns the columns to read in ascending order, null for all; cells of others are unmaterialized
     * @param from the first row
     * @param to the row behind the last
     * @return the rows
     */
    CloseableRowIterator iterator(int[] columns, long from, long to);
}
