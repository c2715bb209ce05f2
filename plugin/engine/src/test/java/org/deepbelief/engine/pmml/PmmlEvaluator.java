// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.pmml;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Test machinery: what the standard (dmg.org, PMML 4.2: "Transformations", "Built-in functions", "Mining schema",
 * "Neural network", "Output") says that a document with one NeuralNetwork predicts, in double precision. Written from
 * its text, not from what writes documents here; what it does not know it refuses. A value is a Double, a String, or
 * null where it is missing.
 */
final class PmmlEvaluator {

    private final Element document;

    private final Element model;

    private final Map<String, Element> dataFields = new HashMap<>();

    private final Map<String, Element> derivedFields = new HashMap<>();

    PmmlEvaluator(final byte[] text) throws Exception {
        final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(text)).getDocumentElement();
        model = only(document, "NeuralNetwork");
        children(only(document, "DataDictionary"), "DataField").forEach(field -> put(dataFields, field));
        for (final Element where : List.of(document, model)) {
            for (final String group : List.of("TransformationDictionary", "LocalTransformations")) {
                children(where, group).forEach(
                    list -> children(list, "DerivedField").forEach(field -> put(derivedFields, field)));
            }
        }
    }

    private static void put(final Map<String, Element> fields, final Element field) {
        if (fields.put(field.getAttribute("name"), field) != null) {
            throw new IllegalArgumentException("Two fields are called " + field.getAttribute("name"));
        }
    }

    Element document() {
        return document;
    }

    static List<Element> children(final Element parent) {
        final List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    static List<Element> children(final Element parent, final String name) {
        return children(parent).stream().filter(child -> child.getLocalName().equals(name)).toList();
    }

    private static Element only(final Element parent, final String name) {
        final List<Element> found = children(parent, name);
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " elements " + name + " in " + parent.getLocalName());
        }
        return found.get(0);
    }

    private static String attribute(final Element element, final String name, final String otherwise) {
        return element.hasAttribute(name) ? element.getAttribute(name) : otherwise;
    }

    /** The output fields by their names; all null where an input is invalid. */
    Map<String, Object> evaluate(final Map<String, ?> given) {
        final Map<String, Object> inputs = new HashMap<>();
        boolean valid = true;
        for (final Element field : children(only(model, "MiningSchema"), "MiningField")) {
            final String name = field.getAttribute("name");
            if (attribute(field, "usageType", "active").equals("active")) {
                Object value = given.get(name);
                if (value == null && field.hasAttribute("missingValueReplacement")) {
                    value = typed(field.getAttribute("missingValueReplacement"), dataFields.get(name));
                }
                if (value != null && !isValid(dataFields.get(name), value)) {
                    switch (attribute(field, "invalidValueTreatment", "returnInvalid")) {
                        case "asIs" -> { }
                        case "asMissing" -> value = null;
                        default -> valid = false;
                    }
                }
                inputs.put(name, value);
            }
        }
        final Map<String, Object> results = new LinkedHashMap<>();
        final Map<String, Double> activations = valid ? activations(inputs) : null;
        for (final Element output : children(only(model, "Output"), "OutputField")) {
            results.put(output.getAttribute("name"), activations == null ? null : output(output, activations));
        }
        return results;
    }

    private static Object typed(final String text, final Element dataField) {
        return dataField.getAttribute("dataType").equals("string") ? text : (Object)Double.valueOf(text);
    }

    private static boolean isValid(final Element field, final Object value) {
        final List<Element> intervals = children(field, "Interval");
        final List<Element> values = children(field, "Value");
        if (value instanceof Double number) {
            return !number.isNaN() && (intervals.isEmpty() || intervals.stream().anyMatch(interval -> {
                if (!interval.getAttribute("closure").equals("closedClosed")) {
                    throw new IllegalArgumentException(interval.getAttribute("closure"));
                }
                return number >= Double.parseDouble(interval.getAttribute("leftMargin"))
                    && number <= Double.parseDouble(interval.getAttribute("rightMargin"));
            }));
        }
        return values.isEmpty() || values.stream().anyMatch(known -> known.getAttribute("value").equals(value));
    }

    private Object field(final String name, final Map<String, Object> inputs) {
        if (derivedFields.containsKey(name)) {
            return derived(derivedFields.get(name), inputs);
        }
        if (!inputs.containsKey(name)) {
            throw new IllegalArgumentException("There is no field " + name);
        }
        return inputs.get(name);
    }

    private Object derived(final Element field, final Map<String, Object> inputs) {
        final List<Element> expressions = children(field);
        if (expressions.size() != 1) {
            throw new IllegalArgumentException(expressions.size() + " expressions");
        }
        return value(expressions.get(0), inputs);
    }

    private Object value(final Element expression, final Map<String, Object> inputs) {
        return switch (expression.getLocalName()) {
            case "Constant" -> Double.valueOf(expression.getTextContent());
            case "FieldRef" -> orMapped(field(expression.getAttribute("field"), inputs), expression);
            case "NormContinuous" -> {
                final Object value = field(expression.getAttribute("field"), inputs);
                yield value == null ? orMapped(null, expression) : (Object)normalised(expression, (Double)value);
            }
            case "NormDiscrete" -> {
                final Object value = field(expression.getAttribute("field"), inputs);
                yield value == null ? orMapped(null, expression)
                    : (Object)(value.equals(expression.getAttribute("value")) ? 1.0 : 0.0);
            }
            case "Apply" -> applied(expression, inputs);
            default -> throw new IllegalArgumentException(expression.getLocalName());
        };
    }

    private static Object orMapped(final Object value, final Element expression) {
        return value != null || !expression.hasAttribute("mapMissingTo") ? value
            : (Object)Double.valueOf(expression.getAttribute("mapMissingTo"));
    }

    /** Piecewise linear through the given points; beyond them the outermost piece goes on, unless it says otherwise. */
    private static Double normalised(final Element expression, final double value) {
        final List<Element> points = children(expression, "LinearNorm");
        final double[] orig = points.stream().mapToDouble(p -> Double.parseDouble(p.getAttribute("orig"))).toArray();
        final double[] norm = points.stream().mapToDouble(p -> Double.parseDouble(p.getAttribute("norm"))).toArray();
        final int last = orig.length - 1;
        for (int i = 1; i <= last; i++) {
            if (!(orig[i] > orig[i - 1])) {
                throw new IllegalArgumentException("The points do not ascend: " + orig[i - 1] + ", " + orig[i]);
            }
        }
        if (value < orig[0] || value > orig[last]) {
            switch (attribute(expression, "outliers", "asIs")) {
                case "asExtremeValues":
                    return value < orig[0] ? norm[0] : norm[last];
                case "asMissingValues":
                    return null;
                default:
                    break;
            }
        }
        int piece = 1;
        while (piece < last && value > orig[piece]) {
            piece++;
        }
        return norm[piece - 1] + (value - orig[piece - 1]) / (orig[piece] - orig[piece - 1])
            * (norm[piece] - norm[piece - 1]);
    }

    private Object applied(final Element apply, final Map<String, Object> inputs) {
        final List<Element> arguments = children(apply);
        final String function = apply.getAttribute("function");
        if (function.equals("if")) {
            final Object condition = value(arguments.get(0), inputs);
            return condition == null ? orMapped(null, apply)
                : value(arguments.get((Boolean)condition ? 1 : 2), inputs);
        }
        final List<Double> values = new ArrayList<>();
        for (final Element argument : arguments) {
            final Object value = value(argument, inputs);
            if (value == null) {
                return orMapped(null, apply);
            }
            values.add((Double)value);
        }
        final int expected = function.equals("abs") || function.equals("ln") ? 1 : 2;
        if (values.size() != expected) {
            throw new IllegalArgumentException(values.size() + " arguments of " + function);
        }
        return switch (function) {
            case "+" -> values.get(0) + values.get(1);
            case "-" -> values.get(0) - values.get(1);
            case "*" -> values.get(0) * values.get(1);
            case "/" -> values.get(0) / values.get(1);
            case "abs" -> Math.abs(values.get(0));
            case "ln" -> Math.log(values.get(0));
            case "lessOrEqual" -> values.get(0) <= values.get(1);
            case "greaterThan" -> values.get(0) > values.get(1);
            default -> throw new IllegalArgumentException(function);
        };
    }

    /** The activation of each neuron by its id; null where an input is missing. */
    private Map<String, Double> activations(final Map<String, Object> inputs) {
        final Map<String, Double> activations = new HashMap<>();
        for (final Element input : children(only(model, "NeuralInputs"), "NeuralInput")) {
            final Object value = derived(only(input, "DerivedField"), inputs);
            if (value == null) {
                return null;
            }
            activations.put(input.getAttribute("id"), (Double)value);
        }
        final List<Element> layers = children(model, "NeuralLayer");
        for (int n = 0; n < layers.size(); n++) {
            final List<Element> neurons = children(layers.get(n), "Neuron");
            final String function =
                attribute(layers.get(n), "activationFunction", model.getAttribute("activationFunction"));
            final double[] values = new double[neurons.size()];
            for (int j = 0; j < values.length; j++) {
                double sum = Double.parseDouble(attribute(neurons.get(j), "bias", "0"));
                for (final Element con : children(neurons.get(j), "Con")) {
                    sum += Double.parseDouble(con.getAttribute("weight")) * activations.get(con.getAttribute("from"));
                }
                values[j] = switch (function) {
                    case "logistic" -> 1 / (1 + Math.exp(-sum));
                    case "identity" -> sum;
                    default -> throw new IllegalArgumentException(function);
                };
            }
            // the network's method is that of its last layer, unless the layer has one of its own
            final String method = attribute(layers.get(n), "normalizationMethod",
                n == layers.size() - 1 ? attribute(model, "normalizationMethod", "none") : "none");
            final double[] normalised = method.equals("softmax") ? softmax(values) : values;
            for (int j = 0; j < values.length; j++) {
                activations.put(neurons.get(j).getAttribute("id"), normalised[j]);
            }
        }
        return activations;
    }

    private static double[] softmax(final double[] values) {
        final double largest = IntStream.range(0, values.length).mapToDouble(j -> values[j]).max().orElseThrow();
        final double[] exponentials =
            IntStream.range(0, values.length).mapToDouble(j -> Math.exp(values[j] - largest)).toArray();
        final double sum = IntStream.range(0, values.length).mapToDouble(j -> exponentials[j]).sum();
        return IntStream.range(0, values.length).mapToDouble(j -> exponentials[j] / sum).toArray();
    }

    private Object output(final Element output, final Map<String, Double> activations) {
        final Map<String, Double> probabilities = new LinkedHashMap<>();
        final Map<String, Double> numbers = new LinkedHashMap<>();
        for (final Element neuralOutput : children(only(model, "NeuralOutputs"), "NeuralOutput")) {
            final double activation = activations.get(neuralOutput.getAttribute("outputNeuron"));
            final Element expression = children(only(neuralOutput, "DerivedField")).get(0);
            if (expression.getLocalName().equals("NormDiscrete")) {
                probabilities.put(expression.getAttribute("value"), activation);
            } else if (expression.getLocalName().equals("FieldRef")) {
                numbers.put(expression.getAttribute("field"), activation);
            } else {
                throw new IllegalArgumentException(expression.getLocalName());
            }
        }
        if (output.getAttribute("feature").equals("probability")) {
            return probabilities.get(output.getAttribute("value"));
        }
        if (model.getAttribute("functionName").equals("regression")) {
            return numbers.get(attribute(output, "targetField", numbers.keySet().iterator().next()));
        }
        return probabilities.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }
}
