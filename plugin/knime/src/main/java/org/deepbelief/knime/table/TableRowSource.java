// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.Arrays;
import java.util.Optional;

import org.knime.core.data.DataRow;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.filter.TableFilter;

/**
 * The rows of a table as training samples, as they stand there: only the columns that are needed are read, and each row
 * once.
 */
public final class TableRowSource implements SequencedRows, AutoCloseable {

    private final RowReader reader;

    private final Optional<TargetReader> target;

    private final CloseableRowIterator rows;

    private final SequenceMarks marks;

    private final long size;

    private long taken;

    /**
     * @param table the table
     * @param reader what turns its rows into units
     * @param target what reads its targets, if there are any
     */
    public TableRowSource(final TableRows table, final RowReader reader, final Optional<TargetReader> target) {
        this.reader = reader;
        this.target = target;
        marks = new SequenceMarks(table.sequence());
        final int[] inputs = reader.tableColumns();
        final int[] columns = Arrays.copyOf(inputs, inputs.length + (target.isPresent() ? 1 : 0));
        target.ifPresent(one -> columns[inputs.length] = one.tableColumn());
        rows = table.table().filter(TableFilter.materializeCols(columns)).iterator();
        size = table.table().size();
    }

    /** The number of rows of the table, of which some may be skipped. */
    @Override
    public long rows() {
        return size;
    }

    @Override
    public boolean next(final float[] units, final float[] targets) throws UnfitTableException {
        while (rows.hasNext()) {
            final DataRow row = rows.next();
            taken++;
            if (reader.read(row, units)) {
                if (target.isPresent()) {
                    targets[0] = target.get().read(row);
                }
                marks.handOut(row());
                return true;
            }
        }
        return false;
    }

    /** The number in the table, from 0 on, of the row that was handed out last. */
    long row() {
        return taken - 1;
    }

    @Override
    public boolean startsSequence() {
        return marks.starts();
    }

    @Override
    public int sequence() {
        return marks.sequence();
    }

    @Override
    public void close() {
        rows.close();
    }
}
