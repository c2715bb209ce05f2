// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.knime.embed.EmbedNodeFactory;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.generate.GenerateNodeFactory;
import org.deepbelief.knime.inspect.InspectNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DoubleValue;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;

/** DBN Embed on handwritten digits. */
class EmbedNodeTest {

    private static final int DIGITS = 500;

    private static BufferedDataTable all;

    private static PortObject network;

    @BeforeAll
    static void pretrain() throws Exception {
        all = Tables.digits(DIGITS);
        network = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 20, "layers/0/units", 100, "layers/1/units", 100), all).output(0);
    }

    /** Those of the first rows that are fit for learning, or every fifth; some of them lack their class. */
    private static BufferedDataTable digits(final boolean fifth, final int rows, final int labelled) {
        final List<DataColumnSpec> columns = all.getDataTableSpec().stream().toList();
        final List<DataCell[]> chosen = new ArrayList<>();
        int number = 0;
        for (final DataRow row : all) {
            if (number++ % 5 == 4 == fifth && chosen.size() < rows) {
                final DataCell[] cells = row.stream().toArray(DataCell[]::new);
                cells[cells.length - 1] = chosen.size() < labelled ? cells[cells.length - 1] : null;
                chosen.add(cells);
            }
        }
        return Tables.of(columns, chosen);
    }

    private record Place(double[] at, String digit) {
    }

    private static List<Place> places(final PortObject table, final int first, final int dimensions) {
        final List<Place> places = new ArrayList<>();
        for (final DataRow row : (BufferedDataTable)table) {
            final double[] at = new double[dimensions];
            for (int k = 0; k < dimensions; k++) {
                at[k] = ((DoubleValue)row.getCell(first + k)).getDoubleValue();
            }
            places.add(new Place(at, row.getCell(64).toString()));
        }
        return places;
    }

    private static double distance(final Place a, final Place b) {
        double sum = 0;
        for (int k = 0; k < a.at.length; k++) {
            sum += Math.pow(a.at[k] - b.at[k], 2);
        }
        return sum;
    }

    /** The share of rows whose nearest known row has another class. */
    private static double error(final List<Place> known, final List<Place> asked) {
        int wrong = 0;
        for (final Place one : asked) {
            Place nearest = known.get(0);
            for (final Place other : known) {
                nearest = distance(other, one) < distance(nearest, one) ? other : nearest;
            }
            wrong += nearest.digit.equals(one.digit) ? 0 : 1;
        }
        return (double)wrong / asked.size();
    }

    @ParameterizedTest
    @CsvSource({"AUTOMATIC, false, 400, neighbours, 0.3", "AUTOMATIC, true, 400, column, 0.15",
        "AUTOMATIC, true, 150, classWeight, 0.2", "NEIGHBOURS, true, 400, neighbours, 0.3",
        "CLASSES, true, 150, column, 0.3", "BOTH, true, 400, classWeight, 0.15"})
    void newRowsFindTheirPlaces(final String task, final boolean column, final int labelled, final String setting,
        final double mostErrors) throws Exception {
        final NodeRunner node = NodeRunner.run(new EmbedNodeFactory(), Map.of("task", task, "classColumn", "digit",
            "classColumn_is_present", column, "epochs", 400), network, digits(false, 400, labelled));
        assertEquals(List.of(), node.warnings());
        final DbnPortObjectSpec spec = (DbnPortObjectSpec)node.output(0).getSpec();
        assertEquals(Tuning.EMBEDDED, spec.tuning());
        assertEquals("64-100-100-2", spec.shape());
        assertEquals(LayerKind.EMBEDDING, spec.levels().get(2).kind());
        assertEquals(((DbnPortObjectSpec)node.announced(0)).levels(), spec.levels());
        final BufferedDataTable table = (BufferedDataTable)node.output(1);
        assertTrue(((DataTableSpec)node.announced(1)).equalStructure(table.getDataTableSpec()));
        assertEquals(List.of("Map 1", "Map 2"),
            List.of(table.getDataTableSpec().getColumnNames()).subList(65, 67));
        assertEquals(400, ((BufferedDataTable)node.output(2)).size());
        final var settings =
            ((DbnPortObject)node.output(0)).network().provenance().steps().get(1).settings().keySet();
        assertTrue(settings.stream().anyMatch(key -> key.equals("aim/" + setting)), settings.toString());

        final PortObject extracted = NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), node.output(0),
            digits(true, 100, 100)).output(0);
        final List<Place> known = places(table, 65, 2).subList(0, Math.min(labelled, 400));
        final double error = error(known, places(extracted, 65, 2));
        System.out.println("EmbedNodeTest: " + task + " with " + labelled + " labelled rows, error " + error);
        assertTrue(error < mostErrors, "error " + error);
    }

    @Test
    void untouchedSettingsEmbedASmallTable() throws Exception {
        final BufferedDataTable small = Tables.small(12);
        final PortObject pretrained =
            NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of("epochs", 2), small).output(0);
        final NodeRunner node = NodeRunner.run(new EmbedNodeFactory(), Map.of(), pretrained, small);
        assertEquals(List.of(), node.warnings());
        for (final DataRow row : (BufferedDataTable)node.output(1)) {
            assertTrue(Double.isFinite(((DoubleValue)row.getCell(3)).getDoubleValue()));
        }
    }

    @Test
    void aRowThatIsSkippedHasNoPlace() throws Exception {
        final BufferedDataTable table = digits(false, 60, 60);
        final List<DataCell[]> rows = new ArrayList<>();
        table.forEach(row -> rows.add(row.stream().toArray(DataCell[]::new)));
        rows.get(7)[33] = null;
        final NodeRunner node = NodeRunner.run(new EmbedNodeFactory(), Map.of("missingValues", "SKIP", "epochs", 1),
            network, Tables.of(table.getDataTableSpec().stream().toList(), rows));
        int number = 0;
        for (final DataRow row : (BufferedDataTable)node.output(1)) {
            assertEquals(number++ == 7, row.getCell(65).isMissing());
        }
        assertEquals(60, number);
    }

    /** However the map was learned: the precision is that of learning. */
    @Test
    void placesAreThoseThatExtractFeaturesGives() throws Exception {
        final BufferedDataTable table = digits(false, 60, 60);
        final NodeRunner node =
            NodeRunner.run(new EmbedNodeFactory(), Map.of("precision", "MIXED", "epochs", 2), network, table);
        final List<Place> extracted = places(
            NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), node.output(0), table).output(0), 65, 2);
        final List<Place> given = places(node.output(1), 65, 2);
        for (int row = 0; row < 60; row++) {
            assertArrayEquals(extracted.get(row).at(), given.get(row).at(), "row " + row);
        }
    }

    @Test
    void theSameSeedGivesTheSameTable() throws Exception {
        final List<List<Place>> runs = new ArrayList<>();
        for (final long seed : new long[]{4, 4, 5}) {
            runs.add(places(NodeRunner.run(new EmbedNodeFactory(), Map.of("seed", seed, "epochs", 2, "dimensions", 3),
                network, digits(false, 100, 100)).output(1), 65, 3));
        }
        assertEquals(0, distance(runs.get(0).get(9), runs.get(1).get(9)));
        assertTrue(distance(runs.get(0).get(9), runs.get(2).get(9)) > 0);
    }

    @Test
    void otherNodesSayWhatAMapCannotDo() throws Exception {
        final PortObject map =
            NodeRunner.run(new EmbedNodeFactory(), Map.of("epochs", 1), network, digits(false, 60, 60)).output(0);
        final DataTableSpec table = all.getDataTableSpec();
        for (final NodeFactory<?> node : List.of(new ReconstructNodeFactory(), new GenerateNodeFactory())) {
            final PortObjectSpec[] inputs = node instanceof GenerateNodeFactory
                ? new PortObjectSpec[]{map.getSpec()} : new PortObjectSpec[]{map.getSpec(), table};
            assertRefused("The network ends in a map", node, Map.of(), inputs);
        }
        assertThrows(InvalidSettingsException.class,
            () -> NodeRunner.configure(new PredictNodeFactory(), Map.of(), map.getSpec(), table));
        assertThrows(InvalidSettingsException.class,
            () -> NodeRunner.configure(new WakeSleepTuneNodeFactory(), Map.of(), map.getSpec(), table));
        final BufferedDataTable layers =
            (BufferedDataTable)NodeRunner.run(new InspectNodeFactory(), Map.of(), map).output(0);
        assertTrue(StreamSupport.stream(layers.spliterator(), false)
            .anyMatch(row -> row.stream().anyMatch(cell -> cell.toString().contains("embedding"))));
    }

    @Test
    void whatDoesNotFitIsSaidBeforeAnythingRuns() throws Exception {
        final DataTableSpec table = all.getDataTableSpec();
        final PortObjectSpec spec = network.getSpec();
        final NodeFactory<?> node = new EmbedNodeFactory();
        assertRefused("No class column is chosen. Check \"Class column\" (classColumn)", node, Map.of("task", "CLASSES"),
            spec, table);
        assertRefused("The column \"px00\" is an input of the network", node, Map.of("classColumn", "px00"), spec, table);
        assertRefused("The column \"no\" is missing in the table", node, Map.of("classColumn", "no"), spec, table);
        assertRefused("The setting \"Frozen layers\" (frozenLayers) is 3, but the network has only 2 layers", node,
            Map.of("frozenLayers", 3), spec, table);
        assertRefused("The setting \"Perplexity\" (perplexity) is 1: it must be greater than 1", node,
            Map.of("perplexity", 1.0), spec, table);
        assertRefused("The setting \"Weight of classes (0 to 1)\" (classWeight) is 1: it must be", node,
            Map.of("classWeight", 1.0), spec, table);
        assertRefused("Stopping early watches rows that are held out", node, Map.of("stopEarly", true), spec, table);
        final String message = assertThrows(Exception.class, () -> NodeRunner.run(new EmbedNodeFactory(),
            Map.of("perplexity", 30.0), network, digits(false, 20, 20))).getMessage();
        assertTrue(message.contains("The perplexity is 30.0, but of the 20 rows to learn from a batch has 20"), message);
    }

    private static void assertRefused(final String message, final NodeFactory<?> node,
        final Map<String, Object> settings, final PortObjectSpec... inputs) {
        final String said = assertThrows(InvalidSettingsException.class,
            () -> NodeRunner.configure(node, settings, inputs)).getMessage();
        assertTrue(said.contains(message), said);
    }
}
