// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.List;
import java.util.Optional;
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

    private final Overflows overflows;

    private boolean finished;

    /**
     * @param exec makes the table
     * @param columns its columns
     */
    public OutputTable(final ExecutionContext exec, final List<OutputColumn> columns) {
        this(exec.createDataContainer(OutputColumn.table(columns)), columns);
    }

    OutputTable(final BufferedDataContainer container, final List<OutputColumn> columns) {
        this.container = container;
        this.columns = columns.size();
        overflows = new Overflows(columns.stream().map(OutputColumn::name).toList());
    }

    /** Adds a row of this key; the cells that the filler does not set are missing. */
    public void add(final String key, final Consumer<OutputRow> filler) {
        add(new RowKey(key), filler);
    }

    void add(final RowKey key, final Consumer<OutputRow> filler) {
        final OutputRow row = new OutputRow(columns, overflows);
        overflows.startRow(key.getString());
        filler.accept(row);
        container.addRowToTable(row.withKey(key));
    }

    /** What the user should know of the numbers: that some were too large to be one, and are missing. */
    public Optional<String> warning() {
        return overflows.warning();
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
