// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.EncodingFit;
import org.deepbelief.engine.data.FittingException;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/** Fits an encoding, and the classes of a class column, to a table in one pass over its rows. */
public final class TableFit {

    /**
     * How all numbers become units.
     *
     * @param scaling how they are scaled
     * @param unitType a kind that can be a number
     */
    public record Numbers(NumberScaling scaling, UnitType unitType) {
    }

    /**
     * How columns become units.
     *
     * @param numbers how numbers do; empty where the data decides, column by column
     * @param missing what to do with missing values
     * @param picture whether it is known that the columns are the pixels of a picture
     * @param sequence whether rows follow each other, which the data then decides by too
     */
    public record Settings(Optional<Numbers> numbers, MissingValues missing, boolean picture, boolean sequence) {
    }

    /**
     * What the pass found.
     *
     * @param encoding the encoding
     * @param classes the classes of the class column, if there is one
     * @param leftOut the columns that have no value or only one, and so are no inputs: names and why
     */
    public record Result(InputEncoding encoding, Optional<ClassColumn> classes, List<String> leftOut) {
    }

    private final List<InputFit> inputs;

    private final EncodingFit fit;

    private final Optional<ClassScan> classes;

    private final MissingValues missing;

    private TableFit(final DataTableSpec table, final List<DataColumnSpec> columns, final Optional<Target> classColumn,
        final MissingValues missing) {
        inputs = columns.stream().map(column -> new InputFit(column, table.findColumnIndex(column.getName()),
            columns.size())).toList();
        fit = new EncodingFit(inputs.stream().map(InputFit::fit).toList());
        classes = classColumn.map(target -> new ClassScan(target, table.findColumnIndex(target.name())));
        this.missing = missing;
    }

    /**
     * Fits an encoding.
     *
     * @param table the training rows
     * @param columns the input columns
     * @param classColumn a column whose classes are to be found too, if any
     * @param settings how numbers become units
     * @param progress told of the rows, and asked whether to stop
     * @throws UnfitTableException if there is no row, a value is missing and must not be, a vector has another length
     *             than the first, a nominal column has too many values, or every column is constant
     * @throws CanceledExecutionException if it was stopped
     */
    public static Result fit(final BufferedDataTable table, final List<DataColumnSpec> columns,
        final Optional<Target> classColumn, final Settings settings, final ExecutionMonitor progress)
        throws UnfitTableException, CanceledExecutionException {
        final TableFit fit = new TableFit(table.getDataTableSpec(), columns, classColumn, settings.missing());
        try {
            fit.read(table, progress);
            fit.checkRows(table.size());
            final InputEncoding encoding = settings.numbers().isEmpty()
                ? settings.sequence() ? fit.fit.encodingOfSequence(settings.picture())
                    : fit.fit.encoding(settings.picture())
                : fit.fit.encoding(settings.numbers().get().scaling(), settings.numbers().get().unitType(),
                    settings.picture());
            return new Result(encoding,
                fit.classes.isPresent() ? Optional.of(fit.classes.get().column()) : Optional.empty(),
                fit.fit.leftOut(encoding));
        } catch (FittingException e) {
            throw new UnfitTableException(e.getMessage(), e);
        }
    }

    private void read(final BufferedDataTable table, final ExecutionMonitor progress)
        throws FittingException, UnfitTableException, CanceledExecutionException {
        final int[] read = IntStream.concat(inputs.stream().mapToInt(InputFit::tableColumn),
            classes.stream().mapToInt(ClassScan::tableColumn)).toArray();
        try (CloseableRowIterator rows = table.filter(TableFilter.materializeCols(read)).iterator()) {
            for (long index = 0; rows.hasNext(); index++) {
                progress.checkCanceled();
                if (index % 1024 == 0) {
                    progress.setProgress((double)index / Math.max(1, table.size()), "Reading the ranges of the inputs");
                }
                add(rows.next());
            }
        }
    }

    private void add(final DataRow row) throws FittingException, UnfitTableException {
        boolean complete = true;
        for (final InputFit input : inputs) {
            if (!input.read(row)) {
                if (missing == MissingValues.FAIL) {
                    throw new UnfitTableException(RowReader.missingMessage(input.fit().name(), row));
                }
                complete = false;
            }
        }
        if (complete || missing == MissingValues.MEAN) {
            for (final InputFit input : inputs) {
                input.add(row);
            }
            if (classes.isPresent()) {
                classes.get().add(row);
            }
            fit.countRow();
        }
    }

    private void checkRows(final long tableRows) throws UnfitTableException {
        if (fit.rows() == 0) {
            throw new UnfitTableException(tableRows == 0
                ? "The table has no rows, so there is nothing to learn from. Connect a table with rows."
                : "Each of the " + tableRows + " rows has a missing value, so all were skipped. Set \"Missing"
                    + " values\" (missingValues) to the mean, or replace them before.");
        }
    }
}
