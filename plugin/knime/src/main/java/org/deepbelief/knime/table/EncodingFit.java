// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.math.UnitType;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.InputKind;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/**
 * Fits an encoding to a table in one pass over its rows: ranges, means and deviations of numbers, lengths of vectors,
 * values of nominal columns (in the order of the column's domain where it has one, else as met), classes.
 */
public final class EncodingFit {

    /** More values than this are names rather than kinds, and one unit for each would be a mistake. */
    static final int MOST_VALUES = 1000;

    /**
     * How numbers become units.
     *
     * @param scaling how they are scaled
     * @param unitType {@link UnitType#BERNOULLI} or {@link UnitType#GAUSSIAN}
     * @param missing what to do with missing values
     */
    public record Settings(NumberScaling scaling, UnitType unitType, MissingValues missing) {
    }

    /**
     * What the pass found.
     *
     * @param encoding the encoding
     * @param classes the classes of the class column, if there is one
     * @param rows the number of rows that take part
     */
    public record Result(InputEncoding encoding, Optional<ClassColumn> classes, long rows) {
    }

    private final List<Fit> fits = new ArrayList<>();

    private final Settings settings;

    private EncodingFit(final Settings settings) {
        this.settings = settings;
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
     *             than the first, a nominal column has too many values, or a column is constant and not 0
     * @throws CanceledExecutionException if it was stopped
     */
    public static Result fit(final BufferedDataTable table, final List<DataColumnSpec> columns,
        final Optional<Target> classColumn, final Settings settings, final ExecutionMonitor progress)
        throws UnfitTableException, CanceledExecutionException {
        final EncodingFit fit = new EncodingFit(settings);
        final DataTableSpec spec = table.getDataTableSpec();
        for (final DataColumnSpec column : columns) {
            fit.fits.add(Fit.of(column, spec.findColumnIndex(column.getName())));
        }
        final Optional<ClassFit> classes =
            classColumn.map(target -> new ClassFit(target, spec.findColumnIndex(target.name())));
        final List<Integer> indices = new ArrayList<>();
        fit.fits.forEach(one -> indices.add(one.tableColumn));
        classes.ifPresent(one -> indices.add(one.tableColumn()));
        final int[] read = indices.stream().mapToInt(Integer::intValue).toArray();
        long rows = 0;
        try (CloseableRowIterator iterator = table.filter(TableFilter.materializeCols(read)).iterator()) {
            for (long index = 0; iterator.hasNext(); index++) {
                progress.checkCanceled();
                final DataRow row = iterator.next();
                if (index % 1024 == 0) {
                    progress.setProgress((double)index / Math.max(1, table.size()), "Reading the ranges of the inputs");
                }
                if (fit.complete(row)) {
                    for (final Fit one : fit.fits) {
                        if (!one.add(row) && settings.missing() == MissingValues.FAIL) {
                            throw new UnfitTableException(RowReader.missingMessage(one.name, row));
                        }
                    }
                    if (classes.isPresent()) {
                        classes.get().add(row);
                    }
                    rows++;
                }
            }
        }
        return fit.result(table.size(), rows, classes);
    }

    /** Whether the row takes part. */
    private boolean complete(final DataRow row) {
        if (settings.missing() == MissingValues.SKIP) {
            for (final Fit one : fits) {
                if (row.getCell(one.tableColumn).isMissing()) {
                    return false;
                }
            }
        }
        return true;
    }

    private Result result(final long tableRows, final long rows, final Optional<ClassFit> classes)
        throws UnfitTableException {
        if (rows == 0) {
            throw new UnfitTableException(tableRows == 0
                ? "The table has no rows, so there is nothing to learn from. Connect a table with rows."
                : "Each of the " + tableRows + " rows has a missing value, so all were skipped. Take the mean for"
                    + " missing values, or replace them before.");
        }
        final List<InputColumn> encoded = new ArrayList<>();
        final List<Fit> constant = new ArrayList<>();
        boolean varies = false;
        int units = 0;
        for (final Fit one : fits) {
            one.settle();
            final InputColumn column = one.column(settings);
            encoded.add(column);
            units += column.units();
            varies |= !one.isConstant();
            if (one.isConstant() && !one.isQuiet()) {
                constant.add(one);
            }
        }
        if (!varies) {
            throw new UnfitTableException("Every input column has the same value in all " + rows + " rows (\""
                + fits.get(0).name + "\" always " + fits.get(0).constantValue() + "), so there is nothing to learn."
                + " Choose other input columns.");
        }
        if (!constant.isEmpty()) {
            throw new UnfitTableException(constantMessage(constant));
        }
        final float[] means = new float[units];
        int first = 0;
        for (int c = 0; c < fits.size(); c++) {
            fits.get(c).means(encoded.get(c), means, first);
            final int next = first + encoded.get(c).units();
            for (; first < next; first++) {
                if (!Float.isFinite(means[first])) {
                    throw new UnfitTableException("Column \"" + fits.get(c).name + "\" has numbers that are too large"
                        + " for single precision. Choose a scaling (scaling).");
                }
            }
        }
        final Optional<ClassColumn> classColumn =
            classes.isPresent() ? Optional.of(classes.get().column()) : Optional.empty();
        return new Result(new InputEncoding(encoded, means), classColumn, rows);
    }

    private static String constantMessage(final List<Fit> constant) {
        final Fit first = constant.get(0);
        final String others =
            constant.stream().skip(1).limit(3).map(one -> '"' + one.name + '"').collect(Collectors.joining(", "));
        final int more = constant.size() - 4;
        return "Column \"" + first.name + "\" is always " + first.constantValue() + ", from row \"" + first.firstRow
            + "\" on, and teaches the network nothing. Take it out of the input columns"
            + (others.isEmpty() ? "" : ", and " + others + (more > 0 ? " and " + more + " more" : "") + " too") + ".";
    }

    /** What one column shows. */
    private abstract static class Fit {

        final String name;

        final int tableColumn;

        String firstRow;

        Fit(final String name, final int tableColumn) {
            this.name = name;
            this.tableColumn = tableColumn;
        }

        static Fit of(final DataColumnSpec column, final int tableColumn) {
            final InputKind kind = InputColumns.kindOf(column).orElseThrow();
            return switch (kind) {
                case NUMBER -> new NumberFit(column.getName(), tableColumn);
                case NOMINAL -> new NominalFit(column, tableColumn);
                default -> new VectorFit(column.getName(), tableColumn, kind);
            };
        }

        /** Takes the value of a row; false if it is missing. */
        final boolean add(final DataRow row) throws UnfitTableException {
            final DataCell cell = row.getCell(tableColumn);
            if (cell.isMissing()) {
                return false;
            }
            if (firstRow == null) {
                firstRow = row.getKey().getString();
            }
            add(cell, row);
            return true;
        }

        abstract void add(DataCell cell, DataRow row) throws UnfitTableException;

        /** Called once after the last row. */
        void settle() {
            // Most have nothing left to do.
        }

        abstract InputColumn column(Settings settings) throws UnfitTableException;

        abstract void means(InputColumn column, float[] means, int first);

        abstract boolean isConstant();

        abstract String constantValue();

        /** Whether it is a constant that leaves its units at 0: common (the border of an image) and harmless. */
        abstract boolean isQuiet();

        static float unit(final double value, final double offset, final double scale, final UnitType type,
            final NumberScaling scaling) {
            final double unit = scale == 0 ? 0 : (value - offset) / scale;
            return (float)(type == UnitType.BERNOULLI && scaling == NumberScaling.MIN_MAX
                ? Math.max(0, Math.min(1, unit)) : unit);
        }

        static double offset(final NumberScaling scaling, final ColumnStatistics numbers) {
            return switch (scaling) {
                case NONE -> 0;
                case MIN_MAX -> numbers.minimum();
                case Z_SCORE -> numbers.mean();
            };
        }

        final double scale(final NumberScaling scaling, final ColumnStatistics numbers) throws UnfitTableException {
            final double scale = switch (scaling) {
                case NONE -> 1;
                case MIN_MAX -> numbers.maximum() - numbers.minimum();
                case Z_SCORE -> numbers.standardDeviation();
            };
            if (!Double.isFinite(scale)) {
                throw new UnfitTableException("Column \"" + name + "\" has numbers from " + numbers.minimum() + " to "
                    + numbers.maximum() + ", which lie too far apart to be scaled. Replace them where they stand for"
                    + " something else, or take the column out of the input columns.");
            }
            return scale;
        }

        static void checkFinite(final String name, final double value, final DataRow row) throws UnfitTableException {
            if (Double.isInfinite(value)) {
                throw new UnfitTableException("Column \"" + name + "\" has the value " + value + " in row \""
                    + row.getKey().getString() + "\": inputs must be finite numbers. Remove or replace it.");
            }
        }

        final UnfitTableException allMissing() {
            return new UnfitTableException("Column \"" + name
                + "\" has no value in any row. Take it out of the input columns.");
        }
    }

    private static final class NumberFit extends Fit {

        private final ColumnStatistics numbers = new ColumnStatistics();

        NumberFit(final String name, final int tableColumn) {
            super(name, tableColumn);
        }

        @Override
        void add(final DataCell cell, final DataRow row) throws UnfitTableException {
            final double number = Cells.number(cell);
            checkFinite(name, number, row);
            if (!Double.isNaN(number)) {
                numbers.add(number);
            }
        }

        @Override
        InputColumn column(final Settings settings) throws UnfitTableException {
            if (numbers.count() == 0) {
                throw allMissing();
            }
            return new NumberColumn(name, settings.unitType(), settings.scaling(), offset(settings.scaling(), numbers),
                scale(settings.scaling(), numbers));
        }

        @Override
        void means(final InputColumn column, final float[] means, final int first) {
            final NumberColumn number = (NumberColumn)column;
            means[first] =
                unit(numbers.mean(), number.offset(), number.scale(), number.unitType(), number.scaling());
        }

        @Override
        boolean isConstant() {
            return numbers.isConstant();
        }

        @Override
        String constantValue() {
            return Double.toString(numbers.minimum());
        }

        @Override
        boolean isQuiet() {
            return numbers.minimum() == 0;
        }
    }

    private static final class VectorFit extends Fit {

        private final InputKind kind;

        private final ColumnStatistics numbers = new ColumnStatistics();

        /** Of the elements that are not zero until they are {@link #settle}d: long vectors are mostly zero. */
        private ColumnStatistics[] elementNumbers;

        private long[] elementsMissing;

        private long vectors;

        private double[] buffer;

        VectorFit(final String name, final int tableColumn, final InputKind kind) {
            super(name, tableColumn);
            this.kind = kind;
        }

        @Override
        void add(final DataCell cell, final DataRow row) throws UnfitTableException {
            buffer = Cells.elements(cell, kind, buffer);
            if (elementNumbers == null) {
                elementNumbers = new ColumnStatistics[buffer.length];
                elementsMissing = new long[buffer.length];
                for (int i = 0; i < elementNumbers.length; i++) {
                    elementNumbers[i] = new ColumnStatistics();
                }
                if (buffer.length == 0) {
                    throw new UnfitTableException("Column \"" + name + "\" has an empty " + kind.words() + " in row \""
                        + firstRow + "\". Remove the row, or take the column out of the input columns.");
                }
            }
            if (buffer.length != elementNumbers.length) {
                throw new UnfitTableException("Column \"" + name + "\" has a " + kind.words() + " of " + buffer.length
                    + " elements in row \"" + row.getKey().getString() + "\", but of " + elementNumbers.length
                    + " in row \"" + firstRow + "\": all must be of one length. Remove the row, or fill the vectors"
                    + " up.");
            }
            vectors++;
            for (int i = 0; i < buffer.length; i++) {
                final double number = buffer[i];
                if (Double.isNaN(number)) {
                    elementsMissing[i]++;
                } else if (number != 0) {
                    checkFinite(name, number, row);
                    numbers.add(number);
                    elementNumbers[i].add(number);
                }
            }
        }

        /** Adds the zeros. */
        @Override
        void settle() {
            for (int i = 0; elementNumbers != null && i < elementNumbers.length; i++) {
                final long zeros = vectors - elementsMissing[i] - elementNumbers[i].count();
                elementNumbers[i].addZeros(zeros);
                numbers.addZeros(zeros);
            }
        }

        @Override
        InputColumn column(final Settings settings) throws UnfitTableException {
            if (numbers.count() == 0) {
                throw allMissing();
            }
            final VectorKind vectorKind = switch (kind) {
                case BIT_VECTOR -> VectorKind.BIT;
                case BYTE_VECTOR -> VectorKind.BYTE;
                case DOUBLE_VECTOR -> VectorKind.DOUBLE;
                default -> VectorKind.COLLECTION;
            };
            // Bits are units already; scaling them by what the rows happen to hold could only spoil them.
            final NumberScaling scaling = kind == InputKind.BIT_VECTOR ? NumberScaling.NONE : settings.scaling();
            return new VectorColumn(name, vectorKind, elementNumbers.length, settings.unitType(), scaling,
                offset(scaling, numbers), scale(scaling, numbers));
        }

        @Override
        void means(final InputColumn column, final float[] means, final int first) {
            final VectorColumn vector = (VectorColumn)column;
            for (int i = 0; i < elementNumbers.length; i++) {
                if (elementNumbers[i].count() > 0) {
                    means[first + i] = unit(elementNumbers[i].mean(), vector.offset(), vector.scale(),
                        vector.unitType(), vector.scaling());
                }
            }
        }

        @Override
        boolean isConstant() {
            for (final ColumnStatistics element : elementNumbers) {
                if (!element.isConstant()) {
                    return false;
                }
            }
            return true;
        }

        @Override
        String constantValue() {
            return "the same " + kind.words();
        }

        @Override
        boolean isQuiet() {
            return false;
        }
    }

    private static final class NominalFit extends Fit {

        private final Map<String, Long> counts = new LinkedHashMap<>();

        private long count;

        NominalFit(final DataColumnSpec column, final int tableColumn) {
            super(column.getName(), tableColumn);
            if (column.getDomain().hasValues()) {
                column.getDomain().getValues().forEach(value -> counts.put(value.toString(), 0L));
            }
        }

        @Override
        void add(final DataCell cell, final DataRow row) throws UnfitTableException {
            counts.merge(cell.toString(), 1L, Long::sum);
            count++;
            if (counts.size() > MOST_VALUES) {
                throw new UnfitTableException("The nominal column \"" + name + "\" has more than " + MOST_VALUES
                    + " different values (the last one \"" + cell + "\" in row \"" + row.getKey().getString()
                    + "\"), and each would need a unit. Take it out of the input columns, or group its values.");
            }
        }

        @Override
        InputColumn column(final Settings settings) throws UnfitTableException {
            if (count == 0) {
                throw allMissing();
            }
            return new NominalColumn(name, List.copyOf(counts.keySet()));
        }

        @Override
        void means(final InputColumn column, final float[] means, final int first) {
            int unit = first;
            for (final long one : counts.values()) {
                means[unit++] = (float)((double)one / count);
            }
        }

        @Override
        boolean isConstant() {
            return counts.values().stream().filter(one -> one > 0).count() <= 1;
        }

        @Override
        String constantValue() {
            return counts.entrySet().stream().filter(entry -> entry.getValue() > 0)
                .map(entry -> '"' + entry.getKey() + '"').findFirst().orElse("missing");
        }

        @Override
        boolean isQuiet() {
            return false;
        }
    }
}
