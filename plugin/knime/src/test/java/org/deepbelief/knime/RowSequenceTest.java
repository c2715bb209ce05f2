// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.RowSource;
import org.deepbelief.engine.data.SampleMatrix;
import org.deepbelief.engine.infer.RowConsumer;
import org.deepbelief.engine.infer.RowResults;
import org.deepbelief.engine.model.RowOrder;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.execution.TrainingSamples;
import org.deepbelief.knime.table.MissingValues;
import org.deepbelief.knime.table.OutputColumn;
import org.deepbelief.knime.table.OutputTable;
import org.deepbelief.knime.table.RowReader;
import org.deepbelief.knime.table.RowSequence;
import org.deepbelief.knime.table.TableRows;
import org.deepbelief.knime.table.TableStream;
import org.deepbelief.knime.table.UnfitTableException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataType;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;

/** Rows in the order in which they follow each other, and what comes out of them back in the table's. */
class RowSequenceTest {

    private static final InputEncoding ENCODING =
        new InputEncoding(List.of(new NumberColumn("x", UnitType.gaussian(), NumberScaling.NONE, 0, 1)), new float[1]);

    @TempDir
    private Path folder;

    private static BufferedDataTable table(final DataType orderType, final Object[]... rows) {
        return Tables.of(List.of(Tables.column("when", orderType), Tables.column("machine", StringCell.TYPE),
            Tables.column("x", DoubleCell.TYPE)), Arrays.stream(rows).map(RowSequenceTest::cells).toList());
    }

    private static DataCell[] cells(final Object[] row) {
        return Arrays.stream(row).map(value -> value == null ? null
            : value instanceof String text ? new StringCell(text)
            : value instanceof Integer number ? new IntCell(number) : new DoubleCell((Double)value))
            .toArray(DataCell[]::new);
    }

    private static RowOrder by(final String order, final String sequence) {
        return new RowOrder(Optional.ofNullable(order), Optional.ofNullable(sequence));
    }

    private static RowSequence sequence(final BufferedDataTable table, final String order, final String sequence)
        throws Exception {
        return RowSequence.of(table, by(order, sequence), Tables.context());
    }

    private static long[] rows(final RowSequence sequence) {
        return LongStream.range(0, sequence.rows()).map(sequence::row).toArray();
    }

