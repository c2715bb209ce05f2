// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import org.deepbelief.engine.data.RowSource;

/** Rows of which each belongs to a sequence of a {@link RowSequence}. */
public interface SequencedRows extends RowSource {

    /** The number, from 0 on, of the sequence of the row that was handed out last; 0 where rows have no order. */
    int sequence();
}
