// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.deepbelief.engine.model.ModelArchive;
import org.deepbelief.knime.DialogSettings.Setting;
import org.deepbelief.knime.finetune.FineTuneNodeFactory;
import org.deepbelief.knime.fuse.FuseNodeFactory;
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.settings.SettingsCheck;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.knime.core.data.DataCell;
import org.knime.core.data.DataColumnSpec;
import org.knime.core.data.DataRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.widget.choices.filter.ColumnFilter;
import org.knime.standin.ui.parameters.DialogState;
import org.knime.standin.ui.parameters.ParametersInput;
import org.knime.standin.ui.parameters.ParametersSettings;

/**
 * No field is shown without effect: under every combination of the values that conditions ask for, each field that the
 * dialog shows is given another value, and what the node then gives, shows, warns of or refuses is not what it was.
 */
class DialogEffectsTest {

    /** What changes how long a node takes and how much memory, and of what it gives nothing or digits far behind. */
    private static final Set<String> RESOURCES = Set.of("threads", "precision", "memoryBudgetMiB");

    /** Settings of each node under which all of its fields can act: small networks, and what lets others be seen. */
    private static final Map<String, Map<String, Object>> BASES = Map.ofEntries(
        Map.entry("DBN Layer-wise Pretrain", Map.of("layers/0/units", 3, "layers/1/units", 2, "epochs",
            Optional.of(2), "batchSize", 10, "momentumSwitchEpoch", Optional.of(1), "sparsityCost", 0.5)),
        Map.entry("DBN Wake-Sleep Tune", Map.of("epochs", 6, "batchSize", 5)),
        Map.entry("DBN Fine-tune", Map.of("epochs", Optional.of(12), "batchSize", 5, "validationShare", 0.25,
            "learningRate", 0.5, "patience", 3, "targetColumn", "class", "smoothness",
            Optional.of(0.5))),
        Map.entry("DBN Embed", Map.of("classColumn", Optional.of("class"), "epochs", Optional.of(12), "batchSize", 8,
            "validationShare", 0.25, "learningRate", 0.5, "patience", 3)),
        Map.entry("DBN Fuse", Map.of("layers/0/units", 3, "epochs", Optional.of(6), "batchSize", 5, "validationShare",
            0.25)),
        Map.entry("DBN Extract Features", Map.of("absentSenses", true)),
        Map.entry("DBN Predict", Map.of("absentSenses", true)),
        Map.entry("DBN Generate", Map.of("gibbsSteps", 5)),
        Map.entry("DBN Reconstruct", Map.of("fillSteps", Optional.of(1), "absentSenses", true)),
        Map.entry("DBN Forecast", Map.of("rows", 3)),
        Map.entry("DBN Inspect", Map.of("temperatures", 10, "chains", 5)),
        Map.entry("DBN to PMML", Map.of("largestDocument", 1)));

    private static final String REFUSED = "refused: ";

    /** What a training takes of time, which no two runs have in common. */
    private static final Set<String> TIMES = Set.of("Seconds", "Rows per second");

    /**
     * Rows of which one has a kind that the networks have not learned, and some lack their class; in the first table
     * another lacks a value.
     */
    private static final List<BufferedDataTable> TABLES = new ArrayList<>();

    /** The networks of nodes that need others, so that what they do with each can be seen. */
    private static final Map<String, Map<String, PortObject>> NETWORKS = new HashMap<>();

    private static PortObject pretrained;

    /** Reads the columns that the first network of DBN Fuse does not. */
    private static PortObject other;

    /** What a Writer writes to, which for the first table is in a folder that is missing, and else is there already. */
    private static final String WRITTEN = "folder/written.dbn.zip";

    @TempDir
    private static Path files;

    /** A dialog, and the network that is connected to its node, if it takes one. */
    private record Case(Dialog dialog, String networkName, PortObject network) {

