// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.forecast;

import org.deepbelief.engine.model.RowOrder;
import org.deepbelief.knime.table.InputDecoding;
import org.deepbelief.knime.table.OutputTable;
import org.deepbelief.knime.table.RowSequence;

/** Writes the rows that follow, sequence after sequence. */
final class FollowingRows {

    private final OutputTable table;

    private final RowSequence sequence;

    private final InputDecoding decoding;

    private final int orderColumn;

    private final boolean hasOrder;

    private final boolean drawn;

    private long written;

    /** @param drawn whether there is a column that tells draws apart */
    FollowingRows(final OutputTable table, final RowSequence sequence, final RowOrder order,
        final InputDecoding decoding, final boolean drawn) {
        this.table = table;
        this.drawn = drawn;
        this.sequence = sequence;
        this.decoding = decoding;
        orderColumn = order.sequence().isPresent() ? 1 : 0;
        hasOrder = order.order().isPresent();
    }

    /**
     * Writes a row.
     *
     * @param of the sequence that it follows
     * @param step how many rows after its last one, 1 for the next
     * @param draw of those that there are of each row, from 1 on
     * @param units of the row
     */
    void add(final int of, final int step, final int draw, final double[] units) {
        table.add("Row" + written++, row -> {
            sequence.setName(row, 0, of);
            if (hasOrder && sequence.isRegular()) {
                sequence.setOrder(row, orderColumn, of, step);
            }
            final int stepColumn = orderColumn + (hasOrder ? 1 : 0);
            row.integer(stepColumn, step);
            if (drawn) {
                row.integer(stepColumn + 1, draw);
            }
            decoding.set(units, row, stepColumn + (drawn ? 2 : 1));
        });
    }
}
