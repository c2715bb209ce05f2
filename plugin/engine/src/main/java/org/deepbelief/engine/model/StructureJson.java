// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

import org.deepbelief.engine.data.ClassColumn;
import org.deepbelief.engine.data.InputColumn;
import org.deepbelief.engine.data.InputEncoding;
import org.deepbelief.engine.data.NominalColumn;
import org.deepbelief.engine.data.NumberColumn;
import org.deepbelief.engine.data.NumberScaling;
import org.deepbelief.engine.data.QuantileColumn;
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.model.Json.Fields;
import org.deepbelief.engine.model.NetworkStructure.Head;
import org.deepbelief.engine.units.UnitType;

/** The structure of a network as model.json holds it. */
final class StructureJson {

    private static final String FORMAT = "deep-belief-network";

    private static final long VERSION = 2;

    static final String QUANTILES = "quantiles";

    static final String CLASSIFIER = "classifier";

    static final String REGRESSOR = "regressor";

    private StructureJson() {
    }

    static String write(final NetworkStructure structure) {
        final Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("version", VERSION);
        document.put("requires", Requirements.of(structure).names());
        document.put("senses", structure.senses().stream().map(StructureJson::sense).toList());
        document.put("layers", layers(structure.layers()));
        final Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("shared", structure.sharedMemory());
        structure.labelUnits().ifPresent(labels -> memory.put("labels", classColumn(labels)));
        document.put("memory", memory);
        structure.head().ifPresent(head -> document.put("head", head(head)));
        if (structure.measuredResiduals()) {
            document.put("measuredResiduals", true);
        }
        document.put("provenance", structure.provenance().steps().stream().map(StructureJson::step).toList());
        return Json.write(document);
    }

