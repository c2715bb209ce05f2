// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.EncodingException;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.InputEncoding.UnknownValue;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.QuantileColumn;
import org.deepbelief.engine.data.TestRows;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.infer.FeatureExtraction;
import org.deepbelief.engine.infer.FeatureKind;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.infer.Reconstruction;
import org.deepbelief.engine.infer.RowInference;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.AutoencoderLayer;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.EmbeddingLayer;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * All outputs of models of all kinds of networks, as ONNX Runtime computes them from columns, against the engine's from
 * encoded rows: at most 1e-5 apart, of numbers above 1 relative to them. Prints a table of the largest differences.
 */
class OnnxAgreementTest {

    private static final double MOST = 1e-5;

    private static final int ROWS = 500;

    private static final ClassColumn CLASSES = new ClassColumn("kind", List.of("a", "b", "c", "1", ""));

    private static final Map<String, Map<String, Double>> TABLE = new LinkedHashMap<>();

    private final Random random = new Random(16);

    @AfterAll
    static void printTable() {
        System.out.println("ONNX Runtime and the engine, largest differences:");
        TABLE.forEach((kind, differences) -> System.out.println(kind + ": " + differences));
    }

    private NumberColumn number(final String name, final UnitType type, final NumberScaling scaling,
        final double offset, final double scale) {
        return new NumberColumn(name, type, scaling, offset, scale);
    }

    private InputEncoding encoding(final List<InputColumn> columns) {
        final float[] means = new float[columns.stream().mapToInt(InputColumn::units).sum()];
        for (int i = 0; i < means.length; i++) {
            means[i] = random.nextFloat();
        }
        return new InputEncoding(columns, means);
    }

    /** Pixels in a vector and beside it, from 0 to 1 as they are or by their ranges, one of them constant. */
    private InputEncoding pixels() {
        return encoding(List.of(new VectorColumn("image", VectorKind.BYTE, 12, UnitType.bernoulli(),
            NumberScaling.MIN_MAX, 0, 255), number("as it is", UnitType.bernoulli(), NumberScaling.NONE, 0, 1),
            number("range", UnitType.bernoulli(), NumberScaling.MIN_MAX, -3, 7.5),
            number("constant", UnitType.bernoulli(), NumberScaling.MIN_MAX, 42, 0)));
    }

    private InputEncoding gaussian() {
        return encoding(List.of(number("z", UnitType.gaussian(), NumberScaling.Z_SCORE, 1e6, 250),
            number("small", UnitType.gaussian(), NumberScaling.Z_SCORE, -1e-9, 1e-10),
            number("raw", UnitType.gaussian(), NumberScaling.NONE, 0, 1),
            number("still", UnitType.gaussian(), NumberScaling.Z_SCORE, 7, 0),
            new VectorColumn("vector", VectorKind.DOUBLE, 5, UnitType.gaussian(), NumberScaling.Z_SCORE, 3, 2)));
    }

    /** Columns of every kind in an order that is not that of the graph. */
    private InputEncoding mixed() {
        return encoding(List.of(new NominalColumn("colour", List.of("red", "green", "blue")),
            new QuantileColumn("amount", 120, 35, List.of(0.5, 80.0, 160.0, 300.0)),
            number("prediction", UnitType.bernoulli(), NumberScaling.MIN_MAX, 10, 90),
            new QuantileColumn("class", -2, 0.25, List.of(-1000.0, 3.0)),
            new NominalColumn("empty", List.of("yes", "", "no")),
            new VectorColumn("probability", VectorKind.COLLECTION, 4, UnitType.gaussian(), NumberScaling.Z_SCORE, 1, 3),
            new QuantileColumn("enormous", 0, 1e300, List.of(-1.7e308, -1e300, 0.0, 1.7e308)),
            number("error", UnitType.gaussian(), NumberScaling.Z_SCORE, 0.5, 0.1)));
    }

    private BoltzmannLayer machine(final List<UnitGroup> visible, final UnitType hidden, final int units) {
        final int count = UnitGroup.units(visible);
        return BoltzmannLayer.tied(visible, hidden, Networks.matrix(random, 1 / Math.sqrt(count), count, units),
            Networks.vector(random, 0.5, units), Networks.vector(random, 0.5, count));
    }

