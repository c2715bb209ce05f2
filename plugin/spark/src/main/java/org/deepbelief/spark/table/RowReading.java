// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.Spliterator;
import java.util.Spliterators;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Reads the rows of a split of Spark's with their places.
 *
 * @param fileColumn that tells the file, see {@link TableFiles#fileColumn}
 * @param corruptColumn with lines that are no rows; -1 where there is none
 */
record RowReading(Columns columns, Numbering numbering, int fileColumn, int corruptColumn) implements Serializable {

    /** The rows by their places. */
    Iterator<Tuple2<Long, TableRow>> read(final Iterator<Row> split) {
        final Map<Block, Long> counts = new HashMap<>();
        return stream(split).map(row -> {
            final Block block = TableFiles.block(row, fileColumn);
            final long index = counts.merge(block, 1L, Long::sum) - 1;
            return new Tuple2<>(numbering.place(block, index), row(row, numbering.name(block, index)));
        }).iterator();
    }

    /** The rows with all their columns, in the order of the split. */
    Iterator<Tuple2<Row, TableRow>> readWithAll(final Iterator<Row> split) {
        final Map<Block, Long> counts = new HashMap<>();
        return stream(split).map(row -> {
            final Block block = TableFiles.block(row, fileColumn);
            final long index = counts.merge(block, 1L, Long::sum) - 1;
            return new Tuple2<>(row, row(row, numbering.name(block, index)));
        }).iterator();
    }

    private static Stream<Row> stream(final Iterator<Row> split) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(split, Spliterator.ORDERED), false);
    }

    private TableRow row(final Row row, final String name) {
        try {
            if (corruptColumn >= 0 && !row.isNullAt(corruptColumn)) {
                throw new TableException("The row \"" + name + "\" has more or fewer values than there are columns: "
                    + row.getString(corruptColumn) + ". Correct the file.");
            }
            return columns.read(row, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
