// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * The rows of a table in parts.
 *
 * @param rows a partition of Spark's is a part
 */
public record PartedTable(Columns columns, JavaRDD<TableRow> rows) {

    /**
     * Fits an encoding to all rows, part by part, and merges the fits in the order of the parts.
     *
     * @throws TableException if no encoding can be fitted
     */
    public TableFit fit(final MissingValues missing) throws TableException {
        final Columns read = columns;
        final List<TableFit> fits = rows.mapPartitions(part -> List.of(TableFit.of(read, missing, part)).iterator())
            .collect();
        final TableFit fit = fits.get(0);
        for (final TableFit later : fits.subList(1, fits.size())) {
            fit.merge(later);
        }
        return fit;
    }
}
