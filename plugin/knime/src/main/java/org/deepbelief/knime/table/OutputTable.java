// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.List;
import java.util.function.Consumer;

import org.knime.core.data.RowKey;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.ExecutionContext;

/**
 * A table that a node fills row by row. Where the node fails, KNIME drops
 * what was written.
 */
public final class OutputTable implements AutoCloseable {

    private final BufferedDataContainer container;

    private final int columns;

    private boolean finished;

    /**
     * @param exec makes the table
     * @param columns its columns
     */
    public OutputTable(final ExecutionContext exec, final List<OutputColumn> columns) {
        this(exec.createDataContainer(OutputColumn.table(columns)), columns.size());
    }

    OutputTable(final BufferedDataContainer container, final int columns) {
        this.container = container;
        this.columns = columns;
    }

    /** Adds a row of this key; the cells that the filler does not set are missing. */
    public void add(final String key, final Consumer<OutputRow> filler) {
        add(new RowKey(key), filler);
    }

    void add(final RowKey key, final Consumer<OutputRow> filler) {
        final OutputRow row = new OutputRow(columns);
        filler.accept(row);
        container.addRowToTable(row.withKey(key));
    }

    /** The table, complete. */
    public BufferedDataTable finish() {
        finished = true;
        container.close();
        return container.getTable();
    }

    @Override
    public void close() {
        if (!finished) {
            container.close();
        }
    }
}