        PortObject[] inputs(final BufferedDataTable table) {
            final PortObject[] inputs = Stream.of(dialog.connected().getInPortTypes())
                .map(type -> type.equals(DbnPortObject.TYPE) ? network : table).toArray(PortObject[]::new);
            if (dialog.node().equals("DBN Fuse")) {
                inputs[2] = other;
            }
            return inputs;
        }

        NodeParametersInput surroundings() {
            return new ParametersInput(dialog.connected().getInPortTypes(), Stream.of(inputs(TABLES.get(0)))
                .map(PortObject::getSpec).toArray(PortObjectSpec[]::new), new PortType[0]);
        }

        List<Map<String, Object>> combinations() {
            return DialogSettings.combinations(dialog, surroundings());
        }

        @Override
        public String toString() {
            return dialog.name() + networkName;
        }
    }

    static List<Dialog> dialogs() throws Exception {
        return Dialog.all();
    }

    private static List<Case> cases(final Dialog dialog) {
        final List<Case> cases = new ArrayList<>();
        NETWORKS.getOrDefault(dialog.name(), NETWORKS.getOrDefault(dialog.node(), Map.of("", pretrained)))
            .forEach((name, network) -> cases.add(new Case(dialog, name, network)));
        return cases;
    }

    static List<Case> cases() throws Exception {
        return Dialog.all().stream().flatMap(dialog -> cases(dialog).stream()).toList();
    }

