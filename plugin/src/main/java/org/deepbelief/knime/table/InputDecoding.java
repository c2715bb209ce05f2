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
    public void set(final float[] units, final OutputRow row, final int firstColumn) {
        for (int c = 0; c < encoding.columns().size(); c++) {
            set(c, units, row, firstColumn + c);
        }
    }

    /** Sets the cells to those of the input row, and the missing ones to what the units stand for. */
    public void setFilled(final float[] units, final InputRow input, final OutputRow row, final int firstColumn) {
        for (int c = 0; c < encoding.columns().size(); c++) {
            final InputKind kind = InputKind.of(encoding.columns().get(c));
            if (kind == InputKind.NUMBER && !input.isMissing(c)) {
                row.copyNumber(firstColumn + c, input, c);
            } else if (kind == InputKind.NOMINAL && !input.isMissing(c)) {
                row.copyText(firstColumn + c, input, c);
            } else {
                set(c, units, row, firstColumn + c);
            }
        }
    }

    private void set(final int c, final float[] units, final OutputRow row, final int column) {
        switch (InputKind.of(encoding.columns().get(c))) {
            case NUMBER -> row.number(column, encoding.decodeNumber(c, units));
            case NOMINAL -> row.text(column, encoding.decodeNominal(c, units));
            case BIT_VECTOR -> row.bits(column, encoding.decodeVector(c, units));
            case BYTE_VECTOR -> row.bytes(column, encoding.decodeVector(c, units));
            case DOUBLE_VECTOR -> row.vector(column, encoding.decodeVector(c, units));
            case COLLECTION -> row.list(column, encoding.decodeVector(c, units));
        }
    }
}
