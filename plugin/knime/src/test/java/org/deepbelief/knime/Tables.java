// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.Node;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.NodeModel;

/** Tables for the tests. */
final class Tables {

    private static final Path DIGITS = Path.of("..", "..", "test-workflows", "digits", "data", "digits.csv");

    private static final Path PENGUINS = Path.of("..", "..", "test-workflows", "mixed-table", "data", "penguins.csv");

    private Tables() {
    }

    /** A column's spec. */
    static DataColumnSpec column(final String name, final DataType type) {
        return new DataColumnSpecCreator(name, type).createSpec();
    }

    /** A table of rows Row0, Row1, ...; null is a missing cell. */
    static BufferedDataTable of(final List<DataColumnSpec> columns, final List<DataCell[]> rows) {
        final BufferedDataContainer container =
            context().createDataContainer(new DataTableSpec(columns.toArray(DataColumnSpec[]::new)));
        int number = 0;
        for (final DataCell[] row : rows) {
            final DataCell[] cells = row.clone();
            for (int c = 0; c < cells.length; c++) {
                cells[c] = cells[c] == null ? DataType.getMissingCell() : cells[c];
            }
            container.addRowToTable(new DefaultRow("Row" + number++, cells));
        }
        container.close();
        return container.getTable();
    }

    /** The first digits of the test workflow: 64 columns of numbers 0 to 16, and the column "digit". */
    static BufferedDataTable digits(final int rows) throws IOException {
        final List<String> lines = Files.readAllLines(DIGITS);
        final String[] names = lines.get(0).split(",");
        final List<DataColumnSpec> columns = new ArrayList<>();
        for (int c = 0; c < names.length; c++) {
            columns.add(column(names[c], c < names.length - 1 ? IntCell.TYPE : StringCell.TYPE));
        }
        final List<DataCell[]> cells = new ArrayList<>();
        for (final String line : lines.subList(1, rows + 1)) {
            final String[] values = line.split(",");
            cells.add(Arrays.stream(values).map(value -> Character.isDigit(value.charAt(0))
                ? new IntCell(Integer.parseInt(value)) : new StringCell(value)).toArray(DataCell[]::new));
        }
        return of(columns, cells);
    }

    /** Columns of the penguins of the test workflow, 0 for the species, without rows that lack a value. */
    static BufferedDataTable penguins(final int... columns) throws IOException {
        final List<String[]> lines = Files.readAllLines(PENGUINS).stream().map(line -> line.split(",", -1))
            .filter(values -> Arrays.stream(values).noneMatch(value -> value.isEmpty() || value.equals("NA"))).toList();
        final List<DataColumnSpec> specs = IntStream.of(columns).mapToObj(c -> column(lines.get(0)[c],
            isNumber(lines.get(1)[c]) ? DoubleCell.TYPE : StringCell.TYPE)).toList();
        return of(specs, lines.subList(1, lines.size()).stream().map(values -> IntStream.of(columns)
            .mapToObj(c -> isNumber(values[c]) ? new DoubleCell(Double.parseDouble(values[c]))
                : (DataCell)new StringCell(values[c])).toArray(DataCell[]::new)).toList());
    }

    private static boolean isNumber(final String value) {
        return Character.isDigit(value.charAt(0));
    }

    /** Numbers "a" and "b" in the range 0 to 1, and classes "yes" and "no" that they decide. */
    static BufferedDataTable small(final int rows) {
        final List<DataCell[]> cells = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            final double a = (i * 37 % 100) / 100.0;
            final double b = (i * 61 % 100) / 100.0;
            cells.add(new DataCell[]{new DoubleCell(a), new DoubleCell(b), new StringCell(a > b ? "yes" : "no")});
        }
        return of(smallColumns(), cells);
    }

    /** The columns of {@link #small}. */
    static List<DataColumnSpec> smallColumns() {
        return List.of(column("a", DoubleCell.TYPE), column("b", DoubleCell.TYPE), column("class", StringCell.TYPE));
    }

    /** Two rows of numbers, 0 and 1 by turns. */
    static BufferedDataTable wide(final int columns) {
        return wide(2, columns);
    }

    /** Rows of numbers, 0 and 1 by turns. */
    static BufferedDataTable wide(final int rows, final int columns) {
        final List<DataColumnSpec> specs = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            specs.add(column("c" + c, DoubleCell.TYPE));
        }
        final List<DataCell[]> cells = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            final int row = r;
            cells.add(IntStream.range(0, columns).mapToObj(c -> new DoubleCell((row + c) % 2))
                .toArray(DataCell[]::new));
        }
        return of(specs, cells);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static ExecutionContext context() {
        final NodeFactory factory = new LayerwisePretrainNodeFactory();
        return new ExecutionContext(new DefaultNodeProgressMonitor(), new Node((NodeFactory<NodeModel>)factory));
    }
}
