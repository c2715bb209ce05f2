// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.pmml;

import static org.deepbelief.engine.pmml.Elements.number;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import javax.xml.stream.XMLStreamException;

import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.math.Activation;
import org.deepbelief.engine.math.FloatMatrix;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.OutputHead;
import org.deepbelief.engine.units.UnitType;

/**
 * A network with an output head as a PMML 4.2 document: one NeuralNetwork, a layer for each of the network's and one
 * for the head. Its outputs are those of {@link org.deepbelief.engine.infer.Prediction}: the class, the probability of
 * each class by a softmax over the last layer, or the number of each target in its own unit. A missing number is the
 * mean of the training rows, a missing nominal value their most frequent one. Classes are strings.
 */
public final class PmmlExport {

    /** What a weight takes in a document, about. */
    private static final int BYTES_PER_WEIGHT = 40;

    /** As rounding bears. */
    private static final double MEGABYTE = 1e6;

    /** The text of a weight, by the units that it comes from and leads to. */
    @FunctionalInterface
    private interface Weights {
        String text(int from, int to);
    }

    /**
     * A layer of the document.
     *
     * @param function its activation, as PMML names it
     * @param normalization of all its activations, as PMML names it
     * @param inputs the units below
     * @param weights between these and its own
     * @param biases one a unit
     */
    private record Neurons(String function, String normalization, int inputs, Weights weights, List<String> biases) {
    }

    private final DeepBeliefNetwork network;

    private final OutputHead head;

    /**
     * @param network of one sense
     * @throws IllegalArgumentException if it has no output head, reads vectors or has hidden units that PMML does not
     *             know; the message names what
     */
    public PmmlExport(final DeepBeliefNetwork network) {
        this.network = network;
        if (network.senses().size() > 1) {
            throw new IllegalArgumentException("The network has " + network.senses().size()
                + " senses; PMML has one way"
                + " from the columns to the output.");
        }
        head = network.head().orElseThrow(
            () -> new IllegalArgumentException("The network has no output head. Fine-tune it with a target first."));
        for (final InputColumn column : network.encoding().columns()) {
            if (column instanceof VectorColumn vector) {
                throw new IllegalArgumentException("The network reads the column \"" + vector.name() + "\" as "
                    + vector.kind().words() + ", which PMML does not know.");
            }
        }
        for (int n = 0; n < network.layers().size(); n++) {
            final Optional<String> obstacle = obstacle(network.layers().get(n).hiddenType());
            if (obstacle.isPresent()) {
                throw new IllegalArgumentException("Layer " + (n + 1) + " has " + obstacle.get() + ".");
            }
        }
    }

    /** Why hidden units of a kind cannot be written, if so. */
    public static Optional<String> obstacle(final UnitType hidden) {
        return function(hidden.activation()).isPresent() ? Optional.empty()
            : Optional.of(hidden.words() + " units, which PMML 4.2 does not know");
    }

    /** The first column that does not become a unit as it stands, if there is one. */
    public Optional<String> encodedColumn() {
        return network.encoding().columns().stream().filter(column -> !InputFields.isAsItStands(column))
            .map(InputColumn::name).findFirst();
    }

    /** The size of a document in megabytes, about. */
    public static double megabytes(final long weights) {
        return weights * BYTES_PER_WEIGHT / MEGABYTE;
    }

    private static Optional<String> function(final Activation activation) {
        return switch (activation) {
            case LOGISTIC -> Optional.of("logistic");
            case IDENTITY -> Optional.of("identity");
            case SOFTMAX, RECTIFIER -> Optional.empty();
        };
    }

