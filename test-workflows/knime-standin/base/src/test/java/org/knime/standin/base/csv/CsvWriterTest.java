// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base.csv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.base.node.io.filehandling.csv.reader.CSVTableReaderNodeFactory;
import org.knime.base.node.io.filehandling.csv.writer.CSVWriter2NodeFactory;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.collection.ListCell;
import org.knime.core.data.def.BooleanCell;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.data.image.png.PNGImageContent;
import org.knime.core.data.vector.doublevector.DoubleVectorCellFactory;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeRunner;
import org.knime.core.node.NodeSettings;
import org.knime.standin.base.Samples;
import org.knime.standin.base.StoredSettings;

class CsvWriterTest {

    private static final DataTableSpec SPEC =
        new DataTableSpec(new DataColumnSpecCreator("number", DoubleCell.TYPE).createSpec(),
            new DataColumnSpecCreator("count", IntCell.TYPE).createSpec(),
            new DataColumnSpecCreator("te\"xt", StringCell.TYPE).createSpec());

    @TempDir
    Path folder;

    private Path file;

    private NodeSettings settings;

    @BeforeEach
    void choose() throws Exception {
        file = folder.resolve("out.csv");
        settings = Samples.writerTo(file);
    }

    private static BufferedDataTable table(final NodeRunner runner) {
        return runner.table(SPEC, new DataCell[]{new DoubleCell(1), new IntCell(-3), new StringCell("a,\"b\"")},
            new DataCell[]{new DoubleCell(0.1 + 0.2), DataType.getMissingCell(), DataType.getMissingCell()},
            new DataCell[]{new DoubleCell(1.5e-10), new IntCell(0), new StringCell("")});
    }

    private String write() throws Exception {
        final var runner = new NodeRunner(new CSVWriter2NodeFactory()).load(settings);
        runner.run(table(runner));
        return Files.readString(file);
    }

