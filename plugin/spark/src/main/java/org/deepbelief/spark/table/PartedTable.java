// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.ClassFit;
import org.deepbelief.engine.data.FittingException;
import org.deepbelief.engine.data.NumberScale;
import org.deepbelief.engine.data.NumberStatistics;
import org.deepbelief.spark.table.Columns.Column;

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

    /**
     * The classes of the target: those that are known in their order, then others in the order in which the parts have
     * them.
     *
     * @param known classes that belong to it whether they occur or not
     * @throws TableException if fewer than two occur, or there are too many
     */
    public ClassColumn classes(final List<String> known) throws TableException {
        final Column target = columns.target().orElseThrow();
        final List<ClassFit> fits = rows.mapPartitions(part -> {
            final ClassFit fit = new ClassFit(target.name(), known);
            while (part.hasNext()) {
                final TableRow row = part.next();
                if (row.texts()[target.slot()] != null) {
                    fit.add(row.texts()[target.slot()], row.name());
                }
            }
            return List.of(fit).iterator();
        }).collect();
        try {
            for (final ClassFit later : fits.subList(1, fits.size())) {
                fits.get(0).merge(later);
            }
            return fits.get(0).column();
        } catch (FittingException e) {
            throw new TableException(e.getMessage());
        }
    }

    /**
     * Mean and deviation of a target of numbers.
     *
     * @throws TableException if one is not finite, or all are missing or the same
     */
    public NumberScale scale() throws TableException {
        final Column target = columns.target().orElseThrow();
        final List<NumberStatistics> parts = rows.mapPartitions(part -> {
            final NumberStatistics numbers = new NumberStatistics();
            while (part.hasNext()) {
                final TableRow row = part.next();
                final double number = row.numbers()[target.slot()];
                if (Double.isInfinite(number)) {
                    throw new TableException("Column \"" + target.name() + "\" has the value " + number + " in row \""
                        + row.name() + "\": targets must be finite numbers. Remove or replace it.");
                }
                if (!Double.isNaN(number)) {
                    numbers.add(number);
                }
            }
            return List.of(numbers).iterator();
        }).collect();
        parts.subList(1, parts.size()).forEach(parts.get(0)::merge);
        if (parts.get(0).isConstant()) {
            throw new TableException("The target column \"" + target.name() + "\" has "
                + (parts.get(0).count() == 0 ? "no value in any row" : "the same value in every row")
                + ", so there is nothing to learn. Choose another target column, or give other rows.");
        }
        return NumberScale.of(parts.get(0));
    }
}
