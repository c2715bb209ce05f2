// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.mine.scorer.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.base.node.io.filehandling.csv.writer.CSVWriter2NodeFactory;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeRunner;
import org.knime.core.node.NodeSettings;
import org.knime.standin.base.Samples;

class ScorerNodeTest {

    private static final DataTableSpec SPEC =
        new DataTableSpec(new DataColumnSpecCreator("digit", StringCell.TYPE).createSpec(),
            new DataColumnSpecCreator("Class [kNN]", StringCell.TYPE).createSpec());

    @TempDir
    Path folder;

    private static NodeSettings settings() throws Exception {
        final var settings = Samples.settings("knn-digits", "Scorer (#4)");
        settings.addString("second", "Class [kNN]");
        return settings;
    }

    private static DataCell cell(final String value) {
        return value == null ? DataType.getMissingCell() : new StringCell(value);
    }

    private static DataCell[] row(final String truth, final String prediction) {
        return new DataCell[]{cell(truth), cell(prediction)};
    }

    /** The pairs of truth and prediction that KNIME counted. */
    private static DataCell[][] sample() throws Exception {
        final var lines = Files.readAllLines(Samples.expected("confusion-matrix.csv"));
        final var classes = lines.get(0).replace("\"", "").split(",");
        final var rows = new ArrayList<DataCell[]>();
        for (final var line : lines.subList(1, lines.size())) {
            final var counts = line.replace("\"", "").split(",");
            for (var column = 1; column < counts.length; column++) {
                for (var i = 0; i < Integer.parseInt(counts[column]); i++) {
                    rows.add(row(counts[0], classes[column]));
                }
            }
        }
        return rows.toArray(DataCell[][]::new);
    }

    @Test
    void givesTheFiguresThatKnimeGave() throws Exception {
        final var runner = new NodeRunner(new AccuracyScorer2NodeFactory()).load(settings());
        final var tables = runner.run(runner.table(SPEC, sample()));
        assertNull(runner.warning());
        for (var i = 0; i < 2; i++) {
            final var name = List.of("confusion-matrix.csv", "accuracy.csv").get(i);
            final var writer =
                new NodeRunner(new CSVWriter2NodeFactory()).load(Samples.writerTo(folder.resolve(name)));
            writer.run(tables[i]);
            assertEquals(Files.readString(Samples.expected(name)), Files.readString(folder.resolve(name)));
        }
    }

    private static List<List<String>> texts(final Object table) {
        return Samples.rows((BufferedDataTable)table).stream().map(Samples::texts).toList();
    }

    @Test
    void ignoresMissingValuesWithAWarningOrFails() throws Exception {
        final var runner = new NodeRunner(new AccuracyScorer2NodeFactory()).load(settings());
        final var table = runner.table(SPEC, row("a", "a"), row(null, "a"), row("b", null), row("b", "a"));
        final var tables = runner.run(table);
        assertEquals(List.of(List.of("a", "1", "0"), List.of("b", "1", "0")), texts(tables[0]));
        assertTrue(runner.warning().contains("missing values"));
        final var strict = settings();
        strict.addBoolean("ignore.missing.values", false);
        final var failed = assertThrows(KNIMEException.class,
            () -> new NodeRunner(new AccuracyScorer2NodeFactory()).load(strict).run(table));
        assertTrue(failed.getMessage().contains("Row1"), failed.getMessage());
    }

    @Test
    void aClassThatIsNeverPredictedHasNoPrecision() throws Exception {
        final var runner = new NodeRunner(new AccuracyScorer2NodeFactory()).load(settings());
        final var statistics =
            Samples.rows((BufferedDataTable)runner.run(runner.table(SPEC, row("a", "a"), row("b", "a")))[1]);
        assertTrue(statistics.get(1).getCell(5).isMissing());
        assertEquals("0.5", statistics.get(2).getCell(9).toString());
    }

    @Test
    void sortsTheClassesAsTold() throws Exception {
        final var settings = settings();
        settings.addInt("sortingStrategy", 2);
        settings.addBoolean("sortingReversed", true);
        final var runner = new NodeRunner(new AccuracyScorer2NodeFactory()).load(settings);
        final var tables = runner.run(runner.table(SPEC, row("b", "b"), row("c", "a"), row("a", "c")));
        assertEquals(List.of("c", "b", "a"), texts(tables[0]).stream().map(row -> row.get(0)).toList());
    }

    @Test
    void namesAColumnThatIsNotThere() throws Exception {
        final var settings = settings();
        settings.addString("second", "Prediction");
        final var missing = assertThrows(InvalidSettingsException.class,
            () -> new NodeRunner(new AccuracyScorer2NodeFactory()).load(settings).configure(SPEC));
        assertTrue(missing.getMessage().contains("\"Prediction\""), missing.getMessage());
    }

    @Test
    void keepsItsSettingsUnchanged() throws Exception {
        final var runner = new NodeRunner(new AccuracyScorer2NodeFactory()).load(settings());
        final var saved = new NodeSettings("model");
        runner.node().saveModelSettingsTo(saved);
        assertEquals(settings().toString(), saved.toString());
    }
}
