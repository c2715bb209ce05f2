// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.container;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.standin.core.table.RearrangedTable;

/** Describes a table's columns anew: kept, removed, moved, replaced, and new ones from cell factories. */
public class ColumnRearranger {

    static {
        RearrangedTable.setPlanReader(ColumnRearranger::plan);
    }

    private final List<Column> columns = new ArrayList<>();

    private record Column(DataColumnSpec spec, int index, CellFactory factory) {
    }

    /** @param original the table's columns, all kept so far */
    public ColumnRearranger(final DataTableSpec original) {
        for (int i = 0; i < original.getNumColumns(); i++) {
            columns.add(new Column(original.getColumnSpec(i), i, null));
        }
    }

    private RearrangedTable.Plan plan() {
        return new RearrangedTable.Plan(createSpec(),
            columns.stream().map(column -> new RearrangedTable.Origin(column.index, column.factory)).toList());
    }

    /**
     * @param colName a column's name
     * @return its position, -1 if there is none
     */
    public final int indexOf(final String colName) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).spec.getName().equals(colName)) {
                return i;
            }
        }
        return -1;
    }

    private int existing(final String colName) {
        final int index = indexOf(colName);
        if (index < 0) {
            throw new IllegalArgumentException("There is no column \"" + colName + "\" in the table.");
        }
        return index;
    }

    /** @return the number of columns */
    public final int getColumnCount() {
        return columns.size();
    }

    /** @param colIndices the positions of the columns to keep */
    public final void keepOnly(final int... colIndices) {
        final List<Column> kept = Arrays.stream(colIndices).sorted().distinct().mapToObj(columns::get).toList();
        columns.clear();
        columns.addAll(kept);
    }

    /** @param colNames the names of the columns to keep */
    public final void keepOnly(final String... colNames) {
        keepOnly(Arrays.stream(colNames).mapToInt(this::existing).toArray());
    }

    /** @param colIndices the positions of the columns to remove */
    public final void remove(final int... colIndices) {
        final Set<Integer> removed = Arrays.stream(colIndices).boxed().collect(Collectors.toSet());
        for (int i = columns.size() - 1; i >= 0; i--) {
            if (removed.contains(i)) {
                columns.remove(i);
            }
        }
    }

    /** @param colNames the names of the columns to remove */
    public final void remove(final String... colNames) {
        remove(Arrays.stream(colNames).mapToInt(this::existing).toArray());
    }

    /**
     * @param colName the column to move
     * @param newIndex its new position
     */
    public final void move(final String colName, final int newIndex) {
        move(existing(colName), newIndex);
    }

    /**
     * @param oldIndex the column to move
     * @param newIndex its new position
     */
    public final void move(final int oldIndex, final int newIndex) {
        columns.add(newIndex, columns.remove(oldIndex));
    }

    /** @param fac computes columns to append */
    public final void append(final CellFactory fac) {
        insertAt(columns.size(), fac);
    }

    /**
     * @param position where to insert
     * @param fac computes the columns to insert
     */
    public final void insertAt(final int position, final CellFactory fac) {
        final DataColumnSpec[] specs = fac.getColumnSpecs();
        for (int i = 0; i < specs.length; i++) {
            columns.add(position + i, new Column(specs[i], i, fac));
        }
    }

    /**
     * @param newCol computes one column
     * @param colName the column that it replaces
     */
    public final void replace(final CellFactory newCol, final String colName) {
        replace(newCol, existing(colName));
    }

    /**
     * @param fac computes as many columns as are replaced
     * @param colIndices the columns that they replace
     */
    public final void replace(final CellFactory fac, final int... colIndices) {
        final DataColumnSpec[] specs = fac.getColumnSpecs();
        if (specs.length != colIndices.length) {
            throw new IllegalArgumentException(specs.length + " columns cannot replace " + colIndices.length + ".");
        }
        for (int i = 0; i < specs.length; i++) {
            columns.set(colIndices[i], new Column(specs[i], i, fac));
        }
    }

    /**
     * @return the columns
     * @throws IllegalArgumentException if two have the same name
     */
    public final DataTableSpec createSpec() {
        return new DataTableSpec(columns.stream().map(Column::spec).toArray(DataColumnSpec[]::new));
    }
}
