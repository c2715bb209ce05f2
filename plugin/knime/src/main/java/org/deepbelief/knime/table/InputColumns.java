// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.SenseLevels;
import org.deepbelief.knime.port.InputKind;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.NominalValue;
import org.knime.core.data.collection.CollectionDataValue;
import org.knime.core.data.vector.bitvector.BitVectorValue;
import org.knime.core.data.vector.bytevector.ByteVectorValue;
import org.knime.core.data.vector.doublevector.DoubleVectorValue;
import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.widget.choices.filter.ColumnFilter;

/** Which columns of a table a network can read, which ones the user chose, and whether a table has those it reads. */
public final class InputColumns {

    /** A column of more values is a name or a note rather than a kind; KNIME counts up to 60 unasked. */
    private static final int MOST_SUGGESTED_VALUES = 60;

    private InputColumns() {
    }

    /** What a network would read from the column, or nothing if it cannot. */
    public static Optional<InputKind> kindOf(final DataColumnSpec column) {
        final var type = column.getType();
        if (type.isCompatible(BitVectorValue.class)) {
            return Optional.of(InputKind.BIT_VECTOR);
        }
        if (type.isCompatible(ByteVectorValue.class)) {
            return Optional.of(InputKind.BYTE_VECTOR);
        }
        if (type.isCompatible(DoubleVectorValue.class)) {
            return Optional.of(InputKind.DOUBLE_VECTOR);
        }
        if (type.isCompatible(CollectionDataValue.class)) {
            final var elements = type.getCollectionElementType();
            return elements != null && elements.isCompatible(DoubleValue.class) ? Optional.of(InputKind.COLLECTION)
                : Optional.empty();
        }
        if (type.isCompatible(DoubleValue.class)) {
            return Optional.of(InputKind.NUMBER);
        }
        return type.isCompatible(NominalValue.class) ? Optional.of(InputKind.NOMINAL) : Optional.empty();
    }

    /** The columns that a network can read. */
    public static List<DataColumnSpec> compatible(final DataTableSpec table) {
        return table.stream().filter(column -> kindOf(column).isPresent()).toList();
    }

    /**
     * The columns to begin with: the numbers and vectors, and the nominal columns of a few known values. A nominal
     * column at the end of the table is left out, as it is often the class. Where nothing is left, all that can be
     * read.
     */
    public static List<DataColumnSpec> suggested(final DataTableSpec table) {
        final List<DataColumnSpec> compatible = compatible(table);
        final String last = table.getNumColumns() == 0 ? "" : table.getColumnSpec(table.getNumColumns() - 1).getName();
        final List<DataColumnSpec> suggested = compatible.stream().filter(column -> !isNominal(column)
            || hasFewValues(column) && !column.getName().equals(last)).toList();
        return suggested.isEmpty() ? compatible : suggested;
    }

    private static boolean isNominal(final DataColumnSpec column) {
        return kindOf(column).filter(InputKind.NOMINAL::equals).isPresent();
    }

    private static boolean hasFewValues(final DataColumnSpec column) {
        return column.getDomain().hasValues() && column.getDomain().getValues().size() <= MOST_SUGGESTED_VALUES;
    }

    /**
     * The nominal columns that are not inputs for their many values, if it was not the user who left them out.
     *
     * @param selected the input columns
     * @param others columns that are never inputs
     */
    public static List<String> leftOutForTheirValues(final DataTableSpec table, final List<DataColumnSpec> selected,
        final Set<String> others) {
        final List<String> names = selected.stream().map(DataColumnSpec::getName).toList();
        final List<String> suggested = suggested(table).stream().map(DataColumnSpec::getName)
            .filter(name -> !others.contains(name)).toList();
        return !names.equals(suggested) ? List.of() : table.stream()
            .filter(column -> isNominal(column) && !hasFewValues(column) && !names.contains(column.getName()))
            .map(DataColumnSpec::getName).filter(name -> !others.contains(name))
            .filter(name -> table.findColumnIndex(name) < table.getNumColumns() - 1).toList();
    }

