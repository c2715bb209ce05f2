// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.preproc.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.knime.base.node.io.filehandling.csv.reader.CSVTableReaderNodeFactory;
import org.knime.core.data.DataRow;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeRunner;
import org.knime.core.node.NodeSettings;
import org.knime.standin.base.Samples;

class PartitionNodeTest {

    private static BufferedDataTable digits;

    @BeforeAll
    static void read() throws Exception {
        digits = (BufferedDataTable)new NodeRunner(new CSVTableReaderNodeFactory())
            .load(Samples.readerOf(Samples.DIGITS)).run()[0];
    }

    private static NodeSettings settings() throws Exception {
        return Samples.settings("knn-digits", "Table Partitioner (#2)");
    }

    private static List<List<DataRow>> partition(final NodeSettings settings) throws Exception {
        final var tables = new NodeRunner(new PartitionNodeFactory()).load(settings).run(digits);
        return List.of(Samples.rows((BufferedDataTable)tables[0]), Samples.rows((BufferedDataTable)tables[1]));
    }

    private static List<String> keys(final List<DataRow> rows) {
        return rows.stream().map(row -> row.getKey().getString()).toList();
    }

    private static Map<String, Integer> classes(final List<DataRow> rows) {
        final var counts = new LinkedHashMap<String, Integer>();
        rows.forEach(row -> counts.merge(row.getCell(64).toString(), 1, Integer::sum));
        return counts;
    }

    @Test
    void drawsAsManyRowsOfEachClassAsKnime() throws Exception {
        final var partitions = partition(settings());
        assertEquals(1437, partitions.get(0).size());
        assertEquals(360, partitions.get(1).size());
        final var expected = new LinkedHashMap<String, Integer>();
        try (var lines = Files.lines(Path.of("src", "test", "data", "train-rows.csv"))) {
            lines.skip(1).forEach(line -> expected
                .merge(line.substring(line.lastIndexOf(',') + 2, line.length() - 1), 1, Integer::sum));
        }
        assertEquals(expected, classes(partitions.get(0)));
    }

    @Test
    void eachRowIsInOnePartitionInItsOldOrder() throws Exception {
        for (final var mode : List.of("RANDOM", "STRATIFIED", "LINEAR", "FIRST_ROWS")) {
            final var settings = settings();
            settings.addString("mode", mode);
            final var partitions = partition(settings);
            final var all = new ArrayList<String>();
            for (final var rows : partitions) {
                final var numbers =
                    keys(rows).stream().map(key -> Integer.valueOf(key.substring("Row".length()))).toList();
                assertEquals(numbers.stream().sorted().toList(), numbers, mode);
                all.addAll(keys(rows));
            }
            assertEquals(1437, partitions.get(0).size(), mode);
            assertEquals(1797, all.stream().distinct().count(), mode);
        }
    }

    @Test
    void theSameSeedDrawsTheSameRows() throws Exception {
        final var settings = settings();
        final var first = keys(partition(settings).get(0));
        assertEquals(first, keys(partition(settings).get(0)));
        settings.addLong("seed", 7);
        assertNotEquals(first, keys(partition(settings).get(0)));
    }

    @Test
    void takesANumberOfRows() throws Exception {
        final var settings = settings();
        settings.addString("partitioningMode", "ABSOLUTE");
        settings.addString("mode", "LINEAR");
        settings.addLong("rowCount", 3);
        assertEquals(List.of("Row0", "Row898", "Row1796"), keys(partition(settings).get(0)));
        settings.addString("mode", "STRATIFIED");
        settings.addLong("rowCount", 100);
        assertEquals(100, partition(settings).get(0).size());
        settings.addLong("rowCount", 5000);
        assertEquals(0, partition(settings).get(1).size());
    }

    @Test
    void bothPartitionsKeepTheDomain() throws Exception {
        final var specs = new NodeRunner(new PartitionNodeFactory()).load(settings()).run(digits);
        for (final var table : specs) {
            assertEquals(digits.getDataTableSpec().getColumnSpec("digit").getDomain(),
                ((BufferedDataTable)table).getDataTableSpec().getColumnSpec("digit").getDomain());
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        final var settings = settings();
        settings.addString("class_column", "class");
        final var missing = assertThrows(InvalidSettingsException.class, () -> partition(settings));
        assertTrue(missing.getMessage().contains("\"class\""), missing.getMessage());
        settings.addDouble("percentage", 120);
        assertThrows(InvalidSettingsException.class, () -> partition(settings));
        final var runner = new NodeRunner(new PartitionNodeFactory()).load(settings());
        final var empty = runner.table(digits.getDataTableSpec(), List.of());
        assertThrows(KNIMEException.class, () -> runner.run(empty));
        final var lenient = settings();
        lenient.addString("actionEmpty", "OUTPUT_EMPTY");
        assertEquals(0, ((BufferedDataTable)runner.load(lenient).run(empty)[1]).size());
    }

    @Test
    void keepsItsSettingsUnchanged() throws Exception {
        final var runner = new NodeRunner(new PartitionNodeFactory()).load(settings());
        final var saved = new NodeSettings("model");
        runner.node().saveModelSettingsTo(saved);
        assertEquals(settings().toString(), saved.toString());
    }
}
