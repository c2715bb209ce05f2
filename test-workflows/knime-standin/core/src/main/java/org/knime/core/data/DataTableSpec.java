// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import javax.swing.JComponent;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.config.ConfigRO;
import org.knime.core.node.config.ConfigWO;
import org.knime.core.node.port.PortObjectSpec;

/** The columns of a table; their names are unique. */
public final class DataTableSpec implements PortObjectSpec, Iterable<DataColumnSpec> {

    private final String name;

    private final List<DataColumnSpec> columns;

    private final Map<String, Integer> indices = new HashMap<>();

    /** No columns. */
    public DataTableSpec() {
        this(new DataColumnSpec[0]);
    }

    /**
     * @param columns the columns
     * @throws IllegalArgumentException if two have the same name
     */
    public DataTableSpec(final DataColumnSpec... columns) {
        this("default", columns);
    }

    /**
     * @param name the table's name
     * @param columns the columns
     * @throws IllegalArgumentException if two have the same name
     */
    public DataTableSpec(final String name, final DataColumnSpec... columns) {
        this.name = name == null ? "default" : name;
        this.columns = List.of(columns);
        for (int i = 0; i < columns.length; i++) {
            final Integer earlier = indices.put(columns[i].getName(), i);
            if (earlier != null) {
                throw new IllegalArgumentException("Duplicate column name \"" + columns[i].getName()
                    + "\" at positions " + earlier + " and " + i + ".");
            }
        }
    }

    /**
     * @param names the columns' names
     * @param types the columns' types
     */
    public DataTableSpec(final String[] names, final DataType[] types) {
        this(createColumnSpecs(names, types));
    }

    /**
     * The columns of one spec followed by those of another.
     *
     * @param first the first columns
     * @param second the last columns
     */
    public DataTableSpec(final DataTableSpec first, final DataTableSpec second) {
        this(Stream.concat(first.stream(), second.stream()).toArray(DataColumnSpec[]::new));
    }

    /**
     * @param names the columns' names
     * @param types the columns' types, as many
     * @return the columns
     */
    public static DataColumnSpec[] createColumnSpecs(final String[] names, final DataType[] types) {
        if (names.length != types.length) {
            throw new IllegalArgumentException(names.length + " names but " + types.length + " types.");
        }
        final DataColumnSpec[] columns = new DataColumnSpec[names.length];
        for (int i = 0; i < names.length; i++) {
            columns[i] = new DataColumnSpecCreator(names[i], types[i]).createSpec();
        }
        return columns;
    }

    /** @return the table's name */
    public String getName() {
        return name;
    }

    /** @return the number of columns */
    public int getNumColumns() {
        return columns.size();
    }

    /** @return the columns' names */
    public final String[] getColumnNames() {
        return columns.stream().map(DataColumnSpec::getName).toArray(String[]::new);
    }

    /**
     * @param index a position, from 0
     * @return the column
     */
    public DataColumnSpec getColumnSpec(final int index) {
        return columns.get(index);
    }

    /**
     * @param column a name
     * @return the column, null if there is none of this name
     */
    public DataColumnSpec getColumnSpec(final String column) {
        final int index = findColumnIndex(column);
        return index < 0 ? null : columns.get(index);
    }

    /**
     * @param column a name
     * @return the position, -1 if there is none of this name
     */
    public int findColumnIndex(final String column) {
        return indices.getOrDefault(column, -1);
    }

    /**
     * @param column a name
     * @return whether there is such a column
     */
    public boolean containsName(final String column) {
        return indices.containsKey(column);
    }

    /**
     * @param names columns' names
     * @return their positions
     * @throws IllegalArgumentException if there is none of a name
     */
    public int[] columnsToIndices(final String... names) {
        return Arrays.stream(names).mapToInt(column -> {
            final int index = findColumnIndex(column);
            if (index < 0) {
                throw new IllegalArgumentException("There is no column \"" + column + "\" in the table.");
            }
            return index;
        }).toArray();
    }

    /**
     * @param valueClass a value class
     * @return whether a column is compatible to it
     */
    public boolean containsCompatibleType(final Class<? extends DataValue> valueClass) {
        return columns.stream().anyMatch(column -> column.getType().isCompatible(valueClass));
    }

    /**
     * @param spec another spec
     * @return whether it has the same column names and types in the same order
     */
    public boolean equalStructure(final DataTableSpec spec) {
        if (spec == null || spec.columns.size() != columns.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).equalStructure(spec.columns.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * @param spec an existing table
     * @param columnName a wished name
     * @return the name, with "(#1)", "(#2)" and so on if the table has it
     */
    public static String getUniqueColumnName(final DataTableSpec spec, final String columnName) {
        String unique = columnName;
        for (int i = 1; spec.containsName(unique); i++) {
            unique = columnName + " (#" + i + ")";
        }
        return unique;
    }

    @Override
    public Iterator<DataColumnSpec> iterator() {
        return columns.iterator();
    }

    /** @return the columns */
    public Stream<DataColumnSpec> stream() {
        return columns.stream();
    }

    @Override
    public JComponent[] getViews() {
        return new JComponent[0];
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof DataTableSpec spec && columns.equals(spec.columns);
    }

    @Override
    public int hashCode() {
        return Objects.hash(columns);
    }

    @Override
    public String toString() {
        return "name=" + name + ",columns=" + columns;
    }

    /** @param config where the spec is written */
    public void save(final ConfigWO config) {
        config.addString("spec_name", name);
        config.addInt("number_columns", columns.size());
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).save(config.addConfig("column_spec_" + i));
        }
    }

    /**
     * @param config where the spec was written
     * @return the spec
     * @throws InvalidSettingsException if something is missing or unknown
     */
    public static DataTableSpec load(final ConfigRO config) throws InvalidSettingsException {
        final int size = config.getInt("number_columns");
        final DataColumnSpec[] columns = new DataColumnSpec[Math.min(size, config.keySet().size())];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = DataColumnSpec.load(config.getConfig("column_spec_" + i));
        }
        return new DataTableSpec(config.getString("spec_name"), columns);
    }
}
