// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.base.node.io.filehandling.csv.reader.CSVTableReaderNodeFactory;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeRunner;
import org.knime.core.node.NodeSettings;
import org.knime.standin.base.Samples;

class CsvReaderTest {

    @TempDir
    Path folder;

    private NodeSettings settings(final String content) throws Exception {
        final var file = folder.resolve("in.csv");
        Files.writeString(file, content);
        return Samples.readerOf(file);
    }

    private static BufferedDataTable read(final NodeSettings settings) throws Exception {
        return (BufferedDataTable)new NodeRunner(new CSVTableReaderNodeFactory()).load(settings).run()[0];
    }

    private static List<List<String>> texts(final BufferedDataTable table) {
        return Samples.rows(table).stream().map(Samples::texts).toList();
    }

    private static List<DataType> types(final DataTableSpec spec) {
        return spec.stream().map(column -> column.getType()).toList();
    }

    @Test
    void readsTheDigits() throws Exception {
        final var table = read(Samples.readerOf(Samples.DIGITS));
        assertEquals(1797, table.size());
        final var spec = table.getDataTableSpec();
        assertEquals(65, spec.getNumColumns());
        assertTrue(spec.stream().limit(64).allMatch(column -> column.getType().equals(IntCell.TYPE)));
        assertEquals(StringCell.TYPE, spec.getColumnSpec("digit").getType());
        assertEquals(List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            spec.getColumnSpec("digit").getDomain().getValues().stream().map(Object::toString).toList());
        assertEquals(16, ((IntCell)spec.getColumnSpec("px03").getDomain().getUpperBound()).getIntValue());
    }

    @Test
    void guessesTheNarrowestType() throws Exception {
        final var table = read(settings("a,b,c,d,e\n1,1,1,1,\n-2,3000000000,2.5,x,\n+3,,NaN,1d,\n"));
        assertEquals(List.of(IntCell.TYPE, LongCell.TYPE, DoubleCell.TYPE, StringCell.TYPE, StringCell.TYPE),
            types(table.getDataTableSpec()));
        assertEquals(Arrays.asList("Row2", "3", null, "NaN", "1d", null), texts(table).get(2));
    }

    @Test
    void takesQuotesLineBreaksCommentsAndWhiteSpace() throws Exception {
        final var table = read(settings(
            "\uFEFF# made by hand\n a , \"b \"\"x\"\"\" \r\n\" 1, \n2\" , y \n# between\n\"\",z\n"));
        assertEquals(List.of("a", "b \"x\""), List.of(table.getDataTableSpec().getColumnNames()));
        assertEquals(List.of(List.of("Row0", " 1, \n2", "y"), Arrays.asList("Row1", null, "z")), texts(table));
    }

    @Test
    void takesRowIdsFromTheFirstColumn() throws Exception {
        final var settings = settings("id,a\nx,1\ny,2\n");
        settings.getNodeSettings("settings").addBoolean("has_row_id", true);
        assertEquals(List.of(List.of("x", "1"), List.of("y", "2")), texts(read(settings)));
    }

    @Test
    void namesColumnsThatHaveNoNameOfTheirOwn() throws Exception {
        assertEquals(List.of("a", "a (#1)", "Column2"),
            List.of(read(settings("a,a,\n1,2,3\n")).getDataTableSpec().getColumnNames()));
        final var settings = settings("1,2\n");
        settings.getNodeSettings("settings").addBoolean("has_column_header", false);
        final var table = read(settings);
        assertEquals(List.of("Column0", "Column1"), List.of(table.getDataTableSpec().getColumnNames()));
        assertEquals(1, table.size());
    }

    @Test
    void honoursTheLimits() throws Exception {
        final var settings = settings("skip me\na\n1\n2\n3\n4\n");
        final var limits = settings.getNodeSettings("limit_rows");
        limits.addBoolean("skip_lines", true);
        limits.addBoolean("skip_data_rows", true);
        limits.addBoolean("limit_data_rows", true);
        limits.addLong("max_rows", 2);
        assertEquals(List.of(List.of("Row0", "2"), List.of("Row1", "3")), texts(read(settings)));
    }

    @Test
    void readsOtherNumbersAndCharacters() throws Exception {
        final var settings = settings("");
        Files.write(folder.resolve("in.csv"), "ä;b\r\n1.234,5;1\r\n".getBytes(StandardCharsets.ISO_8859_1));
        settings.getNodeSettings("settings").addString("column_delimiter", ";");
        settings.getNodeSettings("advanced_settings").addString("decimal_separator", ",");
        settings.getNodeSettings("advanced_settings").addString("thousands_separator", ".");
        settings.getNodeSettings("encoding").addString("charset", "ISO-8859-1");
        final var table = read(settings);
        assertEquals("ä", table.getDataTableSpec().getColumnSpec(0).getName());
        assertEquals(List.of(List.of("Row0", "1234.5", "1")), texts(table));
    }

    @Test
    void saysWhereAValueDoesNotFit() throws Exception {
        final var settings = settings("a\n1\n2\nx\n");
        settings.getNodeSettings("advanced_settings").addLong("max_data_rows_scanned", 2);
        final var wrong = assertThrows(KNIMEException.class, () -> read(settings));
        assertTrue(wrong.getMessage().contains("\"x\"") && wrong.getMessage().contains("\"a\""), wrong.getMessage());
    }

    @Test
    void saysWhereARowIsTooShortOrTooLong() throws Exception {
        assertTrue(assertThrows(KNIMEException.class, () -> read(settings("a,b\n1,2\n3\n"))).getMessage()
            .contains("has 1 values; the table has 2 columns"));
        assertThrows(KNIMEException.class, () -> read(settings("a,b\n1,2,3\n")));
        final var settings = settings("a,b\n1,2\n3\n");
        settings.getNodeSettings("settings").addBoolean("support_short_data_rows", true);
        assertEquals(Arrays.asList("Row1", "3", null), texts(read(settings)).get(1));
    }

    @Test
    void saysWhatIsWrongWithTheFile() throws Exception {
        final var open = settings("a\n\"1\n");
        assertTrue(assertThrows(InvalidSettingsException.class, () -> read(open)).getMessage().contains("line 2"));
        final var missing = Samples.readerOf(folder.resolve("none.csv"));
        assertTrue(
            assertThrows(InvalidSettingsException.class, () -> read(missing)).getMessage().contains("none.csv"));
        final var never = new NodeRunner(new CSVTableReaderNodeFactory());
        assertThrows(InvalidSettingsException.class, never::configure);
    }

    @Test
    void keepsItsSettingsUnchanged() throws Exception {
        final var settings = Samples.settings("custom-port", "CSV Reader (#1)");
        final var runner = new NodeRunner(new CSVTableReaderNodeFactory()).load(settings);
        final var saved = new NodeSettings("model");
        runner.node().saveModelSettingsTo(saved);
        assertEquals(settings.toString(), saved.toString());
    }
}
