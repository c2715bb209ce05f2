// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.pmml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
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
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.AssociativeMemory;
import org.deepbelief.engine.model.BoltzmannLayer;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.Networks;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.model.Provenance;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Documents in a reader that follows the standard's text, beside the engine's own predictions. */
class PmmlExportTest {

    private static final long SEED = 16;

    private static final int ROWS = 200;

    private static final ClassColumn CLASSES = new ClassColumn("class", List.of("a", "b", "c"));

    private static final NominalColumn COLOURS = new NominalColumn("colour", List.of("red", "green", "blue"));

    /** What may follow within an element, by the schema of PMML 4.2, as far as documents here have it. */
    private static final Map<String, String> CONTENTS = Map.ofEntries( //
        Map.entry("PMML", "Header DataDictionary NeuralNetwork "), //
        Map.entry("Header", "Application "), //
        Map.entry("Application", ""), //
        Map.entry("DataDictionary", "(DataField )+"), //
        Map.entry("DataField", "(Interval )*(Value )*"), //
        Map.entry("Interval", ""), //
        Map.entry("Value", ""), //
        Map.entry("NeuralNetwork",
            "MiningSchema Output LocalTransformations NeuralInputs (NeuralLayer )+NeuralOutputs "), //
        Map.entry("MiningSchema", "(MiningField )+"), //
        Map.entry("MiningField", ""), //
        Map.entry("Output", "(OutputField )+"), //
        Map.entry("OutputField", ""), //
        Map.entry("LocalTransformations", "(DerivedField )*"), //
        Map.entry("DerivedField", "(Constant|FieldRef|NormContinuous|NormDiscrete|Apply) "), //
        Map.entry("Constant", ""), //
        Map.entry("FieldRef", ""), //
        Map.entry("NormContinuous", "(LinearNorm ){2,}"), //
        Map.entry("LinearNorm", ""), //
        Map.entry("NormDiscrete", ""), //
        Map.entry("Apply", "((Constant|FieldRef|NormContinuous|NormDiscrete|Apply) )*"), //
        Map.entry("NeuralInputs", "(NeuralInput )+"), //
        Map.entry("NeuralInput", "DerivedField "), //
        Map.entry("NeuralLayer", "(Neuron )+"), //
        Map.entry("Neuron", "(Con )+"), //
        Map.entry("Con", ""), //
        Map.entry("NeuralOutputs", "(NeuralOutput )+"), //
        Map.entry("NeuralOutput", "DerivedField "));

    /** The attributes that the schema asks for, and those that it allows, as far as documents here have them. */
    private static final Map<String, List<String>> ATTRIBUTES = Map.ofEntries( //
        Map.entry("PMML", List.of("version xmlns", "")), //
        Map.entry("Header", List.of("", "description")), //
        Map.entry("Application", List.of("name", "")), //
        Map.entry("DataDictionary", List.of("", "numberOfFields")), //
        Map.entry("DataField", List.of("dataType name optype", "")), //
        Map.entry("Interval", List.of("closure", "leftMargin rightMargin")), //
        Map.entry("Value", List.of("value", "")), //
        Map.entry("NeuralNetwork", List.of("activationFunction functionName", "numberOfLayers")), //
        Map.entry("MiningField", List.of("name", "invalidValueTreatment usageType")), //
        Map.entry("OutputField", List.of("name", "dataType feature optype targetField value")), //
        Map.entry("DerivedField", List.of("dataType optype", "name")), //
        Map.entry("Constant", List.of("", "dataType")), //
        Map.entry("FieldRef", List.of("field", "mapMissingTo")), //
        Map.entry("NormContinuous", List.of("field", "outliers")), //
        Map.entry("LinearNorm", List.of("norm orig", "")), //
        Map.entry("NormDiscrete", List.of("field value", "")), //
        Map.entry("Apply", List.of("function", "")), //
        Map.entry("NeuralInputs", List.of("", "numberOfInputs")), //
        Map.entry("NeuralInput", List.of("id", "")), //
        Map.entry("NeuralLayer", List.of("", "activationFunction normalizationMethod numberOfNeurons")), //
        Map.entry("Neuron", List.of("id", "bias")), //
        Map.entry("Con", List.of("from weight", "")), //
        Map.entry("NeuralOutputs", List.of("", "numberOfOutputs")), //
        Map.entry("NeuralOutput", List.of("outputNeuron", "")));

