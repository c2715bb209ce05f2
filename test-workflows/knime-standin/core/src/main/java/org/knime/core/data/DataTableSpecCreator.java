// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.util.ArrayList;
import java.util.List;

/** Creates {@link DataTableSpec}s. */
public final class DataTableSpecCreator {

    private String name;

    private final List<DataColumnSpec> columns = new ArrayList<>();

    /** No columns. */
    public DataTableSpecCreator() {
    }

    /** @param spec the spec to start from */
    public DataTableSpecCreator(final DataTableSpec spec) {
        name = spec.getName();
        addColumns(spec);
    }

    /**
     * @param newName the table's name
     * @return this
     */
    public DataTableSpecCreator setName(final String newName) {
        name = newName;
        return this;
    }

    /**
     * @param newColumns columns to append
     * @return this
     */
    public DataTableSpecCreator addColumns(final DataColumnSpec... newColumns) {
        columns.addAll(List.of(newColumns));
        return this;
    }

    /**
     * @param spec columns to append
     * @return this
     */
    public DataTableSpecCreator addColumns(final DataTableSpec spec) {
        spec.forEach(columns::add);
        return this;
    }

    /**
     * @param index a position
     * @param column the column to put there
     * @return this
     */
    public DataTableSpecCreator replaceColumn(final int index, final DataColumnSpec column) {
        columns.set(index, column);
        return this;
    }

    /** @return this, without columns */
    public DataTableSpecCreator dropAllColumns() {
        columns.clear();
        return this;
    }

    /** @return this, with nothing known of the columns' values */
    public DataTableSpecCreator dropAllDomains() {
        columns.replaceAll(column -> {
            final DataColumnSpecCreator creator = new DataColumnSpecCreator(column);
            creator.setDomain(null);
            return creator.createSpec();
        });
        return this;
    }

    /** @return the spec */
    public DataTableSpec createSpec() {
        return new DataTableSpec(name, columns.toArray(DataColumnSpec[]::new));
    }
}
