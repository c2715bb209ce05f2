// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.container.AbstractCellFactory;
import org.knime.core.data.container.CellFactory;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.ColumnRearranger;
import org.knime.core.data.container.DataContainer;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;

/** A table with some of another's columns and some new ones; only the new ones are stored. */
public final class RearrangedTable implements TableSource {

    private static Function<ColumnRearranger, Plan> planReader;

    private final TableSource kept;

    private final TableSource computed; // null if there are no new columns

    private final int[] positions; // in kept, or behind its columns in computed

    private final DataTableSpec spec;

    /**
     * Where a column comes from.
     *
     * @param index its position in the table or among the factory's columns
     * @param factory what computes it, null if it is a column of the table
     */
    public record Origin(int index, CellFactory factory) {
    }

    /**
     * What a rearranger wants.
     *
     * @param spec the columns
     * @param origins where they come from
     */
    public record Plan(DataTableSpec spec, List<Origin> origins) {
    }

    private RearrangedTable(final TableSource kept, final TableSource computed, final int[] positions,
        final DataTableSpec spec) {
        this.kept = kept;
        this.computed = computed;
        this.positions = positions;
        this.spec = spec;
    }

    /** @param reader tells what a rearranger wants */
    public static void setPlanReader(final Function<ColumnRearranger, Plan> reader) {
        planReader = reader;
    }

    /**
     * @param table a table
     * @param rearranger the wanted columns
     * @param exec progress and cancellation
     * @return the table with these columns
     * @throws CanceledExecutionException if the user cancelled
     */
    public static RearrangedTable create(final TableSource table, final ColumnRearranger rearranger,
        final ExecutionMonitor exec) throws CanceledExecutionException {
        final Plan plan = planReader.apply(rearranger);
        final Map<CellFactory, Integer> starts = new LinkedHashMap<>();
        final List<DataColumnSpec> newColumns = new ArrayList<>();
        for (Origin origin : plan.origins()) {
            if (origin.factory() != null && !starts.containsKey(origin.factory())) {
                starts.put(origin.factory(), newColumns.size());
                newColumns.addAll(List.of(origin.factory().getColumnSpecs()));
            }
        }
        final TableSource computed = newColumns.isEmpty() ? null : compute(table, starts, newColumns, exec);
        final int width = table.spec().getNumColumns();
        final int[] positions = plan.origins().stream().mapToInt(origin -> origin.factory() == null ? origin.index()
            : width + starts.get(origin.factory()) + origin.index()).toArray();
        final DataColumnSpec[] columns = new DataColumnSpec[positions.length];
        for (int i = 0; i < positions.length; i++) {
            columns[i] = positions[i] < width ? plan.spec().getColumnSpec(i)
                : withDomain(plan.spec().getColumnSpec(i), computed.spec().getColumnSpec(positions[i] - width));
        }
        return new RearrangedTable(table, computed, positions, new DataTableSpec(columns));
    }

    private static DataColumnSpec withDomain(final DataColumnSpec column, final DataColumnSpec computed) {
        final DataColumnSpecCreator creator = new DataColumnSpecCreator(column);
        creator.setDomain(computed.getDomain());
        return creator.createSpec();
    }

    private static TableSource compute(final TableSource table, final Map<CellFactory, Integer> starts,
        final List<DataColumnSpec> columns, final ExecutionMonitor exec) throws CanceledExecutionException {
        // names need not be unique among columns that are dropped again
        final DataColumnSpec[] specs = new DataColumnSpec[columns.size()];
        for (int i = 0; i < specs.length; i++) {
            final var creator = new DataColumnSpecCreator(columns.get(i));
            creator.setName(i + " " + columns.get(i).getName());
            specs[i] = creator.createSpec();
        }
        final DataContainer container = new DataContainer(new DataTableSpec(specs));
        long index = 0;
        try (CloseableRowIterator rows = table.iterator(null, 0, table.size())) {
            while (rows.hasNext()) {
                exec.checkCanceled();
                final DataRow row = rows.next();
                final DataCell[] cells = new DataCell[specs.length];
                for (Map.Entry<CellFactory, Integer> factory : starts.entrySet()) {
                    final DataCell[] some = factory.getKey().getCells(row, index);
                    System.arraycopy(some, 0, cells, factory.getValue(), some.length);
                }
                container.addRowToTable(new DefaultRow(row.getKey(), cells));
                index++;
                starts.keySet().iterator().next().setProgress(index, table.size(), row.getKey(), exec);
            }
        }
        container.close();
        for (CellFactory factory : starts.keySet()) {
            if (factory instanceof AbstractCellFactory abstractFactory) {
                abstractFactory.afterProcessing();
            }
        }
        return (TableSource)container.getTable();
    }

    @Override
    public DataTableSpec spec() {
        return spec;
    }

    @Override
    public long size() {
        return kept.size();
    }

    @Override
    public CloseableRowIterator iterator(final int[] columns, final long from, final long to) {
        final int width = kept.spec().getNumColumns();
        final int[] wanted =
            columns == null ? positions : Arrays.stream(columns).map(column -> positions[column]).toArray();
        final CloseableRowIterator first =
            kept.iterator(Arrays.stream(wanted).filter(at -> at < width).sorted().toArray(), from, to);
        final CloseableRowIterator second = computed == null ? null : computed.iterator(
            Arrays.stream(wanted).filter(at -> at >= width).map(at -> at - width).sorted().toArray(), from, to);
        return new CloseableRowIterator() {

            @Override
            public boolean hasNext() {
                return first.hasNext() & (second == null || second.hasNext()); // both close themselves at their end
            }

            @Override
            public DataRow next() {
                final DataRow row = first.next();
                final DataRow added = second == null ? null : second.next();
                return new DefaultRow(row.getKey(), Arrays.stream(positions)
                    .mapToObj(at -> at < width ? row.getCell(at) : added.getCell(at - width))
                    .toArray(DataCell[]::new));
            }

            @Override
            public void close() {
                first.close();
                if (second != null) {
                    second.close();
                }
            }
        };
    }
}
