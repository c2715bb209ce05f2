// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices.filter;

import java.util.List;
import java.util.function.Predicate;

import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.standin.ui.filter.FilterMode;

/** Chooses columns: by hand, by pattern or by type. A new one is by hand and chooses nothing. */
public final class ColumnFilter extends TypedStringFilter<ColumnTypeFilter> {

    /** Chooses nothing. */
    public ColumnFilter() {
        this(new String[0]);
    }

    /** @param selected the names of the chosen columns */
    public ColumnFilter(final String[] selected) {
        super(selected, new ColumnTypeFilter());
    }

    /** @param selectedColumns the chosen columns */
    public ColumnFilter(final List<DataColumnSpec> selectedColumns) {
        super(selectedColumns.stream().map(DataColumnSpec::getName).toList(), new ColumnTypeFilter());
    }

    /**
     * Columns that the choice by hand does not know are left out.
     *
     * @return this
     */
    public ColumnFilter withExcludeUnknownColumns() {
        setIncludeUnknownValues(false);
        return this;
    }

    /**
     * Columns that the choice by hand does not know are taken.
     *
     * @return this
     */
    public ColumnFilter withIncludeUnknownColumns() {
        setIncludeUnknownValues(true);
        return this;
    }

    /** @return the names that were chosen by hand and are not among the columns */
    public String[] getMissingSelected(final List<DataColumnSpec> choices) {
        return getMissingSelected(names(choices));
    }

    /** @return the names of the chosen columns, in the order of the given ones */
    public String[] filter(final List<DataColumnSpec> choices) {
        return getSelected(names(choices),
            types -> names(choices.stream().filter(types.columnPredicate()).toList()));
    }

    /** @return a test on a column */
    public Predicate<DataColumnSpec> getFilterPredicate() {
        if (m_mode == FilterMode.TYPE) {
            return m_typeFilter.columnPredicate();
        }
        final var onName = getStringFilterPredicate();
        return column -> onName.test(column.getName());
    }

    /** Like {@link #filter(List)} on all columns of a table, whatever columns the widget offers. */
    public String[] filterFromFullSpec(final DataTableSpec spec) {
        return filter(spec.stream().toList());
    }

    /** @return the names that were chosen by hand and are not in the table */
    public String[] getMissingSelectedFromFullSpec(final DataTableSpec spec) {
        return getMissingSelected(spec.stream().toList());
    }

    private static String[] names(final List<DataColumnSpec> columns) {
        return columns.stream().map(DataColumnSpec::getName).toArray(String[]::new);
    }
}
