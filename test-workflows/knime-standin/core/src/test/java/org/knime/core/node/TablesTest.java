// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.UnmaterializedCell;
import org.knime.core.data.container.CloseableRowIterator;
import org.knime.core.data.container.ColumnRearranger;
import org.knime.core.data.container.SingleCellFactory;
import org.knime.core.data.container.filter.TableFilter;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.util.DuplicateKeyException;

/** Tables that are made of other tables, from rows in memory and from rows in a file. */
class TablesTest {

    private final ExecutionContext exec = new ExecutionContext(new DefaultNodeProgressMonitor(), null);

    private BufferedDataTable table(final String prefix, final int rows, final int cellsInMemory,
        final String... columns) {
        final DataColumnSpec[] specs = new DataColumnSpec[columns.length];
        for (int i = 0; i < specs.length; i++) {
            specs[i] = new DataColumnSpecCreator(columns[i], IntCell.TYPE).createSpec();
        }
        final BufferedDataContainer container =
            exec.createDataContainer(new DataTableSpec(specs), false, cellsInMemory);
        for (int row = 0; row < rows; row++) {
            final DataCell[] cells = new DataCell[columns.length];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = new IntCell(100 * i + row);
            }
            container.addRowToTable(new DefaultRow(prefix + row, cells));
        }
        container.close();
        return container.getTable();
    }

    private static List<String> texts(final Iterable<DataRow> rows) {
        final List<String> texts = new ArrayList<>();
        for (DataRow row : rows) {
            final StringBuilder text = new StringBuilder(row.getKey().getString());
            row.forEach(cell -> text.append(' ').append(cell instanceof UnmaterializedCell ? "-" : cell));
            texts.add(text.toString());
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4})
    void aJoinedTableHasTheColumnsOfBoth(final int cellsInMemory) throws Exception {
        final BufferedDataTable joined = exec.createJoinedTable(table("Row", 5, cellsInMemory, "a", "b"),
            table("Row", 5, -1, "c"), exec);
        assertEquals(List.of("a", "b", "c"), List.of(joined.getDataTableSpec().getColumnNames()));
        assertEquals(5, joined.size());
        assertEquals("Row3 3 103 3", texts(joined).get(3));
        assertEquals(List.of("Row1 - 101 1", "Row2 - 102 2"), texts(joined.filter(new TableFilter.Builder()
            .withMaterializeColumnIndices(2, 1).withFromRowIndex(1).withToRowIndex(2).build())));
        final BufferedDataTable twice = exec.createJoinedTable(joined, table("Row", 5, 0, "d"), exec);
        assertEquals(List.of("Row4 - - 4 4"), texts(twice.filter(
            new TableFilter.Builder().withMaterializeColumnIndices(2, 3).withFromRowIndex(4).build())));
    }

    @Test
    void tablesThatDoNotFitAreNotJoined() {
        final BufferedDataTable left = table("Row", 3, -1, "a");
        assertTrue(assertThrows(IllegalArgumentException.class,
            () -> exec.createJoinedTable(left, table("Line", 3, -1, "b"), exec)).getMessage()
                .contains("row 1 is \"Row0\" in one and \"Line0\" in the other"));
        assertThrows(IllegalArgumentException.class,
            () -> exec.createJoinedTable(left, table("Row", 4, -1, "b"), exec));
        assertTrue(assertThrows(IllegalArgumentException.class,
            () -> exec.createJoinedTable(left, table("Row", 3, -1, "a"), exec)).getMessage().contains("\"a\""));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void onlyWantedColumnsAndRowsAreRead(final int cellsInMemory) {
        final BufferedDataTable table = table("Row", 4, cellsInMemory, "a", "b", "c");
        assertEquals(List.of("Row0 - 100 -", "Row1 - 101 -", "Row2 - 102 -", "Row3 - 103 -"),
            texts(table.filter(TableFilter.materializeCols(table.getDataTableSpec(), "b"))));
        assertEquals(List.of("Row2 2 102 202", "Row3 3 103 203"),
            texts(table.filter(TableFilter.filterRowsFromIndex(2))));
        assertEquals(List.of("Row0 0 100 200"), texts(table.filter(TableFilter.filterRowsToIndex(0))));
        assertThrows(IndexOutOfBoundsException.class, () -> table.filter(TableFilter.materializeCols(3)));
        try (CloseableRowIterator rows = table.iterator()) {
            for (int i = 0; i < 4; i++) {
                rows.next();
            }
            assertThrows(NoSuchElementException.class, rows::next);
        }
    }

    @Test
    void tablesAreConcatenated() throws Exception {
        final BufferedDataTable all = exec.createConcatenateTable(exec, table("A", 3, -1, "x"), table("B", 0, -1, "x"),
            table("C", 2, 0, "x"));
        assertEquals(List.of("A0 0", "A1 1", "A2 2", "C0 0", "C1 1"), texts(all));
        assertEquals(List.of("A2 2", "C0 0"), texts(all.filter(TableFilter.filterRangeOfRows(2, 3))));
        assertEquals(new IntCell(2), all.getDataTableSpec().getColumnSpec(0).getDomain().getUpperBound());
        assertThrows(DuplicateKeyException.class,
            () -> exec.createConcatenateTable(exec, table("A", 3, -1, "x"), table("A", 1, -1, "x")));
        assertThrows(IllegalArgumentException.class,
            () -> exec.createConcatenateTable(exec, table("A", 3, -1, "x"), table("B", 1, -1, "y")));
    }

    @Test
    void columnsAreRearranged() throws Exception {
        final BufferedDataTable in = table("Row", 3, -1, "a", "b", "c");
        final ColumnRearranger rearranger = new ColumnRearranger(in.getDataTableSpec());
        rearranger.remove("b");
        rearranger.append(new SingleCellFactory(new DataColumnSpecCreator("sum", DoubleCell.TYPE).createSpec()) {
            @Override
            public DataCell getCell(final DataRow row) {
                return new DoubleCell(
                    ((IntCell)row.getCell(0)).getIntValue() + ((IntCell)row.getCell(2)).getIntValue());
            }
        });
        rearranger.replace(new SingleCellFactory(new DataColumnSpecCreator("a", StringCell.TYPE).createSpec()) {
            @Override
            public DataCell getCell(final DataRow row, final long index) {
                return new StringCell("row" + index);
            }
        }, "a");
        rearranger.move("sum", 0);
        final BufferedDataTable out = exec.createColumnRearrangeTable(in, rearranger, exec);
        assertEquals(rearranger.createSpec().getNumColumns(), out.getDataTableSpec().getNumColumns());
        assertEquals(List.of("Row0 200.0 row0 200", "Row1 202.0 row1 201", "Row2 204.0 row2 202"), texts(out));
        assertEquals(new DoubleCell(204), out.getDataTableSpec().getColumnSpec("sum").getDomain().getUpperBound());
        assertEquals(List.of("Row2 204.0 - 202"), texts(out.filter(
            new TableFilter.Builder().withMaterializeColumnIndices(0, 2).withFromRowIndex(2).build())));
    }

    @Test
    void theSpecIsReplacedIfItCanHoldTheCells() {
        final BufferedDataTable in = table("Row", 2, -1, "a");
        final DataTableSpec doubles = new DataTableSpec(new String[]{"x"}, new DataType[]{DoubleCell.TYPE});
        assertEquals(List.of("Row0 0", "Row1 1"), texts(exec.createSpecReplacerTable(in, doubles)));
        final DataTableSpec texts = new DataTableSpec(new String[]{"x"}, new DataType[]{StringCell.TYPE});
        assertThrows(IllegalArgumentException.class, () -> exec.createSpecReplacerTable(in, texts));
    }

    @Test
    void aTableIsNotCopiedTwice() throws Exception {
        final BufferedDataTable table = table("Row", 2, -1, "a");
        assertSame(table, exec.createBufferedDataTable(table, exec));
    }
}
