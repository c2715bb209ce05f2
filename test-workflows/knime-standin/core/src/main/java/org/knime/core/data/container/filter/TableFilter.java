// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.container.filter;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.knime.core.data.DataTableSpec;

/** Which columns and rows of a table are read. */
public final class TableFilter {

    private final Set<Integer> columns;

    private final Long from;

    private final Long to;

    private TableFilter(final Set<Integer> columns, final Long from, final Long to) {
        this.columns = columns;
        this.from = from;
        this.to = to;
    }

    /**
     * @param materializeColumnIndices the columns to read; cells of others are unmaterialized
     * @return the filter
     */
    public static TableFilter materializeCols(final int... materializeColumnIndices) {
        return new Builder().withMaterializeColumnIndices(materializeColumnIndices).build();
    }

    /**
     * @param spec a table's columns
     * @param materializeColumns the names of the columns to read
     * @return the filter
     * @throws IllegalArgumentException if there is none of a name
     */
    public static TableFilter materializeCols(final DataTableSpec spec, final String... materializeColumns) {
        return materializeCols(spec.columnsToIndices(materializeColumns));
    }

    /**
     * @param fromIndex the first row to read, from 0
     * @return the filter
     */
    public static TableFilter filterRowsFromIndex(final long fromIndex) {
        return new Builder().withFromRowIndex(fromIndex).build();
    }

    /**
     * @param toIndex the last row to read, from 0
     * @return the filter
     */
    public static TableFilter filterRowsToIndex(final long toIndex) {
        return new Builder().withToRowIndex(toIndex).build();
    }

    /**
     * @param fromIndex the first row to read, from 0
     * @param toIndex the last row to read, from 0
     * @return the filter
     */
    public static TableFilter filterRangeOfRows(final long fromIndex, final long toIndex) {
        return new Builder().withFromRowIndex(fromIndex).withToRowIndex(toIndex).build();
    }

    /** @return the columns to read, empty for all */
    public Optional<Set<Integer>> getMaterializeColumnIndices() {
        return Optional.ofNullable(columns);
    }

    /** @return the first row to read, empty for the first */
    public Optional<Long> getFromRowIndex() {
        return Optional.ofNullable(from);
    }

    /** @return the last row to read, empty for the last */
    public Optional<Long> getToRowIndex() {
        return Optional.ofNullable(to);
    }

    /**
     * @param spec a table's columns
     * @param size its number of rows
     * @throws IndexOutOfBoundsException if the table lacks a column or the first row
     */
    public void validate(final DataTableSpec spec, final long size) {
        if (columns != null) {
            for (int column : columns) {
                if (column < 0 || column >= spec.getNumColumns()) {
                    throw new IndexOutOfBoundsException(
                        "There is no column " + column + " in a table of " + spec.getNumColumns() + " columns.");
                }
            }
        }
        if (from != null && from > 0 && from >= size) {
            throw new IndexOutOfBoundsException("There is no row " + from + " in a table of " + size + " rows.");
        }
    }

    /** Builds filters. */
    public static final class Builder {

        private Set<Integer> columns;

        private Long from;

        private Long to;

        /** Everything. */
        public Builder() {
        }

        /** @param filter the filter to start from */
        public Builder(final TableFilter filter) {
            columns = filter.columns;
            from = filter.from;
            to = filter.to;
        }

        /**
         * @param materializeColumnIndices the columns to read
         * @return this
         */
        public Builder withMaterializeColumnIndices(final int... materializeColumnIndices) {
            columns = Arrays.stream(materializeColumnIndices).boxed().collect(Collectors.toUnmodifiableSet());
            return this;
        }

        /**
         * @param fromRowIndex the first row to read, from 0
         * @return this
         */
        public Builder withFromRowIndex(final long fromRowIndex) {
            from = row(fromRowIndex);
            return this;
        }

        /**
         * @param toRowIndex the last row to read, from 0
         * @return this
         */
        public Builder withToRowIndex(final long toRowIndex) {
            to = row(toRowIndex);
            return this;
        }

        private static long row(final long index) {
            if (index < 0) {
                throw new IndexOutOfBoundsException("A row's index must not be negative: " + index);
            }
            return index;
        }

        /** @return the filter */
        public TableFilter build() {
            return new TableFilter(columns, from, to);
        }
    }
}
