// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.util.Iterator;
import org.deepbelief.engine.data.RowSource;

/** Rows as they are encoded, one after the other; those to be skipped are left out. */
public final class EncodedRows implements RowSource {

    private final Iterator<TableRow> rows;

    private final RowEncoder encoder;

    /** @param rows read to their end */
    public EncodedRows(final Iterator<TableRow> rows, final RowEncoder encoder) {
        this.rows = rows;
        this.encoder = encoder;
    }

    @Override
    public long rows() {
        return -1;
    }

    @Override
    public boolean next(final float[] units, final float[] targets) throws TableException {
        while (rows.hasNext()) {
            if (encoder.encode(rows.next(), units, targets)) {
                return true;
            }
        }
        return false;
    }
}
