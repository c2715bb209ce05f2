// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import org.deepbelief.engine.infer.Generation;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.generate.GenerateNodeFactory;
import org.deepbelief.knime.inspect.InspectNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Target;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.Test;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.DoubleValue;
import org.knime.core.data.collection.CollectionCellFactory;
import org.knime.core.data.collection.ListCell;
import org.knime.core.data.def.BooleanCell;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.data.def.LongCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.data.image.png.PNGImageValue;
import org.knime.core.data.vector.bitvector.DenseBitVector;
import org.knime.core.data.vector.bitvector.DenseBitVectorCell;
import org.knime.core.data.vector.bitvector.DenseBitVectorCellFactory;
import org.knime.core.data.vector.bytevector.DenseByteVector;
import org.knime.core.data.vector.bytevector.DenseByteVectorCell;
import org.knime.core.data.vector.bytevector.DenseByteVectorCellFactory;
import org.knime.core.data.vector.doublevector.DoubleVectorCellFactory;
import org.knime.core.data.vector.doublevector.DoubleVectorValue;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;

/** The nodes, each on its own, with the tables that users have. */
class NodesTest {

    private static final Map<String, Object> TINY =
        Map.of("epochs", 2, "layers/0/units", 12, "layers/1/units", 7, "batchSize", 10);

    private static NodeFactory<?> pretrain() {
        return new LayerwisePretrainNodeFactory();
    }

    private static List<DataRow> rows(final PortObject table) {
        final List<DataRow> rows = new ArrayList<>();
        for (final DataRow row : (BufferedDataTable)table) {
            rows.add(row);
        }
        return rows;
    }

    private static DataCell cell(final PortObject table, final int row, final String column) {
        return rows(table).get(row).getCell(((BufferedDataTable)table).getDataTableSpec().findColumnIndex(column));
    }

    private static double number(final PortObject table, final int row, final String column) {
        return ((DoubleValue)cell(table, row, column)).getDoubleValue();
    }

    private static List<String> names(final PortObjectSpec spec) {
        return List.of(((DataTableSpec)spec).getColumnNames());
    }

    /** What a node announces before anything runs is what it gives. */
    private static void keepsItsWord(final NodeRunner node, final int ports) {
        for (int port = 0; port < ports; port++) {
            if (node.output(port) instanceof BufferedDataTable table) {
                assertTrue(((DataTableSpec)node.announced(port)).equalStructure(table.getDataTableSpec()),
                    node.announced(port) + " became " + table.getDataTableSpec());
            } else {
                assertEquals(node.announced(port), node.output(port).getSpec());
            }
        }
    }

