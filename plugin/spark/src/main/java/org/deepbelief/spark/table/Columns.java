// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.spark.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;

/** The columns of a table that are read, and how: the inputs and then the target, if there is one. */
public final class Columns implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * A column.
     *
     * @param kind what is read from it
     * @param index in the files
     * @param slot its place among the values of its kind in a {@link TableRow}
     */
    record Column(String name, ColumnKind kind, int index, int slot) implements Serializable {
    }

    private final List<Column> all = new ArrayList<>();

    private final int[] counts = new int[ColumnKind.values().length];

    private final boolean hasTarget;

    /**
     * @param names of the columns of the files
     * @param inputs the names and kinds of the inputs
     * @param target that of the target, if there is one
     * @throws TableException if the files lack a column
     */
    Columns(final List<String> names, final List<Input> inputs, final Optional<Input> target) throws TableException {
        for (final Input input : inputs) {
            add(names, input);
        }
        hasTarget = target.isPresent();
        if (hasTarget) {
            add(names, target.get());
        }
    }

    /**
     * What is to be read.
     *
     * @param name of the column
     * @param kind what from it
     */
    public record Input(String name, ColumnKind kind) implements Serializable {
    }

    /** What a network reads. */
    static List<Input> of(final InputEncoding encoding) {
        final List<Input> inputs = new ArrayList<>();
        for (final InputColumn column : encoding.columns()) {
            inputs.add(new Input(column.name(), ColumnKind.of(column)));
        }
        return inputs;
    }

    private void add(final List<String> names, final Input input) throws TableException {
        final int index = names.indexOf(input.name());
        if (index < 0) {
            throw new TableException("The column \"" + input.name() + "\" is missing in the files, which have "
                + String.join(", ", names) + ". Choose other columns, or give files that have it.");
        }
        all.add(new Column(input.name(), input.kind(), index, counts[input.kind().ordinal()]++));
    }

    List<Column> inputs() {
        return hasTarget ? all.subList(0, all.size() - 1) : all;
    }

    Optional<Column> target() {
        return hasTarget ? Optional.of(all.get(all.size() - 1)) : Optional.empty();
    }

    /**
     * Reads a row.
     *
     * @param name how messages name it
     * @throws TableException if a value is not of its column's kind
     */
    TableRow read(final Row row, final String name) throws TableException {
        final double[] numbers = new double[counts[ColumnKind.NUMBER.ordinal()]];
        final String[] texts = new String[counts[ColumnKind.NOMINAL.ordinal()]];
        final double[][] vectors = new double[counts[ColumnKind.VECTOR.ordinal()]][];
        for (final Column column : all) {
            final Object value = row.get(column.index());
            switch (column.kind()) {
                case NUMBER -> numbers[column.slot()] = number(value, column, name);
                case NOMINAL -> texts[column.slot()] = value == null ? null : value.toString();
                default -> vectors[column.slot()] = value == null ? null : vector((scala.collection.Seq<?>)value);
            }
        }
        return new TableRow(name, numbers, texts, vectors);
    }

    private static double number(final Object value, final Column column, final String row) throws TableException {
        if (value == null) {
            return Double.NaN;
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (!Numbers.isNumber(value.toString())) {
            throw new TableException("Column \"" + column.name() + "\" has the value \"" + value + "\" in row \"" + row
                + "\", which is not a number. Correct the file, or take the column out of the input columns.");
        }
        return Double.parseDouble(value.toString());
    }

    private static double[] vector(final scala.collection.Seq<?> values) {
        final double[] vector = new double[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values.apply(i) instanceof Number number ? number.doubleValue() : Double.NaN;
        }
        return vector;
    }
}
