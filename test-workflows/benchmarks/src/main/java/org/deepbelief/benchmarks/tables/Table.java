// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.tables;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.deepbelief.benchmarks.nodes.NodeRun;
import org.knime.base.node.io.filehandling.csv.reader.CSVTableReaderNodeFactory;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.NodeSettings;

/** A CSV file as the CSV Reader reads it, with parts of its rows and columns as tables of their own. */
final class Table {

    private final ExecutionContext exec = NodeRun.context();

    private final DataTableSpec spec;

    private final List<DataRow> rows = new ArrayList<>();

    private final int target;

    private Table(final BufferedDataTable table, final String target) {
        spec = table.getDataTableSpec();
        this.target = spec.findColumnIndex(target);
        table.iterator().forEachRemaining(rows::add);
    }

    static Table read(final Path folder, final Listing listing) throws Exception {
        final NodeRun reader =
            new NodeRun(new CSVTableReaderNodeFactory(), readerSettings(folder.resolve(listing.name() + ".csv")));
        return new Table((BufferedDataTable)reader.execute(), listing.target());
    }

    private static NodeSettings readerSettings(final Path file) {
        final NodeSettings model = new NodeSettings("model");
        final var settings = model.addNodeSettings("settings");
        settings.addBoolean("has_column_header", true);
        settings.addBoolean("has_row_id", false);
        settings.addBoolean("support_short_data_rows", false);
        settings.addBoolean("skip_empty_data_rows", false);
        settings.addString("column_delimiter", ",");
        settings.addString("quote_char", "\"");
        settings.addString("quote_escape_char", "\"");
        settings.addString("comment_char", "#");
        final var path = settings.addNodeSettings("file_selection").addNodeSettings("path");
        path.addBoolean("location_present", true);
        path.addString("file_system_type", "LOCAL");
        path.addString("path", file.toString());
        final var advanced = model.addNodeSettings("advanced_settings");
        advanced.addInt("maximum_number_of_columns", 8192);
        advanced.addBoolean("limit_data_rows_scanned", false);
        advanced.addString("decimal_separator", ".");
        advanced.addString("thousands_separator", "");
        final var limits = model.addNodeSettings("limit_rows");
        limits.addBoolean("skip_lines", false);
        limits.addBoolean("skip_data_rows", false);
        limits.addBoolean("limit_data_rows", false);
        model.addNodeSettings("encoding").addString("charset", "UTF-8");
        return model;
    }

    int size() {
        return rows.size();
    }

    int columns() {
        return spec.getNumColumns();
    }

    int target() {
        return target;
    }

    String columnName(final int column) {
        return spec.getColumnSpec(column).getName();
    }

    boolean isNumber(final int column) {
        return spec.getColumnSpec(column).getType().isCompatible(DoubleValue.class);
    }

    /** The number in a cell; NaN if it is missing. */
    double number(final int row, final int column) {
        return number(rows.get(row).getCell(column));
    }

    static double number(final DataCell cell) {
        return cell.isMissing() ? Double.NaN : ((DoubleValue)cell).getDoubleValue();
    }

    /** The text in a cell; null if it is missing. */
    String text(final int row, final int column) {
        final DataCell cell = rows.get(row).getCell(column);
        return cell.isMissing() ? null : cell.toString();
    }

    String targetText(final int row) {
        return text(row, target);
    }

    /** The rows with all columns. The domains stay those of the whole table, as behind KNIME's Table Partitioner. */
    BufferedDataTable part(final int[] indices) {
        return part(indices, -1, UnaryOperator.identity());
    }

    /** The rows without the target. */
    BufferedDataTable inputs(final int[] indices) {
        return part(indices, target, UnaryOperator.identity());
    }

    /** The rows without one column (-1 for none), each changed before. */
    BufferedDataTable part(final int[] indices, final int without, final UnaryOperator<DataRow> change) {
        final List<DataColumnSpec> columns = new ArrayList<>();
        for (int c = 0; c < columns(); c++) {
            if (c != without) {
                columns.add(spec.getColumnSpec(c));
            }
        }
        final BufferedDataContainer container =
            exec.createDataContainer(new DataTableSpec(columns.toArray(DataColumnSpec[]::new)), true);
        for (final int index : indices) {
            final DataRow row = change.apply(rows.get(index));
            final List<DataCell> cells = new ArrayList<>();
            for (int c = 0; c < columns(); c++) {
                if (c != without) {
                    cells.add(row.getCell(c));
                }
            }
            container.addRowToTable(new DefaultRow(row.getKey(), cells));
        }
        container.close();
        return container.getTable();
    }

    /** A column of a node's output, which has a row for each that it was given. */
    static DataCell[] column(final BufferedDataTable table, final String name) {
        final int column = table.getDataTableSpec().findColumnIndex(name);
        final List<DataCell> cells = new ArrayList<>();
        table.iterator().forEachRemaining(row -> cells.add(row.getCell(column)));
        return cells.toArray(DataCell[]::new);
    }
}
