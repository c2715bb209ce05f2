// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.List;

import org.deepbelief.engine.data.ColumnFit;
import org.deepbelief.engine.data.FittingException;
import org.deepbelief.engine.data.NominalFit;
import org.deepbelief.engine.data.NumberFit;
import org.deepbelief.engine.data.VectorFit;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.knime.port.InputKind;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;

/** Reads the cells of an input column for its fit. A row is read first and then, if it takes part, added. */
final class InputFit {

    private final ColumnFit fit;

    private final int tableColumn;

    private final InputKind kind;

    private boolean present;

    private double number;

    private double[] elements;

    private String value;

    /** @param columns how many columns are read beside each other */
    InputFit(final DataColumnSpec column, final int tableColumn, final int columns) {
        this.tableColumn = tableColumn;
        kind = InputColumns.kindOf(column).orElseThrow();
        final String name = column.getName();
        fit = switch (kind) {
            case NUMBER -> new NumberFit(name, columns);
            case NOMINAL -> new NominalFit(name, column.getDomain().hasValues()
                ? column.getDomain().getValues().stream().map(DataCell::toString).toList() : List.of());
            case BIT_VECTOR -> new VectorFit(name, VectorKind.BIT);
            case BYTE_VECTOR -> new VectorFit(name, VectorKind.BYTE);
            case DOUBLE_VECTOR -> new VectorFit(name, VectorKind.DOUBLE);
            case COLLECTION -> new VectorFit(name, VectorKind.COLLECTION);
        };
    }

    ColumnFit fit() {
        return fit;
    }

    int tableColumn() {
        return tableColumn;
    }

    /** Reads the column's cell; false if a number of it is missing or not a number, as {@link RowReader} sees it. */
    boolean read(final DataRow row) {
        final DataCell cell = row.getCell(tableColumn);
        present = !cell.isMissing();
        if (!present) {
            return false;
        }
        switch (kind) {
            case NUMBER:
                number = Cells.number(cell);
                present = !Double.isNaN(number);
                return present;
            case NOMINAL:
                value = cell.toString();
                return true;
            default:
                elements = Cells.elements(cell, kind, elements);
                for (final double element : elements) {
                    if (Double.isNaN(element)) {
                        return false;
                    }
                }
                return true;
        }
    }

    /** Adds what was read, if there was something. */
    void add(final DataRow row) throws FittingException {
        if (present) {
            final String name = row.getKey().getString();
            if (fit instanceof NumberFit numbers) {
                numbers.add(number, name);
            } else if (fit instanceof NominalFit values) {
                values.add(value, name);
            } else {
                ((VectorFit)fit).add(elements, name);
            }
        }
    }
}
