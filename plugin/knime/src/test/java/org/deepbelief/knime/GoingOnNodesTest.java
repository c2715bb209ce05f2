// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.port.PortObject;

/** New rows for an old network: the training nodes go on from where it stands. */
class GoingOnNodesTest {

    private static final int ROWS = 1797;

    private static BufferedDataTable digits;

    private static BufferedDataTable few;

    private static DbnPortObject network;

    @BeforeAll
    static void pretrain() throws Exception {
        digits = Tables.digits(ROWS);
        few = Tables.digits(100);
        network = (DbnPortObject)NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("layers/0/units", 6, "layers/1/units", 5, "epochs", 1), few).output(0);
    }

    private static List<DataCell[]> cells(final BufferedDataTable table) {
        final List<DataCell[]> rows = new ArrayList<>();
        try (var iterator = table.iterator()) {
            while (iterator.hasNext()) {
                final DataRow row = iterator.next();
                final DataCell[] cells = new DataCell[row.getNumCells()];
                Arrays.setAll(cells, row::getCell);
                rows.add(cells);
            }
        }
        return rows;
    }

    private static BufferedDataTable table(final List<DataCell[]> rows) {
        final List<DataColumnSpec> columns = new ArrayList<>();
        digits.getDataTableSpec().forEach(columns::add);
        return Tables.of(columns, rows);
    }

    @Test
    void theNetworkBringsItsColumnsScalingAndLayers() throws Exception {
        final NodeRunner further = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of("epochs", 1,
            "layers/0/units", 77, "scaling", "Z_SCORE", "seed", 2L), digits, network);
        final DbnPortObject after = (DbnPortObject)further.output(0);
        assertEquals(further.announced(0), after.getSpec());
        assertEquals(network.getSpec(), after.getSpec());
        assertEquals(network.network().encoding(), after.network().encoding());
        assertFalse(Arrays.equals(network.network().layers().get(0).recognitionWeights().toArray(),
            after.network().layers().get(0).recognitionWeights().toArray()));
        assertEquals(List.of(TrainingStep.PRETRAINING + " 100", TrainingStep.PRETRAINING + " 1797"),
            after.network().provenance().steps().stream().map(step -> step.name() + " " + step.rows()).toList());
    }

    @Test
    void atNoRateTheWeightsStay() throws Exception {
        final DbnPortObject after = (DbnPortObject)NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 1, "learningRate", 1e-12), few, network).output(0);
        for (int layer = 0; layer < 2; layer++) {
            assertArrayEquals(network.network().layers().get(layer).recognitionWeights().toArray(),
                after.network().layers().get(layer).recognitionWeights().toArray(), 1e-6f);
        }
    }

    @Test
    void aClassColumnGivesItLabelUnitsWhichThenGoOn() throws Exception {
        final NodeRunner labelled = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 1, "classColumn", "digit"), few, network);
        final DbnPortObject once = (DbnPortObject)labelled.output(0);
        assertEquals("digit", once.getSpec().labels().map(Target::name).orElseThrow());
        final NodeRunner again = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of("epochs", 1), digits, once);
        assertEquals(once.getSpec(), again.output(0).getSpec());
        assertEquals(once.getSpec(), again.announced(0));
        final String other = refused(Map.of("classColumn", "px00"), digits, once);
        assertTrue(other.contains("label units for the column \"digit\""), other);
    }

    private static String refused(final Map<String, Object> settings, final BufferedDataTable table,
        final DbnPortObject start) {
        return assertThrows(InvalidSettingsException.class, () -> NodeRunner.configure(new LayerwisePretrainNodeFactory(),
            settings, table.getDataTableSpec(), start.getSpec())).getMessage();
    }

    @Test
    void aTableThatDoesNotFitIsRefusedByItsColumn() throws Exception {
        final List<DataColumnSpec> columns = new ArrayList<>();
        digits.getDataTableSpec().forEach(columns::add);
        final List<DataCell[]> rows = cells(few);
        columns.set(3, Tables.column("px03", StringCell.TYPE));
        rows.forEach(row -> row[3] = new StringCell("dark"));
        final String kind = refused(Map.of(), Tables.of(columns, rows), network);
        assertTrue(kind.contains("reads the column \"px03\" as number") && kind.contains("String"), kind);
        columns.set(3, Tables.column("pixel", StringCell.TYPE));
        final String name = refused(Map.of(), Tables.of(columns, rows), network);
        assertTrue(name.contains("reads the column \"px03\", which is missing"), name);
        assertThrows(InvalidSettingsException.class, () -> NodeRunner.configure(new LayerwisePretrainNodeFactory(),
            Map.of(), digits.getDataTableSpec(), null));
    }

    @Test
    void whatWasTunedGoesOnWithItsTuning() throws Exception {
        final NodeRunner tuned = NodeRunner.run(new WakeSleepTuneNodeFactory(), Map.of("epochs", 1), network, few);
        assertTrue(refused(Map.of(), digits, (DbnPortObject)tuned.output(0)).contains("was tuned by wake-sleep"));
        final NodeRunner more =
            NodeRunner.run(new WakeSleepTuneNodeFactory(), Map.of("epochs", 1), tuned.output(0), digits);
        assertEquals(List.of(TrainingStep.PRETRAINING, TrainingStep.WAKE_SLEEP, TrainingStep.WAKE_SLEEP),
            steps(more.output(0)));
        assertEquals(Tuning.WAKE_SLEEP_TUNED, ((DbnPortObjectSpec)more.announced(0)).tuning());
    }

    private static List<String> steps(final PortObject port) {
        return ((DbnPortObject)port).network().provenance().steps().stream().map(TrainingStep::name).toList();
    }

    /** The first rows have no nine, the others no zero: in the end the network knows both. */
    @Test
    void fineTuningKeepsTheClassesItKnowsAndTakesNewOnes() throws Exception {
        final List<DataCell[]> all = cells(digits);
        final int label = digits.getDataTableSpec().findColumnIndex("digit");
        final BufferedDataTable withoutNine =
            table(all.stream().filter(row -> !row[label].toString().equals("nine")).toList());
        final BufferedDataTable withoutZero =
            table(all.stream().filter(row -> !row[label].toString().equals("zero")).toList());
        final DbnPortObject start = (DbnPortObject)NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("layers/0/units", 50, "layers/1/units", 50, "epochs", 10), digits).output(0);
        final Map<String, Object> tuning = Map.of("targetColumn", "digit", "epochs", 5);
        final NodeRunner first = NodeRunner.run(new FineTuneNodeFactory(), tuning, start, withoutNine);
        final List<String> known = ((DbnPortObject)first.output(0)).getSpec().target().orElseThrow().values();
        final NodeRunner second = NodeRunner.run(new FineTuneNodeFactory(),
            Map.of("targetColumn", "digit", "epochs", 1), first.output(0), withoutZero);
        final Target target = ((DbnPortObject)second.output(0)).getSpec().target().orElseThrow();
        assertEquals(second.announced(0), second.output(0).getSpec());
        assertEquals(9, known.size());
        assertEquals(known, target.values().subList(0, 9), "those that it knew come first");
        assertEquals("nine", target.values().get(9));
        final BufferedDataTable predicted =
            (BufferedDataTable)NodeRunner.run(new PredictNodeFactory(), Map.of(), second.output(0), digits).output(0);
        final int prediction = predicted.getDataTableSpec().findColumnIndex("Prediction (digit)");
        int zeros = 0;
        int right = 0;
        for (final DataCell[] row : cells(predicted)) {
            zeros += row[label].toString().equals("zero") ? 1 : 0;
            right += row[label].toString().equals("zero") && row[prediction].equals(row[label]) ? 1 : 0;
        }
        System.out.printf("GoingOnNodesTest: %d of %d zeros are told, none of which the second training saw%n", right,
            zeros);
        assertTrue(right > 0.5 * zeros, right + " of " + zeros + ": an output that begins anew would tell none");
    }

    @Test
    void aRegressionGoesOnInItsOwnNumbers() throws Exception {
        final NodeRunner first = NodeRunner.run(new FineTuneNodeFactory(),
            Map.of("targetColumn", "px22", "task", "NUMBERS", "epochs", 5), network, digits);
        final NodeRunner second = NodeRunner.run(new FineTuneNodeFactory(), Map.of("targetColumn", "px22", "task",
            "NUMBERS", "epochs", 1, "learningRate", 1e-12, "hiddenDropout", 0.0), first.output(0), few);
        final List<DataCell[]> before = cells((BufferedDataTable)NodeRunner
            .run(new PredictNodeFactory(), Map.of(), first.output(0), few).output(0));
        final List<DataCell[]> after = cells((BufferedDataTable)NodeRunner
            .run(new PredictNodeFactory(), Map.of(), second.output(0), few).output(0));
        for (int r = 0; r < before.size(); r++) {
            final DataCell[] one = before.get(r);
            assertEquals(Double.parseDouble(one[one.length - 1].toString()),
                Double.parseDouble(after.get(r)[one.length - 1].toString()), 1e-4);
        }
    }
}
