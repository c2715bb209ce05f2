// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.deepbelief.engine.data.EncodingException;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Sense;
import org.deepbelief.knime.port.InputKind;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;

/** Turns the rows of one table into units by a network's encoding. Not thread-safe: it keeps buffers. */
public final class RowReader {

    private final InputEncoding encoding;

    /** What stands in for a missing value. */
    private final float[] replacements;

    private final int[] tableColumns;

    private final InputKind[] kinds;

    private final double[][] buffers;

    private final UnknownValue unknownValue;

    private final MissingValues missingValues;

    private final boolean marksMissing;

    private final InputFindings findings;

    private final UsualNumbers usual;

    /** The senses' names, where there are several; empty for one. */
    private final List<String> senses;

    /** The first column of each sense, and one past the last. */
    private final int[] senseColumns;

    /** By sense: whether the table has none of its columns, and whether a row lacks it. */
    private final boolean[] absent;

    private final boolean absentSenses;

    private final boolean[] lacking;

    /**
     * @param table the table that the rows come from; it has the encoding's columns
     * @param encoding how columns become units
     * @param missingValues what to do with a missing input
     * @param unknownValue what to do with a nominal value that the network has not learned
     * @throws UnfitTableException if the table lacks a column
     */
    public RowReader(final DataTableSpec table, final InputEncoding encoding, final MissingValues missingValues,
        final UnknownValue unknownValue) throws UnfitTableException {
        this(table, encoding, List.of(), new Gaps(missingValues, unknownValue, false, false));
    }

    /**
     * What is done where values are missing or unknown.
     *
     * @param marked whether the units of missing values are NaN
     * @param absentSenses whether the table may lack all columns of a sense
     */
    private record Gaps(MissingValues missing, UnknownValue unknown, boolean marked, boolean absentSenses) {
    }

    /**
     * A reader for a network. Where it has several senses and missing values are not refused or skipped, the units of a
     * sense that a row lacks are NaN, for the network to fill from the others.
     *
     * @param absentSenses whether the table may lack all columns of a sense
     * @throws UnfitTableException if the table lacks a column
     */
    public static RowReader of(final DataTableSpec table, final DeepBeliefNetwork network,
        final MissingValues missingValues, final UnknownValue unknownValue, final boolean absentSenses)
        throws UnfitTableException {
        return new RowReader(table, network.encoding(), network.senses(),
            new Gaps(missingValues, unknownValue, false, absentSenses));
    }

    private RowReader(final DataTableSpec table, final InputEncoding encoding, final List<Sense> ofNetwork,
        final Gaps gaps) throws UnfitTableException {
        marksMissing = gaps.marked();
        this.encoding = encoding;
        replacements = encoding.replacements();
        findings = new InputFindings(encoding);
        usual = new UsualNumbers(encoding, findings);
        missingValues = gaps.missing();
        unknownValue = gaps.unknown();
        senses = ofNetwork.size() > 1 ? ofNetwork.stream().map(Sense::name).toList() : List.of();
        final int columns = encoding.columns().size();
        tableColumns = new int[columns];
        kinds = new InputKind[columns];
        buffers = new double[columns][];
        for (int c = 0; c < columns; c++) {
            final InputColumn column = encoding.columns().get(c);
            tableColumns[c] = table.findColumnIndex(column.name());
            kinds[c] = InputKind.of(column);
        }
        senseColumns = new int[Math.max(1, senses.size()) + 1];
        senseColumns[senseColumns.length - 1] = columns;
        for (int s = 1; s < senses.size(); s++) {
            senseColumns[s] = senseColumns[s - 1] + ofNetwork.get(s - 1).encoding().columns().size();
        }
        absentSenses = gaps.absentSenses();
        absent = new boolean[senses.size()];
        lacking = new boolean[senses.size()];
        for (int s = 0; s < absent.length; s++) {
            absent[s] = absentSenses && IntStream.range(senseColumns[s], senseColumns[s + 1])
                .allMatch(c -> tableColumns[c] < 0);
            if (absent[s]) {
                findings.absentSense(senses.get(s));
            }
        }
        for (int s = 0; s < senseColumns.length - 1; s++) {
            if (s >= absent.length || !absent[s]) {
                check(table, senseColumns[s], senseColumns[s + 1]);
            }
        }
    }

    private void check(final DataTableSpec table, final int first, final int end) throws UnfitTableException {
        for (int c = first; c < end; c++) {
            final InputColumn column = encoding.columns().get(c);
            if (tableColumns[c] < 0
                || InputColumns.kindOf(table.getColumnSpec(tableColumns[c])).filter(kinds[c]::equals).isEmpty()) {
                throw new UnfitTableException("The network reads the column \"" + column.name() + "\" as "
                    + kinds[c].words() + "; the table has no such column. Connect a table with the columns that the"
                    + " network was trained on.");
            }
        }
    }

    /**
     * A reader that leaves the units of missing values NaN, for the network to fill.
     *
     * @param absentSenses whether the table may lack all columns of a sense
     */
    public static RowReader markingMissing(final DataTableSpec table, final DeepBeliefNetwork network,
        final UnknownValue unknownValue, final boolean absentSenses) throws UnfitTableException {
        return new RowReader(table, network.encoding(), network.senses(),
            new Gaps(MissingValues.MEAN, unknownValue, true, absentSenses));
    }

    /** The number of units that a row becomes. */
    public int units() {
        return encoding.units();
    }

