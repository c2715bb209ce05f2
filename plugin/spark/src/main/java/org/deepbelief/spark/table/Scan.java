// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.Row;

/** One pass over some rows: how many each block has, and what texts are. */
final class Scan implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Map<Block, Long> counts = new HashMap<>();

    private final Map<Integer, ColumnScan> columns = new HashMap<>();

    /** @param texts the indices of the columns of texts */
    Scan(final int[] texts) {
        for (final int column : texts) {
            columns.put(column, new ColumnScan());
        }
    }

    /** Takes the rows of a split. */
    Scan read(final Iterator<Row> rows, final int fileColumn) {
        while (rows.hasNext()) {
            final Row row = rows.next();
            counts.merge(TableFiles.block(row, fileColumn), 1L, Long::sum);
            columns.forEach((column, scan) -> {
                if (!row.isNullAt(column)) {
                    scan.add(row.getString(column));
                }
            });
        }
        return this;
    }

    Scan merge(final Scan other) {
        other.counts.forEach((block, count) -> counts.merge(block, count, Long::sum));
        other.columns.forEach((column, scan) -> columns.get(column).merge(scan));
        return this;
    }

    Numbering numbering() {
        return new Numbering(counts);
    }

    ColumnScan column(final int index) {
        return columns.get(index);
    }
}
