// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

import java.util.List;
import java.util.NoSuchElementException;

import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/** The rows of several tables of the same columns, one table after the other; none is copied. */
public final class ConcatenatedTable implements TableSource {

    private final List<TableSource> tables;

    private final DataTableSpec spec;

    private ConcatenatedTable(final List<TableSource> tables, final DataTableSpec spec) {
        this.tables = tables;
        this.spec = spec;
    }

    /**
     * @param tables tables of the same column names whose row keys differ
     * @param exec progress and cancellation while the keys are compared
     * @return the rows of all
     * @throws CanceledExecutionException if the user cancelled
     * @throws IllegalArgumentException if the columns differ
     * @throws org.knime.core.util.DuplicateKeyException if a key occurs twice
     */
    public static ConcatenatedTable create(final List<TableSource> tables, final ExecutionMonitor exec)
        throws CanceledExecutionException {
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("There is no table to concatenate.");
        }
        TableSource merged = tables.get(0);
        DataTableSpec spec = merged.spec();
        for (TableSource table : tables.subList(1, tables.size())) {
            final DataTableSpec both = merge(spec, table.spec());
            if (merged.size() == 0) { // nothing is known of an empty table's values, and nothing need be
                merged = table;
                spec = table.spec();
            } else if (table.size() > 0) {
                spec = both;
            }
        }
        final RowKeyChecker keys = new RowKeyChecker();
        for (TableSource table : tables) {
            try (CloseableRowIterator rows = table.iterator(new int[0], 0, table.size())) {
                while (rows.hasNext()) {
                    exec.checkCanceled();
                    keys.add(rows.next().getKey().getString());
                }
            }
        }
        keys.finish();
        return new ConcatenatedTable(List.copyOf(tables), spec);
    }

    private static DataTableSpec merge(final DataTableSpec first, final DataTableSpec second) {
        if (!List.of(first.getColumnNames()).equals(List.of(second.getColumnNames()))) {
            throw new IllegalArgumentException("Tables of different columns cannot be concatenated: "
                + List.of(first.getColumnNames()) + " and " + List.of(second.getColumnNames()) + ".");
        }
        final DataColumnSpec[] columns = new DataColumnSpec[first.getNumColumns()];
        for (int i = 0; i < columns.length; i++) {
            final DataColumnSpecCreator creator = new DataColumnSpecCreator(first.getColumnSpec(i));
            creator.merge(second.getColumnSpec(i));
            columns[i] = creator.createSpec();
        }
        return new DataTableSpec(first.getName(), columns);
    }

    @Override
    public DataTableSpec spec() {
        return spec;
    }

    @Override
    public long size() {
        return tables.stream().mapToLong(TableSource::size).sum();
    }

    @Override
    public CloseableRowIterator iterator(final int[] columns, final long from, final long to) {
        return new Rows(columns, from, to);
    }

    private final class Rows extends CloseableRowIterator {

        private final int[] columns;

        private long from;

        private long left;

        private int table;

        private CloseableRowIterator current;

        Rows(final int[] columns, final long from, final long to) {
            this.columns = columns;
            this.from = from;
            this.left = Math.max(0, to - from);
        }

        @Override
        public boolean hasNext() {
            while (left > 0 && (current == null || !current.hasNext())) {
                final TableSource source = tables.get(table++);
                if (from >= source.size()) {
                    from -= source.size();
                } else {
                    current = source.iterator(columns, from, Math.min(source.size(), from + left));
                    from = 0;
                }
            }
            return left > 0;
        }

        @Override
        public DataRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException("There are no more rows.");
            }
            left--;
            return current.next();
        }

        @Override
        public void close() {
            if (current != null) {
                current.close();
            }
        }
    }
}
