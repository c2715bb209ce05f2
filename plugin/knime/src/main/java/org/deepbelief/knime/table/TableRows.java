// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.List;
import java.util.Optional;

import org.deepbelief.engine.model.RowOrder;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/**
 * The rows of a table, and how they follow each other if they do.
 *
 * @param table the table
 * @param sequence the order of its rows; empty where each stands for itself
 */
public record TableRows(BufferedDataTable table, Optional<RowSequence> sequence) {

    /** Rows each of which stands for itself. */
    public static TableRows alone(final BufferedDataTable table) {
        return new TableRows(table, Optional.empty());
    }

    /**
     * Rows that follow each other, if they do.
     *
     * @param order by which columns, if they do
     * @param progress told of the rows, and asked whether to stop
     * @throws UnfitTableException if a column is missing, or a row has no value in one; the message names it
     * @throws CanceledExecutionException if it was stopped
     */
    public static TableRows of(final BufferedDataTable table, final Optional<RowOrder> order,
        final ExecutionMonitor progress) throws UnfitTableException, CanceledExecutionException {
        return order.isEmpty() ? alone(table)
            : new TableRows(table, Optional.of(RowSequence.of(table, order.get(), progress)));
    }

    /** Whether rows are to be handed out in another order than the table's. */
    public boolean areSorted() {
        return sequence.isPresent() && !sequence.get().isAsInTable();
    }

    /** What the user should know of the order. */
    public List<String> warnings() {
        return sequence.map(RowSequence::warnings).orElse(List.of());
    }
}
