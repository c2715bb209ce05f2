// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

/** A table that can be read row by row, as often as wanted. */
public interface DataTable extends Iterable<DataRow> {

    /** @return the columns */
    DataTableSpec getDataTableSpec();

    @Override
    RowIterator iterator();
}
