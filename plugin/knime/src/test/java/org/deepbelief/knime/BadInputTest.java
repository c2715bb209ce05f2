// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.deepbelief.engine.model.LayerKind;
import org.deepbelief.engine.units.UnitType;
import org.deepbelief.knime.features.ExtractFeaturesNodeFactory;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.generate.GenerateNodeFactory;
import org.deepbelief.knime.inspect.InspectNodeFactory;
import org.deepbelief.knime.port.DbnPortObjectSpec;
import org.deepbelief.knime.port.DbnPortObjectSpec.Input;
import org.deepbelief.knime.port.DbnPortObjectSpec.Level;
import org.deepbelief.knime.port.InputKind;
import org.deepbelief.knime.port.Tuning;
import org.deepbelief.knime.predict.PredictNodeFactory;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.reconstruct.ReconstructNodeFactory;
import org.deepbelief.knime.wakesleep.WakeSleepTuneNodeFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.collection.ListCell;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.data.vector.doublevector.DoubleVectorCellFactory;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;

/** Every unfit setting, table and network gives a message that says what is wrong, where, and what to do. */
class BadInputTest {

    private static final Map<String, Object> QUICK = Map.of("epochs", 1, "batchSize", 5);

    private static PortObject small;

    private static PortObject pretrained;

    private static PortObject labelled;

    private static PortObject nominal;

    private static PortObject vectors;

