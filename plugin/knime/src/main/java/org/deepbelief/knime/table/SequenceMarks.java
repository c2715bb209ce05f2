// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.Optional;

/** Where sequences start among rows that are handed out in their order, of which some may be left out. */
final class SequenceMarks {

    private final Optional<RowSequence> sequence;

    private int last = -1;

    private boolean starts = true;

    SequenceMarks(final Optional<RowSequence> sequence) {
        this.sequence = sequence;
    }

    /** Takes the number of a row of the table that is handed out. */
    void handOut(final long row) {
        if (sequence.isPresent()) {
            final int own = sequence.get().sequenceOf(row);
            starts = own != last;
            last = own;
        }
    }

    /** Whether the last row starts one, as each does where rows have no order. */
    boolean starts() {
        return starts;
    }

    /** The sequence of the last row; 0 where rows have no order. */
    int sequence() {
        return Math.max(0, last);
    }
}