    @Test
    void theWholeRecipeOnDigits() throws Exception {
        final BufferedDataTable digits = Tables.digits(300);
        final NodeRunner pretrained = NodeRunner.run(pretrain(), TINY, digits);
        assertEquals("?-12-7", ((DbnPortObjectSpec)pretrained.announced(0)).shape(), "the data decides how many units");
        assertEquals("64-12-7", ((DbnPortObjectSpec)pretrained.output(0).getSpec()).shape(), "one a pixel");
        assertFalse(((DbnPortObjectSpec)pretrained.announced(0)).inputs().stream()
            .anyMatch(input -> input.name().equals("digit")), "the class must not be an input unless it is chosen");
        assertEquals(4, rows(pretrained.output(1)).size(), "an entry an epoch and layer");

        final NodeRunner tuned = NodeRunner.run(new WakeSleepTuneNodeFactory(),
            Map.of("epochs", 1, "classColumn", "digit", "classColumn_is_present", true), pretrained.output(0), digits);
        assertEquals("digit", ((DbnPortObjectSpec)tuned.output(0).getSpec()).labels().orElseThrow().name());

        final NodeRunner fineTuned = NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 2), tuned.output(0),
            digits);
        assertEquals("digit", ((DbnPortObjectSpec)fineTuned.output(0).getSpec()).target().orElseThrow().name());

        for (final NodeRunner predictor : List.of(tuned, fineTuned)) {
            final NodeRunner predicted =
                NodeRunner.run(new PredictNodeFactory(), Map.of(), predictor.output(0), digits);
            final List<String> columns = names(predicted.output(0).getSpec());
            assertEquals("Prediction (digit)", columns.get(65));
            assertTrue(columns.contains("P (digit=three)"));
            assertEquals(76, columns.size());
            double sum = 0;
            for (int c = 66; c < 76; c++) {
                sum += ((DoubleValue)rows(predicted.output(0)).get(0).getCell(c)).getDoubleValue();
            }
            assertEquals(1, sum, 1e-5);
        }

        final NodeRunner named = NodeRunner.run(new PredictNodeFactory(),
            Map.of("predictionColumn", "guess", "probabilitySuffix", " by DBN"), fineTuned.output(0), digits);
        keepsItsWord(named, 1);
        assertEquals("guess", names(named.output(0).getSpec()).get(65));
        assertTrue(names(named.output(0).getSpec()).contains("P (digit=three) by DBN"));
        assertEquals(76, names(named.output(0).getSpec()).size());
        assertEquals(cell(NodeRunner.run(new PredictNodeFactory(), Map.of(), fineTuned.output(0), digits).output(0), 3,
            "Prediction (digit)"), cell(named.output(0), 3, "guess"));

        final Map<String, Object> mixed = new HashMap<>(TINY);
        mixed.put("layers/0/method", "AUTOENCODER");
        final NodeRunner autoencoder = NodeRunner.run(pretrain(), mixed, digits);
        final NodeRunner memory = NodeRunner.run(new WakeSleepTuneNodeFactory(), Map.of("epochs", 1),
            autoencoder.output(0), digits);
        final Layer untied = ((DbnPortObject)memory.output(0)).network().layers().get(0);
        assertEquals(LayerKind.AUTOENCODER, untied.kind());
        assertFalse(untied.tied(), "an autoencoder's ways up and down part below the memory too");

        for (final String format : List.of("COLUMNS", "VECTOR")) {
            final NodeRunner features = NodeRunner.run(new ExtractFeaturesNodeFactory(),
                Map.of("layers", "ALL", "format", format), pretrained.output(0), digits);
            keepsItsWord(features, 1);
            assertEquals(65 + (format.equals("COLUMNS") ? 19 : 2), names(features.announced(0)).size());
        }
        final NodeRunner instead = NodeRunner.run(new ExtractFeaturesNodeFactory(),
            Map.of("removeInputColumns", true), pretrained.output(0), digits);
        keepsItsWord(instead, 1);
        assertEquals("digit", names(instead.output(0).getSpec()).get(0));
        assertEquals(8, names(instead.output(0).getSpec()).size());

        final NodeRunner reconstructed = NodeRunner.run(new ReconstructNodeFactory(), Map.of("missingValues", "FILL"),
            pretrained.output(0), digits);
        keepsItsWord(reconstructed, 1);
        assertEquals(number(digits, 5, "px12"), number(reconstructed.output(0), 5, "px12 (filled)"));

        final NodeRunner generated = NodeRunner.run(new GenerateNodeFactory(),
            Map.of("mode", "PER_CLASS", "rows", 2, "gibbsSteps", 3, "appendImages", true), tuned.output(0));
        assertEquals(20, rows(generated.output(0)).size());
        assertTrue(cell(generated.output(0), 0, "Image") instanceof PNGImageValue);

        final NodeRunner inspected = NodeRunner.run(new InspectNodeFactory(),
            Map.of("estimatePartitionFunction", true, "temperatures", 50), fineTuned.output(0));
        keepsItsWord(inspected, 2);
        assertTrue(number(inspected.output(0), 4, "Log partition function") > 0);
        assertEquals(List.of("Layer 1", "Layer 2", "Label units", "Output layer", "Associative memory", "Training 1",
            "Training 2", "Training 3"),
            rows(inspected.output(0)).stream().map(row -> row.getKey().getString()).toList());
        assertEquals(19, rows(inspected.output(1)).size());
        assertTrue(cell(inspected.output(1), 15, "Receptive field image") instanceof PNGImageValue);
    }

    @Test
    void inspectTellsHowFarItsEstimateIs() throws Exception {
        final List<String> told = new ArrayList<>();
        final DefaultNodeProgressMonitor monitor = new DefaultNodeProgressMonitor() {

            @Override
            public void setProgress(final double progress) {
                super.setProgress(progress);
                told.add(getMessage() + " " + Math.round(100 * getProgress()));
            }
        };
        final PortObject network = NodeRunner.run(pretrain(), TINY, Tables.digits(50)).output(0);
        NodeRunner.configure(new InspectNodeFactory(), Map.of("estimatePartitionFunction", true, "temperatures", 3,
            "chains", 2), network.getSpec()).execute(monitor, network);
        assertEquals(List.of("Estimating the partition function 30", "Estimating the partition function 60",
            "Estimating the partition function 90"), told.stream().distinct().limit(3).toList(), told.toString());
    }

    @Test
    void theSameSeedGivesTheSameTables() throws Exception {
        final BufferedDataTable digits = Tables.digits(100);
        final List<List<DataCell>> first = features(digits, 3L);
        assertEquals(first, features(digits, 3L));
        assertNotEquals(first, features(digits, 4L), "the seed must matter");
    }

    private static List<List<DataCell>> features(final BufferedDataTable table, final long seed) throws Exception {
        final NodeRunner network = NodeRunner.run(pretrain(),
            Map.of("epochs", 1, "layers/0/units", 5, "layers/1/units", 5, "seed", seed), table);
        final NodeRunner features =
            NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), network.output(0), table);
        final List<List<DataCell>> cells = new ArrayList<>();
        for (final DataRow row : rows(features.output(0))) {
            final List<DataCell> line = new ArrayList<>();
            row.forEach(line::add);
            cells.add(line);
        }
        return cells;
    }

    @Test
    void untouchedSettingsLearnANominalTable() throws Exception {
        final List<DataCell[]> cells = new ArrayList<>();
        final String[] colours = {"red", "green", "blue"};
        for (int i = 0; i < 100; i++) {
            cells.add(new DataCell[]{new StringCell(colours[i % 3]), new StringCell(i % 3 == 0 ? "warm" : "cold")});
        }
        final BufferedDataTable table = Tables.of(
            List.of(Tables.column("colour", StringCell.TYPE), Tables.column("mood", StringCell.TYPE)), cells);
        final NodeRunner pretrained = NodeRunner.run(pretrain(), Map.of(), table);
        falls(pretrained, "Reconstruction error", 30);
        final NodeRunner tuned =
            NodeRunner.run(new WakeSleepTuneNodeFactory(), Map.of(), pretrained.output(0), table);
        assertEquals(List.of(), tuned.warnings());
        falls(NodeRunner.run(new FineTuneNodeFactory(), Map.of(), tuned.output(0), table), "Loss", 60);
    }

    /** The figure in the last of so many epochs, the first layer's, is below that of the first, without a warning. */
    private static void falls(final NodeRunner node, final String figure, final int epochs) {
        final double first = number(node.output(1), 0, figure);
        final double last = number(node.output(1), epochs - 1, figure);
        assertTrue(last < first, figure + " went from " + first + " to " + last);
        assertEquals(List.of(), node.warnings());
    }

    @Test
    void untouchedSettingsLearnAHundredRows() throws Exception {
        final BufferedDataTable digits = Tables.digits(100);
        final NodeRunner features = NodeRunner.run(pretrain(), Map.of(), digits);
        falls(features, "Reconstruction error", 30);
        falls(NodeRunner.run(new FineTuneNodeFactory(), Map.of(), features.output(0), digits), "Loss", 60);

        final BufferedDataTable table = Tables.small(100);
        final NodeRunner pretrained = NodeRunner.run(pretrain(), Map.of(), table);
        final NodeRunner fineTuned =
            NodeRunner.run(new FineTuneNodeFactory(), Map.of(), pretrained.output(0), table);
        falls(fineTuned, "Loss", 60);
        final NodeRunner predicted =
            NodeRunner.run(new PredictNodeFactory(), Map.of(), fineTuned.output(0), table);
        int right = 0;
        for (int row = 0; row < 100; row++) {
            right += cell(predicted.output(0), row, "class")
                .equals(cell(predicted.output(0), row, "Prediction (class)")) ? 1 : 0;
        }
        assertTrue(right >= 70, right + " of 100 are right");
    }

    @Test
    void trainingThatEndsTooEarlyIsToldOf() throws Exception {
        final BufferedDataTable digits = Tables.digits(1797);
        final NodeRunner node = NodeRunner.run(pretrain(), Map.of("epochs", 3), digits);
        assertEquals(
            List.of("The reconstruction error of layer 1 still falls after 3 epochs: more epochs may help."),
            node.warnings());
        assertEquals(List.of(), NodeRunner.run(pretrain(), Map.of(), digits).warnings());
    }

    @Test
    void everyKindOfInputGoesInAndComesOut() throws Exception {
        final List<DataColumnSpec> columns = List.of(Tables.column("number", DoubleCell.TYPE),
            Tables.column("kind \"of\" / thing", StringCell.TYPE), Tables.column("bits", DenseBitVectorCell.TYPE),
            Tables.column("bytes", DenseByteVectorCell.TYPE), Tables.column("vector", DoubleVectorCellFactory.TYPE),
            Tables.column("list", ListCell.getCollectionType(DoubleCell.TYPE)));
        final List<DataCell[]> cells = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            final DenseBitVector bits = new DenseBitVector(4);
            bits.set(i % 4);
            final DenseByteVector bytes = new DenseByteVector(3);
            bytes.set(i % 3, 10 * i);
            cells.add(new DataCell[]{new DoubleCell(i), new StringCell(i % 2 == 0 ? "even" : "odd"),
                new DenseBitVectorCellFactory(bits).createDataCell(),
                new DenseByteVectorCellFactory(bytes).createDataCell(),
                DoubleVectorCellFactory.createCell(new double[]{i, -i}),
                CollectionCellFactory.createListCell(List.of(new DoubleCell(1), new DoubleCell(i)))});
        }
        final BufferedDataTable table = Tables.of(columns, cells);
        final Map<String, Object> settings = Map.of("epochs", 1, "layers/0/units", 4, "layers/1/units", 3,
            "columns/manualFilter/manuallySelected", table.getDataTableSpec().getColumnNames(),
            "columns/manualFilter/manuallyDeselected", new String[0]);
        final NodeRunner network = NodeRunner.run(pretrain(), settings, table);
        assertEquals(4 + 2 + 4 + 3 + 2 + 2, ((DbnPortObjectSpec)network.output(0).getSpec()).visibleUnits());
        final NodeRunner generated =
            NodeRunner.run(new GenerateNodeFactory(), Map.of("rows", 3, "gibbsSteps", 2), network.output(0));
        assertTrue(table.getDataTableSpec().equalStructure(((BufferedDataTable)generated.output(0)).getDataTableSpec()),
            generated.output(0).getSpec().toString());
        final NodeRunner reconstructed = NodeRunner.run(new ReconstructNodeFactory(), Map.of("missingValues", "FILL"),
            network.output(0), table);
        keepsItsWord(reconstructed, 1);
    }

    @Test
    void missingValuesAreSkippedFilledOrRefused() throws Exception {
        final BufferedDataTable whole = Tables.small(40);
        final PortObject network = NodeRunner.run(pretrain(), TINY, whole).output(0);
        final BufferedDataTable gaps = Tables.of(Tables.smallColumns(), List.of(
            new DataCell[]{new DoubleCell(0.5), new DoubleCell(0.25), null},
            new DataCell[]{null, new DoubleCell(0.25), null}, new DataCell[]{new DoubleCell(0.5), null, null}));
        final Map<String, Object> features = Map.of("missingValues", "SKIP");
        final PortObject skipped =
            NodeRunner.run(new ExtractFeaturesNodeFactory(), features, network, gaps).output(0);
        assertFalse(cell(skipped, 0, "Layer 2 unit 1").isMissing());
        assertTrue(cell(skipped, 1, "Layer 2 unit 1").isMissing());
        assertTrue(cell(skipped, 2, "Layer 2 unit 7").isMissing());
        final PortObject mean = NodeRunner
            .run(new ExtractFeaturesNodeFactory(), Map.of("missingValues", "MEAN"), network, gaps).output(0);
        assertFalse(cell(mean, 1, "Layer 2 unit 1").isMissing());
        for (final String method : List.of("MEAN_FIELD", "GIBBS_SAMPLING")) {
            final PortObject filled = NodeRunner.run(new ReconstructNodeFactory(),
                Map.of("missingValues", "FILL", "fillMethod", method), network, gaps).output(0);
            assertEquals(0.25, number(filled, 1, "b (filled)"));
            final double a = number(filled, 1, "a (filled)");
            assertTrue(a > 0 && a < 1, method + " filled " + a);
        }
    }

    /** Neither rounded to single precision nor moved to the edge of the training range. */
    @Test
    void filledVectorsKeepWhatWasThere() throws Exception {
        final List<DataColumnSpec> columns = List.of(Tables.column("vector", DoubleVectorCellFactory.TYPE),
            Tables.column("list", ListCell.getCollectionType(DoubleCell.TYPE)),
            Tables.column("bytes", DenseByteVectorCell.TYPE));
        final List<DataCell[]> cells = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cells.add(vectors(i / 10.0, 1 - i / 10.0, i));
        }
        final PortObject network =
            NodeRunner.run(pretrain(), TINY, Tables.of(columns, cells)).output(0);
        final BufferedDataTable gaps = Tables.of(columns, List.of(vectors(0.1, 7, 200), vectors(0.1, Double.NaN, 1),
            new DataCell[]{null, null, null}));
        final PortObject filled =
            NodeRunner.run(new ReconstructNodeFactory(), Map.of("missingValues", "FILL"), network, gaps).output(0);
        for (final String column : List.of("vector", "list", "bytes")) {
            assertEquals(cell(gaps, 0, column), cell(filled, 0, column + " (filled)"));
            assertFalse(cell(filled, 2, column + " (filled)").isMissing());
        }
        final DoubleVectorValue vector = (DoubleVectorValue)cell(filled, 1, "vector (filled)");
        assertEquals(0.1, vector.getValue(0));
        assertTrue(vector.getValue(1) > 0 && vector.getValue(1) < 1, "filled " + vector.getValue(1));
    }

    /** A row of three vectors; NaN is a missing element of the list. */
    private static DataCell[] vectors(final double first, final double second, final int third) {
        final DenseByteVector bytes = new DenseByteVector(2);
        bytes.set(1, third);
        return new DataCell[]{DoubleVectorCellFactory.createCell(new double[]{first, second}),
            CollectionCellFactory.createListCell(List.of(new DoubleCell(first),
                Double.isNaN(second) ? DataType.getMissingCell() : new DoubleCell(second))),
            new DenseByteVectorCellFactory(bytes).createDataCell()};
    }

    @Test
    void numbersAreRegressionAndIntegersCanBeClasses() throws Exception {
        final List<DataCell[]> cells = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            cells.add(
                new DataCell[]{new DoubleCell(i / 60.0), new DoubleCell(1000 + 5.0 * i), new IntCell(i / 30 * 7)});
        }
        final BufferedDataTable table = Tables.of(List.of(Tables.column("x", DoubleCell.TYPE),
            Tables.column("y", DoubleCell.TYPE), Tables.column("label", IntCell.TYPE)), cells);
        final PortObject network = NodeRunner.run(pretrain(), Map.of("epochs", 5,
            "layers/0/units", 30, "layers/1/units", 30, "columns/manualFilter/manuallySelected", new String[]{"x"},
            "columns/manualFilter/manuallyDeselected", new String[]{"y", "label"},
            "columns/manualFilter/includeUnknownColumns", false), table).output(0);
        final NodeRunner regression = NodeRunner.run(new FineTuneNodeFactory(),
            Map.of("targetColumn", "y", "task", "AUTOMATIC", "hiddenDropout", 0.0, "batchSize", 4,
                "epochs", 100),
            network, table);
        final PortObject predicted =
            NodeRunner.run(new PredictNodeFactory(), Map.of(), regression.output(0), table).output(0);
        double error = 0;
        for (int row = 0; row < 60; row++) {
            error += Math.abs(number(predicted, row, "Prediction (y)") - number(predicted, row, "y")) / 60;
        }
        assertTrue(error < 37, "the mean error " + error + " is no better than half of always telling the mean (75)");

        final NodeRunner classes = NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 3,
            "targetColumn", "label",
            "task", "CLASSES"), network, table);
        final NodeRunner told = NodeRunner.run(new PredictNodeFactory(), Map.of(), classes.output(0), table);
        assertTrue(cell(told.output(0), 0, "Prediction (label)") instanceof IntCell);
        assertTrue(names(told.output(0).getSpec()).contains("P (label=7)"));
        final NodeRunner unknown = NodeRunner.configure(new PredictNodeFactory(), Map.of(), classes.announced(0),
            table.getSpec());
        assertNull(unknown.announced(0), "only the data tells the classes of an integer column");
    }

    /** So that a Scorer can compare them. */
    @Test
    void classesAreOfTheTypeOfTheirColumn() throws Exception {
        final Map<DataType, IntFunction<DataCell>> types = Map.of(StringCell.TYPE, i -> new StringCell("c" + i % 2),
            BooleanCell.TYPE, i -> BooleanCell.get(i % 2 == 0), IntCell.TYPE, i -> new IntCell(2_000_000_000 + i % 2),
            LongCell.TYPE, i -> new LongCell(-5_000_000_000L - i % 2));
        for (final Map.Entry<DataType, IntFunction<DataCell>> type : types.entrySet()) {
            final BufferedDataTable table = classes(type.getKey(), type.getValue());
            final Map<String, Object> settings = new HashMap<>(TINY);
            settings.putAll(Map.of("classColumn", "class", "classColumn_is_present", true));
            final PortObject labelled = NodeRunner.run(pretrain(), settings, table).output(0);
            final PortObject tuned = NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 1, "targetColumn",
                "class", "task", "CLASSES"), labelled, table).output(0);
            for (final PortObject network : List.of(labelled, tuned)) {
                final NodeRunner predicted = NodeRunner.run(new PredictNodeFactory(), Map.of(), network, table);
                keepsItsWord(predicted, 1);
                final DataCell prediction = cell(predicted.output(0), 0, "Prediction (class)");
                assertTrue(List.of(type.getValue().apply(0), type.getValue().apply(1)).contains(prediction),
                    type.getKey() + ": " + prediction);
            }
            final NodeRunner generated = NodeRunner.run(new GenerateNodeFactory(),
                Map.of("mode", "PER_CLASS", "rows", 1, "gibbsSteps", 1), labelled);
            keepsItsWord(generated, 1);
            assertEquals(type.getValue().apply(0), cell(generated.output(0), 0, "class"));
            assertEquals(type.getValue().apply(1), cell(generated.output(0), 1, "class"));
        }
        // Label units keep the type that they were learned from.
        final Map<String, Object> settings = new HashMap<>(TINY);
        settings.putAll(Map.of("classColumn", "class", "classColumn_is_present", true));
        final BufferedDataTable texts = classes(StringCell.TYPE, i -> new StringCell(i % 2 + ""));
        final PortObject labelled = NodeRunner.run(pretrain(), settings, texts).output(0);
        final NodeRunner tuned = NodeRunner.run(new WakeSleepTuneNodeFactory(), Map.of("epochs", 1), labelled,
            classes(IntCell.TYPE, i -> new IntCell(i % 2)));
        keepsItsWord(tuned, 2);
        assertEquals(((DbnPortObjectSpec)labelled.getSpec()).labels(),
            ((DbnPortObjectSpec)tuned.output(0).getSpec()).labels());
    }

    /** Integers would be taken for quantities, and no column of the table is nominal. */
    @Test
    void untouchedFineTuningLearnsTheClassesOfTheLabelUnits() throws Exception {
        final BufferedDataTable integers = classes(IntCell.TYPE, i -> new IntCell(i % 2));
        final Map<String, Object> settings = new HashMap<>(TINY);
        settings.putAll(Map.of("classColumn", "class", "classColumn_is_present", true));
        final PortObject labelled = NodeRunner.run(pretrain(), settings, integers).output(0);
        final PortObject tuned =
            NodeRunner.run(new FineTuneNodeFactory(), Map.of(), labelled, integers).output(0);
        assertEquals(List.of("0", "1"),
            ((DbnPortObjectSpec)tuned.getSpec()).target().map(Target::values).orElse(List.of()));
    }

    private static BufferedDataTable classes(final DataType type, final IntFunction<DataCell> classes) {
        final List<DataCell[]> cells = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            cells.add(new DataCell[]{new DoubleCell(i / 20.0), new DoubleCell(i * 7 % 20 / 20.0), classes.apply(i)});
        }
        return Tables.of(List.of(Tables.column("a", DoubleCell.TYPE), Tables.column("b", DoubleCell.TYPE),
            Tables.column("class", type)), cells);
    }

    /** Units that are all off, a rate of nothing, an error that rises: a training that fails says so. */
    /** Each top unit in turn is held on, counted from 1 as the table counts; the chains of each have a seed of their own. */
    @Test
    void rowsAreGeneratedForEachTopUnit() throws Exception {
        final int count = 100;
        final DbnPortObject network = (DbnPortObject)NodeRunner.run(pretrain(), TINY, Tables.small(40)).output(0);
        final NodeRunner generated = NodeRunner.run(new GenerateNodeFactory(),
            Map.of("mode", "PER_UNIT", "rows", count, "gibbsSteps", 4, "seed", 5L), network);
        keepsItsWord(generated, 1);
        assertEquals(List.of("Top unit", "a", "b"), names(generated.output(0).getSpec()).subList(0, 3));
        final int units = network.network().lastLayer().hiddenUnits();
        final List<DataRow> rows = rows(generated.output(0));
        assertEquals(count * units, rows.size());
        for (int unit = 0; unit < units; unit++) {
            final List<Double> expected = new ArrayList<>();
            try (Generation generation =
                new Generation(network.network(), new Generation.Clamp.ToTopUnit(unit), 4, 5 + unit, 1)) {
                generation.run(count, row -> expected.add(network.network().encoding().decodeNumber(0, row.toArray())));
            }
            for (int i = 0; i < count; i++) {
                final DataRow row = rows.get(count * unit + i);
                assertEquals(new IntCell(unit + 1), row.getCell(0));
                assertEquals(expected.get(i), ((DoubleValue)row.getCell(1)).getDoubleValue(), "unit " + (unit + 1));
            }
        }
    }

    @Test
    void fineTuningThatLearnsNothingSaysSo() throws Exception {
        final BufferedDataTable table = Tables.small(60);
        final PortObject network = NodeRunner.run(pretrain(), Map.of("epochs", 2, "layers/0/hiddenUnits",
            "RECTIFIED_LINEAR", "layers/0/units", 12, "layers/1/hiddenUnits", "RECTIFIED_LINEAR", "layers/1/units", 7,
            "scaling", "MIN_MAX", "gibbsSteps", 1), table).output(0);
        for (final double rate : new double[]{1e-7, 10}) {
            final NodeRunner node = NodeRunner.run(new FineTuneNodeFactory(), Map.of("targetColumn", "class",
                "task", "AUTOMATIC", "epochs", 8, "averagedEpochs", 1, "learningRate", rate), network,
                table);
            assertEquals(1, node.warnings().size(), rate + ": " + node.warnings());
            assertTrue(node.warnings().get(0).startsWith("The network has learned nothing of the target: its loss is "),
                node.warnings().toString());
        }
        final NodeRunner decoder = NodeRunner.run(new FineTuneNodeFactory(), Map.of("task", "RECONSTRUCTION",
            "epochs", 8, "averagedEpochs", 1, "hiddenDropout", 0.0, "learningRate", 10.0), network, table);
        assertTrue(decoder.warnings().get(0).startsWith("The reconstruction error has not fallen"),
            decoder.warnings().toString());
        final NodeRunner memory = NodeRunner.run(new FineTuneNodeFactory(), Map.of("targetColumn", "class",
            "task", "AUTOMATIC", "epochs", 300, "averagedEpochs", 1, "hiddenDropout", 0.0, "batchSize", 5,
            "validationShare", 0.5), pretrainedOnNoise(), noise());
        assertTrue(memory.warnings().stream().anyMatch(one -> one.contains("begins to memorise")),
            memory.warnings().toString());
    }

    private static PortObject pretrainedOnNoise() throws Exception {
        return NodeRunner.run(pretrain(), Map.of("epochs", 1, "layers/0/units", 60, "layers/1/units", 40), noise())
            .output(0);
    }

    /** Numbers that say nothing of the class. */
    private static BufferedDataTable noise() {
        final List<DataCell[]> cells = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            cells.add(new DataCell[]{new DoubleCell(i * 37 % 100), new DoubleCell(i * 61 % 100),
                new StringCell(i * 7 % 13 < 6 ? "yes" : "no")});
        }
        return Tables.of(Tables.smallColumns(), cells);
    }

    @Test
    void valuesBeyondTheTrainingRangeAreMovedToItsEdge() throws Exception {
        final BufferedDataTable table = Tables.small(30);
        final Map<String, Object> minMax = new HashMap<>(TINY);
        minMax.put("scaling", "MIN_MAX");
        final PortObject network = NodeRunner.run(pretrain(), minMax, table).output(0);
        final BufferedDataTable beyond = Tables.of(Tables.smallColumns(), List.of(
            new DataCell[]{new DoubleCell(99), new DoubleCell(-99), null},
            new DataCell[]{new DoubleCell(1e9), new DoubleCell(-1e9), null}));
        final NodeRunner node = NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), network, beyond);
        assertEquals(number(node.output(0), 0, "Layer 2 unit 1"), number(node.output(0), 1, "Layer 2 unit 1"));
        assertEquals(1, node.warnings().size());
        assertTrue(node.warnings().get(0).contains("pretrained with: 2 in \"a\", 2 in \"b\"."), node.warnings().toString());
        for (final NodeFactory<?> trainer : List.of(new WakeSleepTuneNodeFactory(), new FineTuneNodeFactory())) {
            final NodeRunner trained =
                NodeRunner.run(trainer, Map.of("epochs", 1, "task", "RECONSTRUCTION"), network, beyond);
            assertTrue(trained.warnings().toString().contains("pretrained with: 2 in \"a\", 2 in \"b\"."),
                trainer + ": " + trained.warnings());
        }
    }

    @Test
    void tablesOfNoRowAndOneRowAndManyColumns() throws Exception {
        final BufferedDataTable table = Tables.small(30);
        final PortObject network = NodeRunner.run(pretrain(), TINY, table).output(0);
        final NodeRunner none = NodeRunner.run(new ExtractFeaturesNodeFactory(), Map.of(), network,
            Tables.of(Tables.smallColumns(), List.of()));
        keepsItsWord(none, 1);
        assertEquals(0, ((BufferedDataTable)none.output(0)).size());
        final NodeRunner one = NodeRunner.run(new ReconstructNodeFactory(), Map.of(), network, Tables.small(1));
        assertEquals(1, ((BufferedDataTable)one.output(0)).size());

        final BufferedDataTable wide = Tables.wide(10_000);
        final NodeRunner learned = NodeRunner.run(pretrain(), Map.of("epochs", 1, "layers/0/units", 3,
            "layers/1/units", 2), wide);
        assertEquals("10000-3-2", ((DbnPortObjectSpec)learned.output(0).getSpec()).shape());
        keepsItsWord(NodeRunner.run(new ReconstructNodeFactory(), Map.of(), learned.output(0), wide), 1);
    }

    /** The border of the digits. */
    @Test
    void columnsOfZerosDoNotMatter() throws Exception {
        final NodeRunner node = NodeRunner.run(pretrain(), Map.of("epochs", 6, "layers/0/units", 12, "layers/1/units", 7,
            "batchSize", 10), Tables.digits(50));
        assertEquals(List.of(), node.warnings());
        final DbnPortObject network = (DbnPortObject)node.output(0);
        assertEquals(0, network.network().encoding().means()[0]);
    }

    @Test
    void canceledNodesStopAndLeaveNoThread() throws Exception {
        final BufferedDataTable digits = Tables.digits(500);
        final int threads = Thread.activeCount();
        for (int i = 0; i < 10; i++) {
            final NodeRunner node = NodeRunner.configure(pretrain(), Map.of("epochs", 10_000), digits.getSpec());
            final DefaultNodeProgressMonitor monitor = new DefaultNodeProgressMonitor();
            final long[] canceled = new long[1];
            final Thread canceler = new Thread(() -> {
                try {
                    Thread.sleep(200);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                canceled[0] = System.nanoTime();
                monitor.setExecuteCanceled();
            });
            canceler.start();
            assertThrows(CanceledExecutionException.class, () -> node.execute(monitor, digits));
            final double seconds = (System.nanoTime() - canceled[0]) * 1e-9;
            canceler.join();
            assertTrue(seconds < 1, "it took " + seconds + " s to stop");
        }
        for (int wait = 0; wait < 50 && Thread.activeCount() > threads; wait++) {
            Thread.sleep(20);
        }
        assertTrue(Thread.activeCount() <= threads, Thread.getAllStackTraces().keySet().toString());
    }
}
