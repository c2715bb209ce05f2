// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.onnx;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.CopyOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.WholeFile;
import org.deepbelief.engine.infer.Prediction;
import org.deepbelief.engine.model.DeepBeliefNetwork;
import org.deepbelief.engine.model.LabelUnits;
import org.deepbelief.engine.model.Layer;
import org.deepbelief.engine.model.OutputHead;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

/**
 * The ONNX file of a network: a graph from the columns of a table, encoded within, to what is chosen as outputs.
 * <p>
 * Inputs are the network's columns under their names, in one row a case: a number as a double, NaN where it is missing;
 * a nominal value as a string, empty where it is missing; a vector as doubles. What is missing becomes the mean of the
 * training rows, or their most frequent value; a nominal value that the network does not know leaves its units at 0.
 * What the nodes refuse, a graph cannot: numbers outside of what the units can be count as being at the edge.
 * <p>
 * Outputs have these names, with an underscore behind where a column has the same:
 *
 * <pre>
 * features_2             float,  N x units       the means of the units of layer 2
 * probability            float,  N x classes     of each class, in the order of "classes" in the metadata
 * class                  string, N x 1           the most probable class
 * prediction             double, N x targets     numbers in their own units
 * reconstruction_COLUMN  as the column           each column as it comes back when it went up and down through all layers
 * error                  double, N x 1           the mean squared difference between units and their reconstruction
 * </pre>
 */
public final class OnnxFile {

    /** What the metadata gives as the version of this program. */
    static final String VERSION = "1.0.0";

    private static final String PRODUCER = "Deep Belief Networks for KNIME";

    /** The intermediate representation that the operators came with. */
    private static final int IR_VERSION = 7;

    private final OnnxGraph graph = new OnnxGraph();

    private final DeepBeliefNetwork network;

    private final List<Layer> layers;

    private final Columns columns;

    /** The levels that are in the graph by now, the units of the columns first. */
    private final List<String> levels = new ArrayList<>();

    /** What the outputs are, and more. */
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private OnnxFile(final DeepBeliefNetwork network) {
        if (network.senses().size() > 1) {
            throw new IllegalArgumentException("The network has " + network.senses().size()
                + " senses, and only one of a single sense can be written as ONNX. Write the network file.");
        }
        this.network = network;
        layers = network.layers();
        columns = new Columns(graph, network.encoding());
        levels.add(columns.units());
        metadata.put("version", VERSION);
        metadata.put("inputs", "The columns of the network. A number is a double, NaN where it is missing: then it is"
            + " replaced by what is usual in the training rows. A nominal value is a string, empty where it is missing:"
            + " then it is the most frequent one; a value that the network does not know is none of those it knows.");
    }

    /**
     * Writes a network to a file. The file appears whole or not at all, with the rights that new files have.
     *
     * @param outputs what the model is to give
     * @param cancelled whether to give up; asked for each part that is written
     * @param move how it goes to its place from one beside it: without {@link StandardCopyOption#REPLACE_EXISTING} a
     *            file that is there by then stays
     * @throws IllegalArgumentException if the network cannot give that, or has no form in ONNX; the message says what
     *             and what to do
     * @throws CancellationException if it was given up
     * @throws IOException if it cannot be written, or must not replace the file that is there
     */
    public static void write(final DeepBeliefNetwork network, final OnnxOutputs outputs, final Path file,
        final BooleanSupplier cancelled, final CopyOption... move) throws IOException {
        final ProtobufMessage model = model(network, outputs);
        checkLength(model.length());
        WholeFile.write(file, model::writeTo, cancelled, move);
    }

