// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.Optional;

import org.deepbelief.engine.model.RowOrder;
import org.deepbelief.knime.port.InputKind;
import org.deepbelief.knime.table.OutputColumn.Kind;
import org.knime.core.data.BooleanValue;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.IntValue;
import org.knime.core.data.LongValue;
import org.knime.core.data.NominalValue;
import org.knime.core.node.InvalidSettingsException;

/** Which columns of a table can tell how its rows follow each other, and whether a table has those that it needs. */
public final class SequenceColumns {

    private SequenceColumns() {
    }

    /** Whether rows can be ordered by the column: numbers, and what may be a date or time. */
    public static boolean isOrder(final DataColumnSpec column) {
        final DataType type = column.getType();
        return !type.isCompatible(BooleanValue.class) && (isDate(type)
            || InputColumns.kindOf(column).filter(kind -> kind == InputKind.NUMBER || kind == InputKind.NOMINAL)
                .isPresent());
    }

    /** KNIME's types of dates and times, which its bundle org.knime.core alone does not tell apart but by name. */
    private static boolean isDate(final DataType type) {
        return type.getValueClasses().stream()
            .anyMatch(value -> value.getName().startsWith("org.knime.core.data.time."));
    }

    /** What a column of such values is where a node makes one: whole and other numbers, and else texts. */
    public static Kind kind(final DataColumnSpec column) {
        final DataType type = column.getType();
        return type.isCompatible(IntValue.class) ? Kind.INTEGER : type.isCompatible(LongValue.class) ? Kind.LONG
            : type.isCompatible(DoubleValue.class) ? Kind.NUMBER : Kind.TEXT;
    }

    /** Whether the column can tell sequences apart: texts and whole numbers. */
    public static boolean isSequence(final DataColumnSpec column) {
        final DataType type = column.getType();
        return type.isCompatible(NominalValue.class) || type.isCompatible(IntValue.class)
            || type.isCompatible(LongValue.class);
    }

    /**
     * Checks that a table has the columns by which its rows follow each other.
     *
     * @param order the columns that were chosen, or that the network takes its rows' order from; if any
     * @throws InvalidSettingsException if one is missing or of a type that cannot tell it; the message names it
     */
    public static void check(final DataTableSpec table, final Optional<RowOrder> order)
        throws InvalidSettingsException {
        if (order.isPresent()) {
            check(table, order.get().order(), true);
            check(table, order.get().sequence(), false);
        }
    }

    private static void check(final DataTableSpec table, final Optional<String> name, final boolean order)
        throws InvalidSettingsException {
        if (name.isEmpty()) {
            return;
        }
        final DataColumnSpec column = table.getColumnSpec(name.get());
        final String what = order ? "order" : "sequence";
        if (column == null) {
            throw new InvalidSettingsException(missing(name.get(), what));
        }
        if (order && !isOrder(column) || !order && !isSequence(column)) {
            throw new InvalidSettingsException("The " + what + " column \"" + name.get() + "\" is of the type "
                + column.getType() + (order ? ", by which rows cannot be put in order. Choose a column of numbers,"
                    + " dates or times." : ", which tells no sequences apart. Choose a column of texts or of whole"
                    + " numbers."));
        }
    }

    static String missing(final String name, final String what) {
        return what.equals("order")
            ? "The order column \"" + name + "\", by which the rows follow each other, is missing in the table. Connect"
                + " a table that has it; in DBN Layer-wise Pretrain choose the \"Order column\" (orderColumn) again."
            : "The sequence column \"" + name + "\", by which sequences are told apart, is missing in the table."
                + " Connect a table that has it; in DBN Layer-wise Pretrain choose the \"Sequence column\""
                + " (sequenceColumn) again.";
    }
}
