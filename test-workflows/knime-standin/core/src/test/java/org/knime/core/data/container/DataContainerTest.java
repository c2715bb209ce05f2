// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnDomain;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTable;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.MissingCell;
import org.knime.core.data.collection.CollectionCellFactory;
import org.knime.core.data.collection.ListCell;
import org.knime.core.data.collection.SetCell;
import org.knime.core.data.def.BooleanCell;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.data.image.png.PNGImageCellFactory;
import org.knime.core.data.vector.bitvector.DenseBitVectorCell;
import org.knime.core.data.vector.bitvector.DenseBitVectorCellFactory;
import org.knime.core.data.vector.bytevector.DenseByteVectorCell;
import org.knime.core.data.vector.bytevector.DenseByteVectorCellFactory;
import org.knime.core.data.vector.doublevector.DoubleVectorCellFactory;
import org.knime.core.util.DuplicateKeyException;
import org.knime.standin.core.table.LargeTable;

class DataContainerTest {

    private static DataTableSpec spec(final DataType... types) {
        final String[] names = new String[types.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = "column" + i;
        }
        return new DataTableSpec(names, types);
    }

    private static DataTable table(final DataTableSpec spec, final int cellsInMemory, final DataRow... rows) {
        final DataContainer container = new DataContainer(spec, false, cellsInMemory);
        for (DataRow row : rows) {
            container.addRowToTable(row);
        }
        container.close();
        return container.getTable();
    }

    @Test
    void aDuplicateKeyIsNamed() {
        final DataContainer container = new DataContainer(spec(IntCell.TYPE));
        container.addRowToTable(new DefaultRow("Row0", 1));
        container.addRowToTable(new DefaultRow("Row1", 1));
        final DuplicateKeyException thrown =
            assertThrows(DuplicateKeyException.class, () -> container.addRowToTable(new DefaultRow("Row0", 2)));
        assertTrue(thrown.getMessage().contains("\"Row0\""));
        assertEquals("Row0", thrown.getKey());
    }

    /** Keys far apart meet only when the table is closed. */
    @Test
    void aDuplicateKeyIsNamedAmongManyRows() {
        final DataContainer container = new DataContainer(spec());
        for (int i = 0; i < 250_000; i++) {
            container.addRowToTable(new DefaultRow("Row" + (i == 240_000 ? 17 : i), new DataCell[0]));
        }
        assertEquals("Row17", assertThrows(DuplicateKeyException.class, container::close).getKey());
    }

    @Test
    void aRowThatDoesNotFitIsRefusedWithItsPlace() {
        final DataContainer container = new DataContainer(spec(IntCell.TYPE, StringCell.TYPE));
        assertTrue(assertThrows(DataContainerException.class,
            () -> container.addRowToTable(new DefaultRow("Row7", new IntCell(1)))).getMessage()
                .contains("\"Row7\" (number 1) has 1 cells, the table 2 columns"));
        final String message = assertThrows(DataContainerException.class, () -> container
            .addRowToTable(new DefaultRow("Row7", new DoubleCell(1.5), new StringCell("a")))).getMessage();
        assertTrue(message.contains("\"column0\"") && message.contains("\"Row7\"") && message.contains("1.5"),
            message);
        container.addRowToTable(new DefaultRow("Row7", DataType.getMissingCell(), DataType.getMissingCell()));
        container.close();
        assertThrows(IllegalStateException.class, () -> container.addRowToTable(new DefaultRow("Row8", 1, 2)));
    }

    @Test
    void aColumnHoldsNarrowerCells() {
        table(spec(DoubleCell.TYPE), -1, new DefaultRow("a", new IntCell(1)), new DefaultRow("b", new LongCell(1)));
        assertThrows(DataContainerException.class,
            () -> table(spec(IntCell.TYPE), -1, new DefaultRow("a", new LongCell(1))));
    }

    @Test
    void boundsAndPossibleValuesAreComputed() {
        final DataTableSpec spec = table(spec(DoubleCell.TYPE, StringCell.TYPE, IntCell.TYPE, BooleanCell.TYPE), -1,
            new DefaultRow("0", new DoubleCell(Double.NaN), new StringCell("b"), new IntCell(-3), BooleanCell.TRUE),
            new DefaultRow("1", new DoubleCell(2.5), new StringCell("a"), new IntCell(10), BooleanCell.TRUE),
            new DefaultRow("2", new DoubleCell(-1), new StringCell("b"), DataType.getMissingCell(), BooleanCell.TRUE),
            new DefaultRow("3", new MissingCell("lost"), DataType.getMissingCell(), new IntCell(4), BooleanCell.TRUE))
                .getDataTableSpec();
        final DataColumnDomain numbers = spec.getColumnSpec(0).getDomain();
        assertEquals(new DoubleCell(-1), numbers.getLowerBound());
        assertEquals(new DoubleCell(2.5), numbers.getUpperBound());
        assertFalse(numbers.hasValues());
        final DataColumnDomain texts = spec.getColumnSpec(1).getDomain();
        assertEquals(List.of(new StringCell("b"), new StringCell("a")), List.copyOf(texts.getValues()));
        assertFalse(texts.hasBounds());
        assertEquals(new IntCell(-3), spec.getColumnSpec(2).getDomain().getLowerBound());
        assertEquals(new IntCell(10), spec.getColumnSpec(2).getDomain().getUpperBound());
        assertEquals(Set.of(BooleanCell.TRUE), spec.getColumnSpec(3).getDomain().getValues());
    }

