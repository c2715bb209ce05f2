// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.Arrays;
import java.util.Optional;

import org.deepbelief.engine.data.EncodingException;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.data.VectorColumn;
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

    /**
     * @param table the table that the rows come from; it has the encoding's columns
     * @param encoding how columns become units
     * @param missingValues what to do with a missing input
     * @param unknownValue what to do with a nominal value that the network has not learned
     * @throws UnfitTableException if the table lacks a column
     */
    public RowReader(final DataTableSpec table, final InputEncoding encoding, final MissingValues missingValues,
        final UnknownValue unknownValue) throws UnfitTableException {
        this(table, encoding, missingValues, unknownValue, false);
    }

    private RowReader(final DataTableSpec table, final InputEncoding encoding, final MissingValues missingValues,
        final UnknownValue unknownValue, final boolean marksMissing) throws UnfitTableException {
        this.marksMissing = marksMissing;
        this.encoding = encoding;
        replacements = encoding.replacements();
        findings = new InputFindings(encoding);
        this.missingValues = missingValues;
        this.unknownValue = unknownValue;
        final int columns = encoding.columns().size();
        tableColumns = new int[columns];
        kinds = new InputKind[columns];
        buffers = new double[columns][];
        for (int c = 0; c < columns; c++) {
            final InputColumn column = encoding.columns().get(c);
            tableColumns[c] = table.findColumnIndex(column.name());
            kinds[c] = InputKind.of(column);
            if (tableColumns[c] < 0
                || InputColumns.kindOf(table.getColumnSpec(tableColumns[c])).filter(kinds[c]::equals).isEmpty()) {
                throw new UnfitTableException("The network reads the column \"" + column.name() + "\" as "
                    + kinds[c].words() + "; the table has no such column. Connect a table with the columns that the"
                    + " network was trained on.");
            }
        }
    }

    /** A reader that leaves the units of missing values NaN, for the network to fill. */
    public static RowReader markingMissing(final DataTableSpec table, final InputEncoding encoding,
        final UnknownValue unknownValue) throws UnfitTableException {
        return new RowReader(table, encoding, MissingValues.MEAN, unknownValue, true);
    }

    /** The number of units that a row becomes. */
    public int units() {
        return encoding.units();
    }

    /** The indices in the table of the columns that are read. */
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
        for (int c = 0; c < tableColumns.length; c++) {
            final DataCell cell = row.getCell(tableColumns[c]);
            if (cell.isMissing()) {
                if (!missing(row, c, units, encoding.firstUnit(c), encoding.columns().get(c).units())) {
                    return false;
                }
                continue;
            }
            try {
                switch (kinds[c]) {
                    case NUMBER -> {
                        final double number = Cells.number(cell);
                        if (Double.isNaN(number)) {
                            if (!missing(row, c, units, encoding.firstUnit(c), encoding.columns().get(c).units())) {
                                return false;
                            }
                        } else {
                            encoding.encode(c, number, units);
                            findings.number(c, number, row.getKey().getString());
                        }
                    }
                    case NOMINAL -> {
                        final String value = cell.toString();
                        if (!encoding.encode(c, value, unknownValue, units)) {
                            findings.unknown(c, value, row.getKey().getString());
                        }
                    }
                    default -> {
                        if (!readVector(row, c, cell, units)) {
                            return false;
                        }
                    }
                }
            } catch (EncodingException e) {
                throw new UnfitTableException(e.messageForRow(row.getKey().getString()), e);
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