    /**
     * The columns that the filter selects.
     *
     * @param table the table
     * @param filter the user's choice
     * @param others columns that are never inputs: that of the classes, those by which rows follow each other
     * @return at least one column
     * @throws InvalidSettingsException if a chosen column is missing or cannot be read, or none is chosen
     */
    public static List<DataColumnSpec> select(final DataTableSpec table, final ColumnFilter filter,
        final Set<String> others) throws InvalidSettingsException {
        final List<DataColumnSpec> compatible = compatible(table);
        for (final String missing : filter.getMissingSelected(compatible)) {
            final DataColumnSpec column = table.getColumnSpec(missing);
            if (column == null) {
                throw new InvalidSettingsException("The input column \"" + missing
                    + "\" is missing in the table. Choose the \"Input columns\" (columns) again.");
            }
            throw new InvalidSettingsException("The input column \"" + missing + "\" is of the type "
                + column.getType() + ", which is neither a number, a nominal value nor a vector of numbers. Convert it"
                + " or take it out of the \"Input columns\" (columns).");
        }
        final List<DataColumnSpec> selected = new ArrayList<>();
        for (final String name : filter.filter(compatible)) {
            if (!others.contains(name)) {
                selected.add(table.getColumnSpec(name));
            }
        }
        if (selected.isEmpty()) {
            throw new InvalidSettingsException(compatible.isEmpty()
                ? "The table has no column that a network can read. Connect a table with numbers, nominal values or"
                    + " vectors of numbers."
                : "No input column is selected. Choose at least one of the \"Input columns\" (columns).");
        }
        return selected;
    }

    /**
     * What can be said of the input columns before the data is there.
     *
     * @param numberUnits the units of a number, or {@link DbnPortObjectSpec#UNKNOWN}
     */
    public static List<Input> describe(final List<DataColumnSpec> columns, final int numberUnits) {
        return columns.stream().map(column -> {
            final InputKind kind = kindOf(column).orElseThrow();
            final int units = switch (kind) {
                case NUMBER -> numberUnits;
                case NOMINAL -> column.getDomain().hasValues() ? column.getDomain().getValues().size()
                    : DbnPortObjectSpec.UNKNOWN;
                default -> DbnPortObjectSpec.UNKNOWN;
            };
            return new Input(column.getName(), kind, units);
        }).toList();
    }

    /**
     * Checks that the table has the columns that the network reads, and those by which its rows follow each other.
     *
     * @throws InvalidSettingsException if one is missing or of another kind; the message names it
     */
    public static void check(final DataTableSpec table, final DbnPortObjectSpec network)
        throws InvalidSettingsException {
        check(table, network.inputs());
        SequenceColumns.check(table, network.rowOrder());
    }

    /**
     * As above, for a network that does without senses of which the table has no column.
     *
     * @throws InvalidSettingsException if it has no column of any sense either
     */
    public static void checkWithoutSenses(final DataTableSpec table, final DbnPortObjectSpec network)
        throws InvalidSettingsException {
        final List<Input> read = new ArrayList<>();
        int first = 0;
        for (final SenseLevels sense : network.senses()) {
            final List<Input> inputs = network.inputs().subList(first, first + sense.inputs());
            if (inputs.stream().anyMatch(input -> table.containsName(input.name()))) {
                read.addAll(inputs);
            }
            first += sense.inputs();
        }
        check(table, read.isEmpty() ? network.inputs() : read);
        SequenceColumns.check(table, network.rowOrder());
    }

    private static void check(final DataTableSpec table, final List<Input> inputs) throws InvalidSettingsException {
        for (final Input input : inputs) {
            final DataColumnSpec column = table.getColumnSpec(input.name());
            if (column == null) {
                throw new InvalidSettingsException("The network reads the column \"" + input.name()
                    + "\", which is missing in the table. Connect a table with the columns that it was trained on.");
            }
            final Optional<InputKind> kind = kindOf(column);
            if (!kind.equals(Optional.of(input.kind()))) {
                throw new InvalidSettingsException("The network reads the column \"" + input.name() + "\" as "
                    + input.kind().words() + ", but in the table it is of the type " + column.getType()
                    + ". Convert it to the type that the network was trained on.");
            }
        }
    }
}
