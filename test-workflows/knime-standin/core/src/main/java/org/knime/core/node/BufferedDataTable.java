// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.util.concurrent.atomic.AtomicInteger;

import javax.swing.JComponent;

import org.knime.core.data.DataTable;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.filter.CloseableDataRowIterable;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortType;
import org.knime.core.node.port.PortTypeRegistry;
import org.knime.standin.core.table.TableSource;

/** The table at a port. Its rows are in memory or in a temporary file. */
public final class BufferedDataTable implements DataTable, PortObject {

    /** The type of table ports. */
    public static final PortType TYPE = PortTypeRegistry.getInstance().getPortType(BufferedDataTable.class);

    /** The type of table ports that may stay unconnected. */
    public static final PortType TYPE_OPTIONAL =
        PortTypeRegistry.getInstance().getPortType(BufferedDataTable.class, true);

    private static final AtomicInteger LAST_ID = new AtomicInteger();

    private final int id = LAST_ID.incrementAndGet();

    private final TableSource source;

    BufferedDataTable(final TableSource source) {
        this.source = source;
    }

    TableSource source() {
        return source;
    }

    @Override
    public DataTableSpec getDataTableSpec() {
        return source.spec();
    }

    @Override
    public DataTableSpec getSpec() {
        return source.spec();
    }

    @Override
    public String getSummary() {
        return "Rows: " + size() + ", Cols: " + source.spec().getNumColumns();
    }

    @Override
    public CloseableRowIterator iterator() {
        return source.iterator(null, 0, size());
    }

    /**
     * @param filter the columns and rows to read
     * @return the rows; cells of other columns are unmaterialized
     * @throws IndexOutOfBoundsException if the table has no such column
     */
    public CloseableDataRowIterable filter(final TableFilter filter) {
        filter.validate(getDataTableSpec(), size());
        final int[] columns = filter.getMaterializeColumnIndices()
            .map(indices -> indices.stream().mapToInt(Integer::intValue).sorted().toArray()).orElse(null);
        final long from = filter.getFromRowIndex().orElse(0L);
        final long to = Math.min(size(), filter.getToRowIndex().map(last -> last + 1).orElse(size()));
        return () -> source.iterator(columns, from, Math.max(from, to));
    }

    /**
     * @param filter the columns and rows to read
     * @param exec not used: rows are read when the iterator is asked for them
     * @return the rows; cells of other columns are unmaterialized
     */
    public CloseableDataRowIterable filter(final TableFilter filter, final ExecutionMonitor exec) {
        return filter(filter);
    }

    /** @return the number of rows */
    public long size() {
        return source.size();
    }

    /**
     * @return the number of rows
     * @throws IllegalStateException if it is no int
     */
    public int getRowCount() {
        if (size() > Integer.MAX_VALUE) {
            throw new IllegalStateException("The table has " + size() + " rows, more than an int holds.");
        }
        return (int)size();
    }

    /** @return a number that no other table of this run has */
    public Integer getBufferedTableId() {
        return id;
    }

    @Override
    public JComponent[] getViews() {
        return new JComponent[0];
    }
}
