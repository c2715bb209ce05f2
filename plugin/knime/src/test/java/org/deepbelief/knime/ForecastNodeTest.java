// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.ConditionalLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.model.RowOrder;
import org.deepbelief.engine.model.TrainingStep;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.forecast.ForecastNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.TargetKind;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;

/** DBN Forecast on a network whose rows go on in a straight line, whatever its hidden unit does. */
class ForecastNodeTest {

    /** The spread of a row, in units, around what those before say. */
    private static final double DEVIATION = 0.5;

    /**
     * x is expected to be 2 x[-1] - x[-2], in units of 10 around 100; the context counts from 0.
     *
     * @param order what the network knows of the rows' order
     */
    private static DbnPortObject line(final RowOrder order) {
        final ConditionalLayer layer = new ConditionalLayer(List.of(new UnitGroup(UnitType.gaussian(), 1)),
            UnitType.bernoulli(), new ConditionalLayer.Context(new float[1],
                FloatMatrix.of(2, 1, new float[]{2, -1}), FloatMatrix.zeros(2, 1)), FloatMatrix.zeros(1, 1),
            new float[1], new float[1], new float[]{(float)DEVIATION});
        final DeepBeliefNetwork network = order.recordedIn(new DeepBeliefNetwork(
            new InputEncoding(List.of(new NumberColumn("x", UnitType.gaussian(), NumberScaling.Z_SCORE, 100, 10)),
                new float[1]), List.of(layer), AssociativeMemory.of(layer), Optional.empty(),
            new Provenance(List.of(new TrainingStep(TrainingStep.PRETRAINING, Map.of(), 5, 1)))));
        return new DbnPortObject(network,
            DbnPortObjectSpec.of(network, Tuning.PRETRAINED, TargetKind.NOMINAL, TargetKind.NOMINAL));
    }

    private static final RowOrder BY_COLUMNS = new RowOrder(Optional.of("day"), Optional.of("machine"));

    private static BufferedDataTable table(final Object[]... rows) {
        return Tables.of(List.of(Tables.column("day", StringCell.TYPE), Tables.column("machine", StringCell.TYPE),
            Tables.column("x", DoubleCell.TYPE)), Arrays.stream(rows).map(row -> Arrays.stream(row)
                .map(value -> value == null ? null : value instanceof String text ? new StringCell(text)
                    : new DoubleCell((Double)value)).toArray(DataCell[]::new)).toList());
    }

    /** Machine a rises by 10 a day and jumps on its last, b falls by 5; their rows stand among each other. */
    private static BufferedDataTable machines() {
        return table(new Object[]{"2024-02-28", "b", 95.0}, new Object[]{"2024-02-27", "a", 110.0},
            new Object[]{"2024-02-26", "a", 100.0}, new Object[]{"2024-02-27", "b", 100.0},
            new Object[]{"2024-02-28", "a", 120.0}, new Object[]{"2024-02-29", "a", 135.0});
    }

    private static List<List<String>> texts(final PortObject table) {
        return StreamSupport.stream(((BufferedDataTable)table).spliterator(), false).map(row -> row.stream()
            .map(cell -> cell.isMissing() ? "?" : cell instanceof DoubleCell number
                ? String.valueOf(Math.round(1000 * number.getDoubleValue()) / 1000.0) : cell.toString())
            .toList()).toList();
    }

    @Test
    void eachSequenceGoesOnByItself() throws Exception {
        final NodeRunner node =
            NodeRunner.run(new ForecastNodeFactory(), Map.of("rows", 2), line(BY_COLUMNS), machines());
        assertEquals(List.of(List.of("b", "2024-02-29", "1", "90.0"), List.of("b", "2024-03-01", "2", "85.0"),
            List.of("a", "2024-03-01", "1", "150.0"), List.of("a", "2024-03-02", "2", "165.0")),
            texts(node.output(0)));
        assertEquals(List.of("machine", "day", "Step", "x"),
            List.of(((BufferedDataTable)node.output(0)).getDataTableSpec().getColumnNames()));
        assertEquals(List.of(), node.warnings());
        for (int port = 0; port < 2; port++) {
            assertTrue(((DataTableSpec)node.announced(port))
                .equalStructure(((BufferedDataTable)node.output(port)).getDataTableSpec()));
        }
    }

