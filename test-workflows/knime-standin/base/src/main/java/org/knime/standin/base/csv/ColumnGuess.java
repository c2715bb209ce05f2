// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base.csv;

import java.util.regex.Pattern;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataType;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;

/** The narrowest type that holds a column's values: whole numbers, long ones, numbers, strings. */
enum ColumnGuess {
    /** No value seen yet; a column without any is one of strings. */
    UNKNOWN(StringCell.TYPE),
    /** Whole numbers of 32 bits. */
    INT(IntCell.TYPE),
    /** Whole numbers of 64 bits. */
    LONG(LongCell.TYPE),
    /** Numbers. */
    DOUBLE(DoubleCell.TYPE),
    /** Anything. */
    STRING(StringCell.TYPE);

    private static final Pattern NUMBER =
        Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|NaN|[+-]?Infinity");

    private final DataType type;

    ColumnGuess(final DataType type) {
        this.type = type;
    }

    DataType type() {
        return type;
    }

    /** @return the narrowest type from this one on that holds the value too */
    ColumnGuess with(final String value) {
        for (var guess = this == UNKNOWN ? INT : this; guess != STRING; guess = values()[guess.ordinal() + 1]) {
            try {
                guess.cell(value);
                return guess;
            } catch (NumberFormatException e) {
                // the next type is wider
            }
        }
        return STRING;
    }

    /**
     * @param value a value
     * @return its cell
     * @throws NumberFormatException if the value is not of this type
     */
    DataCell cell(final String value) {
        return switch (this) {
            case INT -> new IntCell(Integer.parseInt(value));
            case LONG -> new LongCell(Long.parseLong(value));
            case DOUBLE -> {
                // Java also takes 1d, 1f and hexadecimal numbers
                if (!NUMBER.matcher(value).matches()) {
                    throw new NumberFormatException(value);
                }
                yield new DoubleCell(Double.parseDouble(value));
            }
            case STRING, UNKNOWN -> new StringCell(value);
        };
    }
}
