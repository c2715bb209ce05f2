// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.HashMap;
import java.util.Map;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.NumberScale;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;

/** Reads the target of a row: the index of its class, or its standardised number; NaN where it is missing. */
public final class TargetReader {

    private final String name;

    private final int tableColumn;

    private final Map<String, Integer> classes;

    private final NumberScale scale;

    private TargetReader(final DataTableSpec table, final String name, final Map<String, Integer> classes,
        final NumberScale scale) {
        this.name = name;
        this.tableColumn = table.findColumnIndex(name);
        this.classes = classes;
        this.scale = scale;
    }

    /** A reader of the classes' indices. */
    public static TargetReader ofClasses(final DataTableSpec table, final ClassColumn column) {
        final Map<String, Integer> indices = new HashMap<>();
        for (final String value : column.values()) {
            indices.put(value, indices.size());
        }
        return new TargetReader(table, column.name(), indices, null);
    }

    /** A reader of numbers, standardised before they lose the precision of double. */
    public static TargetReader ofNumbers(final DataTableSpec table, final String name, final NumberScale scale) {
        return new TargetReader(table, name, null, scale);
    }

    int tableColumn() {
        return tableColumn;
    }

    float read(final DataRow row) throws UnfitTableException {
        final DataCell cell = row.getCell(tableColumn);
        if (cell.isMissing()) {
            return Float.NaN;
        }
        if (classes != null) {
            final Integer index = classes.get(TargetColumns.className(cell));
            if (index == null) {
                throw new UnfitTableException("Column \"" + name + "\" has the value \"" + cell + "\" in row \""
                    + row.getKey().getString() + "\": the network does not know this class. Remove the row, or train"
                    + " the network again with it.");
            }
            return index;
        }
        return (float)scale.standardise(Cells.number(cell));
    }
}
