// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.deepbelief.engine.data.VectorColumn;
import org.deepbelief.engine.data.VectorKind;
import org.deepbelief.engine.model.Json.Fields;
import org.deepbelief.engine.model.NetworkStructure.Head;
import org.deepbelief.engine.units.UnitGroup;
import org.deepbelief.engine.units.UnitType;

/** The structure of a network as model.json holds it. */
final class StructureJson {

    private static final String FORMAT = "deep-belief-network";

    private static final long VERSION = 1;

    private StructureJson() {
    }

    static String write(final NetworkStructure structure) {
        final Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("version", VERSION);
        document.put("inputs", structure.encoding().columns().stream().map(StructureJson::inputColumn).toList());
        final float[] means = structure.encoding().means();
        final List<Double> meanList = new ArrayList<>(means.length);
        for (final float mean : means) {
            meanList.add((double)mean);
        }
        document.put("inputMeans", meanList);
        document.put("layers", structure.layers().stream().map(StructureJson::layer).toList());
        final Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("shared", structure.sharedMemory());
        structure.labelUnits().ifPresent(labels -> memory.put("labels", classColumn(labels)));
        document.put("memory", memory);
        structure.head().ifPresent(head -> document.put("head", head(head)));
        document.put("provenance", structure.provenance().steps().stream().map(StructureJson::step).toList());
        return Json.write(document);
    }

    private static Map<String, Object> inputColumn(final InputColumn column) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", column.name());
        if (column instanceof NumberColumn number) {
            fields.put("kind", "number");
            scaling(fields, number.unitType(), number.scaling(), number.offset(), number.scale());
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

    private static Map<String, Object> layer(final LayerStructure layer) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("method", layer.method());
        fields.put("visibleGroups", layer.visibleGroups().stream()
            .map(StructureJson::unitGroup).toList());
        fields.put("hiddenType", layer.hiddenType().id());
        fields.put("hiddenUnits", layer.hiddenUnits());
        fields.put("tied", layer.tied());
        return fields;
    }

    private static Map<String, Object> unitGroup(final UnitGroup group) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", group.type().id());
        fields.put("size", group.size());
        return fields;
    }

    private static Map<String, Object> classColumn(final ClassColumn column) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", column.name());
        fields.put("values", column.values());
        return fields;
    }

    private static Map<String, Object> head(final Head head) {
        final Map<String, Object> fields = new LinkedHashMap<>();
        if (head instanceof Head.ClassHead classes) {
            fields.put("kind", "classifier");
            fields.put("target", classColumn(classes.target()));
        } else if (head instanceof Head.NumberHead numbers) {
            fields.put("kind", "regressor");
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

    static NetworkStructure read(final String name, final String text) throws IOException {
        return read(name, text.getBytes(StandardCharsets.UTF_8));
    }

    static NetworkStructure read(final String name, final byte[] text) throws IOException {
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
            final List<InputColumn> columns = new ArrayList<>();
            for (final Fields fields : document.objects("inputs")) {
                columns.add(readInputColumn(fields));
            }
            final double[] meanNumbers = document.doubles("inputMeans");
            final float[] means = new float[meanNumbers.length];
            for (int u = 0; u < means.length; u++) {
                means[u] = (float)meanNumbers[u];
            }
            final List<LayerStructure> layers = new ArrayList<>();
            for (final Fields fields : document.objects("layers")) {
                layers.add(readLayer(fields));
            }
            final Fields memory = document.object("memory");
            final Optional<ClassColumn> labels =
                memory.has("labels") ? Optional.of(readClassColumn(memory.object("labels"))) : Optional.empty();
            final Optional<Head> head =
                document.has("head") ? Optional.of(readHead(document.object("head"))) : Optional.empty();
            final List<TrainingStep> steps = new ArrayList<>();
            for (final Fields fields : document.objects("provenance")) {
                steps.add(readStep(fields));
            }
            return new NetworkStructure(new InputEncoding(columns, means), layers, memory.flag("shared"), labels, head,
                new Provenance(steps));
        } catch (IllegalArgumentException ex) {
            throw new IOException(name + " describes no usable network: " + ex.getMessage(), ex);
        }
    }

    private static InputColumn readInputColumn(final Fields fields) throws IOException {
        final String name = fields.string("name");
        final String kind = fields.string("kind");
        return switch (kind) {
            case "number" -> new NumberColumn(name, unitType(fields, "unitType"),
                fields.constant("scaling", NumberScaling.class), fields.number("offset"), fields.number("scale"));
            case "nominal" -> new NominalColumn(name, fields.strings("values"));
            case "vector" -> new VectorColumn(name, fields.constant("vectorKind", VectorKind.class),
                fields.size("length"), unitType(fields, "unitType"),
                fields.constant("scaling", NumberScaling.class), fields.number("offset"), fields.number("scale"));
            default -> throw new IOException(
                fields.path() + ".kind is \"" + kind + "\", which this version does not know.");
        };
    }

    private static LayerStructure readLayer(final Fields fields) throws IOException {
        final List<UnitGroup> groups = new ArrayList<>();
        for (final Fields group : fields.objects("visibleGroups")) {
            groups.add(new UnitGroup(unitType(group, "type"), group.size("size")));
        }
        return new LayerStructure(fields.constant("method", LayerMethod.class), groups,
            unitType(fields, "hiddenType"), fields.size("hiddenUnits"), fields.flag("tied"));
    }

    private static UnitType unitType(final Fields fields, final String key) throws IOException {
        try {
            return UnitType.of(fields.string(key));
        } catch (IllegalArgumentException ex) {
            throw new IOException(fields.path() + "." + key + ": " + ex.getMessage(), ex);
        }
    }

    private static ClassColumn readClassColumn(final Fields fields) throws IOException {
        return new ClassColumn(fields.string("name"), fields.strings("values"));
    }

    private static Head readHead(final Fields fields) throws IOException {
        final String kind = fields.string("kind");
        return switch (kind) {
            case "classifier" -> new Head.ClassHead(readClassColumn(fields.object("target")));
            case "regressor" -> new Head.NumberHead(fields.strings("targets"),
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
