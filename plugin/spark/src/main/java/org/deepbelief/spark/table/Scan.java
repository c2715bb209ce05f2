// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.TaskKilledException;
import org.apache.spark.rdd.InputFileBlockHolder;
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

    /**
     * Takes the rows of a split.
     *
     * @throws TableException if a file breaks off, or is not what it seems to be
     */
    Scan read(final Iterator<Row> rows, final int fileColumn) throws TableException {
        for (Row row = next(rows); row != null; row = next(rows)) {
            counts.merge(TableFiles.block(row, fileColumn), 1L, Long::sum);
            for (final Map.Entry<Integer, ColumnScan> column : columns.entrySet()) {
                if (!row.isNullAt(column.getKey())) {
                    column.getValue().add(row.getString(column.getKey()));
                }
            }
        }
        return this;
    }

    /** The next row; null if there is none. */
    private static Row next(final Iterator<Row> rows) throws TableException {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (TaskKilledException e) {
            throw e;
        } catch (Exception e) { // Scala's methods throw checked ones without a word
            final String file = Numbering.fileName(InputFileBlockHolder.getInputFilePath().toString());
            throw new TableException("The file \"" + file + "\" cannot be read to its end ("
                + Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName())
                + "). Copy it again from where it came from.");
        }
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
