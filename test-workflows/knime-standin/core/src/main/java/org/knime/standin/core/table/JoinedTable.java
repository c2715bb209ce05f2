// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

import java.util.Arrays;

import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.def.JoinedRow;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/** The columns of one table followed by those of another of the same rows; neither is copied. */
public final class JoinedTable implements TableSource {

    private final TableSource left;

    private final TableSource right;

    private final DataTableSpec spec;

    private JoinedTable(final TableSource left, final TableSource right) {
        this.left = left;
        this.right = right;
        this.spec = new DataTableSpec(left.spec(), right.spec());
    }

    /**
     * @param left the first columns
     * @param right the last columns
     * @param exec progress and cancellation while the keys are compared
     * @return the joined table
     * @throws CanceledExecutionException if the user cancelled
     * @throws IllegalArgumentException if the tables differ in a key or in the number of rows or share a column's name
     */
    public static JoinedTable create(final TableSource left, final TableSource right, final ExecutionMonitor exec)
        throws CanceledExecutionException {
        if (left.size() != right.size()) {
            throw new IllegalArgumentException("Tables of " + left.size() + " and " + right.size()
                + " rows cannot be joined column by column.");
        }
        final JoinedTable joined = new JoinedTable(left, right);
        final int[] none = new int[0];
        try (CloseableRowIterator first = left.iterator(none, 0, left.size());
                CloseableRowIterator second = right.iterator(none, 0, right.size())) {
            for (long i = 0; i < left.size(); i++) {
                exec.checkCanceled();
                final DataRow row = first.next();
                final DataRow other = second.next();
                if (!row.getKey().equals(other.getKey())) {
                    throw new IllegalArgumentException("Tables cannot be joined column by column: row " + (i + 1)
                        + " is \"" + row.getKey() + "\" in one and \"" + other.getKey() + "\" in the other.");
                }
            }
        }
        return joined;
    }

    @Override
    public DataTableSpec spec() {
        return spec;
    }

    @Override
    public long size() {
        return left.size();
    }

    @Override
    public CloseableRowIterator iterator(final int[] columns, final long from, final long to) {
        final int split = left.spec().getNumColumns();
        final int[] leftColumns =
            columns == null ? null : Arrays.stream(columns).filter(column -> column < split).toArray();
        final int[] rightColumns = columns == null ? null
            : Arrays.stream(columns).filter(column -> column >= split).map(column -> column - split).toArray();
        final CloseableRowIterator first = left.iterator(leftColumns, from, to);
        final CloseableRowIterator second = right.iterator(rightColumns, from, to);
        return new CloseableRowIterator() {

            @Override
            public boolean hasNext() {
                return first.hasNext() & second.hasNext(); // both close themselves at their end
            }

            @Override
            public DataRow next() {
                return new JoinedRow(first.next(), second.next());
            }

            @Override
            public void close() {
                first.close();
                second.close();
            }
        };
    }
}