    @Test
    void sixtyPossibleValuesAreKeptAndSixtyOneAreNot() {
        for (int values : new int[]{60, 61}) {
            final DataContainer container = new DataContainer(spec(StringCell.TYPE));
            for (int i = 0; i < 3 * values; i++) {
                container.addRowToTable(new DefaultRow("Row" + i, "value" + i % values));
            }
            container.close();
            assertEquals(values == 60, container.getTableSpec().getColumnSpec(0).getDomain().hasValues());
        }
    }

    @Test
    void anInitialDomainIsWidened() {
        final DataTableSpec first =
            table(spec(IntCell.TYPE), -1, new DefaultRow("a", 5), new DefaultRow("b", 6)).getDataTableSpec();
        final DataContainer container = new DataContainer(first, true);
        container.addRowToTable(new DefaultRow("c", 9));
        container.close();
        assertEquals(new IntCell(5), container.getTableSpec().getColumnSpec(0).getDomain().getLowerBound());
        assertEquals(new IntCell(9), container.getTableSpec().getColumnSpec(0).getDomain().getUpperBound());
    }

    @Test
    void everyCellSurvivesTheFile() {
        final DenseBitVectorCellFactory bits = new DenseBitVectorCellFactory(130);
        bits.set(0);
        bits.set(129);
        final DenseByteVectorCellFactory bytes = new DenseByteVectorCellFactory(3);
        bytes.setValue(1, 255);
        final List<DataCell> elements = List.of(new IntCell(1), new IntCell(2), new IntCell(1));
        final DataTableSpec spec = spec(IntCell.TYPE, LongCell.TYPE, DoubleCell.TYPE, StringCell.TYPE, BooleanCell.TYPE,
            ListCell.getCollectionType(IntCell.TYPE), SetCell.getCollectionType(IntCell.TYPE), DenseBitVectorCell.TYPE,
            DenseByteVectorCell.TYPE, DoubleVectorCellFactory.TYPE, PNGImageCellFactory.TYPE);
        final DataRow row = new DefaultRow("ä\u0000", new IntCell(-7), new LongCell(Long.MIN_VALUE),
            new DoubleCell(Double.MIN_VALUE), new StringCell("\ud83d\ude00\n"), BooleanCell.FALSE,
            CollectionCellFactory.createListCell(elements), CollectionCellFactory.createSetCell(elements),
            bits.createDataCell(), bytes.createDataCell(), DoubleVectorCellFactory.createCell(0.5, Double.NaN),
            PNGImageCellFactory.create(new byte[]{1, 2, 3}));
        final DataCell[] missing = new DataCell[spec.getNumColumns()];
        Arrays.fill(missing, new MissingCell("why"));
        final List<DataRow> rows = List.of(row, new DefaultRow("missing", missing));
        final List<DataRow> read = new ArrayList<>();
        table(spec, 0, rows.toArray(DataRow[]::new)).forEach(read::add);
        assertEquals(rows, read);
        assertEquals("why", ((MissingCell)read.get(1).getCell(3)).getError());
        assertEquals(2, ((SetCell)read.get(0).getCell(6)).size());
    }

    /** In a virtual machine of 48 MiB: 500,000 rows of 12 numbers, and several tables that are kept. */
    @Test
    void aTableLargerThanMemoryPasses() throws Exception {
        final String classPath = String.join(File.pathSeparator, where(LargeTable.class), where(DataContainer.class));
        final Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx48m", "-cp",
            classPath, LargeTable.class.getName()).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.contains("500000 rows read back"), output);
    }

    private static String where(final Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    @Test
    void aDiscardedTableIsGone() {
        final DataContainer container = new DataContainer(spec(IntCell.TYPE), false, 0);
        container.addRowToTable(new DefaultRow("a", 5));
        container.dispose();
        assertTrue(container.isClosed());
        assertThrows(IllegalStateException.class, container::getTable);
    }
}
