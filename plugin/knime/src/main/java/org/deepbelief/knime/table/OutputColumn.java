// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnDomainCreator;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.collection.ListCell;
import org.knime.core.data.def.BooleanCell;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.data.image.png.PNGImageCellFactory;
import org.knime.core.data.vector.bitvector.DenseBitVectorCell;
import org.knime.core.data.vector.bytevector.DenseByteVectorCell;
import org.knime.core.data.vector.doublevector.DoubleVectorCellFactory;

/**
 * A column that a node makes.
 *
 * @param name its name, made unique where it is appended
 * @param kind what its cells hold
 * @param values the values that can occur, for {@link Kind#TEXT}; empty where they are not known
 */
public record OutputColumn(String name, Kind kind, List<String> values) {

    /** What cells hold. */
    public enum Kind {
        /** A number. */
        NUMBER(DoubleCell.TYPE),
        /** A whole number. */
        INTEGER(IntCell.TYPE),
        /** A long whole number. */
        LONG(LongCell.TYPE),
        /** A text. */
        TEXT(StringCell.TYPE),
        /** Yes or no. */
        BOOLEAN(BooleanCell.TYPE),
        /** A vector of numbers. */
        VECTOR(DoubleVectorCellFactory.TYPE),
        /** A vector of bits. */
        BITS(DenseBitVectorCell.TYPE),
        /** A vector of bytes. */
        BYTES(DenseByteVectorCell.TYPE),
        /** A list of numbers. */
        LIST(ListCell.getCollectionType(DoubleCell.TYPE)),
        /** A picture. */
        IMAGE(PNGImageCellFactory.TYPE);

        private final DataType type;

        Kind(final DataType type) {
            this.type = type;
        }
    }

    public OutputColumn {
        values = List.copyOf(values);
    }

    /** A column of numbers. */
    public static OutputColumn number(final String name) {
        return new OutputColumn(name, Kind.NUMBER, List.of());
    }

    /** A column of the numbers of a coordinate in a map, from 1 on: called alike by each node that places rows. */
    public static OutputColumn coordinate(final int number) {
        return number("Map " + number);
    }

    /** A column of another kind. */
    public static OutputColumn of(final String name, final Kind kind) {
        return new OutputColumn(name, kind, List.of());
    }

    /** A column of a target's classes, of the type that they have in the target's own column. */
    public static OutputColumn classes(final String name, final Target target) {
        return switch (target.kind()) {
            case BOOLEAN -> of(name, Kind.BOOLEAN);
            case INTEGER -> of(name, Kind.INTEGER);
            case LONG -> of(name, Kind.LONG);
            default -> new OutputColumn(name, Kind.TEXT, target.values());
        };
    }

    /** A table of these columns alone. */
    public static DataTableSpec table(final List<OutputColumn> columns) {
        return new DataTableSpec(specs(columns, new HashSet<>()));
    }

    /** The columns to append to a table; a name that the table has already gets a number. */
    public static DataTableSpec beside(final DataTableSpec table, final List<OutputColumn> columns) {
        return new DataTableSpec(specs(columns, new HashSet<>(List.of(table.getColumnNames()))));
    }

    /** The table with the columns appended. */
    public static DataTableSpec append(final DataTableSpec table, final List<OutputColumn> columns) {
        return new DataTableSpec(table, beside(table, columns));
    }

    private static DataColumnSpec[] specs(final List<OutputColumn> columns, final Set<String> taken) {
        final List<DataColumnSpec> specs = new ArrayList<>();
        for (final OutputColumn column : columns) {
            String name = column.name();
            for (int number = 1; !taken.add(name); number++) {
                name = column.name() + " (#" + number + ")";
            }
            final DataColumnSpecCreator creator = new DataColumnSpecCreator(name, column.kind().type);
            if (!column.values().isEmpty()) {
                final Set<DataCell> cells = new LinkedHashSet<>();
                column.values().forEach(value -> cells.add(new StringCell(value)));
                creator.setDomain(new DataColumnDomainCreator(cells).createDomain());
            }
            specs.add(creator.createSpec());
        }
        return specs.toArray(DataColumnSpec[]::new);
    }
}