    /** The indices in the table of the columns that are read, by the network's columns; -1 for one that is absent. */
    int[] tableColumns() {
        return tableColumns.clone();
    }

    /**
     * Encodes a row.
     *
     * @param row the row
     * @param units where its units go
     * @return whether it was encoded; false for a row that is to be skipped
     * @throws UnfitTableException if a value is missing and must not be, or cannot be encoded
     */
    boolean read(final DataRow row, final float[] units) throws UnfitTableException {
        findLacking(row);
        for (int s = 0; s < senseColumns.length - 1; s++) {
            if (s < lacking.length && lacking[s]) {
                final int end = s + 1 < senses.size() ? encoding.firstUnit(senseColumns[s + 1]) : encoding.units();
                Arrays.fill(units, encoding.firstUnit(senseColumns[s]), end, Float.NaN);
            } else if (!read(row, units, senseColumns[s], senseColumns[s + 1])) {
                return false;
            }
        }
        return true;
    }

    /** Finds the senses that a row lacks; one that lacks them all is read as one of a single sense is. */
    private void findLacking(final DataRow row) {
        int there = 0;
        for (int s = 0; s < lacking.length; s++) {
            lacking[s] = absent[s] || missingValues == MissingValues.MEAN && !marksMissing && lacks(row, s);
            there += lacking[s] ? 0 : 1;
        }
        for (int s = 0; s < lacking.length; s++) {
            lacking[s] &= absent[s] || there > 0;
            if (lacking[s] && !absentSenses) {
                findings.missingSense(senses.get(s));
            }
        }
    }

    private boolean lacks(final DataRow row, final int sense) {
        for (int c = senseColumns[sense]; c < senseColumns[sense + 1]; c++) {
            final DataCell cell = row.getCell(tableColumns[c]);
            if (!cell.isMissing() && !(kinds[c] == InputKind.NUMBER && Double.isNaN(Cells.number(cell)))) {
                return false;
            }
        }
        return true;
    }

    private boolean read(final DataRow row, final float[] units, final int first, final int end)
        throws UnfitTableException {
        usual.begin();
        try {
            int c = readUsual(row, units, first, end);
            while (c < end) {
                if (!read(row, c, row.getCell(tableColumns[c]), units)) {
                    return false;
                }
                c = readUsual(row, units, c + 1, end);
            }
            return true;
        } catch (EncodingException e) {
            throw new UnfitTableException(e.messageForRow(row.getKey().getString()), e);
        }
    }

    /** Reads up to the first value that is not a usual number, and tells its column. */
    private int readUsual(final DataRow row, final float[] units, final int first, final int end) {
        final int next = usual.encode(row, tableColumns, first, end, units);
        findings.usual(first, next);
        return next;
    }

    private boolean read(final DataRow row, final int c, final DataCell cell, final float[] units)
        throws EncodingException, UnfitTableException {
        if (cell.isMissing() || kinds[c] == InputKind.NUMBER && Double.isNaN(Cells.number(cell))) {
            return missing(row, c, units, encoding.firstUnit(c), encoding.columns().get(c).units());
        }
        switch (kinds[c]) {
            case NUMBER -> {
                final double number = Cells.number(cell);
                encoding.encode(c, number, units);
                findings.number(c, number, row.getKey().getString());
            }
            case NOMINAL -> {
                final String value = cell.toString();
                if (!encoding.encode(c, value, unknownValue, units)) {
                    findings.unknown(c, value, row.getKey().getString());
                }
            }
            default -> {
                return readVector(row, c, cell, units);
            }
        }
        return true;
    }

    /**
     * What the user should know of the rows that were read: values that were missing or that the network does not know,
     * numbers far outside of the training rows' range, or many outside of it, as where a table is in other units.
     */
    public Optional<String> warning() {
        return findings.warning();
    }

    private boolean readVector(final DataRow row, final int c, final DataCell cell, final float[] units)
        throws EncodingException, UnfitTableException {
        final double[] elements = Cells.elements(cell, kinds[c], buffers[c]);
        buffers[c] = elements;
        final VectorColumn column = (VectorColumn)encoding.columns().get(c);
        boolean[] gaps = null;
        for (int i = 0; i < elements.length; i++) {
            if (Double.isNaN(elements[i])) {
                gaps = gaps == null ? new boolean[elements.length] : gaps;
                gaps[i] = true;
                elements[i] = column.offset();
            }
        }
        encoding.encode(c, elements, units);
        if (gaps != null) {
            for (int i = 0; i < gaps.length; i++) {
                if (gaps[i] && !missing(row, c, units, encoding.firstUnit(c) + i, 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean missing(final DataRow row, final int c, final float[] units, final int first, final int count)
        throws UnfitTableException {
        if (marksMissing) {
            Arrays.fill(units, first, first + count, Float.NaN);
            return true;
        }
        if (missingValues == MissingValues.FAIL) {
            throw new UnfitTableException(missingMessage(encoding.columns().get(c).name(), row));
        }
        if (missingValues == MissingValues.SKIP) {
            return false;
        }
        findings.missing(c);
        System.arraycopy(replacements, first, units, first, count);
        return true;
    }

    static String missingMessage(final String column, final DataRow row) {
        return "Column \"" + column + "\" has a missing value in row \"" + row.getKey().getString()
            + "\". Replace it, or set \"Missing values\" (missingValues) to skip such rows or to take the mean.";
    }
}
