// SPDX-License-Identifier: Apache-2.0
package org.knime.base.node.mine.knn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knime.base.node.io.filehandling.csv.reader.CSVTableReaderNodeFactory;
import org.knime.base.node.io.filehandling.csv.writer.CSVWriter2NodeFactory;
import org.knime.base.node.mine.scorer.accuracy.AccuracyScorer2NodeFactory;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpecCreator;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeRunner;
import org.knime.core.node.NodeSettings;
import org.knime.standin.base.Samples;

class KnnNodeTest {

    private static final DataTableSpec SPEC =
        new DataTableSpec(new DataColumnSpecCreator("x", DoubleCell.TYPE).createSpec(),
            new DataColumnSpecCreator("digit", StringCell.TYPE).createSpec());

    @TempDir
    Path folder;

    private static NodeSettings settings(final int neighbours, final boolean weightByDistance) {
        final var settings = new NodeSettings("model");
        settings.addString("classColumn", "digit");
        settings.addInt("k", neighbours);
        settings.addBoolean("weightByDistance", weightByDistance);
        settings.addBoolean("outputClassProbabilities", false);
        return settings;
    }

    /** On the rows that KNIME drew its own node gave this confusion matrix. */
    @Test
    void classifiesTheDigitsAsKnimeDid() throws Exception {
        final var keys = new HashSet<String>();
        try (var lines = Files.lines(Path.of("src", "test", "data", "train-rows.csv"))) {
            lines.skip(1).forEach(line -> keys.add(line.substring(1, line.indexOf('"', 1))));
        }
        final var digits = (BufferedDataTable)new NodeRunner(new CSVTableReaderNodeFactory())
            .load(Samples.readerOf(Samples.DIGITS)).run()[0];
        final var runner = new NodeRunner(new KnnNodeFactory2()).load(settings(3, false));
        final var rows = Samples.rows(digits);
        final var spec = digits.getDataTableSpec();
        final var classified = runner.run(
            runner.table(spec, rows.stream().filter(row -> keys.contains(row.getKey().getString())).toList()),
            runner.table(spec, rows.stream().filter(row -> !keys.contains(row.getKey().getString())).toList()));
        final var score = Samples.settings("knn-digits", "Scorer (#4)");
        score.addString("second", "Class [kNN]");
        final var scored = new NodeRunner(new AccuracyScorer2NodeFactory()).load(score).run(classified);
        new NodeRunner(new CSVWriter2NodeFactory()).load(Samples.writerTo(folder.resolve("matrix.csv")))
            .run(scored[0]);
        // KNIME's tables kept the order of the classes in the whole table; the test rows begin with another one
        assertEquals(counts(Samples.expected("confusion-matrix.csv")), counts(folder.resolve("matrix.csv")));
    }

    private static List<String> counts(final Path matrix) throws Exception {
        final var lines = Files.readAllLines(matrix);
        final var classes = lines.get(0).split(",");
        final var counts = new ArrayList<String>();
        for (final var line : lines.subList(1, lines.size())) {
            final var cells = line.split(",");
            for (var i = 1; i < cells.length; i++) {
                counts.add(cells[0] + " as " + classes[i] + ": " + cells[i]);
            }
        }
        return counts.stream().sorted().toList();
    }

    private static DataCell[] row(final double x, final String digit) {
        return new DataCell[]{Double.isNaN(x) ? DataType.getMissingCell() : new DoubleCell(x), new StringCell(digit)};
    }

    private static List<String> predictions(final NodeRunner runner, final double... test) throws Exception {
        final var training = runner.table(SPEC, row(0, "a"), row(1, "b"), row(1.5, "b"), row(9, "a"),
            row(Double.NaN, "c"));
        final var rows = new DataCell[test.length][];
        for (var i = 0; i < test.length; i++) {
            rows[i] = row(test[i], "?");
        }
        final var classified = (BufferedDataTable)runner.run(training, runner.table(SPEC, rows))[0];
        return Samples.rows(classified).stream().map(row -> row.getCell(2).toString()).toList();
    }

    @Test
    void theNearestRowsVote() throws Exception {
        assertEquals(List.of("b", "b", "?"),
            predictions(new NodeRunner(new KnnNodeFactory2()).load(settings(3, false)), 0.1, 5, Double.NaN));
        assertEquals(List.of("a", "a"),
            predictions(new NodeRunner(new KnnNodeFactory2()).load(settings(1, false)), 0.1, 9));
        assertEquals(List.of("a"),
            predictions(new NodeRunner(new KnnNodeFactory2()).load(settings(3, true)), 0.1));
        assertEquals(List.of("a"),
            predictions(new NodeRunner(new KnnNodeFactory2()).load(settings(2, false)), 0.1));
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        final var runner = new NodeRunner(new KnnNodeFactory2()).load(settings(3, false));
        final var missing = assertThrows(InvalidSettingsException.class,
            () -> runner.configure(SPEC, new DataTableSpec(SPEC.getColumnSpec(1))));
        assertTrue(missing.getMessage().contains("\"x\""), missing.getMessage());
        assertThrows(InvalidSettingsException.class,
            () -> new NodeRunner(new KnnNodeFactory2()).load(settings(0, false)));
        assertEquals(3, ((DataTableSpec)runner.configure(SPEC, SPEC)[0]).getNumColumns());
    }
}