    /**
     * The next row strays by a deviation around 2 x[-1] - x[-2], and the one after it by its own around what the drawn
     * one says: variances of s^2 and (2^2 + 1) s^2.
     */
    @Test
    void drawsStrayAsTheNetworkHasSeenRowsStray() throws Exception {
        final int draws = 4000;
        final Map<String, Object> settings = Map.of("rows", 2, "following", "DRAWN", "draws", draws, "seed", 3L);
        final NodeRunner node = NodeRunner.run(new ForecastNodeFactory(), settings, line(BY_COLUMNS), machines());
        final BufferedDataTable drawn = (BufferedDataTable)node.output(0);
        assertEquals(List.of("machine", "day", "Step", "Draw", "x"),
            List.of(drawn.getDataTableSpec().getColumnNames()));
        assertTrue(((DataTableSpec)node.announced(0)).equalStructure(drawn.getDataTableSpec()));
        final List<List<String>> rows = texts(drawn);
        assertEquals(2 * 2 * draws, rows.size());
        assertEquals(List.of("a", "2024-03-02", "2", String.valueOf(draws)), rows.get(rows.size() - 1).subList(0, 4));
        final double deviation = 10 * DEVIATION;
        assertSpread(90, deviation, values(rows, "b", "1"));
        assertSpread(85, Math.sqrt(5) * deviation, values(rows, "b", "2"));
        assertSpread(150, deviation, values(rows, "a", "1"));
        final List<Double> strays = values(rows, "b", "1").stream().map(x -> x - 90).toList();
        assertNotEquals(strays.get(0), values(rows, "a", "1").get(0) - 150, 1e-2, "sequences stray by themselves");
        assertEquals(rows, texts(NodeRunner.run(new ForecastNodeFactory(), settings, line(BY_COLUMNS), machines())
            .output(0)));
        assertEquals(texts(NodeRunner.run(new ForecastNodeFactory(), Map.of("rows", 2), line(BY_COLUMNS), machines())
            .output(1)), texts(node.output(1)), "the rows themselves have what is expected");
    }

    private static List<Double> values(final List<List<String>> rows, final String machine, final String step) {
        return rows.stream().filter(row -> row.get(0).equals(machine) && row.get(2).equals(step))
            .map(row -> Double.valueOf(row.get(4))).toList();
    }

    /** By the mean and the variance of normal numbers, each within five of its standard errors. */
    private static void assertSpread(final double mean, final double deviation, final List<Double> values) {
        final double found = values.stream().mapToDouble(x -> x).average().getAsDouble();
        final double variance = values.stream().mapToDouble(x -> (x - found) * (x - found)).sum() / (values.size() - 1);
        assertEquals(mean, found, 5 * deviation / Math.sqrt(values.size()));
        assertEquals(deviation * deviation, variance, 5 * deviation * deviation * Math.sqrt(2.0 / values.size()));
    }

    /** The hidden unit is half on whatever the row, so the free energies differ by the squares alone. */
    private static double unexpectedness(final double x, final double expected) {
        return Math.pow((x - expected) / 10 / DEVIATION, 2) / 2;
    }

    @Test
    void eachRowHasWhatWasExpectedAndHowUnexpectedItIs() throws Exception {
        final NodeRunner node =
            NodeRunner.run(new ForecastNodeFactory(), Map.of("rows", 1), line(BY_COLUMNS), machines());
        // Before the start rows count as 0, which is 100 here.
        final double[] expected = {100, 100, 100, 100, 120, 130};
        final double[] x = {95, 110, 100, 100, 120, 135};
        int row = 0;
        for (final DataRow one : (BufferedDataTable)node.output(1)) {
            assertEquals("Row" + row, one.getKey().getString());
            assertEquals(expected[row], number(one, 3), 1e-4);
            assertEquals(unexpectedness(x[row], expected[row]), number(one, 4), 1e-4);
            row++;
        }
        assertEquals(6, row);
    }

    private static double number(final DataRow row, final int column) {
        return ((DoubleValue)row.getCell(column)).getDoubleValue();
    }