    private AutoencoderLayer code(final List<UnitGroup> visible, final UnitType hidden, final int units) {
        final int count = UnitGroup.units(visible);
        return AutoencoderLayer.tied(visible, hidden, Networks.matrix(random, 1 / Math.sqrt(count), count, units),
            Networks.vector(random, 0.5, units), Networks.vector(random, 0.5, count));
    }

    /** The layer with a way down of its own, as wake-sleep leaves it. */
    private Layer untied(final BoltzmannLayer layer) {
        return layer.withGeneration(Networks.matrix(random, 0.5, layer.visibleUnits(), layer.hiddenUnits()),
            Networks.vector(random, 0.5, layer.visibleUnits()));
    }

    private BoltzmannLayer withDeviations(final BoltzmannLayer layer) {
        final float[] deviations = new float[layer.visibleUnits()];
        int unit = 0;
        for (final UnitGroup group : layer.visibleGroups()) {
            for (final int end = unit + group.size(); unit < end; unit++) {
                deviations[unit] = group.type().learnsVariance() ? 0.5f + random.nextFloat() : 1;
            }
        }
        return new BoltzmannLayer(layer.visibleGroups(), layer.hiddenType(), layer.recognitionWeights(),
            layer.hiddenBiases(), layer.generativeWeights(), layer.visibleBiases(), deviations);
    }

    private static List<UnitGroup> units(final UnitType type, final int count) {
        return List.of(new UnitGroup(type, count));
    }

    private static DeepBeliefNetwork network(final InputEncoding encoding, final Layer... layers) {
        return new DeepBeliefNetwork(encoding, List.of(layers), AssociativeMemory.of(layers[layers.length - 1]),
            Optional.empty(), new Provenance(List.of()));
    }

    private DeepBeliefNetwork withClasses(final DeepBeliefNetwork network) {
        return network.withHead(new OutputHead.Classifier(CLASSES,
            Networks.matrix(random, 1, network.lastLayer().hiddenUnits(), CLASSES.size()),
            Networks.vector(random, 0.5, CLASSES.size())));
    }

    private DeepBeliefNetwork withNumbers(final DeepBeliefNetwork network) {
        return network.withHead(new OutputHead.Regressor(List.of("mass", "tiny"),
            Networks.matrix(random, 1, network.lastLayer().hiddenUnits(), 2), Networks.vector(random, 0.5, 2),
            new double[]{123456789.125, -1e-6}, new double[]{1000, 1e-7}));
    }