    /** A kind of network, with rows that it may meet: missing, unknown and far out values among them. */
    private record Example(String name, DeepBeliefNetwork network) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static NumberColumn number(final String name, final UnitType type, final NumberScaling scaling,
        final double offset, final double scale) {
        return new NumberColumn(name, type, scaling, offset, scale);
    }

    private static NumberColumn plain(final String name) {
        return number(name, UnitType.bernoulli(), NumberScaling.NONE, 0, 1);
    }

    private static QuantileColumn quantiles(final String name, final Double... edges) {
        return new QuantileColumn(name, edges[1], (edges[edges.length - 1] - edges[0]) / 8, List.of(edges));
    }

    /** A network with random weights, the head of which has as many inputs as the last hidden type's layer. */
    private static DeepBeliefNetwork network(final List<InputColumn> columns, final boolean learnedDeviations,
        final List<UnitType> hidden, final OutputHead.Regressor numbers) {
        final Random random = new Random(SEED);
        final int units = columns.stream().mapToInt(InputColumn::units).sum();
        final float[] means = new float[units];
        for (int u = 0; u < units; u++) {
            means[u] = random.nextFloat();
        }
        final InputEncoding encoding = new InputEncoding(columns, means);
        final List<Layer> layers = new ArrayList<>();
        List<UnitGroup> below = encoding.groups();
        for (final UnitType type : hidden) {
            final int visible = UnitGroup.units(below);
            final int size = 7 + 2 * layers.size();
            final float[] deviations = new float[visible];
            for (int u = 0; u < visible; u++) {
                deviations[u] = learnedDeviations && layers.isEmpty() ? 0.5f + random.nextFloat() : 1;
            }
            final FloatMatrix weights = Networks.matrix(random, 0.8, visible, size);
            layers.add(new BoltzmannLayer(below, type, weights, Networks.vector(random, 0.5, size), weights,
                Networks.vector(random, 0.5, visible), deviations));
            below = List.of(new UnitGroup(type, size));
        }
        final int top = UnitGroup.units(below);
        final int outputs = numbers == null ? CLASSES.size() : numbers.targets().size();
        final FloatMatrix weights = Networks.matrix(random, 1.5, top, outputs);
        final float[] biases = Networks.vector(random, 0.5, outputs);
        return new DeepBeliefNetwork(encoding, layers, AssociativeMemory.of(layers.get(layers.size() - 1)),
            Optional.of(numbers == null ? new OutputHead.Classifier(CLASSES, weights, biases)
                : new OutputHead.Regressor(numbers.targets(), weights, biases, numbers.offsets(), numbers.scales())),
            new Provenance(List.of()));
    }

    private static OutputHead.Regressor numbers(final double offset, final double scale, final String... names) {
        return new OutputHead.Regressor(List.of(names), FloatMatrix.zeros(1, names.length), new float[names.length],
            DoubleStream.generate(() -> offset).limit(names.length).toArray(),
            DoubleStream.generate(() -> scale).limit(names.length).toArray());
    }