    static void checkLength(final long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("As ONNX the network would take " + (bytes >> 20) + " MiB, and such a"
                + " file can hold no more than " + (Integer.MAX_VALUE >> 20) + " MiB. Write the network file.");
        }
    }

    /** The model, whose weights are still where they were. */
    static ProtobufMessage model(final DeepBeliefNetwork network, final OnnxOutputs outputs) {
        final OnnxFile file = new OnnxFile(network);
        outputs.features().forEach(file::addFeatures);
        outputs.prediction().ifPresent(file::addPrediction);
        if (outputs.reconstruction() || outputs.error()) {
            file.addReconstruction(outputs);
        }
        return file.message();
    }

    /** The units of a level, 0 for the columns', n for those of the n-th layer. */
    private String level(final int level) {
        while (levels.size() <= level) {
            levels.add(new LayerNodes(graph, layers.get(levels.size() - 1)).up(levels.get(levels.size() - 1)));
        }
        return levels.get(level);
    }

    private void addFeatures(final int layer) {
        if (layer < 1 || layer > layers.size()) {
            throw new IllegalArgumentException("There is no layer " + layer + " to give features: the network has layers"
                + " 1 to " + layers.size() + ".");
        }
        final int units = layers.get(layer - 1).hiddenUnits();
        output(level(layer), "features_" + layer, ElementType.FLOAT, units, "The means of the " + units
            + " units of layer " + layer + ".");
    }

    private void addPrediction(final Prediction.Source source) {
        final PredictionNodes nodes = new PredictionNodes(graph, network);
        if (source == Prediction.Source.LABEL_UNITS) {
            final LabelUnits labels = network.memory().labels().orElseThrow(() -> new IllegalArgumentException(
                "The network has no label units to tell a class. Train it with a class column first."));
            addClasses(nodes.labels(labels, level(layers.size() - 1)), labels.target().name(), labels.classes());
            return;
        }
        final OutputHead head = network.head().orElseThrow(() -> new IllegalArgumentException(
            "The network has no output layer to predict. Fine-tune it with a target first."));
        if (head instanceof OutputHead.Classifier classes) {
            addClasses(nodes.classes(classes, level(layers.size())), classes.target().name(), classes.classes());
        } else if (head instanceof OutputHead.Regressor numbers) {
            output(nodes.numbers(numbers, level(layers.size())), "prediction", ElementType.DOUBLE,
                numbers.targets().size(), "The predicted numbers, in the order of the targets.");
            metadata.put("targets", json(numbers.targets()));
        }
    }

    private void addClasses(final String probabilities, final String target, final List<String> classes) {
        output(probabilities, "probability", ElementType.FLOAT, classes.size(),
            "The probability of each class, in the order of the classes.");
        final String best = graph.operation("ArgMax").with("axis", 1).with("keepdims", 1).of(probabilities);
        output(graph.choose(classes, best), "class", ElementType.STRING, 1, "The most probable class.");
        metadata.put("target", target);
        metadata.put("classes", json(classes));
    }

    private void addReconstruction(final OnnxOutputs outputs) {
        String units = level(layers.size());
        for (int n = layers.size() - 1; n >= 0; n--) {
            units = new LayerNodes(graph, layers.get(n)).down(units);
        }
        if (outputs.reconstruction()) {
            columns.decode(units, this::addColumn);
        }
        if (outputs.error()) {
            final String difference = graph.add("Sub", graph.cast(level(0), ElementType.DOUBLE),
                graph.cast(units, ElementType.DOUBLE));
            final String mean = graph.operation("ReduceMean").with("axes", new long[]{1}).with("keepdims", 1)
                .of(graph.add("Mul", difference, difference));
            // as inference, which hands it on in single precision
            output(graph.add("Min", mean, graph.number(Float.MAX_VALUE)), "error", ElementType.DOUBLE, 1, "The mean"
                + " squared difference between the units of a row and their reconstruction.");
        }
    }

    private void addColumn(final InputColumn column, final String value) {
        output(value, "reconstruction_" + column.name(), Columns.type(column), Columns.width(column),
            "The column " + column.name() + " as the network reconstructs it.");
    }

    private void output(final String value, final String name, final ElementType type, final long width,
        final String words) {
        metadata.put(graph.output(value, name, type, width), words);
    }

    private ProtobufMessage message() {
        final ProtobufMessage model = new ProtobufMessage().number(1, IR_VERSION).text(2, PRODUCER).text(3, VERSION)
            .text(4, "org.deepbelief").number(5, 1)
            .text(6, "A deep belief network of " + network.encoding().units() + " visible units and "
                + layers.stream().map(layer -> Integer.toString(layer.hiddenUnits())).collect(Collectors.joining(", "))
                + " hidden ones, with the encoding of its columns. The metadata says what each output is.")
            .message(7, graph.message("DeepBeliefNetwork"))
            .message(8, new ProtobufMessage().text(1, "").number(2, OnnxGraph.OPERATORS))
            .message(8, new ProtobufMessage().text(1, "ai.onnx.ml").number(2, OnnxGraph.ML_OPERATORS));
        metadata.forEach((key, value) -> model.message(14, new ProtobufMessage().text(1, key).text(2, value)));
        return model;
    }

    private static String json(final List<String> texts) {
        final StringWriter array = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(array)) {
            json.writeArray(texts.toArray(String[]::new), 0, texts.size());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return array.toString();
    }
}