    private DeepBeliefNetwork withLabels(final DeepBeliefNetwork network) {
        return Networks.withLabels(network, 5, 0.5, CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> modelsGiveWhatTheEngineGives() {
        final Map<String, DeepBeliefNetwork> networks = new LinkedHashMap<>();
        final UnitType bernoulli = UnitType.bernoulli();
        final UnitType linear = UnitType.gaussian();
        final UnitType rectified = UnitType.rectifiedLinear();
        networks.put("Bernoulli machines, min-max",
            network(pixels(), machine(pixels().groups(), bernoulli, 20), machine(units(bernoulli, 20), bernoulli, 7)));
        networks.put("one machine alone, label units",
            withLabels(network(pixels(), machine(pixels().groups(), bernoulli, 11))));
        networks.put("Gaussian visible, rectified linear hidden, z-scores", network(gaussian(),
            machine(gaussian().groups(), rectified, 20), machine(units(linear, 20), rectified, 7)));
        networks.put("Gaussian visible with learned variances", network(gaussian(),
            withDeviations(machine(gaussian().groups(), bernoulli, 20)), machine(units(bernoulli, 20), bernoulli, 7)));
        networks.put("mixed columns, softmax groups, quantiles", network(mixed(),
            machine(mixed().groups(), bernoulli, 30), machine(units(bernoulli, 30), bernoulli, 9)));
        networks.put("mixed columns, learned variances, label units above rectified linear ones",
            withLabels(network(mixed(), withDeviations(machine(mixed().groups(), rectified, 30)),
                machine(units(linear, 30), rectified, 9))));
        networks.put("label units above linear ones",
            withLabels(network(mixed(), machine(mixed().groups(), bernoulli, 30),
                machine(units(bernoulli, 30), linear, 9))));
        networks.put("label units with learned variances in a single machine",
            withLabels(network(gaussian(), withDeviations(machine(gaussian().groups(), bernoulli, 15)))));
        networks.put("autoencoders", network(pixels(), code(pixels().groups(), bernoulli, 20),
            code(units(bernoulli, 20), bernoulli, 2)));
        networks.put("autoencoders, mixed columns, rectified linear code", network(mixed(),
            code(mixed().groups(), rectified, 30), code(units(rectified, 30), bernoulli, 3)));
        networks.put("ways down of their own, as by wake-sleep, label units",
            withLabels(network(mixed(), untied(machine(mixed().groups(), bernoulli, 30)),
                untied(machine(units(bernoulli, 30), bernoulli, 20)), machine(units(bernoulli, 20), bernoulli, 25))));
        networks.put("classifier", withClasses(network(mixed(), machine(mixed().groups(), bernoulli, 30),
            machine(units(bernoulli, 30), bernoulli, 9))));
        networks.put("regressor with label units", withNumbers(withLabels(network(mixed(),
            machine(mixed().groups(), bernoulli, 30), machine(units(bernoulli, 30), bernoulli, 9)))));
        networks.put("embedding", network(mixed(), machine(mixed().groups(), bernoulli, 30),
            EmbeddingLayer.above(units(bernoulli, 30), Networks.matrix(random, 2, 30, 2),
                Networks.vector(random, 1, 2))));
        networks.put("784-500-500-2000, classifier and label units", large());
        return networks.entrySet().stream().map(network -> DynamicTest.dynamicTest(network.getKey(),
            () -> compare(network.getKey(), network.getValue())));
    }

    /** Hinton's network for handwritten digits in its size: 1.7 million weights. */
    private DeepBeliefNetwork large() {
        final InputEncoding encoding = encoding(List.of(new VectorColumn("image", VectorKind.BYTE, 784,
            UnitType.bernoulli(), NumberScaling.MIN_MAX, 0, 255)));
        final UnitType bernoulli = UnitType.bernoulli();
        return withClasses(withLabels(network(encoding, machine(encoding.groups(), bernoulli, 500),
            machine(units(bernoulli, 500), bernoulli, 500), machine(units(bernoulli, 500), bernoulli, 2000))));
    }

    /** Values of a column: usual ones, extreme ones, missing and unknown ones. */
    private Object values(final InputColumn column) {
        if (column instanceof NominalColumn nominal) {
            final List<String> texts = new ArrayList<>(nominal.values());
            texts.addAll(List.of("", "unknown"));
            return IntStream.range(0, ROWS).mapToObj(row -> texts.get(random.nextInt(texts.size())))
                .toArray(String[]::new);
        }
        final double[][] values = new double[ROWS][column instanceof VectorColumn vector ? vector.length() : 1];
        for (final double[] row : values) {
            Arrays.setAll(row, i -> random.nextInt(10) == 0 ? Double.NaN : value(column));
        }
        return values;
    }

    private double value(final InputColumn column) {
        if (column instanceof QuantileColumn quantile) {
            final int kind = random.nextInt(8);
            return kind == 0 ? quantile.edges().get(random.nextInt(quantile.edges().size()))
                : kind == 1 ? quantile.centre()
                    : kind == 2 ? Double.MAX_VALUE * (random.nextBoolean() ? 1 : -1)
                        : kind == 3 ? finite(quantile.centre() + quantile.scale() * Math.exp(20 * random.nextDouble()))
                            : finite(quantile.centre() + 4 * quantile.scale() * random.nextGaussian());
        }
        final NumberColumn number = column instanceof NumberColumn one ? one : null;
        final VectorColumn vector = column instanceof VectorColumn one ? one : null;
        final double offset = number == null ? vector.offset() : number.offset();
        final double scale = number == null ? vector.scale() : number.scale();
        if ((number == null ? vector.scaling() : number.scaling()) == NumberScaling.NONE) {
            return (number == null ? vector.unitType() : number.unitType()).bounded() ? random.nextDouble()
                : random.nextInt(20) == 0 ? 1e35 : random.nextGaussian();
        }
        return offset + (scale == 0 ? random.nextInt(3) : scale) * (random.nextDouble() * 1.4 - 0.2);
    }

    private static double finite(final double value) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }

    /** The units that the nodes would make of the values. */
    private static float[][] encoded(final InputEncoding encoding, final Map<String, Object> values)
        throws EncodingException {
        final float[][] rows = new float[ROWS][encoding.units()];
        final float[] replacements = encoding.replacements();
        for (int row = 0; row < ROWS; row++) {
            for (int c = 0; c < encoding.columns().size(); c++) {
                final InputColumn column = encoding.columns().get(c);
                final int first = encoding.firstUnit(c);
                if (values.get(column.name()) instanceof String[] texts) {
                    if (texts[row].isEmpty() && !((NominalColumn)column).values().contains("")) {
                        System.arraycopy(replacements, first, rows[row], first, column.units());
                    } else {
                        encoding.encode(c, texts[row], UnknownValue.ALL_ZERO, rows[row]);
                    }
                    continue;
                }
                final double[] numbers = ((double[][])values.get(column.name()))[row];
                if (column instanceof VectorColumn vector) {
                    encoding.encode(c, Arrays.stream(numbers).map(x -> Double.isNaN(x) ? vector.offset() : x)
                        .toArray(), rows[row]);
                    for (int i = 0; i < numbers.length; i++) {
                        rows[row][first + i] = Double.isNaN(numbers[i]) ? replacements[first + i] : rows[row][first + i];
                    }
                } else if (Double.isNaN(numbers[0])) {
                    System.arraycopy(replacements, first, rows[row], first, column.units());
                } else {
                    encoding.encode(c, numbers[0], rows[row]);
                }
            }
        }
        return rows;
    }

    private static double[][] results(final RowInference inference, final float[][] rows) throws IOException {
        final List<double[]> results = new ArrayList<>();
        try (inference) {
            inference.run(TestRows.source(rows, null, false), values -> results.add(values.toArray()));
        }
        return results.toArray(double[][]::new);
    }

    private void compare(final String kind, final DeepBeliefNetwork network) throws Exception {
        final Map<String, Object> values = new LinkedHashMap<>();
        network.encoding().columns().forEach(column -> values.put(column.name(), values(column)));
        final float[][] rows = encoded(network.encoding(), values);
        final Map<String, Double> differences = new LinkedHashMap<>();
        TABLE.put(kind, differences);
        final List<Integer> all = IntStream.rangeClosed(1, network.layers().size()).boxed().toList();
        final List<Prediction.Source> sources = new ArrayList<>();
        network.head().ifPresent(head -> sources.add(Prediction.Source.HEAD));
        network.memory().labels().ifPresent(labels -> sources.add(Prediction.Source.LABEL_UNITS));
        try (OnnxRuntime model = new OnnxRuntime(OnnxFile.model(network,
            new OnnxOutputs(all, Optional.empty(), true, true)))) {
            assertEquals(values.keySet(), model.inputs());
            final Map<String, Object> given = model.run(values);
            for (final int layer : all) {
                differences.put("features_" + layer, difference(results(new FeatureExtraction(network, List.of(layer),
                    FeatureKind.PROBABILITIES, 1, 1), rows), given.remove("features_" + layer)));
            }
            final double[][] reconstructed =
                results(Reconstruction.withoutFreeEnergy(network, Reconstruction.Fill.TRAINING_MEANS, 1, 1, 1), rows);
            final int units = network.encoding().units();
            final double[][] errors = new double[ROWS][];
            Arrays.setAll(errors, row -> new double[]{reconstructed[row][2 * units]});
            differences.put("error", difference(errors, given.remove(free("error", values))));
            double largest = 0;
            for (int c = 0; c < network.encoding().columns().size(); c++) {
                largest = Math.max(largest, decodedDifference(network.encoding(), c, reconstructed,
                    given.remove("reconstruction_" + network.encoding().columns().get(c).name())));
            }
            differences.put("reconstruction", largest);
            assertEquals(Map.of(), given, "and nothing else");
        }
        for (final Prediction.Source source : sources) {
            comparePrediction(network, source, values, rows, differences);
        }
        differences.forEach((output, difference) -> assertTrue(difference <= MOST,
            () -> output + " is up to " + difference + " apart"));
    }

    /** An output's name, which has an underscore behind it where a column has it. */
    private static String free(final String name, final Map<String, Object> columns) {
        return columns.containsKey(name) ? name + "_" : name;
    }

    private static void comparePrediction(final DeepBeliefNetwork network, final Prediction.Source source,
        final Map<String, Object> values, final float[][] rows, final Map<String, Double> differences)
        throws Exception {
        final double[][] expected = results(new Prediction(network, source, 1), rows);
        try (OnnxRuntime model = new OnnxRuntime(OnnxFile.model(network,
            new OnnxOutputs(List.of(), Optional.of(source), false, false)))) {
            final Map<String, Object> given = model.run(values);
            if (source == Prediction.Source.HEAD && network.head().orElseThrow() instanceof OutputHead.Regressor head) {
                final double[][] numbers = (double[][])given.get(free("prediction", values));
                // in the measure of each target, and relative where a number is large in it
                double largest = 0;
                for (int row = 0; row < ROWS; row++) {
                    for (int t = 0; t < head.scales().length; t++) {
                        largest = Math.max(largest, Math.abs(numbers[row][t] - expected[row][t])
                            / Math.max(head.scales()[t], Math.abs(expected[row][t] - head.offsets()[t])));
                    }
                }
                differences.put("prediction", largest);
                assertEquals("[\"mass\",\"tiny\"]", model.metadata().get("targets"));
                return;
            }
            final Object probabilities = given.get(free("probability", values));
            differences.put("probability " + source, difference(expected, probabilities));
            final String[][] classes = (String[][])given.get(free("class", values));
            for (int row = 0; row < ROWS; row++) {
                final float[] ofRow = ((float[][])probabilities)[row];
                final int told = CLASSES.indexOf(classes[row][0]);
                for (final float other : ofRow) {
                    assertTrue(ofRow[told] >= other, "the class is the most probable one");
                }
            }
            assertEquals("[\"a\",\"b\",\"c\",\"1\",\"\"]", model.metadata().get("classes"));
        }
    }

    /** Of a row whose largest number is above 1, in shares of that: single precision has as many digits of sums. */
    private static double difference(final double[][] expected, final Object given) {
        double largest = 0;
        for (int r = 0; r < ROWS; r++) {
            final int row = r;
            final double[] values = given instanceof float[][] floats
                ? IntStream.range(0, floats[row].length).mapToDouble(i -> floats[row][i]).toArray()
                : ((double[][])given)[row];
            assertEquals(expected[row].length, values.length);
            for (int i = 0; i < values.length; i++) {
                assertTrue(Double.isFinite(values[i]), "finite");
                largest = Math.max(largest, Math.abs(values[i] - expected[row][i]) / size(expected[row], values.length));
            }
        }
        return largest;
    }

    /** The largest number of the first of a row, 1 at least. */
    private static double size(final double[] row, final int count) {
        return Math.max(1, Arrays.stream(row, 0, count).map(Math::abs).max().getAsDouble());
    }

    /**
     * In the scale of the column and the size of the row's units: of a unit in a logarithmic tail, a digit in single
     * precision is that share of the number times the unit.
     */
    private static double decodedDifference(final InputEncoding encoding, final int c, final double[][] units,
        final Object given) {
        final InputColumn column = encoding.columns().get(c);
        double largest = 0;
        for (int row = 0; row < ROWS; row++) {
            if (column instanceof NominalColumn) {
                assertEquals(encoding.decodeNominal(c, units[row]), ((String[][])given)[row][0], column.name());
                continue;
            }
            final double scale = column instanceof QuantileColumn quantile ? quantile.scale()
                : column instanceof VectorColumn vector ? vector.scale() : ((NumberColumn)column).scale();
            final double[] expected = column instanceof VectorColumn ? encoding.decodeVector(c, units[row])
                : new double[]{encoding.decodeNumber(c, units[row])};
            for (int i = 0; i < expected.length; i++) {
                final double difference = Math.abs(((double[][])given)[row][i] - expected[i]);
                largest = Math.max(largest, difference == 0 ? 0
                    : difference / Math.max(scale, Math.abs(expected[i])) / size(units[row], encoding.units()));
            }
        }
        return largest;
    }
}
