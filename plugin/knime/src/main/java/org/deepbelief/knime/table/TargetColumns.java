// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.TargetKind;
import org.knime.core.data.BooleanValue;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.IntValue;
import org.knime.core.data.LongValue;
import org.knime.core.data.NominalValue;
import org.knime.core.node.InvalidSettingsException;

/** Class and target columns: what they can be, and which classes they have. */
public final class TargetColumns {

    private TargetColumns() {
    }

    /** What the column would be as a target, or nothing if it cannot be one. */
    public static Optional<TargetKind> kindOf(final DataColumnSpec column) {
        final var type = column.getType();
        if (type.isCompatible(BooleanValue.class)) {
            return Optional.of(TargetKind.BOOLEAN);
        }
        if (type.isCompatible(NominalValue.class)) {
            return Optional.of(TargetKind.NOMINAL);
        }
        if (type.isCompatible(IntValue.class)) {
            return Optional.of(TargetKind.INTEGER);
        }
        if (type.isCompatible(LongValue.class)) {
            return Optional.of(TargetKind.LONG);
        }
        return type.isCompatible(DoubleValue.class) ? Optional.of(TargetKind.NUMBER) : Optional.empty();
    }

    /** Whether the column can be a target. */
    public static boolean isTarget(final DataColumnSpec column) {
        return kindOf(column).isPresent();
    }

    /** Whether the column can hold classes. */
    public static boolean isClass(final DataColumnSpec column) {
        return kindOf(column).filter(TargetKind::isClass).isPresent();
    }

    /**
     * The target to begin with: the last nominal column that is no input of the network; where all are inputs, the last
     * of these, which DBN Fine-tune takes out of the inputs.
     */
    public static Optional<String> suggested(final DataTableSpec table, final List<Input> inputs) {
        final List<String> names = inputs.stream().map(Input::name).toList();
        final List<String> nominal = table.stream().filter(column -> column.getType().isCompatible(NominalValue.class))
            .map(DataColumnSpec::getName).toList();
        return nominal.stream().filter(name -> !names.contains(name)).reduce((first, second) -> second)
            .or(() -> nominal.stream().reduce((first, second) -> second));
    }

    /**
     * The column as one of classes; its values are those of the domain, or unknown where the table does not tell.
     *
     * @param setting the title and the key of the setting that names it
     * @throws InvalidSettingsException if it is missing or holds no classes
     */
    public static Target classes(final DataTableSpec table, final String name, final String setting)
        throws InvalidSettingsException {
        final DataColumnSpec column = find(table, name, setting);
        final TargetKind kind = kindOf(column).filter(TargetKind::isClass)
            .orElseThrow(() -> new InvalidSettingsException("The class column \"" + name + "\" is of the type "
                + column.getType() + ". Choose a column of strings or integers as the " + setting
                + ", or convert it."));
        return new Target(name, kind, domainValues(column));
    }

    /**
     * The column as one of numbers.
     *
     * @param setting the title and the key of the setting that names it
     * @throws InvalidSettingsException if it is missing or holds no numbers
     */
    public static Target numbers(final DataTableSpec table, final String name, final String setting)
        throws InvalidSettingsException {
        final DataColumnSpec column = find(table, name, setting);
        if (!column.getType().isCompatible(DoubleValue.class)) {
            throw new InvalidSettingsException("The target column \"" + name + "\" is of the type "
                + column.getType() + ". Choose a column of numbers as the " + setting + ", or convert it.");
        }
        return new Target(name, TargetKind.NUMBER, List.of());
    }

    /**
     * The column as what it is: nominal columns have classes, numeric ones have numbers.
     *
     * @param setting the title and the key of the setting that names it
     * @throws InvalidSettingsException if it is missing or can be neither
     */
    public static Target asItIs(final DataTableSpec table, final String name, final String setting)
        throws InvalidSettingsException {
        final DataColumnSpec column = find(table, name, setting);
        final TargetKind kind = kindOf(column).orElseThrow(() -> new InvalidSettingsException("The target column \""
            + name + "\" is of the type " + column.getType()
            + ". Choose a nominal column or one of numbers as the " + setting + "."));
        return kind == TargetKind.NOMINAL || kind == TargetKind.BOOLEAN ? classes(table, name, setting)
            : numbers(table, name, setting);
    }

    /**
     * Checks that the target is not also an input.
     *
     * @throws InvalidSettingsException if it is
     */
    public static void checkNoInput(final DbnPortObjectSpec network, final String name)
        throws InvalidSettingsException {
        if (network.reads(name)) {
            throw new InvalidSettingsException("The column \"" + name + "\" is an input of the network and would give"
                + " the answer away. Choose another column, or take it out of the \"Input columns\" (columns) of DBN"
                + " Layer-wise Pretrain.");
        }
    }

    private static DataColumnSpec find(final DataTableSpec table, final String name, final String setting)
        throws InvalidSettingsException {
        final DataColumnSpec column = table.getColumnSpec(name);
        if (column == null) {
            throw new InvalidSettingsException("The column \"" + name + "\" is missing in the table. Choose another "
                + setting + ".");
        }
        return column;
    }

    private static List<String> domainValues(final DataColumnSpec column) {
        if (!column.getDomain().hasValues()) {
            return List.of();
        }
        final List<String> values = new ArrayList<>();
        for (final DataCell cell : column.getDomain().getValues()) {
            values.add(className(cell));
        }
        return values;
    }

    /** The name of a class, as the engine knows it. */
    static String className(final DataCell cell) {
        return cell.toString();
    }
}