    @BeforeAll
    static void train() throws Exception {
        small = Tables.small(20);
        pretrained = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 1, "batchSize", 5, "scaling", "MIN_MAX"), small).output(0);
        labelled = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("epochs", 1, "classColumn", "class", "classColumn_is_present", true), small).output(0);
        nominal = NodeRunner.run(new LayerwisePretrainNodeFactory(), QUICK, colours("red", "green", "blue")).output(0);
        vectors = NodeRunner.run(new LayerwisePretrainNodeFactory(), QUICK, vectors(3, 3)).output(0);
    }

    private static BufferedDataTable colours(final String... values) {
        final List<DataCell[]> rows = new ArrayList<>();
        for (final String value : values) {
            rows.add(new DataCell[]{new StringCell(value)});
        }
        return Tables.of(List.of(Tables.column("colour", StringCell.TYPE)), rows);
    }

    private static BufferedDataTable vectors(final int... lengths) {
        final List<DataCell[]> rows = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            final double[] vector = new double[lengths[i]];
            java.util.Arrays.fill(vector, (double)i / lengths.length);
            rows.add(new DataCell[]{DoubleVectorCellFactory.createCell(vector)});
        }
        return Tables.of(List.of(Tables.column("v", DoubleVectorCellFactory.TYPE)), rows);
    }

    private static BufferedDataTable numbers(final Double... values) {
        final List<DataCell[]> rows = new ArrayList<>();
        for (final Double value : values) {
            rows.add(new DataCell[]{value == null ? null : new DoubleCell(value), new DoubleCell(rows.size() / 10.0),
                new StringCell(rows.size() % 2 == 0 ? "yes" : "no")});
        }
        return Tables.of(Tables.smallColumns(), rows);
    }

    private static BufferedDataTable oneClass() {
        final List<DataCell[]> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rows.add(new DataCell[]{new DoubleCell(i / 5.0), new DoubleCell(1 - i / 5.0), new StringCell("yes")});
        }
        return Tables.of(Tables.smallColumns(), rows);
    }

    private static BufferedDataTable targets(final double... values) {
        final List<DataCell[]> rows = new ArrayList<>();
        for (final double value : values) {
            rows.add(new DataCell[]{new DoubleCell(0.5), new DoubleCell(rows.size() / 10.0), new DoubleCell(value)});
        }
        return Tables.of(List.of(Tables.column("a", DoubleCell.TYPE), Tables.column("b", DoubleCell.TYPE),
            Tables.column("y", DoubleCell.TYPE)), rows);
    }

    private static BufferedDataTable classes(final String... values) {
        final List<DataCell[]> rows = new ArrayList<>();
        for (final String value : values) {
            rows.add(new DataCell[]{new DoubleCell(0.5), new DoubleCell(rows.size() / 10.0),
                value == null ? null : new StringCell(value)});
        }
        return Tables.of(Tables.smallColumns(), rows);
    }

    /** The message when the node is configured. */
    private static DynamicTest configuring(final String name, final NodeFactory<?> factory,
        final Map<String, Object> settings, final List<? extends PortObjectSpec> inputs, final String... parts) {
        return DynamicTest.dynamicTest(factory.getClass().getSimpleName() + ": " + name, () -> {
            final InvalidSettingsException refusal = assertThrows(InvalidSettingsException.class,
                () -> NodeRunner.configure(factory, settings, inputs.toArray(PortObjectSpec[]::new)));
            saysAll(refusal.getMessage(), parts);
        });
    }

    /** The message when the node is executed; configuring it works. */
    private static DynamicTest executing(final String name, final NodeFactory<?> factory,
        final Map<String, Object> settings, final List<PortObject> inputs, final String... parts) {
        return DynamicTest.dynamicTest(factory.getClass().getSimpleName() + ": " + name, () -> {
            final NodeRunner node = NodeRunner.configure(factory, settings,
                inputs.stream().map(PortObject::getSpec).toArray(PortObjectSpec[]::new));
            final KNIMEException refusal =
                assertThrows(KNIMEException.class, () -> node.execute(inputs.toArray(PortObject[]::new)));
            saysAll(refusal.getKNIMEMessage().getSummary(), parts);
        });
    }

    /** The message names what is wrong, and ends with a sentence that says what to do. */
    private static void saysAll(final String message, final String... parts) {
        for (final String part : parts) {
            assertTrue(message.contains(part), () -> "\"" + message + "\" does not say \"" + part + "\".");
        }
        assertTrue(message.matches("(?s)(Connect |.*(\\. |: )\\S).*\\."), message);
        assertEquals(-1, message.indexOf("Exception"), message);
    }

    private static NodeFactory<?> pretrain() {
        return new LayerwisePretrainNodeFactory();
    }

    private static List<PortObjectSpec> specs(final PortObject... objects) {
        return Stream.of(objects).map(PortObject::getSpec).toList();
    }

    private static DbnPortObjectSpec network(final Tuning tuning, final LayerKind method, final UnitType type) {
        return new DbnPortObjectSpec(List.of(new Input("a", InputKind.NUMBER, 1), new Input("b", InputKind.NUMBER, 1)),
            List.of(new Level(method, 4, type)), tuning, Optional.empty(), Optional.empty());
    }

    @TestFactory
    Stream<DynamicTest> pretrainSettings() {
        final List<PortObjectSpec> table = specs(small);
        return Stream.of(
            configuring("no table", pretrain(), Map.of(), java.util.Collections.singletonList(null), "Connect a table"),
            configuring("epochs", pretrain(), Map.of("epochs", 0), table, "\"Epochs\" (epochs) is 0",
                "at least 1"),
            configuring("a layer's units", pretrain(), Map.of("layers/1/units", 0), table,
                "\"Hidden units\" of layer 2 (layers/1/units) is 0"),
            configuring("Gaussian autoencoder", pretrain(),
                Map.of("layers/0/method", "AUTOENCODER", "layers/0/hiddenUnits", "GAUSSIAN"), table, "Layer 1",
                "layers/0/hiddenUnits"),
            configuring("classes on an autoencoder", pretrain(),
                Map.of("layers/1/method", "AUTOENCODER", "classColumn", "class", "classColumn_is_present", true), table,
                "layer 2 is an autoencoder", "layers/1/method"),
            configuring("no learning rate", pretrain(), Map.of("learningRate", 0.0), table,
                "\"Learning rate\" (learningRate) is 0", "greater than 0"),
            configuring("no learning rate of a layer", pretrain(), Map.of("layers/1/learningRate", 0.0), table,
                "\"Learning rate\" of layer 2 (layers/1/learningRate) is 0", "greater than 0"),
            configuring("a share in percent", pretrain(), Map.of("hiddenDropout", 50.0), table,
                "\"Hidden dropout (0 to 1)\" (hiddenDropout) is 50", "less than 1"),
            configuring("a share that the dialog moved to its bound", pretrain(), Map.of("hiddenDropout", 1.0), table,
                "\"Hidden dropout (0 to 1)\" (hiddenDropout) is 1", "less than 1"),
            configuring("sampled zeros of a nominal column", pretrain(),
                Map.of("sampledZeros", 1.0, "columns/manualFilter/manuallySelected", new String[]{"a", "b", "class"},
                    "columns/manualFilter/manuallyDeselected", new String[0]), table, "\"class\"", "(sampledZeros)"));
    }

    @TestFactory
    Stream<DynamicTest> pretrainTables() {
        final DataColumnSpec texts = Tables.column("words", ListCell.getCollectionType(StringCell.TYPE));
        final DataColumnSpec number = Tables.column("a", DoubleCell.TYPE);
        final String selected = "columns/manualFilter/manuallySelected";
        final List<DataCell[]> names = new ArrayList<>();
        for (int i = 0; i < 1002; i++) {
            names.add(new DataCell[]{new StringCell("name " + i)});
        }
        return Stream.of(
            configuring("missing column", pretrain(), Map.of(selected, new String[]{"a", "px99"}), specs(small),
                "\"px99\" is missing", "Choose"),
            configuring("unreadable column", pretrain(), Map.of(selected, new String[]{"a", "words"},
                "columns/manualFilter/includeUnknownColumns", false), List.of(new DataTableSpec(number, texts)),
                "\"words\"", "Convert"),
            configuring("nothing readable", pretrain(), Map.of(), List.of(new DataTableSpec(texts)), "no column"),
            configuring("nothing selected", pretrain(),
                Map.of(selected, new String[0], "columns/manualFilter/includeUnknownColumns", false), specs(small),
                "No input column"),
            configuring("class column missing", pretrain(),
                Map.of("classColumn", "kind", "classColumn_is_present", true), specs(small), "\"kind\" is missing"),
            configuring("class column of numbers", pretrain(),
                Map.of("classColumn", "a", "classColumn_is_present", true), specs(small), "\"a\"",
                "strings or integers"),
            executing("empty table", pretrain(), QUICK, List.of(numbers()), "no rows"),
            executing("missing value", pretrain(), Map.of("missingValues", "FAIL"), List.of(numbers(0.1, null, 0.3)),
                "Column \"a\" has a missing value in row \"Row1\"", "mean"),
            executing("every row skipped", pretrain(), Map.of("missingValues", "SKIP"),
                List.of(numbers((Double)null, null)), "Each of the 2 rows"),
            executing("out of range", pretrain(), Map.of("scaling", "NONE"), List.of(numbers(0.1, 0.2, 0.3, 16.0)),
                "Column \"a\" has the value 16 in row \"Row3\": Bernoulli inputs must lie between 0 and 1. Choose a"
                    + " scaling."),
            executing("infinite", pretrain(), QUICK, List.of(numbers(0.1, Double.POSITIVE_INFINITY)), "\"a\"",
                "\"Row1\"", "finite"),
            executing("too far apart", pretrain(), Map.of("scaling", "MIN_MAX"), List.of(numbers(-1e308, 0.2, 1e308)),
                "Column \"a\" has numbers from -1.0E308 to 1.0E308", "Replace"),
            executing("too far apart for a deviation", pretrain(),
                Map.of("scaling", "Z_SCORE", "visibleUnits", "GAUSSIAN"), List.of(numbers(-1e200, 0.2, 1e200)),
                "Column \"a\" has numbers from -1.0E200 to 1.0E200", "Replace"),
            executing("too large for single precision", pretrain(),
                Map.of("scaling", "NONE", "visibleUnits", "GAUSSIAN"), List.of(numbers(1e200, 2e200)),
                "Column \"a\" has numbers that are too large", "Choose a scaling"),
            executing("all constant", pretrain(), Map.of(selected, new String[]{"a"},
                "columns/manualFilter/includeUnknownColumns", false), List.of(numbers(3.0, 3.0)), "\"a\" always 3.0"),
            executing("one class", pretrain(), Map.of("classColumn", "class", "classColumn_is_present", true),
                List.of(oneClass()), "\"class\" has the value \"yes\" in every row"),
            executing("vectors of two lengths", pretrain(), QUICK, List.of(vectors(3, 3, 4)), "Column \"v\"",
                "of 4 elements in row \"Row2\"", "of 3 in row \"Row0\""),
            executing("empty vector", pretrain(), QUICK, List.of(vectors(0)), "\"v\" has an empty double vector in row"
                + " \"Row0\""),
            executing("names as classes", pretrain(), QUICK,
                List.of(Tables.of(List.of(Tables.column("name", StringCell.TYPE)), names)),
                "\"name\" has more than 1000", "\"Row1000\""));
    }

    @TestFactory
    Stream<DynamicTest> networksThatDoNotFit() {
        final PortObjectSpec table = small.getSpec();
        final LayerKind machine = LayerKind.BOLTZMANN_MACHINE;
        final DbnPortObjectSpec raw = network(Tuning.UNTRAINED, machine, UnitType.bernoulli());
        return Stream.of(
            configuring("no network", new WakeSleepTuneNodeFactory(), Map.of(),
                java.util.Arrays.asList(null, table), "Connect a deep belief network"),
            configuring("no table", new FineTuneNodeFactory(), Map.of(), java.util.Arrays.asList(raw, null),
                "Connect a table"),
            configuring("never pretrained", new WakeSleepTuneNodeFactory(), Map.of(), List.of(raw, table),
                "never pretrained", "DBN Layer-wise Pretrain"),
            configuring("never pretrained", new FineTuneNodeFactory(), Map.of(), List.of(raw, table),
                "never pretrained", "DBN Layer-wise Pretrain"),
            configuring("never pretrained", new GenerateNodeFactory(), Map.of(), List.of(raw), "never pretrained"),
            configuring("autoencoder", new WakeSleepTuneNodeFactory(), Map.of(),
                List.of(network(Tuning.PRETRAINED, LayerKind.AUTOENCODER, UnitType.bernoulli()), table),
                "The top layer of the network", "is an autoencoder", "layers below may be of any kind"),
            configuring("linear units", new WakeSleepTuneNodeFactory(), Map.of(),
                List.of(network(Tuning.PRETRAINED, machine, UnitType.gaussian()), table), "linear units"),
            configuring("fine-tuned before", new WakeSleepTuneNodeFactory(), Map.of(),
                List.of(network(Tuning.FINE_TUNED, machine, UnitType.bernoulli()), table), "was fine-tuned"),
            configuring("table lacks a column", new ExtractFeaturesNodeFactory(), Map.of(),
                List.of(pretrained.getSpec(), new DataTableSpec(Tables.column("a", DoubleCell.TYPE))),
                "\"b\", which is missing"),
            configuring("column of another type", new PredictNodeFactory(), Map.of(),
                List.of(labelled.getSpec(), new DataTableSpec(Tables.column("a", DoubleCell.TYPE),
                    Tables.column("b", StringCell.TYPE))), "\"b\" as number", "Convert"),
            configuring("nothing to predict", new PredictNodeFactory(), Map.of(), specs(pretrained, small),
                "without a target", "DBN Fine-tune"),
            configuring("no output layer", new PredictNodeFactory(), Map.of("source", "OUTPUT_LAYER"),
                specs(labelled, small), "no output layer", "Label units"),
            configuring("no label units", new PredictNodeFactory(), Map.of("source", "LABEL_UNITS"),
                specs(pretrained, small), "no label units", "DBN Wake-Sleep Tune"),
            configuring("no label units", new GenerateNodeFactory(), Map.of("mode", "PER_CLASS"), specs(pretrained),
                "no label units"),
            configuring("unknown class", new GenerateNodeFactory(), Map.of("mode", "PER_CLASS", "className", "maybe"),
                specs(labelled), "(className) is \"maybe\"", "yes"),
            configuring("picture width", new GenerateNodeFactory(), Map.of("imageWidth", 3), specs(pretrained),
                "(imageWidth) is 3", "2 units"),
            configuring("picture width", new InspectNodeFactory(), Map.of("imageWidth", 3), specs(pretrained),
                "(imageWidth) is 3", "2 units"),
            configuring("picture width", new WakeSleepTuneNodeFactory(), Map.of("imageWidth", 3),
                specs(pretrained, small), "(imageWidth) is 3", "2 units"),
            configuring("picture width", new FineTuneNodeFactory(), Map.of("imageWidth", 3),
                specs(pretrained, small), "(imageWidth) is 3", "2 units"),
            configuring("picture width", pretrain(), Map.of("imageWidth", 3, "scaling", "MIN_MAX"), specs(small),
                "(imageWidth) is 3", "2 units"),
            executing("picture width of vectors", pretrain(), Map.of("imageWidth", 2, "epochs", 1),
                List.of(vectors(3, 3)), "(imageWidth) is 2", "3 units"),
            configuring("pictures of no square", new GenerateNodeFactory(), Map.of("appendImages", true),
                specs(pretrained), "2 units fill no square", "(imageWidth)"),
            configuring("partition function of linear units", new InspectNodeFactory(),
                Map.of("estimatePartitionFunction", true),
                List.of(network(Tuning.PRETRAINED, machine, UnitType.gaussian())), "Gaussian",
                "(estimatePartitionFunction)"),
            configuring("partition function of an autoencoder", new InspectNodeFactory(),
                Map.of("estimatePartitionFunction", true),
                List.of(network(Tuning.PRETRAINED, LayerKind.AUTOENCODER, UnitType.bernoulli())), "autoencoder",
                "(estimatePartitionFunction)"),
            configuring("nothing to append", new ReconstructNodeFactory(), Map.of("appendReconstruction", false,
                "appendError", false, "appendFreeEnergy", false), specs(pretrained, small), "Nothing"),
            configuring("layer that is not there", new ExtractFeaturesNodeFactory(),
                Map.of("layers", "CHOSEN", "chosenLayers", new String[]{"1", "3"}), specs(pretrained, small),
                "(chosenLayers) has \"3\"", "1 to 1"),
            configuring("no layer", new ExtractFeaturesNodeFactory(),
                Map.of("layers", "CHOSEN", "chosenLayers", new String[0]), specs(pretrained, small),
                "No layer", "(chosenLayers)"),
            configuring("column without a name", new PredictNodeFactory(), Map.of("predictionColumn", " "),
                specs(labelled, small), "\"Prediction column\" (predictionColumn)"),
            configuring("layer that is no number", new ExtractFeaturesNodeFactory(),
                Map.of("layers", "CHOSEN", "chosenLayers", new String[]{"top"}), specs(pretrained, small),
                "(chosenLayers) has \"top\""));
    }

    @TestFactory
    Stream<DynamicTest> targetsThatDoNotFit() {
        final String task = "task";
        final NodeFactory<?> fineTune = new FineTuneNodeFactory();
        final Map<String, Object> byClass = Map.of("targetColumn", "class", task, "AUTOMATIC", "epochs", 1);
        return Stream.of(
            configuring("the only input as target", fineTune, Map.of("targetColumn", "colour", task, "AUTOMATIC"),
                specs(nominal, colours("red", "green")), "\"colour\" is the only input of the network"),
            configuring("an input as class", new WakeSleepTuneNodeFactory(),
                Map.of("classColumn", "a", "classColumn_is_present", true), specs(pretrained, small),
                "\"a\" is an input of the network"),
            configuring("no target", fineTune, Map.of("targetColumn", "", task, "AUTOMATIC"), specs(pretrained, small),
                "No target column", "(targetColumn)", "(task)"),
            configuring("target missing", fineTune, Map.of("targetColumn", "kind", task, "AUTOMATIC"),
                specs(pretrained, small), "\"kind\" is missing"),
            configuring("numbers from strings", fineTune,
                Map.of("targetColumn", "class", task, "NUMBERS"), specs(pretrained, small),
                "\"class\" is of the type"),
            configuring("another class column", new WakeSleepTuneNodeFactory(),
                Map.of("classColumn", "b", "classColumn_is_present", true), specs(labelled, small), "label units for the column \"class\""),
            configuring("class column of the label units missing", new WakeSleepTuneNodeFactory(), Map.of(),
                List.of(labelled.getSpec(), new DataTableSpec(Tables.column("a", DoubleCell.TYPE),
                    Tables.column("b", DoubleCell.TYPE))), "label units for the column \"class\", which is missing",
                "Connect a table with it"),
            configuring("more frozen layers than there are", fineTune, Map.of("frozenLayers", 3),
                specs(pretrained, small), "(frozenLayers) is 3", "only 1 layer."),
            configuring("nothing held out", fineTune, Map.of("stopEarly", true), specs(pretrained, small),
                "validationShare"),
            executing("one class", fineTune, byClass, List.of(pretrained, oneClass()),
                "\"class\" has the value \"yes\" in every row"),
            executing("no class", fineTune, byClass, List.of(pretrained, classes(null, null)),
                "\"class\" has no value in any row"),
            executing("infinite target", fineTune, Map.of("targetColumn", "y", task, "AUTOMATIC", "epochs", 1),
                List.of(pretrained, targets(1.0, Double.NEGATIVE_INFINITY)), "\"y\" has the value -Infinity",
                "\"Row1\""),
            executing("target beyond single precision", fineTune,
                Map.of("targetColumn", "y", task, "AUTOMATIC", "epochs", 1), List.of(pretrained, targets(1.0, 1e300)),
                "\"y\" has the value 1.0E300", "\"Row1\""),
            executing("constant target", fineTune, Map.of("targetColumn", "y", task, "AUTOMATIC", "epochs", 1),
                List.of(pretrained, targets(7.0, 7.0)), "\"y\" has the value 7.0 in every row"),
            executing("one class left", fineTune,
                Map.of("targetColumn", "class", task, "AUTOMATIC", "missingValues", "SKIP", "epochs", 1),
                List.of(pretrained, Tables.of(Tables.smallColumns(), List.of(
                    new DataCell[]{new DoubleCell(0.1), new DoubleCell(0.1), new StringCell("yes")},
                    new DataCell[]{null, new DoubleCell(0.1), new StringCell("no")}))),
                "the same value in every row that takes part"),
            executing("every row held out", pretrain(), Map.of("validationShare", 0.99, "epochs", 1),
                List.of(numbers(0.1, 0.9)), "A validation share of 0.99 leaves none of 2 rows", "smaller share"),
            executing("every row held out", new WakeSleepTuneNodeFactory(),
                Map.of("validationShare", 0.99, "epochs", 1), List.of(pretrained, numbers(0.1, 0.9)),
                "A validation share of 0.99 leaves none of 2 rows", "smaller share"),
            executing("every row held out", fineTune, Map.of("validationShare", 0.99, "epochs", 1, task, "RECONSTRUCTION"),
                List.of(pretrained, numbers(0.1, 0.9)), "A validation share of 0.99 leaves none of 2 rows"),
            executing("no row held out", fineTune,
                Map.of("validationShare", 0.01, "stopEarly", true, "patience", 2, "epochs", 1, task, "RECONSTRUCTION"),
                List.of(pretrained, numbers(0.1, 0.9)), "0.01 of 2 rows holds none out", "larger share"),
            executing("a class that the label units do not know", new WakeSleepTuneNodeFactory(),
                Map.of("classColumn", "class", "classColumn_is_present", true, "epochs", 1),
                List.of(labelled, classes("yes", "no", "maybe")), "\"class\" has the value \"maybe\" in row \"Row2\""));
    }

    @TestFactory
    Stream<DynamicTest> rowsThatDoNotFit() {
        return Stream.of(
            executing("missing value", new ExtractFeaturesNodeFactory(), Map.of("missingValues", "FAIL"),
                List.of(pretrained, numbers(0.1, 0.2, null)), "Column \"a\" has a missing value in row \"Row2\""),
            executing("empty table", new FineTuneNodeFactory(), Map.of("task", "RECONSTRUCTION"),
                List.of(pretrained, numbers()), "no rows"),
            executing("empty table", new WakeSleepTuneNodeFactory(), Map.of(), List.of(pretrained, numbers()),
                "no rows"),
            executing("unknown nominal value", new ReconstructNodeFactory(), Map.of("unknownValues", "FAIL"),
                List.of(nominal, colours("red", "mauve")),
                "Column \"colour\" has the value \"mauve\" in row \"Row1\"", "(unknownValues)"),
            executing("vector of another length", new ExtractFeaturesNodeFactory(), Map.of(),
                List.of(vectors, vectors(3, 2)), "Column \"v\" has the value of 2 elements in row \"Row1\"",
                "3 elements"));
    }
}