    @Test
    void expectedValuesCanBeForetoldFromFurtherBack() throws Exception {
        final NodeRunner node = NodeRunner.run(new ForecastNodeFactory(), Map.of("stepsAhead", 2), line(BY_COLUMNS),
            machines());
        // b: nothing comes before its first row by two; a: 100 and then from 100, from 100 and 110, from 110 and 120.
        assertEquals(List.of("100.0", "100.0", "?", "?", "100.0", "130.0"),
            texts(node.output(1)).stream().map(row -> row.get(3)).toList());
        assertEquals(List.of("x (expected)", "Unexpectedness"), List.of(((BufferedDataTable)node.output(1))
            .getDataTableSpec().getColumnNames()).subList(3, 5));
    }

    @Test
    void aMissingValueIsTakenAsExpected() throws Exception {
        final BufferedDataTable gap = table(new Object[]{"2024-01-01", "a", 100.0},
            new Object[]{"2024-01-02", "a", 110.0}, new Object[]{"2024-01-03", "a", null},
            new Object[]{"2024-01-04", "a", 130.0});
        final NodeRunner node = NodeRunner.run(new ForecastNodeFactory(), Map.of("rows", 1), line(BY_COLUMNS), gap);
        assertEquals(List.of(List.of("a", "2024-01-05", "1", "140.0")), texts(node.output(0)));
        assertEquals("0.0", texts(node.output(1)).get(2).get(4));
        final NodeRunner skipping = NodeRunner.run(new ForecastNodeFactory(),
            Map.of("rows", 1, "missingValues", "SKIP"), line(BY_COLUMNS), gap);
        assertEquals(List.of("?", "?"), texts(skipping.output(1)).get(2).subList(3, 5));
        assertEquals("150.0", texts(skipping.output(0)).get(0).get(3));
        assertTrue(assertThrows(Exception.class, () -> NodeRunner.run(new ForecastNodeFactory(),
            Map.of("missingValues", "FAIL"), line(BY_COLUMNS), gap)).getMessage().contains("in row \"Row2\""));
    }

    @Test
    void withoutColumnsTheTableIsOneSequence() throws Exception {
        final NodeRunner node = NodeRunner.run(new ForecastNodeFactory(),
            Map.of("rows", 1, "appendExpected", false), line(RowOrder.AS_IN_TABLE), machines());
        assertEquals(List.of(List.of("1", "150.0")), texts(node.output(0)));
        assertEquals(4, ((BufferedDataTable)node.output(1)).getDataTableSpec().getNumColumns());
    }

    @Test
    void whatDoesNotFitIsSaidBeforeAnythingRuns() throws Exception {
        final PortObject plain =
            NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of("epochs", 1), Tables.small(20)).output(0);
        assertRefused("The network knows nothing of the rows before a row", Map.of(), plain, Tables.small(20));
        final BufferedDataTable x = Tables.of(List.of(Tables.column("x", DoubleCell.TYPE)), List.of());
        assertRefused("The order column \"day\"", Map.of(), line(BY_COLUMNS), x);
        assertRefused("The setting \"Rows to forecast\" (rows) is 0", Map.of("rows", 0), line(BY_COLUMNS), machines());
        final BufferedDataTable numbers = Tables.of(List.of(Tables.column("day", DoubleCell.TYPE),
            Tables.column("machine", DoubleCell.TYPE), Tables.column("x", DoubleCell.TYPE)), List.of());
        assertRefused("The sequence column \"machine\" is of the type", Map.of(), line(BY_COLUMNS), numbers);
        assertRefused("The order column \"day\"", Map.of(), line(BY_COLUMNS), x, new ExtractFeaturesNodeFactory());
    }

    private static void assertRefused(final String message, final Map<String, Object> settings,
        final PortObject network, final BufferedDataTable table) {
        assertRefused(message, settings, network, table, new ForecastNodeFactory());
    }

    private static void assertRefused(final String message, final Map<String, Object> settings,
        final PortObject network, final BufferedDataTable table, final NodeFactory<?> node) {
        final String said = assertThrows(InvalidSettingsException.class,
            () -> NodeRunner.configure(node, settings, network.getSpec(), table.getSpec())).getMessage();
        assertTrue(said.contains(message), said);
    }

    @Test
    void aTableWithoutRowsHasNothingToFollow() throws Exception {
        final BufferedDataTable none = table();
        final NodeRunner node = NodeRunner.run(new ForecastNodeFactory(), Map.of(), line(BY_COLUMNS), none);
        assertEquals(List.of(), texts(node.output(0)));
        assertEquals(List.of(), new ArrayList<>(texts(node.output(1))));
    }
}