    @Test
    void writesTheTrainingRowsAsKnimeDid() throws Exception {
        final var expected = Path.of("src", "test", "data", "train-rows.csv");
        final var keys = new HashSet<String>();
        try (var lines = Files.lines(expected)) {
            lines.skip(1).forEach(line -> keys.add(line.substring(1, line.indexOf('"', 1))));
        }
        final var reader =
            new NodeRunner(new CSVTableReaderNodeFactory()).load(Samples.readerOf(Samples.DIGITS));
        final var digits = (BufferedDataTable)reader.run()[0];
        final var writer = new NodeRunner(new CSVWriter2NodeFactory()).load(settings);
        writer.run(writer.table(digits.getDataTableSpec(),
            Samples.rows(digits).stream().filter(row -> keys.contains(row.getKey().getString())).toList()));
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(file));
    }

    @Test
    void writesTheSamplesFiguresAsKnimeDid() throws Exception {
        final var read = Samples.readerOf(Samples.expected("accuracy.csv"));
        read.getNodeSettings("settings").addBoolean("has_row_id", true);
        final var figures = new NodeRunner(new CSVTableReaderNodeFactory()).load(read).run();
        new NodeRunner(new CSVWriter2NodeFactory()).load(settings).run(figures);
        assertEquals(Files.readString(Samples.expected("accuracy.csv")), Files.readString(file));
    }

    @Test
    void quotesTextsAndEscapesQuotes() throws Exception {
        assertEquals("""
            "row ID","number","count","te""xt"
            "Row0",1,-3,"a,""b""\"
            "Row1",0.30000000000000004,,
            "Row2",0.00000000015,0,""
            """, write());
    }

    @Test
    void writesNumbersWithoutExponentsAndReadsThemBack() throws Exception {
        final var seed = System.nanoTime();
        final var random = new Random(seed);
        final var runner = new NodeRunner(new CSVWriter2NodeFactory()).load(settings);
        final var rows = new DataCell[2000][];
        Arrays.setAll(rows, i -> new DataCell[]{
            new DoubleCell(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20)), new IntCell(i),
            new StringCell("")});
        rows[0][0] = new DoubleCell(-0.0);
        rows[1][0] = new DoubleCell(1e7);
        rows[2][0] = new DoubleCell(Double.MIN_VALUE);
        runner.run(runner.table(SPEC, rows));
        final var lines = Files.readAllLines(file);
        final var format = new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ENGLISH));
        format.setMaximumFractionDigits(340);
        for (var i = 0; i < rows.length; i++) {
            final var value = ((DoubleCell)rows[i][0]).getDoubleValue();
            final var text = lines.get(i + 1).split(",")[1];
            assertEquals(format.format(value), text, "seed " + seed);
            assertEquals(value, Double.parseDouble(text), "seed " + seed);
        }
    }

    @Test
    void honoursTheOtherForms() throws Exception {
        final var advanced = settings.getNodeSettings("advanced_settings");
        advanced.addString("quote_mode", "IF_NEEDED");
        advanced.addString("missing_value_pattern", "?");
        advanced.addChar("decimal_separator", ',');
        advanced.addBoolean("keep_trailing_zero_in_decimals", true);
        settings.getNodeSettings("settings").addString("column_delimiter", ";");
        settings.getNodeSettings("settings").addBoolean("write_row_header", false);
        assertEquals("number;count;te\"xt\n1,0;-3;a,\"b\"\n0,30000000000000004;?;?\n0,00000000015;0;\n", write());
    }

    @Test
    void replacesDelimitersWhereNothingIsQuoted() throws Exception {
        settings.getNodeSettings("advanced_settings").addString("quote_mode", "NEVER");
        settings.getNodeSettings("advanced_settings").addString("separator_replacement", "_");
        assertTrue(write().contains("Row0,1,-3,a_\"b\"\n"));
    }

    /** KNIME's words: whatever a type is, it must do as a text, a whole number or a number. */
    @Test
    void refusesInConfigureWhatKnimeRefuses() throws Exception {
        final var writer = new NodeRunner(new CSVWriter2NodeFactory()).load(settings);
        for (final var type : List.of(DoubleVectorCellFactory.TYPE, PNGImageContent.TYPE,
            ListCell.getCollectionType(DoubleCell.TYPE))) {
            final var spec = new DataTableSpec(new DataColumnSpecCreator("a", StringCell.TYPE).createSpec(),
                new DataColumnSpecCreator("b", type).createSpec());
            final var thrown = assertThrows(InvalidSettingsException.class, () -> writer.configure(spec));
            assertEquals("Input table must only contain String, Int, or Doubles", thrown.getMessage());
        }
        for (final var type : List.of(StringCell.TYPE, IntCell.TYPE, LongCell.TYPE, DoubleCell.TYPE,
            BooleanCell.TYPE)) {
            writer.configure(new DataTableSpec(new DataColumnSpecCreator("a", type).createSpec()));
        }
    }

    @Test
    void compresses() throws Exception {
        final var plain = write();
        settings.getNodeSettings("advanced_settings").addBoolean("compress_with_gzip", true);
        final var runner = new NodeRunner(new CSVWriter2NodeFactory()).load(settings);
        runner.run(table(runner));
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            assertEquals(plain, new String(in.readAllBytes()));
        }
    }

    @Test
    void doesAsItIsToldWithAnExistingFile() throws Exception {
        final var chooser = settings.getNodeSettings("settings").getNodeSettings("file_chooser_settings");
        final var once = write();
        assertEquals(once, write());
        chooser.addString("if_path_exists", "append");
        settings.getNodeSettings("settings").addBoolean("skip_column_header_on_append", true);
        assertEquals(once + once.substring(once.indexOf('\n') + 1), write());
        chooser.addString("if_path_exists", "fail");
        assertThrows(InvalidSettingsException.class, this::write);
    }

    @Test
    void makesFoldersOnlyWhereItMay() throws Exception {
        file = folder.resolve("sub").resolve("out.csv");
        settings = Samples.writerTo(file);
        final var chooser = settings.getNodeSettings("settings").getNodeSettings("file_chooser_settings");
        chooser.addBoolean("create_missing_folders", false);
        assertThrows(InvalidSettingsException.class, this::write);
        assertFalse(Files.exists(file.getParent()));
        chooser.addBoolean("create_missing_folders", true);
        assertTrue(write().startsWith("\"row ID\""));
    }

    @Test
    void leavesTheOldFileWhenItIsCancelled() throws Exception {
        final var before = write();
        final var stored = new StoredSettings.Form().load(settings);
        final var cancelled = new ExecutionMonitor() {
            @Override
            public void checkCanceled() throws CanceledExecutionException {
                throw new CanceledExecutionException();
            }
        };
        final var runner = new NodeRunner(new CSVWriter2NodeFactory());
        assertThrows(CanceledExecutionException.class,
            () -> new CsvWriter(stored).write(table(runner), cancelled));
        assertEquals(before, Files.readString(file));
        assertEquals(List.of(file), files());
    }

    @Test
    void othersMayReadTheFileAsFarAsTheFolderLetsThem() throws Exception {
        write();
        final var plain = Files.createFile(folder.resolve("plain"));
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(file));
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }
}