    /** Against a stable sort of objects by the same keys. */
    @Test
    void rowsStandAsAStableSortPutsThem() throws Exception {
        final long seed = System.nanoTime();
        System.out.println("RowSequenceTest seed " + seed);
        final Random random = new Random(seed);
        final List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(new Object[]{random.nextInt(40) - 20 + 0.0, "m" + random.nextInt(5), (double)i});
        }
        final List<Object> machines = rows.stream().map(row -> row[1]).distinct().toList();
        final int[] expected = IntStream.range(0, rows.size()).boxed()
            .sorted(Comparator.comparing((Integer row) -> machines.indexOf(rows.get(row)[1]))
                .thenComparing(row -> (Double)rows.get(row)[0]))
            .mapToInt(row -> row).toArray();
        final RowSequence sequence =
            sequence(table(DoubleCell.TYPE, rows.toArray(Object[][]::new)), "when", "machine");
        assertArrayEquals(Arrays.stream(expected).asLongStream().toArray(), rows(sequence));
        assertEquals(5, sequence.sequences());
        assertFalse(sequence.isAsInTable());
    }

    @Test
    void withoutColumnsTheTableIsOneSequence() throws Exception {
        final RowSequence sequence =
            sequence(table(DoubleCell.TYPE, new Object[]{3.0, "a", 1.0}, new Object[]{1.0, "b", 2.0}), null, null);
        assertTrue(sequence.isAsInTable());
        assertEquals(1, sequence.sequences());
        assertArrayEquals(new long[]{0, 1}, rows(sequence));
    }

    @ParameterizedTest
    @CsvSource({"2024-02-29, 2024-02-28, 2024-03-02, 2024-03-01, 2024-03-03",
        "1949-12, 1949-11, 1950-02, 1950-01, 1950-03",
        "2024-01-31T23:00, 2024-01-31T22:00, 2024-02-01T01:00:00, 2024-02-01T00:00, 2024-02-01T02:00",
        "2024-01-31 23:00, 2024-01-31 22:00, 2024-02-01 01:00:00, 2024-02-01 00:00, 2024-02-01T02:00",
        "2024-01-31T23:00+01:00, 2024-01-31T22:00+01:00, 2024-02-01T01:00+01:00, 2024-01-31T23:00Z,"
            + " 2024-02-01T02:00+01:00",
        "2023-12-15, 2023-11-15, 2024-02-15, 2024-01-15, 2024-03-15"})
    void datesAndTimesAreOrderedAndGoOn(final String second, final String first, final String fourth,
        final String third, final String next) throws Exception {
        final BufferedDataTable table = table(StringCell.TYPE, new Object[]{second, "a", 2.0},
            new Object[]{first, "a", 1.0}, new Object[]{fourth, "a", 4.0}, new Object[]{third, "a", 3.0});
        final RowSequence sequence = sequence(table, "when", null);
        assertArrayEquals(new long[]{1, 0, 3, 2}, rows(sequence));
        assertEquals(List.of(), sequence.warnings());
        assertTrue(sequence.isRegular());
        try (OutputTable output =
            new OutputTable(Tables.context(), List.of(OutputColumn.of("when", OutputColumn.Kind.TEXT)))) {
            output.add("next", row -> sequence.setOrder(row, 0, 0, 1));
            assertEquals(next, output.finish().iterator().next().getCell(0).toString());
        }
    }

    @Test
    void whatIsMissingBetweenRegularRowsIsSaid() throws Exception {
        final List<Object[]> rows = new ArrayList<>();
        for (int day = 0; day < 40; day++) {
            if (day != 17 && day != 18 && day != 30) {
                rows.add(new Object[]{day, "a", 0.0});
            }
        }
        final RowSequence sequence = sequence(table(IntCell.TYPE, rows.toArray(Object[][]::new)), "when", null);
        assertTrue(sequence.isRegular());
        assertEquals(1, sequence.warnings().size());
        assertTrue(sequence.warnings().get(0)
            .contains("3 rows are missing in 2 places, first between the rows \"Row16\""
            + " and \"Row17\""), sequence.warnings().get(0));
    }

    @Test
    void tiesStayAsTheyStandAndAreNamed() throws Exception {
        final RowSequence sequence = sequence(table(IntCell.TYPE, new Object[]{2, "a", 0.0}, new Object[]{1, "a", 0.0},
            new Object[]{2, "a", 0.0}, new Object[]{1, "b", 0.0}), "when", "machine");
        assertArrayEquals(new long[]{1, 0, 2, 3}, rows(sequence));
        assertTrue(sequence.warnings().get(0).contains("in several rows of a sequence, 1 time, first in the rows"
            + " \"Row0\" and \"Row2\""), sequence.warnings().get(0));
    }

    @Test
    void whatTellsNoOrderIsNamed() {
        assertSays("The order column \"when\" has a missing value in row \"Row1\"", table(DoubleCell.TYPE,
            new Object[]{1.0, "a", 0.0}, new Object[]{null, "a", 0.0}));
        assertSays("The order column \"when\" has a missing value in row \"Row0\"", table(DoubleCell.TYPE,
            new Object[]{Double.NaN, "a", 0.0}, new Object[]{1.0, "a", 0.0}));
        assertSays("The sequence column \"machine\" has a missing value in row \"Row1\"", table(DoubleCell.TYPE,
            new Object[]{1.0, "a", 0.0}, new Object[]{2.0, null, 0.0}));
        assertSays("The order column \"when\" has the value \"soon\" in row \"Row0\"", table(StringCell.TYPE,
            new Object[]{"soon", "a", 0.0}));
        assertSays("The order column \"when\" has the value \"2024\" in row \"Row1\", which is not of the form",
            table(StringCell.TYPE, new Object[]{"2024-01-01", "a", 0.0}, new Object[]{"2024", "a", 0.0}));
        assertSays("The sequence column \"machine\" has another value in each of the 2 rows", table(DoubleCell.TYPE,
            new Object[]{1.0, "a", 0.0}, new Object[]{2.0, "b", 0.0}));
        assertTrue(assertThrows(UnfitTableException.class, () -> sequence(table(DoubleCell.TYPE,
            new Object[]{1.0, "a", 0.0}), "hour", null)).getMessage().startsWith("The order column \"hour\""));
    }

    private static void assertSays(final String message, final BufferedDataTable table) {
        final String said =
            assertThrows(UnfitTableException.class, () -> sequence(table, "when", "machine")).getMessage();
        assertTrue(said.startsWith(message), said);
    }

    private static final Object[][] MIXED = {{2.0, "a", 10.0}, {5.0, "b", 20.0}, {1.0, "a", 30.0}, {null, "b", null},
        {4.0, "b", 50.0}, {3.0, "a", 60.0}};

    /** The fourth row has no x, and is skipped. */
    private static TableRows mixed() throws Exception {
        final Object[][] rows = Arrays.stream(MIXED).map(Object[]::clone).toArray(Object[][]::new);
        rows[3][0] = 6.0;
        return TableRows.of(table(DoubleCell.TYPE, rows), Optional.of(by("when", "machine")), Tables.context());
    }

    @Test
    void samplesComeInTheirOrderAndKeepTheirStarts() throws Exception {
        final TableRows rows = mixed();
        try (SampleMatrix samples = TrainingSamples.read(rows, new RowReader(rows.table().getDataTableSpec(), ENCODING,
            MissingValues.SKIP, UnknownValue.FAIL), Optional.empty(), 1, Tables.context())) {
            final float[] units = new float[5];
            final List<Integer> starts = new ArrayList<>();
            for (int row = 0; row < samples.rows(); row++) {
                samples.readUnits(row, units, row);
                if (samples.startsSequence(row)) {
                    starts.add(row);
                }
            }
            assertArrayEquals(new float[]{30, 10, 60, 50, 20}, units);
            assertEquals(List.of(0, 3), starts);
        }
    }

    /** What the engine makes of a row: x added up over its sequence so far. */
    private static void addUp(final RowSource source,
        final RowConsumer consumer) throws IOException {
        final float[] units = new float[1];
        double sum = 0;
        while (source.next(units, new float[0])) {
            sum = source.startsSequence() ? units[0] : sum + units[0];
            final double added = sum + 1e-12;
            consumer.accept(new RowResults() {

                @Override
                public int size() {
                    return 2;
                }

                @Override
                public double at(final int index) {
                    return index == 0 ? added : Double.NaN;
                }
            });
        }
    }

    @Test
    void whatComesOutStandsBesideItsRow() throws Exception {
        final TableRows rows = mixed();
        final BufferedDataTable result = TableStream.append(rows, new RowReader(rows.table().getDataTableSpec(),
            ENCODING, MissingValues.SKIP, UnknownValue.FAIL), List.of(OutputColumn.number("sum")),
            (source, stop, consumer) -> addUp(source, consumer), (values, row, cells) -> {
                assertTrue(Double.isNaN(values.at(1)));
                cells.number(0, values.at(0));
            }, Tables.context(), Assertions::fail);
        final List<String> sums = new ArrayList<>();
        for (final DataRow row : result) {
            assertEquals("Row" + sums.size(), row.getKey().getString());
            // Nothing is lost on the way through the file.
            sums.add(row.getCell(3).isMissing() ? "?"
                : Double.toString(((DoubleValue)row.getCell(3)).getDoubleValue() - 1e-12));
        }
        assertEquals(List.of("40.0", "70.0", "30.0", "?", "50.0", "100.0"), sums);
    }

    /** A sequence whose rows stand among those of another is no longer as in the table, but its rows are not mixed. */
    @Test
    void sequencesOneAfterTheOtherAreReadAsTheyStand() throws Exception {
        final BufferedDataTable table = table(DoubleCell.TYPE, new Object[]{1.0, "a", 1.0}, new Object[]{2.0, "a", 2.0},
            new Object[]{1.0, "b", 3.0}, new Object[]{2.0, "b", 4.0});
        final TableRows rows = TableRows.of(table, Optional.of(by("when", "machine")), Tables.context());
        assertTrue(rows.sequence().get().isAsInTable());
        final BufferedDataTable result = TableStream.append(rows, new RowReader(table.getDataTableSpec(), ENCODING,
            MissingValues.SKIP, UnknownValue.FAIL), List.of(OutputColumn.number("sum")),
            (source, stop, consumer) -> addUp(source, consumer), (values, row, cells) -> cells.number(0, values.at(0)),
            Tables.context(), Assertions::fail);
        final List<Double> sums = new ArrayList<>();
        result.forEach(row -> sums.add((double)Math.round(((DoubleValue)row.getCell(3)).getDoubleValue())));
        assertEquals(List.of(1.0, 3.0, 3.0, 7.0), sums);
    }

    @Test
    void whatWasKeptIsGoneAfterACancel() throws Exception {
        final String usual = System.setProperty("java.io.tmpdir", folder.toString());
        try {
            final TableRows rows = mixed();
            assertThrows(CanceledExecutionException.class, () -> TableStream.append(rows, new RowReader(
                rows.table().getDataTableSpec(), ENCODING, MissingValues.SKIP, UnknownValue.FAIL),
                List.of(OutputColumn.number("sum")), (source, stop, consumer) -> {
                    source.next(new float[1], new float[0]);
                    throw new CancellationException();
                }, (values, row, cells) -> { }, Tables.context(), Assertions::fail));
            try (var files = Files.list(folder)) {
                assertEquals(0, files.count());
            }
        } finally {
            System.setProperty("java.io.tmpdir", usual);
        }
    }
}
