// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.port.PortObject;

/** A training that goes wrong says so on its node. */
class TrainingWarningsTest {

    private static void warns(final String text, final NodeRunner node) {
        assertTrue(node.warnings().stream().anyMatch(warning -> warning.contains(text)), node.warnings().toString());
    }

    /** Two clouds of points, so many of each class. */
    private static BufferedDataTable clouds(final int common, final int rare) {
        final List<DataCell[]> cells = new ArrayList<>();
        for (int i = 0; i < common + rare; i++) {
            final double centre = i < common ? 0 : 3;
            cells.add(new DataCell[]{new DoubleCell(centre + i * 37 % 11 / 11.0),
                new DoubleCell(centre + i * 61 % 13 / 13.0), new StringCell(i < common ? "common" : "rare")});
        }
        return Tables.of(Tables.smallColumns(), cells);
    }

    @Test
    void wakeSleepThatUndoesPretrainingSaysSo() throws Exception {
        final BufferedDataTable table = clouds(60, 60);
        final Map<String, Object> classes = Map.of("classColumn", "class", "classColumn_is_present", true, "epochs", 60,
            "layers/0/units", 20, "scaling", "MIN_MAX");
        final PortObject network = NodeRunner.run(new LayerwisePretrainNodeFactory(), classes, table).output(0);
        assertEquals(List.of(), NodeRunner.run(new WakeSleepTuneNodeFactory(), Map.of(), network, table).warnings());
        final NodeRunner torn = NodeRunner.run(new WakeSleepTuneNodeFactory(),
            Map.of("learningRate", 10.0, "epochs", 1), network, table);
        warns("Tuning has undone what the network knew", torn);
    }

    @Test
    void aClassThatIsNotHeldOutIsNamed() throws Exception {
        final BufferedDataTable table = clouds(60, 3);
        final PortObject network = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of(), table).output(0);
        final Map<String, Object> balanced = Map.of("balanceClasses", true, "validationShare", 0.1, "epochs", 20);
        warns("No row of the class \"rare\" is held out",
            NodeRunner.run(new FineTuneNodeFactory(), balanced, network, table));
    }

    /** One row in ten has a class: a word where the others are left out, none where they are learned from. */
    @Test
    void manyRowsWithoutATargetAreLeftOutWithAWordOrLearnedFrom() throws Exception {
        final List<DataCell[]> cells = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            final double centre = i % 2 * 3;
            cells.add(new DataCell[]{new DoubleCell(centre + i * 37 % 11 / 11.0),
                new DoubleCell(centre + i * 61 % 13 / 13.0),
                i < 6 ? new StringCell(i % 2 == 0 ? "low" : "high") : DataType.getMissingCell()});
        }
        final BufferedDataTable table = Tables.of(Tables.smallColumns(), cells);
        final PortObject network = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of(), table).output(0);
        final NodeRunner without =
            NodeRunner.run(new FineTuneNodeFactory(), Map.of("smoothness", 0.0), network, table);
        warns("54 of 60 rows have no class and were left out.", without);
        assertEquals(6, learned(without));
        final NodeRunner smooth = NodeRunner.run(new FineTuneNodeFactory(), Map.of(), network, table);
        assertEquals(60, learned(smooth));
        assertTrue(smooth.warnings().stream().noneMatch(warning -> warning.contains("no class")),
            smooth.warnings().toString());
        final NodeRunner predicted = NodeRunner.run(new PredictNodeFactory(), Map.of(), smooth.output(0), table);
        final BufferedDataTable rows = (BufferedDataTable)predicted.output(0);
        final int prediction = rows.getDataTableSpec().findColumnIndex("Prediction (class)");
        int at = 0;
        for (final var row : rows) {
            assertEquals(at++ % 2 == 0 ? "low" : "high", row.getCell(prediction).toString(), row.getKey().getString());
        }
    }

    private static long learned(final NodeRunner tuned) {
        final var steps = ((DbnPortObject)tuned.output(0)).network().provenance().steps();
        return steps.get(steps.size() - 1).rows();
    }

    /** S10-xor: it is learned. */
    @Test
    void exclusiveOrIsLearnedUntouched() throws Exception {
        final List<DataCell[]> cells = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            cells.add(new DataCell[]{new DoubleCell(i / 2), new DoubleCell(i % 2),
                new StringCell(i == 1 || i == 2 ? "yes" : "no")});
        }
        final BufferedDataTable table = Tables.of(Tables.smallColumns(), cells);
        final PortObject network = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of(), table).output(0);
        final NodeRunner tuned = NodeRunner.run(new FineTuneNodeFactory(), Map.of(), network, table);
        double accuracy = Double.NaN;
        final BufferedDataTable log = (BufferedDataTable)tuned.output(1);
        final DataTableSpec spec = log.getDataTableSpec();
        for (final var row : log) {
            accuracy = ((DoubleValue)row.getCell(spec.findColumnIndex("Accuracy"))).getDoubleValue();
        }
        System.out.println("exclusive or: " + accuracy + " " + tuned.warnings());
        assertTrue(accuracy == 1 || !tuned.warnings().isEmpty(), accuracy + " without a word");
    }
}
