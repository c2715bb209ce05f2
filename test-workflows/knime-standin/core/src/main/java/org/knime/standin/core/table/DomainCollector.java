// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

import java.util.LinkedHashSet;
import java.util.Set;

import org.knime.core.data.BoundedValue;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnDomain;
import org.knime.core.data.DataColumnDomainCreator;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataTableSpecCreator;
import org.knime.core.data.DataType;
import org.knime.core.data.DataValueComparator;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.NominalValue;
import org.knime.core.data.def.DoubleCell;

/** Computes the domains of a table's columns: bounds, and possible values up to a limit. Missing cells do not count. */
public final class DomainCollector {

    private final DataTableSpec spec;

    private final Column[] columns;

    private int maxPossibleValues;

    /**
     * @param spec the columns
     * @param initialize whether the domains in the spec are kept and widened
     * @param maxPossibleValues the number of possible values beyond which they count as unknown
     */
    public DomainCollector(final DataTableSpec spec, final boolean initialize, final int maxPossibleValues) {
        this.spec = spec;
        this.maxPossibleValues = maxPossibleValues;
        columns = spec.stream().map(column -> new Column(column, initialize)).toArray(Column[]::new);
    }

    /** @param limit the number of possible values beyond which they count as unknown */
    public void setMaxPossibleValues(final int limit) {
        maxPossibleValues = limit;
    }

    /** @param row the next row */
    public void add(final DataRow row) {
        for (int i = 0; i < columns.length; i++) {
            final DataCell cell = row.getCell(i);
            if (cell instanceof DoubleCell number && columns[i].values == null) {
                columns[i].add(number);
            } else if (!cell.isMissing()) {
                columns[i].add(cell, maxPossibleValues);
            }
        }
    }

    /** @return the columns with their domains */
    public DataTableSpec createSpec() {
        final DataTableSpecCreator creator = new DataTableSpecCreator(spec);
        for (int i = 0; i < columns.length; i++) {
            final DataColumnSpecCreator column = new DataColumnSpecCreator(spec.getColumnSpec(i));
            column.setDomain(new DataColumnDomainCreator(columns[i].values, columns[i].lower, columns[i].upper)
                .createDomain());
            creator.replaceColumn(i, column.createSpec());
        }
        return creator.createSpec();
    }

    private static final class Column {

        private final boolean bounded;

        private final DataValueComparator order;

        private Set<DataCell> values; // null if unknown

        private DataCell lower;

        private DataCell upper;

        private DataCell last; // columns often repeat a value

        private double lowest = Double.POSITIVE_INFINITY; // of the numbers that came as double cells

        private double highest = Double.NEGATIVE_INFINITY;

        Column(final DataColumnSpec column, final boolean initialize) {
            final DataType type = column.getType();
            bounded = type.isCompatible(BoundedValue.class);
            order = type.getComparator();
            final DataColumnDomain domain = column.getDomain();
            if (initialize) {
                lower = domain.getLowerBound();
                upper = domain.getUpperBound();
            }
            if (initialize && domain.hasValues()) {
                values = new LinkedHashSet<>(domain.getValues());
            } else if (type.isCompatible(NominalValue.class)) {
                values = new LinkedHashSet<>();
            }
        }

        void add(final DoubleCell cell) {
            final double number = cell.getDoubleValue();
            if (number < lowest) {
                lowest = number;
                bound(cell);
            }
            if (number > highest) {
                highest = number;
                bound(cell);
            }
        }

        void add(final DataCell cell, final int maxPossibleValues) {
            if (cell.equals(last)) {
                return;
            }
            last = cell;
            if (values != null && values.add(cell) && values.size() > maxPossibleValues) {
                values = null;
            }
            if (bounded && !(cell instanceof DoubleValue number && Double.isNaN(number.getDoubleValue()))) {
                bound(cell);
            }
        }

        private void bound(final DataCell cell) {
            if (lower == null || order.compare(cell, lower) < 0) {
                lower = cell;
            }
            if (upper == null || order.compare(cell, upper) > 0) {
                upper = cell;
            }
        }
    }
}