    static List<Example> examples() {
        final UnitType bernoulli = UnitType.bernoulli();
        final UnitType gaussian = UnitType.gaussian();
        final List<InputColumn> plain = List.of(plain("x"), plain("y"), plain("z"));
        final List<InputColumn> scaled = List.of(number("x", bernoulli, NumberScaling.MIN_MAX, -3, 20),
            number("y", bernoulli, NumberScaling.MIN_MAX, 0, 1), number("constant", bernoulli, NumberScaling.MIN_MAX, 5, 0));
        final List<InputColumn> standardised = List.of(number("x", gaussian, NumberScaling.Z_SCORE, 4, 2.5),
            number("far", gaussian, NumberScaling.Z_SCORE, 1e12, 1e-3), number("raw", gaussian, NumberScaling.NONE, 0, 1));
        final List<InputColumn> automatic = List.of(quantiles("x", -1.0, 0.0, 4.0, 30.0), COLOURS,
            quantiles("amount", 0.01, 12.5, 1e6), new NominalColumn("only", List.of("one")));
        final List<InputColumn> named = List.of(plain("a < b & \"c\" > 'd'"), plain("x (scaled)"), plain("Prediction (class)"),
            number("x", bernoulli, NumberScaling.MIN_MAX, 0, 3), new NominalColumn("\uD83D\uDC27 caf\u00e9", List.of("<1", "&", "")));
        return List.of( //
            new Example("numbers as they are, one layer", network(plain, false, List.of(bernoulli), null)), //
            new Example("min-max, two layers", network(scaled, false, List.of(bernoulli, bernoulli), null)), //
            new Example("z-score with learned deviations, three layers",
                network(standardised, true, List.of(bernoulli, bernoulli, bernoulli), null)), //
            new Example("automatic encoding and nominal columns", network(automatic, false, List.of(bernoulli, bernoulli), null)), //
            new Example("linear units in the middle", network(automatic, false, List.of(bernoulli, gaussian, bernoulli), null)), //
            new Example("names that XML escapes, and that are taken", network(named, false, List.of(bernoulli), null)), //
            new Example("a number", network(automatic, false, List.of(bernoulli, bernoulli), numbers(4200, 800, "mass"))), //
            new Example("a number far from 0", network(plain, false, List.of(bernoulli), numbers(1e9, 1, "mass"))), //
            new Example("two numbers", network(scaled, false, List.of(bernoulli, gaussian), numbers(-1, 0.5, "mass", "length"))));
    }