    private static Map<String, Object> sense(final SenseStructure sense) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", sense.name());
        fields.put("inputs", sense.encoding().columns().stream().map(StructureJson::inputColumn).toList());
        final float[] means = sense.encoding().means();
        final List<Double> meanList = new ArrayList<>(means.length);
        for (final float mean : means) {
            meanList.add((double)mean);
        }
        fields.put("inputMeans", meanList);
        fields.put("layers", layers(sense.layers()));
        return fields;
    }

    private static Map<String, Object> inputColumn(final InputColumn column) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", column.name());
        if (column instanceof NumberColumn number) {
            fields.put("kind", "number");
            scaling(fields, number.unitType(), number.scaling(), number.offset(), number.scale());
        } else if (column instanceof QuantileColumn quantiles) {
            fields.put("kind", QUANTILES);
            fields.put("centre", quantiles.centre());
            fields.put("scale", quantiles.scale());
            fields.put("edges", quantiles.edges());
        } else if (column instanceof NominalColumn nominal) {
            fields.put("kind", "nominal");
            fields.put("values", nominal.values());
        } else if (column instanceof VectorColumn vector) {
            fields.put("kind", "vector");
            fields.put("vectorKind", vector.kind());
            fields.put("length", vector.length());
            scaling(fields, vector.unitType(), vector.scaling(), vector.offset(), vector.scale());
        }
        return fields;
    }

    private static void scaling(final Map<String, Object> fields, final UnitType unitType, final NumberScaling scaling,
        final double offset, final double scale) {
        fields.put("unitType", unitType.id());
        fields.put("scaling", scaling);
        fields.put("offset", offset);
        fields.put("scale", scale);
    }

    private static List<Map<String, Object>> layers(final List<LayerStructure> layers) {
        final List<Map<String, Object>> list = new ArrayList<>();
        for (final LayerStructure layer : layers) {
            final Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("kind", layer.kind().id());
            layer.write(fields);
            list.add(fields);
        }
        return list;
    }

    private static Map<String, Object> classColumn(final ClassColumn column) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", column.name());
        fields.put("values", column.values());
        return fields;
    }

    static String kind(final Head head) {
        return head instanceof Head.ClassHead ? CLASSIFIER : REGRESSOR;
    }

    private static Map<String, Object> head(final Head head) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind(head));
        if (head instanceof Head.ClassHead classes) {
            fields.put("target", classColumn(classes.target()));
        } else if (head instanceof Head.NumberHead numbers) {
            fields.put("targets", numbers.targets());
            fields.put("offsets", numbers.offsets());
            fields.put("scales", numbers.scales());
        }
        return fields;
    }

    private static Map<String, Object> step(final TrainingStep step) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", step.name());
        fields.put("rows", step.rows());
        fields.put("seed", step.seed());
        fields.put("settings", step.settings());
        return fields;
    }

    static NetworkStructure read(final String name, final InputStream text) throws IOException {
        final Fields document = Json.read(name, text);
        if (!FORMAT.equals(document.string("format"))) {
            throw new IOException(name + " describes a \"" + document.string("format")
                + "\", not a deep belief network. Choose a file that a DBN node wrote.");
        }
        if (document.whole("version") != VERSION) {
            throw new IOException(name + " has format version " + document.whole("version") + "; this release reads "
                + "version " + VERSION + ". Read it with the release that wrote it, or with a newer one.");
        }
        try {
            Requirements.check(document.strings("requires"));
            final List<SenseStructure> senses = new ArrayList<>();
            for (final Fields fields : document.objects("senses")) {
                senses.add(readSense(fields));
            }
            final List<LayerStructure> layers = readLayers(document);
            final Fields memory = document.object("memory");
            final Optional<ClassColumn> labels =
                memory.has("labels") ? Optional.of(readClassColumn(memory.object("labels"))) : Optional.empty();
            final Optional<Head> head =
                document.has("head") ? Optional.of(readHead(document.object("head"))) : Optional.empty();
            final List<TrainingStep> steps = new ArrayList<>();
            for (final Fields fields : document.objects("provenance")) {
                steps.add(readStep(fields));
            }
            return new NetworkStructure(senses, layers, memory.flag("shared"), labels, head, new Provenance(steps),
                document.has("measuredResiduals") && document.flag("measuredResiduals"));
        } catch (IllegalArgumentException ex) {
            throw new IOException(name + " describes no usable network. " + ex.getMessage(), ex);
        }
    }

    private static SenseStructure readSense(final Fields sense) throws IOException {
        final List<InputColumn> columns = new ArrayList<>();
        for (final Fields fields : sense.objects("inputs")) {
            columns.add(readInputColumn(fields));
        }
        final double[] meanNumbers = sense.doubles("inputMeans");
        final float[] means = new float[meanNumbers.length];
        for (int u = 0; u < means.length; u++) {
            means[u] = (float)meanNumbers[u];
        }
        return new SenseStructure(sense.string("name"), new InputEncoding(columns, means), readLayers(sense));
    }

    private static List<LayerStructure> readLayers(final Fields stack) throws IOException {
        final List<LayerStructure> layers = new ArrayList<>();
        for (final Fields fields : stack.objects("layers")) {
            layers.add(fields.named("kind", LayerKind::of).read(fields));
        }
        return layers;
    }

    private static InputColumn readInputColumn(final Fields fields) throws IOException {
        final String name = fields.string("name");
        final String kind = fields.string("kind");
        return switch (kind) {
            case "number" -> new NumberColumn(name, fields.named("unitType", UnitType::of),
                fields.constant("scaling", NumberScaling.class), fields.number("offset"), fields.number("scale"));
            case QUANTILES -> new QuantileColumn(name, fields.number("centre"), fields.number("scale"),
                DoubleStream.of(fields.doubles("edges")).boxed().toList());
            case "nominal" -> new NominalColumn(name, fields.strings("values"));
            case "vector" -> new VectorColumn(name, fields.constant("vectorKind", VectorKind.class),
                fields.size("length"), fields.named("unitType", UnitType::of),
                fields.constant("scaling", NumberScaling.class), fields.number("offset"), fields.number("scale"));
            default -> throw new IOException(
                fields.path() + ".kind is \"" + kind + "\", which this version does not know.");
        };
    }

    private static ClassColumn readClassColumn(final Fields fields) throws IOException {
        return new ClassColumn(fields.string("name"), fields.strings("values"));
    }

    private static Head readHead(final Fields fields) throws IOException {
        final String kind = fields.string("kind");
        return switch (kind) {
            case CLASSIFIER -> new Head.ClassHead(readClassColumn(fields.object("target")));
            case REGRESSOR -> new Head.NumberHead(fields.strings("targets"),
                DoubleStream.of(fields.doubles("offsets")).boxed().toList(),
                DoubleStream.of(fields.doubles("scales")).boxed().toList());
            default -> throw new IOException(
                fields.path() + ".kind is \"" + kind + "\", which this version does not know.");
        };
    }

    private static TrainingStep readStep(final Fields fields) throws IOException {
        final Fields settings = fields.object("settings");
        final Map<String, String> texts = new TreeMap<>();
        for (final Object key : settings.values().keySet()) {
            texts.put((String)key, settings.string((String)key));
        }
        return new TrainingStep(fields.string("name"), texts, fields.whole("rows"), fields.whole("seed"));
    }
}