    /**
     * Writes the document. The stream stays open.
     *
     * @param out receives XML in UTF-8
     * @param cancelled asked at each unit
     * @throws IllegalArgumentException if a name, a value or a weight cannot be written; the message names it
     * @throws IOException if the stream does not take it
     * @throws CancellationException if it was cancelled
     */
    public void write(final OutputStream out, final BooleanSupplier cancelled) throws IOException {
        try {
            write(new Elements(out), cancelled);
        } catch (XMLStreamException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getMessage(), e);
        }
    }

    private void write(final Elements xml, final BooleanSupplier cancelled) throws XMLStreamException {
        final List<String> targets = targets();
        final InputEncoding encoding = network.encoding();
        final InputFields inputs = new InputFields(encoding, targets);
        xml.startDocument();
        xml.start("Header", "description", "Deep belief network that predicts " + String.join(", ", targets));
        xml.empty("Application", "name", "Deep Belief Networks for KNIME");
        xml.end();
        xml.start("DataDictionary", "numberOfFields", Integer.toString(encoding.columns().size() + targets.size()));
        inputs.writeDataFields(xml);
        if (head instanceof OutputHead.Classifier classifier) {
            InputFields.writeNominalField(xml, targets.get(0), classifier.classes());
        } else {
            for (final String target : targets) {
                xml.empty("DataField", "name", target, "optype", "continuous", "dataType", "double");
            }
        }
        xml.end();
        final int layers = network.layers().size() + 1;
        xml.start("NeuralNetwork", "functionName",
            head instanceof OutputHead.Classifier ? "classification" : "regression", "activationFunction", "logistic",
            "numberOfLayers", Integer.toString(layers));
        xml.start("MiningSchema");
        inputs.writeMiningFields(xml);
        for (final String target : targets) {
            xml.empty("MiningField", "name", target, "usageType", "target");
        }
        xml.end();
        writeOutput(xml, inputs);
        xml.start("LocalTransformations");
        inputs.writeDerivedFields(xml);
        xml.end();
        inputs.writeNeuralInputs(xml);
        int first = 0;
        for (int n = 0; n < layers; n++) {
            final Neurons neurons = n < layers - 1 ? neurons(network.layers().get(n)) : neurons(head);
            write(xml, neurons, first, cancelled);
            first += neurons.inputs();
        }
        writeNeuralOutputs(xml, first);
        xml.end();
        xml.endDocument();
    }

    private List<String> targets() {
        return head instanceof OutputHead.Classifier classifier ? List.of(classifier.target().name())
            : ((OutputHead.Regressor)head).targets();
    }

    private void writeOutput(final Elements xml, final InputFields inputs) throws XMLStreamException {
        xml.start("Output");
        if (head instanceof OutputHead.Classifier classifier) {
            final String target = classifier.target().name();
            xml.empty("OutputField", "name", inputs.newName("Prediction (" + target + ")"), "optype", "categorical",
                "dataType", "string", "feature", "predictedValue");
            for (final String value : classifier.classes()) {
                xml.empty("OutputField", "name", inputs.newName("P (" + target + "=" + value + ")"), "optype",
                    "continuous", "dataType", "double", "feature", "probability", "value", value);
            }
        } else {
            for (final String target : targets()) {
                xml.empty("OutputField", "name", inputs.newName("Prediction (" + target + ")"), "optype",
                    "continuous", "dataType", "double", "targetField", target, "feature", "predictedValue");
            }
        }
        xml.end();
    }

    private static Neurons neurons(final Layer layer) {
        final FloatMatrix weights = layer.recognitionWeights();
        final float[] deviations = layer.visibleStandardDeviations();
        final float[] biases = layer.hiddenBiases();
        return new Neurons(function(layer.hiddenType().activation()).orElseThrow(), "none", weights.rows(),
            (from, to) -> deviations[from] == 1 ? number(weights.get(from, to))
                : number(weights.get(from, to) / Math.pow(deviations[from], 2)),
            texts(biases.length, unit -> number(biases[unit])));
    }

    /** The numbers of a regressor in their own units: offset + scale (h W + b) = h (scale W) + (offset + scale b). */
    private static Neurons neurons(final OutputHead head) {
        final FloatMatrix weights = head.weights();
        final float[] biases = head.biases();
        if (head instanceof OutputHead.Regressor regressor) {
            final double[] scales = regressor.scales();
            final double[] offsets = regressor.offsets();
            return new Neurons("identity", "none", weights.rows(),
                (from, to) -> number(scales[to] * weights.get(from, to)),
                texts(biases.length, output -> number(offsets[output] + scales[output] * biases[output])));
        }
        return new Neurons("identity", "softmax", weights.rows(), (from, to) -> number(weights.get(from, to)),
            texts(biases.length, output -> number(biases[output])));
    }

    private static List<String> texts(final int count, final IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).toList();
    }

    /** Units are numbered from the lowest layer's first one on. */
    private static void write(final Elements xml, final Neurons neurons, final int first,
        final BooleanSupplier cancelled) throws XMLStreamException {
        final int count = neurons.biases().size();
        xml.start("NeuralLayer", "numberOfNeurons", Integer.toString(count), "activationFunction", neurons.function(),
            "normalizationMethod", neurons.normalization());
        for (int to = 0; to < count; to++) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("Cancelled.");
            }
            xml.start("Neuron", "id", Integer.toString(first + neurons.inputs() + to), "bias",
                neurons.biases().get(to));
            for (int from = 0; from < neurons.inputs(); from++) {
                xml.empty("Con", "from", Integer.toString(first + from), "weight", neurons.weights().text(from, to));
            }
            xml.end();
        }
        xml.end();
    }

    private void writeNeuralOutputs(final Elements xml, final int first) throws XMLStreamException {
        final int outputs = head.biases().length;
        xml.start("NeuralOutputs", "numberOfOutputs", Integer.toString(outputs));
        for (int output = 0; output < outputs; output++) {
            xml.start("NeuralOutput", "outputNeuron", Integer.toString(first + output));
            if (head instanceof OutputHead.Classifier classifier) {
                xml.start("DerivedField", "optype", "categorical", "dataType", "string");
                xml.empty("NormDiscrete", "field", classifier.target().name(), "value",
                    classifier.classes().get(output));
            } else {
                xml.start("DerivedField", "optype", "continuous", "dataType", "double");
                xml.empty("FieldRef", "field", targets().get(output));
            }
            xml.end();
            xml.end();
        }
        xml.end();
    }
}