    private static byte[] document(final DeepBeliefNetwork network) throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PmmlExport(network).write(out, () -> false);
        return out.toByteArray();
    }

    /** A value for the column; null is a missing one. */
    private static Object value(final InputColumn column, final Random random) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        if (column instanceof NominalColumn nominal) {
            return random.nextInt(8) == 0 ? "none of them" : nominal.values().get(random.nextInt(nominal.units()));
        }
        if (column instanceof QuantileColumn quantile) {
            final double range = quantile.highest() - quantile.lowest();
            return quantile.lowest() + range * (random.nextInt(4) == 0 ? 20 * random.nextGaussian() : random.nextDouble());
        }
        final NumberColumn number = (NumberColumn)column;
        final boolean fixed = number.unitType().bounded() && number.scaling() != NumberScaling.MIN_MAX;
        return number.offset() + number.scale() * (fixed ? random.nextDouble() : 3 * random.nextGaussian());
    }

    private static float[] units(final InputEncoding encoding, final Map<String, Object> row) throws EncodingException {
        final float[] units = encoding.replacements();
        for (int c = 0; c < encoding.columns().size(); c++) {
            final Object value = row.get(encoding.columns().get(c).name());
            if (value instanceof Double number) {
                encoding.encode(c, number, units);
            } else if (value != null) {
                encoding.encode(c, (String)value, UnknownValue.ALL_ZERO, units);
            }
        }
        return units;
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aReaderOfTheStandardPredictsTheSame(final Example example) throws Exception {
        final DeepBeliefNetwork network = example.network();
        final Random random = new Random(SEED);
        final List<Map<String, Object>> rows = new ArrayList<>();
        final float[][] units = new float[ROWS][];
        for (int r = 0; r < ROWS; r++) {
            final Map<String, Object> row = new HashMap<>();
            network.encoding().columns().forEach(column -> row.put(column.name(), value(column, random)));
            rows.add(row);
            units[r] = units(network.encoding(), row);
        }
        final List<double[]> expected = new ArrayList<>();
        try (Prediction prediction = new Prediction(network, Prediction.Source.HEAD, 1)) {
            prediction.run(TestRows.source(units, null, false), results -> expected.add(results.toArray()));
        }
        final PmmlEvaluator evaluator = new PmmlEvaluator(document(network));
        double farthest = 0;
        for (int r = 0; r < ROWS; r++) {
            final List<Object> results = List.copyOf(evaluator.evaluate(rows.get(r)).values());
            final double[] right = expected.get(r);
            if (network.head().get() instanceof OutputHead.Regressor regressor) {
                assertEquals(right.length, results.size());
                for (int t = 0; t < right.length; t++) {
                    farthest = Math.max(farthest, Math.abs((Double)results.get(t) - right[t]) / regressor.scales()[t]);
                }
            } else {
                assertEquals(1 + right.length, results.size());
                int best = 0;
                for (int c = 0; c < right.length; c++) {
                    farthest = Math.max(farthest, Math.abs((Double)results.get(1 + c) - right[c]));
                    best = right[c] > right[best] ? c : best;
                }
                assertEquals(CLASSES.values().get(best), results.get(0));
            }
        }
        System.out.printf("PMML, %s: %.1e apart at most over %d rows, seed %d%n", example, farthest, ROWS, SEED);
        assertTrue(farthest <= 1e-5, farthest + " apart");
        assertTrue(expected.stream().map(result -> Math.round(1000 * result[0])).distinct().count() > 10, "told alike");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isOfTheStructureThatTheSchemaAsksFor(final Example example) throws Exception {
        final PmmlEvaluator evaluator = new PmmlEvaluator(document(example.network()));
        assertEquals("http://www.dmg.org/PMML-4_2", evaluator.document().getNamespaceURI());
        assertEquals("4.2", evaluator.document().getAttribute("version"));
        checkStructure(evaluator.document());
        final Element model = PmmlEvaluator.children(evaluator.document(), "NeuralNetwork").get(0);
        Set<String> below = PmmlEvaluator.children(PmmlEvaluator.children(model, "NeuralInputs").get(0), "NeuralInput")
            .stream().map(input -> input.getAttribute("id")).collect(Collectors.toSet());
        final Set<String> ids = new HashSet<>(below);
        for (final Element layer : PmmlEvaluator.children(model, "NeuralLayer")) {
            final Set<String> own = new HashSet<>();
            for (final Element neuron : PmmlEvaluator.children(layer, "Neuron")) {
                assertEquals(below, PmmlEvaluator.children(neuron, "Con").stream().map(con -> con.getAttribute("from"))
                    .collect(Collectors.toSet()));
                assertTrue(ids.add(neuron.getAttribute("id")), "two neurons " + neuron.getAttribute("id"));
                own.add(neuron.getAttribute("id"));
            }
            below = own;
        }
        assertEquals(below, PmmlEvaluator.children(PmmlEvaluator.children(model, "NeuralOutputs").get(0), "NeuralOutput")
            .stream().map(output -> output.getAttribute("outputNeuron")).collect(Collectors.toSet()));
    }

    private static void checkStructure(final Element element) {
        final String name = element.getLocalName();
        final List<Element> children = PmmlEvaluator.children(element);
        final String content = children.stream().map(child -> child.getLocalName() + " ").collect(Collectors.joining());
        assertTrue(CONTENTS.containsKey(name) && content.matches(CONTENTS.get(name)), name + ": " + content);
        final Set<String> attributes = new HashSet<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            attributes.add(element.getAttributes().item(i).getNodeName());
        }
        final List<String> known = ATTRIBUTES.getOrDefault(name, List.of("", ""));
        final Set<String> asked = words(known.get(0));
        assertTrue(attributes.containsAll(asked), name + " lacks one of " + asked + ": " + attributes);
        attributes.removeAll(asked);
        assertTrue(words(known.get(1)).containsAll(attributes), name + ": " + attributes);
        for (final String count : List.of("numberOfFields", "numberOfInputs", "numberOfNeurons", "numberOfOutputs")) {
            if (element.hasAttribute(count)) {
                assertEquals(Integer.toString(children.size()), element.getAttribute(count), name);
            }
        }
        children.forEach(PmmlExportTest::checkStructure);
    }

    private static Set<String> words(final String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }

    /** Where the engine refuses a number, the document's reader has no result. */
    @Test
    void aNumberThatABernoulliUnitCannotBeIsInvalid() throws Exception {
        final DeepBeliefNetwork network = network(List.of(plain("x"),
            number("z", UnitType.bernoulli(), NumberScaling.Z_SCORE, 10, 2)), false, List.of(UnitType.bernoulli()), null);
        final PmmlEvaluator evaluator = new PmmlEvaluator(document(network));
        for (final Map<String, Object> row : List.<Map<String, Object>>of(Map.of("x", 1.01, "z", 11.0),
            Map.of("x", 0.5, "z", 9.9), Map.of("x", 0.5, "z", 12.1))) {
            assertThrows(EncodingException.class, () -> units(network.encoding(), row), row::toString);
            evaluator.evaluate(row).forEach((name, result) -> assertNull(result, name));
        }
        assertEquals(4, evaluator.evaluate(Map.of("x", 1.0, "z", 12.0)).values().stream()
            .filter(result -> result != null).count());
    }

    @Test
    void theSizeIsToldBeforehand() throws IOException {
        final DeepBeliefNetwork network = Networks.random(SEED, 0.1, 300, 200, 100).withHead(new OutputHead.Classifier(
            CLASSES, Networks.matrix(new Random(SEED), 0.1, 100, 3), new float[3]));
        final double actual = document(network).length / 1e6;
        final double told = PmmlExport.megabytes(300 * 200 + 200 * 100 + 100 * 3);
        System.out.printf("PMML: %.2f MB, told as %.2f%n", actual, told);
        assertEquals(1, told / actual, 0.15);
    }

    private static String refusal(final DeepBeliefNetwork network) {
        return assertThrows(IllegalArgumentException.class, () -> document(network)).getMessage();
    }

    @Test
    void whatPmmlCannotSayIsRefusedInWords() {
        final List<InputColumn> columns = List.of(plain("x"), plain("y"));
        final UnitType bernoulli = UnitType.bernoulli();
        assertEquals("The network has no output head. Fine-tune it with a target first.",
            refusal(Networks.random(SEED, 1, 3, 2)));
        assertEquals("Layer 2 has rectified linear units, which PMML 4.2 does not know.",
            refusal(network(columns, false, List.of(bernoulli, UnitType.rectifiedLinear()), null)));
        assertEquals("The network reads the column \"v\" as bit vector, which PMML does not know.",
            refusal(network(List.of(new VectorColumn("v", VectorKind.BIT, 3, bernoulli, NumberScaling.NONE, 0, 1)), false,
                List.of(bernoulli), null)));
        assertEquals("The name or value \"two\nlines\" has a character (U+000A) that PMML cannot hold. Rename the column,"
            + " or replace the value.",
            refusal(network(List.of(plain("two\nlines")), false, List.of(bernoulli), null)));
        assertTrue(refusal(network(List.of(new NominalColumn("n", List.of("\uD800"))), false, List.of(bernoulli), null))
            .contains("(U+D800)"));
        final DeepBeliefNetwork diverged = network(columns, false, List.of(bernoulli), null);
        diverged.layers().get(0).recognitionWeights().set(1, 1, Float.NaN);
        assertTrue(refusal(diverged).startsWith("The network has the number NaN"), () -> refusal(diverged));
    }

    @Test
    void canBeCancelledAtEachUnit() {
        final AtomicInteger asked = new AtomicInteger();
        final PmmlExport export = new PmmlExport(examples().get(1).network());
        assertThrows(CancellationException.class,
            () -> export.write(OutputStream.nullOutputStream(), () -> asked.incrementAndGet() == 9));
        assertEquals(9, asked.get());
    }

    @Test
    void aStreamThatTakesNothingIsAnIoException() {
        final OutputStream full = new OutputStream() {
            @Override
            public void write(final int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        final PmmlExport export = new PmmlExport(examples().get(1).network());
        assertEquals("No space left on device",
            assertThrows(IOException.class, () -> export.write(full, () -> false)).getMessage());
    }
}
