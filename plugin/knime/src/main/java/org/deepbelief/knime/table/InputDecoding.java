// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.List;
import java.util.function.UnaryOperator;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.InputKind;
import org.deepbelief.knime.table.OutputColumn.Kind;

/** Units back into the columns that they stand for: scaling undone, nominal values by their units. */
public final class InputDecoding {

    private final InputEncoding encoding;

    /** @param encoding how columns became units */
    public InputDecoding(final InputEncoding encoding) {
        this.encoding = encoding;
    }

    /**
     * A column for each input column, of its own kind.
     *
     * @param inputs the input columns
     * @param name what a column is called, of what the input column is called
     */
    public static List<OutputColumn> columns(final List<Input> inputs, final UnaryOperator<String> name) {
        return inputs.stream().map(input -> OutputColumn.of(name.apply(input.name()), switch (input.kind()) {
            case NUMBER -> Kind.NUMBER;
            case NOMINAL -> Kind.TEXT;
            case BIT_VECTOR -> Kind.BITS;
            case BYTE_VECTOR -> Kind.BYTES;
            case DOUBLE_VECTOR -> Kind.VECTOR;
            case COLLECTION -> Kind.LIST;
        })).toList();
    }

    /** Sets the cells of all input columns, from the first output column on. */
    public void set(final double[] units, final OutputRow row, final int firstColumn) {
        for (int c = 0; c < encoding.columns().size(); c++) {
            set(c, units, row, firstColumn + c);
        }
    }

    /**
     * Sets the cells to those of the input row, and what is missing, be it an element of a vector, to what the units
     * stand for. What is there is not decoded: units are rounded, and end at the edge of the training range.
     */
    public void setFilled(final double[] units, final InputRow input, final OutputRow row, final int firstColumn) {
        for (int c = 0; c < encoding.columns().size(); c++) {
            final InputKind kind = InputKind.of(encoding.columns().get(c));
            if (input.isMissing(c)) {
                set(c, units, row, firstColumn + c);
            } else if (kind == InputKind.NUMBER) {
                row.copyNumber(firstColumn + c, input, c);
            } else if (kind == InputKind.NOMINAL) {
                row.copyText(firstColumn + c, input, c);
            } else {
                final double[] elements = Cells.elements(input.cell(c), kind, null);
                final double[] expected = encoding.decodeVector(c, units);
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = Double.isNaN(elements[i]) ? expected[i] : elements[i];
                }
                setVector(kind, elements, row, firstColumn + c);
            }
        }
    }

    private void set(final int c, final double[] units, final OutputRow row, final int column) {
        final InputKind kind = InputKind.of(encoding.columns().get(c));
        switch (kind) {
            case NUMBER -> row.number(column, encoding.decodeNumber(c, units));
            case NOMINAL -> row.text(column, encoding.decodeNominal(c, units));
            default -> setVector(kind, encoding.decodeVector(c, units), row, column);
        }
    }

    private static void setVector(final InputKind kind, final double[] elements, final OutputRow row,
        final int column) {
        switch (kind) {
            case BIT_VECTOR -> row.bits(column, elements);
            case BYTE_VECTOR -> row.bytes(column, elements);
            case DOUBLE_VECTOR -> row.vector(column, elements);
            case COLLECTION -> row.list(column, elements);
            default -> throw new IllegalArgumentException(kind + " is no vector.");
        }
    }
}
