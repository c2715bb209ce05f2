// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.List;
import java.util.Optional;

/** The cells of a table that are missing because a number grew beyond what single precision holds, or is none. */
final class Overflows {

    private final List<String> columns;

    private String row;

    private long rows;

    private boolean inThisRow;

    private long cells;

    private String firstColumn;

    private String firstRow;

    /** @param columns the names of the columns */
    Overflows(final List<String> columns) {
        this.columns = columns;
    }

    /** The row whose cells come next. */
    void startRow(final String key) {
        row = key;
        inThisRow = false;
    }

    void add(final int column) {
        cells++;
        if (!inThisRow) {
            inThisRow = true;
            rows++;
        }
        if (firstRow == null) {
            firstRow = row;
            firstColumn = columns.get(column);
        }
    }

    /** What the user should know of them. */
    Optional<String> warning() {
        return cells == 0 ? Optional.empty()
            : Optional.of(cells + (cells == 1 ? " cell is" : " cells are") + " missing in " + rows
                + (rows == 1 ? " row" : " rows") + ", the first in column \"" + firstColumn + "\" of row \"" + firstRow
                + "\": what the network computes there is too large for a number. Check that the table is in the units"
                + " of the training data, or train the network with a smaller learning rate.");
    }
}
