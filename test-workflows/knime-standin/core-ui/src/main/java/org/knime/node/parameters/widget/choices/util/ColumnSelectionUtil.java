// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices.util;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataValue;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.StringValue;
import org.knime.node.parameters.NodeParametersInput;

/** Columns of an input table by type. Without a table at the port there are none. */
public final class ColumnSelectionUtil {

    private ColumnSelectionUtil() {
    }

    /** @return all columns at the port */
    public static List<DataColumnSpec> getAllColumns(final NodeParametersInput parametersInput, final int portIndex) {
        return getFilteredColumns(parametersInput, portIndex, column -> true);
    }

    /** @return all columns at the first port */
    public static List<DataColumnSpec> getAllColumnsOfFirstPort(final NodeParametersInput parametersInput) {
        return getAllColumns(parametersInput, 0);
    }

    /** @return the first column at the port */
    public static Optional<DataColumnSpec> getFirstColumn(final NodeParametersInput parametersInput,
        final int portIndex) {
        return getAllColumns(parametersInput, portIndex).stream().findFirst();
    }

    /** @return the first column at the first port */
    public static Optional<DataColumnSpec> getFirstColumnOfFirstPort(final NodeParametersInput parametersInput) {
        return getFirstColumn(parametersInput, 0);
    }

    /** @return the columns at the port that pass the test */
    public static List<DataColumnSpec> getFilteredColumns(final NodeParametersInput parametersInput,
        final int portIndex, final Predicate<DataColumnSpec> filter) {
        return parametersInput.getInTableSpec(portIndex).stream().flatMap(DataTableSpec::stream).filter(filter)
            .toList();
    }

    /** @return the columns at the port that are compatible with at least one of the value classes */
    @SafeVarargs
    public static List<DataColumnSpec> getCompatibleColumns(final NodeParametersInput parametersInput,
        final int portIndex, final Class<? extends DataValue>... valueClasses) {
        return getFilteredColumns(parametersInput, portIndex, compatible(Arrays.asList(valueClasses)));
    }

    /** @return the columns at the first port that are compatible with at least one of the value classes */
    @SafeVarargs
    public static List<DataColumnSpec> getCompatibleColumnsOfFirstPort(final NodeParametersInput parametersInput,
        final Class<? extends DataValue>... valueClasses) {
        return getCompatibleColumns(parametersInput, 0, valueClasses);
    }

    /** @return the string columns at the port */
    public static List<DataColumnSpec> getStringColumns(final NodeParametersInput parametersInput,
        final int portIndex) {
        return getCompatibleColumns(parametersInput, portIndex, StringValue.class);
    }

    /** @return the string columns of the table */
    public static List<DataColumnSpec> getStringColumns(final DataTableSpec spec) {
        return getCompatibleColumns(spec, List.of(StringValue.class));
    }

    /** @return the first string column of the table */
    public static Optional<DataColumnSpec> getFirstStringColumn(final DataTableSpec spec) {
        return getStringColumns(spec).stream().findFirst();
    }

    /** @return the string columns at the first port */
    public static List<DataColumnSpec> getStringColumnsOfFirstPort(final NodeParametersInput parametersInput) {
        return getStringColumns(parametersInput, 0);
    }

    /** @return the columns of numbers at the port */
    public static List<DataColumnSpec> getDoubleColumns(final NodeParametersInput parametersInput,
        final int portIndex) {
        return getCompatibleColumns(parametersInput, portIndex, DoubleValue.class);
    }

    /** @return the columns of numbers of the table */
    public static List<DataColumnSpec> getDoubleColumns(final DataTableSpec spec) {
        return getCompatibleColumns(spec, List.of(DoubleValue.class));
    }

    /** @return the first column of numbers of the table */
    public static Optional<DataColumnSpec> getFirstDoubleColumn(final DataTableSpec spec) {
        return getDoubleColumns(spec).stream().findFirst();
    }

    /** @return the columns of numbers at the first port */
    public static List<DataColumnSpec> getDoubleColumnsOfFirstPort(final NodeParametersInput parametersInput) {
        return getDoubleColumns(parametersInput, 0);
    }

    /** @return the columns of the table that are compatible with at least one of the value classes */
    @SafeVarargs
    public static List<DataColumnSpec> getCompatibleColumns(final DataTableSpec spec,
        final Class<? extends DataValue>... valueClasses) {
        return getCompatibleColumns(spec, Arrays.asList(valueClasses));
    }

    /** @return the columns of the table that are compatible with at least one of the value classes */
    public static List<DataColumnSpec> getCompatibleColumns(final DataTableSpec spec,
        final Collection<Class<? extends DataValue>> valueClasses) {
        return spec.stream().filter(compatible(valueClasses)).toList();
    }

    private static Predicate<DataColumnSpec> compatible(final Collection<Class<? extends DataValue>> valueClasses) {
        return column -> valueClasses.stream().anyMatch(column.getType()::isCompatible);
    }
}
