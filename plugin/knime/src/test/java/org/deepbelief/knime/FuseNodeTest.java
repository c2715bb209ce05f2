// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.deepbelief.knime.embed.EmbedNodeFactory;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.fuse.FuseNodeFactory;
import org.deepbelief.knime.generate.GenerateNodeFactory;
import org.deepbelief.knime.inspect.InspectNodeFactory;
import org.deepbelief.knime.pmml.ToPmmlNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.deepbelief.knime.writer.WriterNodeFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

/** DBN Fuse on handwritten digits, of which one network sees the upper half and another the lower one. */
class FuseNodeTest {

    private static final int DIGITS = 600;

    private static final Map<String, Object> LEARNING = Map.of("names", "upper, lower", "layers/0/units", 80, "epochs",
        120);

    private static BufferedDataTable all;

    private static PortObject upper;

    private static PortObject lower;

    private static NodeRunner fused;

    private static PortObject network;

    private static PortObject tuned;

    @BeforeAll
    static void fuse() throws Exception {
        all = Tables.digits(DIGITS);
        upper = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of("epochs", 20, "layers/0/units", 60,
            "layers/1/units", 50, "imageWidth", 8), digits(false, Set.of("px0", "px1", "px2", "px3"))).output(0);
        lower = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of("epochs", 20, "layers/0/units", 60,
            "layers/1/units", 40, "imageWidth", 8), digits(false, Set.of("px4", "px5", "px6", "px7"))).output(0);
        fused = NodeRunner.run(new FuseNodeFactory(), LEARNING, digits(false, Set.of("px")), upper, lower);
        network = fused.output(0);
        tuned = NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 20), network,
            digits(false, Set.of("px", "digit"))).output(0);
    }

    /** Those that are fit for learning, or every fifth; with the columns that begin so. */
    private static BufferedDataTable digits(final boolean fifth, final Set<String> columns) {
        return digits(fifth, columns, "none");
    }

    /** As above, with columns that begin in some way missing. */
    private static BufferedDataTable digits(final boolean fifth, final Set<String> columns, final String missing) {
        final DataTableSpec spec = all.getDataTableSpec();
        final int[] kept = IntStream.range(0, spec.getNumColumns())
            .filter(c -> columns.stream().anyMatch(spec.getColumnSpec(c).getName()::startsWith)).toArray();
        final List<DataColumnSpec> keptSpecs = IntStream.of(kept).mapToObj(spec::getColumnSpec).toList();
        final List<DataCell[]> rows = new ArrayList<>();
        int number = 0;
        for (final DataRow row : all) {
            if (number++ % 5 == 4 == fifth) {
                rows.add(IntStream.of(kept).mapToObj(c -> spec.getColumnSpec(c).getName().matches(missing) ? null
                    : row.getCell(c)).toArray(DataCell[]::new));
            }
        }
        return Tables.of(keptSpecs, rows);
    }

    private static List<String> values(final PortObject table, final String column) {
        final int index = ((BufferedDataTable)table).getDataTableSpec().findColumnIndex(column);
        final List<String> values = new ArrayList<>();
        ((BufferedDataTable)table).forEach(row -> values.add(row.getCell(index).toString()));
        return values;
    }

    private static double accuracy(final PortObject predicted) {
        final List<String> said = values(predicted, "Prediction (digit)");
        final List<String> right = values(digits(true, Set.of("digit")), "digit");
        return IntStream.range(0, said.size()).filter(r -> said.get(r).equals(right.get(r))).count()
            / (double)said.size();
    }

    @Test
    void whatComesOutIsWhatWasAnnounced() throws Exception {
        assertEquals(List.of(), fused.warnings());
        final DbnPortObjectSpec spec = (DbnPortObjectSpec)network.getSpec();
        final DbnPortObjectSpec announced = (DbnPortObjectSpec)fused.announced(0);
        assertEquals(announced.senses(), spec.senses());
        assertEquals(announced.levels(), spec.levels());
        assertEquals("(32-60-50 + 32-60-40)-80", spec.shape());
        assertEquals(Tuning.PRETRAINED, spec.tuning());
        assertEquals(List.of("upper", "lower"), spec.senses().stream().map(sense -> sense.name()).toList());
        assertEquals(120, ((BufferedDataTable)fused.output(1)).size());
        assertEquals(List.of("3"), values(fused.output(1), "First layer").stream().distinct().toList());
        final PortObject again = NodeRunner.run(new FuseNodeFactory(), LEARNING, digits(false, Set.of("px")), upper,
            lower).output(0);
        assertEquals(List.of(bits(network)), List.of(bits(again)));
    }

    private static List<Float> bits(final PortObject network) {
        final float[] weights =
            ((DbnPortObject)network).network().lastLayer().recognitionWeights().toArray();
        return IntStream.range(0, weights.length).mapToObj(i -> weights[i]).toList();
    }

    @Test
    void predictionsDoWithoutASense() throws Exception {
        final Set<String> pixels = Set.of("px");
        final double whole = accuracy(NodeRunner.run(new PredictNodeFactory(), Map.of(), tuned, digits(true, pixels))
            .output(0));
        final NodeRunner missing =
            NodeRunner.run(new PredictNodeFactory(), Map.of(), tuned, digits(true, pixels, "px[4-7].*"));
        final NodeRunner absent = NodeRunner.run(new PredictNodeFactory(), Map.of("absentSenses", true), tuned,
            digits(true, Set.of("px0", "px1", "px2", "px3")));
        System.out.printf("FuseNodeTest: accuracy %.3f, without the lower half %.3f%n", whole,
            accuracy(missing.output(0)));
        assertTrue(whole > 0.85, "" + whole);
        assertTrue(accuracy(missing.output(0)) > 0.5);
        assertEquals(values(missing.output(0), "Prediction (digit)"), values(absent.output(0), "Prediction (digit)"));
        assertEquals(values(missing.output(0), "P (digit=one)"), values(absent.output(0), "P (digit=one)"));
        assertTrue(missing.warnings().get(0).contains("\"lower\" in 120 rows"), missing.warnings().toString());
        assertTrue(absent.warnings().get(0).contains("The table has no column of \"lower\""),
            absent.warnings().toString());
        final NodeRunner skipped = NodeRunner.run(new PredictNodeFactory(), Map.of("missingValues", "SKIP"), tuned,
            digits(true, pixels, "px[4-7].*"));
        assertEquals(List.of("?"), values(skipped.output(0), "Prediction (digit)").stream().distinct().toList());
    }

    @Test
    void aMissingSenseIsReconstructed() throws Exception {
        for (final String way : List.of("MEAN", "FILL")) {
            final PortObject rows = NodeRunner.run(new ReconstructNodeFactory(), Map.of("missingValues", way), network,
                digits(true, Set.of("px"), "px[4-7].*")).output(0);
            double squares = 0;
            double ofMeans = 0;
            for (final String column : List.of("px43", "px44", "px53", "px54", "px63", "px64")) {
                final List<String> given = values(digits(true, Set.of("px")), column);
                final List<String> said = values(rows, column + (way.equals("FILL") ? " (filled)"
                    : " (reconstructed)"));
                final double mean = values(digits(false, Set.of("px")), column).stream()
                    .mapToDouble(Double::parseDouble).average().getAsDouble();
                for (int r = 0; r < given.size(); r++) {
                    final double value = Double.parseDouble(given.get(r));
                    squares += Math.pow(Double.parseDouble(said.get(r)) - value, 2);
                    ofMeans += Math.pow(mean - value, 2);
                }
            }
            System.out.printf("FuseNodeTest: %s leaves %.2f of the error of means%n", way, squares / ofMeans);
            assertTrue(squares < 0.9 * ofMeans, way + ": " + squares / ofMeans);
            assertTrue(values(rows, "Free energy").stream().mapToDouble(Double::parseDouble)
                .allMatch(Double::isFinite));
        }
    }

    @Test
    void featuresAreOfASenseOrOfAllTogether() throws Exception {
        final NodeRunner node = NodeRunner.run(new ExtractFeaturesNodeFactory(),
            Map.of("layers", "ALL", "absentSenses", true), network, digits(true, Set.of("px0", "px1", "px2", "px3")));
        final DataTableSpec spec = ((BufferedDataTable)node.output(0)).getDataTableSpec();
        assertTrue(((DataTableSpec)node.announced(0)).equalStructure(spec));
        assertEquals(32 + 60 + 60 + 50 + 40 + 80, spec.getNumColumns());
        assertEquals("upper layer 1 unit 1", spec.getColumnSpec(32).getName());
        assertEquals("lower layer 2 unit 1", spec.getColumnSpec(32 + 170).getName());
        assertEquals("Layer 3 unit 80", spec.getColumnSpec(32 + 289).getName());
        for (final DataRow row : (BufferedDataTable)node.output(0)) {
            for (int c = 32; c < row.getNumCells(); c++) {
                final double value = ((DoubleValue)row.getCell(c)).getDoubleValue();
                assertTrue(value >= 0 && value <= 1, c + ": " + value);
            }
        }
    }

    /** The same numbers as among those of all senses. */
    @Test
    void featuresAreOfTheChosenSensesAlone() throws Exception {
        final BufferedDataTable table = digits(false, Set.of("px"));
        final PortObject all = NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of("layers", "CHOSEN",
            "chosenLayers", new String[]{"1", "3"}), network, table).output(0);
        final NodeRunner node = NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of("layers", "CHOSEN",
            "chosenLayers", new String[]{"1", "3"}, "senses", "CHOSEN", "chosenSenses", new String[]{"lower"}),
            network, table);
        final DataTableSpec spec = ((BufferedDataTable)node.output(0)).getDataTableSpec();
        assertTrue(((DataTableSpec)node.announced(0)).equalStructure(spec));
        final List<String> names = Arrays.stream(spec.getColumnNames()).filter(name -> name.contains("unit")).toList();
        assertEquals(60 + 80, names.size());
        assertTrue(names.stream().allMatch(name -> name.startsWith("lower layer 1 ") || name.startsWith("Layer 3 ")));
        for (final String name : names) {
            assertEquals(values(all, name), values(node.output(0), name), name);
        }
        final DbnPortObjectSpec of = (DbnPortObjectSpec)network.getSpec();
        refused("(chosenSenses) has \"middle\": the network has the senses [upper, lower]",
            new ExtractFeaturesNodeFactory(), Map.of("senses", "CHOSEN", "chosenSenses", new String[]{"middle"}), of,
            table.getDataTableSpec());
        refused("No sense is chosen", new ExtractFeaturesNodeFactory(), Map.of("senses", "CHOSEN"), of,
            table.getDataTableSpec());
    }

    /** Untouched, an ordinary table gets one layer: below the common ones this sense has no second of its own. */
    @Test
    void allLayersOfAChosenSenseAreThoseThatItHas() throws Exception {
        final BufferedDataTable table = digits(true, Set.of("px"));
        final BufferedDataTable few = digits(true, Set.of("px6", "px7"));
        final PortObject shallow = NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of("epochs", 1, "scaling",
            "Z_SCORE"), few).output(0);
        final PortObject both = NodeRunner.run(new FuseNodeFactory(), Map.of("names", "deep, shallow",
            "layers/0/units", 80, "epochs", 1), table, upper, shallow).output(0);
        final NodeRunner node = NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of("layers", "ALL", "senses",
            "CHOSEN", "chosenSenses", new String[]{"shallow"}, "format", "VECTOR"), both, table);
        final DataTableSpec spec = ((BufferedDataTable)node.output(0)).getDataTableSpec();
        assertTrue(((DataTableSpec)node.announced(0)).equalStructure(spec));
        assertEquals(List.of("shallow layer 1", "Layer 3"), Arrays.stream(spec.getColumnNames())
            .filter(name -> name.contains("ayer")).toList());
    }

    @Test
    void otherNodesTakeIt() throws Exception {
        final BufferedDataTable table = digits(false, Set.of("px", "digit"));
        final PortObject awake = NodeRunner.run(new WakeSleepTuneNodeFactory(), Map.of("epochs", 2, "classColumn",
            "digit"), network, table).output(0);
        assertEquals(Tuning.WAKE_SLEEP_TUNED, ((DbnPortObjectSpec)awake.getSpec()).tuning());
        final PortObject generated = NodeRunner.run(new GenerateNodeFactory(), Map.of("mode", "PER_CLASS", "rows", 2),
            awake).output(0);
        assertEquals(20, ((BufferedDataTable)generated).size());
        assertEquals(65, ((BufferedDataTable)generated).getDataTableSpec().getNumColumns());
        final NodeRunner inspected = NodeRunner.run(new InspectNodeFactory(), Map.of(), network);
        assertTrue(((DataTableSpec)inspected.announced(0))
            .equalStructure(((BufferedDataTable)inspected.output(0)).getDataTableSpec()));
        assertEquals(List.of("upper", "upper", "lower", "lower", "?"),
            values(inspected.output(0), "Sense").subList(0, 5));
        assertEquals(60 + 50 + 60 + 40 + 80, ((BufferedDataTable)inspected.output(1)).size());
        assertTrue(((DataTableSpec)inspected.announced(1))
            .equalStructure(((BufferedDataTable)inspected.output(1)).getDataTableSpec()));
        final NodeRunner map = NodeRunner.run(new EmbedNodeFactory(), Map.of("epochs", 2), network, table);
        assertEquals("(32-60-50 + 32-60-40)-80-2", ((DbnPortObjectSpec)map.output(0).getSpec()).shape());
    }

    @Test
    void whatDoesNotFitIsSaidBeforeAnythingRuns() throws Exception {
        final DataTableSpec table = digits(false, Set.of("px")).getDataTableSpec();
        final PortObjectSpec one = upper.getSpec();
        final PortObjectSpec other = lower.getSpec();
        final NodeFactory<?> node = new FuseNodeFactory();
        refused("Connect a table", node, Map.of(), null, one, other);
        refused("Connect a network to port 2", node, Map.of(), table, one, null);
        refused("The networks \"Sense 1\" and \"Sense 3\" both read the column \"px00\"", node, Map.of(), table, one,
            other, one);
        refused("has 2 senses; fuse the networks", node, Map.of(), table, network.getSpec(), one);
        refused("has 3 names for 2 networks", node, Map.of("names", "a,b,c"), table, one, other);
        refused("has \"a\" for two networks", node, Map.of("names", "a,a"), table, one, other);
        refused("The network reads the column \"px40\", which is missing", node, Map.of(),
            digits(false, Set.of("px0", "px1", "px2", "px3")).getDataTableSpec(), one, other);
        refused("The setting \"Senses left out (0 to 1)\" (leftOut) is 1", node, Map.of("leftOut", 1.0), table, one,
            other);
        refused("A fused network does not know the rows before a row", node, Map.of(), table,
            NodeRunner.configure(new LayerwisePretrainNodeFactory(),
            Map.of("rowsAreSequence", true, "layers/0/units", 5),
            digits(false, Set.of("px0")).getDataTableSpec()).announced(0), other);
        final PortObject map = NodeRunner.run(new EmbedNodeFactory(), Map.of("epochs", 1), upper,
            digits(false, Set.of("px"))).output(0);
        refused("ends in a map", node, Map.of(), table, map.getSpec(), other);
        refused("The network reads the column \"px40\"", new PredictNodeFactory(), Map.of(), tuned.getSpec(),
            digits(false, Set.of("px0", "px1", "px2", "px3")).getDataTableSpec());
        refused("The network reads the column \"px30\"", new PredictNodeFactory(), Map.of("absentSenses", true),
            tuned.getSpec(), digits(false, Set.of("px0", "px1", "px2")).getDataTableSpec());
        refused("has 2 senses; PMML", new ToPmmlNodeFactory(), Map.of(), tuned.getSpec());
        refused("has 2 senses; an ONNX model", new WriterNodeFactory(), Map.of("format", "ONNX", "file", "/tmp/none"),
            tuned.getSpec());
        refused("has 2 senses; go on with", new LayerwisePretrainNodeFactory(), Map.of(), table, network.getSpec());
    }

    @Test
    void whatANetworkPredictedIsLeftBehind() throws Exception {
        final PortObject classifier = NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 1), upper,
            digits(false, Set.of("px", "digit"))).output(0);
        final NodeRunner node = NodeRunner.run(new FuseNodeFactory(), Map.of("epochs", 30), digits(false, Set.of("px")),
            classifier, lower);
        assertTrue(node.warnings().get(0).contains("What \"Sense 1\" had learned to predict is left behind"),
            node.warnings().toString());
        assertTrue(((DbnPortObjectSpec)node.output(0).getSpec()).target().isEmpty());
    }

    private static void refused(final String message, final NodeFactory<?> node, final Map<String, Object> settings,
        final PortObjectSpec... inputs) {
        final String said = assertThrows(InvalidSettingsException.class,
            () -> NodeRunner.configure(node, settings, inputs)).getMessage();
        assertTrue(said.contains(message), said);
    }
}