    /** Rows of three shares and a kind that go together, and a class. */
    @BeforeAll
    static void makeInputs() throws Exception {
        final List<DataCell[]> rows = new ArrayList<>();
        for (int row = 0; row < 20; row++) {
            final double size = row * 7 % 20 / 20.0;
            rows.add(new DataCell[]{new StringCell(List.of("a", "b", "c").get(row * 7 % 20 / 7)),
                new DoubleCell(size), new DoubleCell((3 - 2 * size + row % 3) / 5), new DoubleCell(row % 5 / 4.0),
                new StringCell(size > 0.6 ? "yes" : "no")});
        }
        final List<DataColumnSpec> columns = List.of(Tables.column("kind", StringCell.TYPE),
            Tables.column("size", DoubleCell.TYPE), Tables.column("rest", DoubleCell.TYPE),
            Tables.column("other", DoubleCell.TYPE), Tables.column("class", StringCell.TYPE));
        final BufferedDataTable learned = Tables.of(columns, rows);
        rows.get(5)[0] = new StringCell("unknown");
        rows.get(8)[4] = null;
        rows.get(13)[4] = null;
        TABLES.add(Tables.of(columns, rows));
        rows.get(3)[1] = null;
        TABLES.add(0, Tables.of(columns, rows));
        final Map<String, Object> twoLayers = Map.of("layers/0/units", 4, "layers/1/units", 3, "layers/1/method",
            "RESTRICTED_BOLTZMANN_MACHINE", "layers/1/hiddenUnits", "BERNOULLI", "epochs", 40, "learningRate", 0.1);
        final PortObject withoutLabels =
            NodeRunner.run(new LayerwisePretrainNodeFactory(), twoLayers, learned).output(0);
        final Map<String, Object> labelled = new HashMap<>(twoLayers);
        labelled.put("classColumn", "class");
        pretrained = NodeRunner.run(new LayerwisePretrainNodeFactory(), labelled, learned).output(0);
        final PortObject hardlyTrained = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("classColumn", "class", "epochs", 1, "learningRate", 1e-4), learned).output(0);
        final PortObject numbersAlone = NodeRunner.run(new LayerwisePretrainNodeFactory(), twoLayers,
            Tables.of(columns.subList(1, 4), rows.stream().map(row -> Arrays.copyOfRange(row, 1, 4)).toList()))
            .output(0);
        final Map<String, PortObject> tuned =
            new TreeMap<>(Map.of(", no labels", withoutLabels, ", labels", pretrained));
        final Map<String, PortObject> telling = new TreeMap<>(Map.of(", labels", pretrained, ", a class by both",
            NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 100), hardlyTrained, learned).output(0),
            ", a class", NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 5, "targetColumn", "class"),
                withoutLabels, learned).output(0),
            ", a number", NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 5, "targetColumn", "other", "task",
                "NUMBERS"), withoutLabels, learned).output(0)));
        other = pretrained(columns.subList(2, 4), rows, 2, twoLayers);
        NETWORKS.put("DBN Fuse", Map.of("", pretrained(columns.subList(0, 2), rows, 0, twoLayers)));
        final BufferedDataTable more = withAnotherColumn(columns, rows);
        // Learned well enough that the joint layer tells rows apart.
        final Map<String, Object> oneLayer = Map.of("layers/0/units", 8, "epochs", 1000);
        final PortObject senses = NodeRunner.run(new FuseNodeFactory(), oneLayer, more,
            NodeRunner.run(new LayerwisePretrainNodeFactory(), oneLayer, learned).output(0),
            NodeRunner.run(new LayerwisePretrainNodeFactory(), oneLayer,
                Tables.of(List.of(Tables.column("gone", DoubleCell.TYPE)),
                    rows.stream().map(row -> new DataCell[] {row[3]}).toList())).output(0)).output(0);
        telling.put(", several senses", NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 20, "targetColumn",
            "class"), senses, more).output(0));
        NETWORKS.put("DBN Reconstruct", new TreeMap<>(Map.of("", pretrained, ", several senses", senses)));
        NETWORKS.put("DBN Wake-Sleep Tune", tuned);
        NETWORKS.put("DBN Layer-wise Pretrain with network to go on with", tuned);
        NETWORKS.put("DBN Predict", telling);
        NETWORKS.put("DBN Forecast", Map.of("", NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("rowsAreSequence", true, "layers/0/units", 20, "epochs", 300, "learningRate", 0.1), learned)
            .output(0)));
        NETWORKS.put("DBN Extract Features", new TreeMap<>(Map.of("", pretrained, ", numbers alone", numbersAlone,
            ", several senses", senses)));
        NETWORKS.put("DBN to PMML", Map.of("", NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 1),
            NodeRunner.run(new LayerwisePretrainNodeFactory(), Map.of("layers/0/units", 400, "layers/1/units", 400,
                "epochs", 1), learned).output(0), learned).output(0)));
        for (final DataCell[] row : rows) {
            row[4] = row[4] == null ? null : new StringCell(row[4].toString().equals("yes") ? "1" : "0");
        }
        ModelArchive.write(((DbnPortObject)NodeRunner.run(new LayerwisePretrainNodeFactory(), labelled,
            Tables.of(columns, rows)).output(0)).network(), files.resolve("read.dbn.zip"));
    }

    private static PortObject pretrained(final List<DataColumnSpec> columns, final List<DataCell[]> rows,
        final int first, final Map<String, Object> settings) throws Exception {
        return NodeRunner.run(new LayerwisePretrainNodeFactory(), settings, Tables.of(columns, rows.stream()
            .filter(row -> !row[0].toString().equals("unknown"))
            .map(row -> Arrays.copyOfRange(row, first, first + columns.size())).toList())).output(0);
    }

    /** The rows with a column that the tables here lack. */
    private static BufferedDataTable withAnotherColumn(final List<DataColumnSpec> columns,
        final List<DataCell[]> rows) {
        return Tables.of(Stream.concat(columns.stream(), Stream.of(Tables.column("gone", DoubleCell.TYPE))).toList(),
            rows.stream().map(row -> Stream.concat(Stream.of(row), Stream.of(row[3])).toArray(DataCell[]::new))
                .toList());
    }

    /** The values of a combination, on top of those under which all fields can act. */
    private static NodeParameters parameters(final Case one, final Map<String, Object> combination) {
        final Map<String, Object> given = new HashMap<>(base(one.dialog().node()));
        given.putAll(combination);
        final NodeParameters parameters = DialogSettings.values(one.dialog(), one.surroundings(), given);
        DialogSettings.find(parameters, "threads").ifPresent(threads -> threads.set(Optional.of(1)));
        // what is predicted must be what the task asks for
        DialogSettings.find(parameters, "task").filter(task -> task.get().toString().equals("NUMBERS")).ifPresent(
            task -> DialogSettings.find(parameters, "targetColumn").orElseThrow().set("other"));
        return parameters;
    }

    private static Map<String, Object> base(final String node) {
        return switch (node) {
            case "DBN Reader" -> Map.of("file", files.resolve("read.dbn.zip").toString());
            case "DBN Writer" -> Map.of("file", files.resolve(WRITTEN).toString());
            default -> Optional.ofNullable(BASES.get(node)).orElseThrow(
                () -> new AssertionError(node + " has no settings here under which its fields can act; give it some."));
        };
    }

    private static boolean shows(final String name, final Map<String, Object> values, final String path)
        throws Exception {
        final Case one = cases().stream().filter(each -> each.toString().equals(name)).findFirst().orElseThrow();
        return DialogState.of(parameters(one, values), one.surroundings()).get(path).shown();
    }

    /** KNIME has no conditions on numbers, on whether there is a value, and on one element of an array. */
    @ParameterizedTest
    @CsvSource({"DBN Layer-wise Pretrain, sparsityTarget, sparsityCost, 0, false",
        "DBN Layer-wise Pretrain, sparsityTarget, sparsityCost, 0.001, true",
        "DBN Layer-wise Pretrain, sparsityTarget, sparsityCost, 10, true",
        "DBN Layer-wise Pretrain, classColumn, classColumn, , true",
        "'DBN Layer-wise Pretrain with network to go on with, no labels', classColumn, classColumn, , true",
        "'DBN Layer-wise Pretrain with network to go on with, labels', classColumn, classColumn, , false",
        "'DBN Wake-Sleep Tune, no labels', classColumn, classColumn, , true",
        "'DBN Wake-Sleep Tune, no labels', classColumn, classColumn, class, true",
        "'DBN Wake-Sleep Tune, labels', classColumn, classColumn, , false",
        "'DBN Wake-Sleep Tune, labels', classColumn, classColumn, class, false",
        "'DBN Wake-Sleep Tune, labels', classColumn, classColumn, kind, true",
        "DBN Fine-tune, smoothnessRadius, smoothness, 0, false",
        "DBN Fine-tune, smoothnessRadius, smoothness, 1, true", "DBN Fine-tune, smoothnessRadius, smoothness, , true",
        "DBN Embed, classWeight, classColumn, class, true", "DBN Embed, classWeight, classColumn, , false"})
    void whatDependsOnANumberOrAColumnShowsWhereItActs(final String name, final String path, final String changed,
        final String value, final boolean shown) throws Exception {
        final Object given = changed.equals("classColumn") ? Optional.ofNullable(value)
            : changed.equals("smoothness") ? Optional.ofNullable(value).map(Double::valueOf) : Double.valueOf(value);
        assertEquals(shown, shows(name, Map.of(changed, given), path));
    }

    @ParameterizedTest
    @CsvSource({"RESTRICTED_BOLTZMANN_MACHINE, AUTOENCODER, true", "AUTOENCODER, RESTRICTED_BOLTZMANN_MACHINE, false"})
    void variancesAreLearnedByAFirstBoltzmannMachineAlone(final String first, final String second,
        final boolean shown) throws Exception {
        final Dialog dialog = Dialog.all().get(0);
        final Case one = cases(dialog).get(0);
        final NodeParameters parameters = parameters(one, Map.of());
        for (final Map.Entry<String, String> layer : Map.of("layers/0/method", first, "layers/1/method", second)
            .entrySet()) {
            final Setting method = DialogSettings.find(parameters, layer.getKey()).orElseThrow();
            method.set(Stream.of(method.field().getType().getEnumConstants())
                .filter(constant -> constant.toString().equals(layer.getValue())).findFirst().orElseThrow());
        }
        assertEquals(shown, DialogState.of(parameters, one.surroundings()).get("learnVariance").shown());
    }

    /** With a network to go on with, only what is then not the network's. */
    @ParameterizedTest
    @MethodSource("dialogs")
    void everySettingIsShownSomewhere(final Dialog dialog) throws Exception {
        final Set<String> hidden = new TreeSet<>();
        for (final Dialog ofTheNode : dialogs().stream().filter(one -> one.node().equals(dialog.node())).toList()) {
            for (final Case one : cases(ofTheNode)) {
                DialogSettings.of(parameters(one, Map.of())).forEach(setting -> hidden.add(setting.path()));
            }
        }
        for (final Dialog ofTheNode : dialogs().stream().filter(one -> one.node().equals(dialog.node())).toList()) {
            for (final Case one : cases(ofTheNode)) {
                for (final Map<String, Object> combination : one.combinations()) {
                    DialogState.of(parameters(one, combination), one.surroundings()).forEach((path, state) -> {
                        if (state.shown() && state.enabled()) {
                            hidden.remove(path);
                        }
                    });
                }
            }
        }
        assertEquals(Set.of(), hidden, "stored, and never to be seen");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyFieldThatIsShownActs(final Case one) throws Exception {
        final Map<String, List<Map<String, Object>>> idle = new TreeMap<>();
        int runs = 0;
        final long start = System.nanoTime();
        final List<Map<String, Object>> combinations = one.combinations();
        for (final Map<String, Object> combination : combinations) {
            final List<String> usual = new ArrayList<>();
            for (final BufferedDataTable table : TABLES) {
                usual.add(outcome(one, parameters(one, combination), table));
            }
            assertTrue(outcome(one, parameters(one, combination), TABLES.get(0)).equals(usual.get(0)),
                () -> "two runs differ where " + combination);
            final Map<String, DialogState.State> states =
                DialogState.of(parameters(one, combination), one.surroundings());
            // Where the node refuses whatever the table, one of the fields is to mend that, and all others must wait.
            final boolean refuses = usual.stream().allMatch(outcome -> outcome.startsWith(REFUSED));
            boolean mended = false;
            for (final Setting shown : DialogSettings.of(parameters(one, combination))) {
                final String path = shown.path();
                if (!states.get(path).shown() || RESOURCES.contains(path)) {
                    continue;
                }
                boolean acts = false;
                boolean refused = false;
                boolean unchanged = false;
                final int candidates = candidates(shown).size();
                for (int i = 0; i < candidates * TABLES.size() && !acts; i++) {
                    final NodeParameters changed = parameters(one, combination);
                    final Setting setting = DialogSettings.find(changed, path).orElseThrow();
                    setting.set(candidates(setting).get(i % candidates));
                    if (inRange(changed)) {
                        final String outcome = outcome(one, changed, TABLES.get(i / candidates));
                        final boolean differs = !outcome.equals(usual.get(i / candidates));
                        acts = differs && !outcome.startsWith(REFUSED);
                        refused |= differs && !acts;
                        unchanged |= !differs && !outcome.startsWith(REFUSED);
                        runs++;
                    }
                }
                mended |= acts;
                // a refusal is an effect where it is all that the setting can do
                acts |= refused && !unchanged;
                if (!acts && !refuses) {
                    idle.computeIfAbsent(path, none -> new ArrayList<>()).add(combination);
                }
            }
            assertTrue(mended || !refuses, () -> "nothing mends " + combination + ": " + usual);
        }
        System.out.printf("%s: %d combinations, %d runs, %d ms%n", one, combinations.size(), runs,
            (System.nanoTime() - start) / 1_000_000);
        assertTrue(idle.isEmpty(), () -> "shown without effect: " + idle.entrySet().stream()
            .map(field -> field.getKey() + " in " + field.getValue().size() + " of " + combinations.size()
                + " combinations, such as " + field.getValue().get(0)).toList());
    }

    private static boolean inRange(final NodeParameters parameters) {
        try {
            SettingsCheck.check(parameters);
            return true;
        } catch (InvalidSettingsException e) {
            return false;
        }
    }

    /** Other values for a setting, the likeliest to be seen first. */
    private static List<Object> candidates(final Setting setting) {
        final Object value = setting.get();
        final List<Object> candidates = new ArrayList<>();
        if (value instanceof Optional<?> optional) {
            final Class<?> type =
                (Class<?>)((ParameterizedType)setting.field().getGenericType()).getActualTypeArguments()[0];
            candidates.addAll(values(type, optional.orElse(null)).stream().map(Optional::of).toList());
            candidates.add(Optional.empty());
        } else if (value instanceof NodeParameters[] elements) {
            candidates.add(DialogSettings.longer(elements));
        } else {
            candidates.addAll(values(setting.field().getType(), value));
        }
        candidates.removeIf(candidate -> candidate.equals(value));
        return candidates;
    }

    private static Collection<?> values(final Class<?> type, final Object value) {
        if (type == boolean.class) {
            return List.of(!(Boolean)value);
        }
        if (type.isEnum()) {
            return List.of(type.getEnumConstants());
        }
        if (type == int.class || type == Integer.class) {
            final int number = value == null ? 1 : (Integer)value;
            return List.of(number + 1, 1, 2, 3, 5, 10 * number);
        }
        if (type == long.class) {
            return List.of((Long)value + 1);
        }
        if (type == double.class || type == Double.class) {
            return List.of(0.5, 0.3, 0.01, 1.0, 3.0);
        }
        if (type == String[].class) {
            return List.of(new String[]{"2"}, new String[]{"1", "2"});
        }
        if (type == ColumnFilter.class) {
            return List.of(new ColumnFilter(new String[]{"rest", "other"}));
        }
        return List.of("class", "yes", "size");
    }

    /** All that can be seen of a run. */
    private static String outcome(final Case one, final NodeParameters parameters,
        final BufferedDataTable table) throws Exception {
        final PortObject[] inputs = one.inputs(table);
        final Path written = files.resolve(WRITTEN);
        Files.deleteIfExists(written);
        Files.deleteIfExists(written.getParent());
        if (table != TABLES.get(0)) {
            Files.createDirectory(written.getParent());
            Files.writeString(written, "of another run");
        }
        try {
            final NodeRunner runner = NodeRunner.configure(one.dialog().factory(),
                model -> ParametersSettings.save(parameters, model),
                Stream.of(inputs).map(PortObject::getSpec).toArray(PortObjectSpec[]::new));
            final PortObject[] outputs = runner.execute(inputs);
            final StringBuilder seen = new StringBuilder(
                runner.warnings() + runner.view().orElse("").replaceAll("\"seconds\":[^,]*", ""));
            for (final PortObject output : outputs) {
                seen.append(text(output));
            }
            if (Files.exists(written)) {
                seen.append(Arrays.hashCode(Files.readAllBytes(written)));
            }
            return seen.toString();
        } catch (InvalidSettingsException | KNIMEException e) {
            return REFUSED + e.getMessage();
        }
    }

    private static String text(final PortObject output) throws IOException {
        final StringBuilder text = new StringBuilder();
        if (output instanceof BufferedDataTable rows) {
            text.append(rows.getDataTableSpec());
            for (final DataRow row : rows) {
                text.append('\n').append(row.getKey());
                for (int c = 0; c < row.getNumCells(); c++) {
                    text.append(TIMES.contains(rows.getDataTableSpec().getColumnSpec(c).getName()) ? ""
                        : " " + row.getCell(c));
                }
            }
        } else if (output instanceof DbnPortObject network) {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ModelArchive.write(network.network(), bytes);
            text.append(network.getSummary()).append(network.getSpec().labels())
                .append(Arrays.hashCode(bytes.toByteArray()));
        }
        return text.toString();
    }
}
