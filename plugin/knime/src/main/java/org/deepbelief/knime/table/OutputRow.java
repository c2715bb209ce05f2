// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.deepbelief.knime.port.TargetKind;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataType;
import org.knime.core.data.RowKey;
import org.knime.core.data.collection.CollectionCellFactory;
import org.knime.core.data.def.BooleanCell;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.data.image.png.PNGImageCellFactory;
import org.knime.core.data.vector.bitvector.DenseBitVector;
import org.knime.core.data.vector.bitvector.DenseBitVectorCellFactory;
import org.knime.core.data.vector.bytevector.DenseByteVector;
import org.knime.core.data.vector.bytevector.DenseByteVectorCellFactory;
import org.knime.core.data.vector.doublevector.DoubleVectorCellFactory;

/** A row in the making: every cell is missing until it is set. Whatever is no finite number stays missing, counted. */
public final class OutputRow {

    private final DataCell[] cells;

    private final Overflows overflows;

    /** @param overflows told of numbers that are none */
    OutputRow(final int columns, final Overflows overflows) {
        this.overflows = overflows;
        cells = new DataCell[columns];
        Arrays.fill(cells, DataType.getMissingCell());
    }

    /** Sets a number; one that is not finite leaves the cell missing. */
    public void number(final int column, final double value) {
        if (Double.isFinite(value)) {
            cells[column] = new DoubleCell(value);
        } else {
            overflows.add(column);
        }
    }

    /** Sets a number where there is one: NaN leaves the cell missing. */
    public void numberIfAny(final int column, final double value) {
        if (!Double.isNaN(value)) {
            number(column, value);
        }
    }

    /** Counts a cell that stays missing since what the network computed for it is not finite. */
    public void overflow(final int column) {
        overflows.add(column);
    }

    private boolean finite(final int column, final double[] value) {
        for (final double element : value) {
            if (!Double.isFinite(element)) {
                overflows.add(column);
                return false;
            }
        }
        return true;
    }

    /** Sets a whole number. */
    public void integer(final int column, final int value) {
        cells[column] = new IntCell(value);
    }

    /** Sets a long whole number. */
    public void longInteger(final int column, final long value) {
        cells[column] = new LongCell(value);
    }

    /** Sets a text. */
    public void text(final int column, final String value) {
        cells[column] = new StringCell(value);
    }

    /** Sets a class, in a column of {@link OutputColumn#classes}. */
    public void className(final int column, final TargetKind kind, final String name) {
        cells[column] = switch (kind) {
            case BOOLEAN -> BooleanCell.get(Boolean.parseBoolean(name));
            case INTEGER -> new IntCell(Integer.parseInt(name));
            case LONG -> new LongCell(Long.parseLong(name));
            default -> new StringCell(name);
        };
    }

    /** Sets yes or no. */
    public void yesOrNo(final int column, final boolean value) {
        cells[column] = BooleanCell.get(value);
    }

    /** Sets a vector. */
    public void vector(final int column, final double[] value) {
        if (finite(column, value)) {
            cells[column] = DoubleVectorCellFactory.createCell(value);
        }
    }

    /** Sets a vector of bits: 1 for a number above one half. */
    public void bits(final int column, final double[] value) {
        if (!finite(column, value)) {
            return;
        }
        final DenseBitVector bits = new DenseBitVector(value.length);
        for (int i = 0; i < value.length; i++) {
            if (value[i] > 0.5) {
                bits.set(i);
            }
        }
        cells[column] = new DenseBitVectorCellFactory(bits).createDataCell();
    }

    /** Sets a vector of bytes: the nearest whole numbers from 0 to 255. */
    public void bytes(final int column, final double[] value) {
        if (!finite(column, value)) {
            return;
        }
        final DenseByteVector bytes = new DenseByteVector(value.length);
        for (int i = 0; i < value.length; i++) {
            bytes.set(i, (int)Math.max(0, Math.min(255, Math.rint(value[i]))));
        }
        cells[column] = new DenseByteVectorCellFactory(bytes).createDataCell();
    }

    /** Sets a list of numbers. */
    public void list(final int column, final double[] value) {
        if (!finite(column, value)) {
            return;
        }
        final List<DataCell> elements = new ArrayList<>(value.length);
        for (final double element : value) {
            elements.add(new DoubleCell(element));
        }
        cells[column] = CollectionCellFactory.createListCell(elements);
    }

    /** Sets a picture, a PNG file's bytes. */
    public void image(final int column, final byte[] png) {
        cells[column] = PNGImageCellFactory.create(png);
    }

    /** Takes over the number of an input column, or leaves the cell missing. */
    public void copyNumber(final int column, final InputRow row, final int inputColumn) {
        if (!row.isMissing(inputColumn)) {
            numberIfAny(column, Cells.number(row.cell(inputColumn)));
        }
    }

    /** Takes over the value of a nominal input column, or leaves the cell missing. */
    public void copyText(final int column, final InputRow row, final int inputColumn) {
        if (!row.isMissing(inputColumn)) {
            text(column, row.cell(inputColumn).toString());
        }
    }

    DataRow withKey(final RowKey key) {
        return new DefaultRow(key, cells);
    }
}
