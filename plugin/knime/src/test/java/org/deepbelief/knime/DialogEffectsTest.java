// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
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
import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.deepbelief.knime.settings.SettingsCheck;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
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

    /** Fields that act on the first layer alone: KNIME has no condition on one element of an array. */
    private static final Map<String, Map.Entry<String, String>> OF_THE_FIRST_LAYER =
        Map.of("learnVariance", Map.entry("layers/0/method", "AUTOENCODER"));

    /** Settings of each node under which all of its fields can act: small networks, and what lets others be seen. */
    private static final Map<String, Map<String, Object>> BASES = Map.of(
        "DBN Layer-wise Pretrain", Map.of("layers/0/units", 3, "layers/1/units", 2, "epochs", Optional.of(2),
            "batchSize", 10, "momentumSwitchEpoch", Optional.of(1), "sparsityCost", 0.5),
        "DBN Wake-Sleep Tune", Map.of("epochs", 6, "batchSize", 5),
        "DBN Fine-tune", Map.of("epochs", Optional.of(12), "batchSize", 5, "validationShare", 0.25, "learningRate", 0.5,
            "patience", 3, "targetColumn", "class"),
        "DBN Extract Features", Map.of(), "DBN Predict", Map.of(), "DBN Generate", Map.of("gibbsSteps", 5),
        "DBN Reconstruct", Map.of("fillSteps", Optional.of(5)), "DBN Inspect", Map.of("temperatures", 10, "chains", 5));

    private static final String REFUSED = "refused: ";

    /** What a training takes of time, which no two runs have in common. */
    private static final Set<String> TIMES = Set.of("Seconds", "Rows per second");

    /** Rows of which one has a kind that the networks have not learned; in the first table another lacks a value. */
    private static final List<BufferedDataTable> TABLES = new ArrayList<>();

    /** The networks of nodes that need another one, so that what they do with it can be seen. */
    private static final Map<String, PortObject> NETWORKS = new HashMap<>();

    private static PortObject pretrained;

    static List<Dialog> dialogs() throws Exception {
        return Dialog.all();
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
        TABLES.add(Tables.of(columns, rows));
        rows.get(3)[1] = null;
        TABLES.add(0, Tables.of(columns, rows));
        final Map<String, Object> twoLayers = Map.of("layers/0/units", 4, "layers/1/units", 3, "layers/1/method",
            "RESTRICTED_BOLTZMANN_MACHINE", "layers/1/hiddenUnits", "BERNOULLI", "epochs", 40, "learningRate", 0.1);
        NETWORKS.put("DBN Wake-Sleep Tune",
            NodeRunner.run(new LayerwisePretrainNodeFactory(), twoLayers, learned).output(0));
        final Map<String, Object> labelled = new HashMap<>(twoLayers);
        labelled.put("classColumn", "class");
        pretrained = NodeRunner.run(new LayerwisePretrainNodeFactory(), labelled, learned).output(0);
        final PortObject hardlyTrained = NodeRunner.run(new LayerwisePretrainNodeFactory(),
            Map.of("classColumn", "class", "epochs", 1, "learningRate", 1e-4), learned).output(0);
        NETWORKS.put("DBN Predict",
            NodeRunner.run(new FineTuneNodeFactory(), Map.of("epochs", 100), hardlyTrained, learned).output(0));
    }

    private static PortObject[] inputs(final Dialog dialog, final BufferedDataTable table) {
        return Stream.of(dialog.connected().getInPortTypes()).map(type -> type.equals(DbnPortObject.TYPE)
            ? NETWORKS.getOrDefault(dialog.node(), pretrained) : table).toArray(PortObject[]::new);
    }

    private static NodeParametersInput surroundings(final Dialog dialog) {
        return new ParametersInput(dialog.connected().getInPortTypes(), Stream.of(inputs(dialog, TABLES.get(0)))
            .map(PortObject::getSpec).toArray(PortObjectSpec[]::new), new PortType[0]);
    }

    /** The values of a combination, on top of those under which all fields can act. */
    private static NodeParameters parameters(final Dialog dialog, final Map<String, Object> combination) {
        final Map<String, Object> given = new HashMap<>(BASES.getOrDefault(dialog.node(), Map.of()));
        given.putAll(combination);
        final NodeParameters parameters = DialogSettings.values(dialog, surroundings(dialog), given);
        DialogSettings.find(parameters, "threads").ifPresent(threads -> threads.set(Optional.of(1)));
        // what is predicted must be what the task asks for
        DialogSettings.find(parameters, "task").filter(task -> task.get().toString().equals("NUMBERS")).ifPresent(
            task -> DialogSettings.find(parameters, "targetColumn").orElseThrow().set("other"));
        return parameters;
    }

    @ParameterizedTest
    @MethodSource("dialogs")
    void everySettingIsShownSomewhere(final Dialog dialog) {
        final Set<String> hidden = new TreeSet<>();
        DialogSettings.of(parameters(dialog, Map.of())).forEach(setting -> hidden.add(setting.path()));
        for (final Map<String, Object> combination : DialogSettings.combinations(dialog, surroundings(dialog))) {
            DialogState.of(parameters(dialog, combination), surroundings(dialog)).forEach((path, state) -> {
                if (state.shown() && state.enabled()) {
                    hidden.remove(path);
                }
            });
        }
        assertEquals(Set.of(), hidden, "stored, and never to be seen");
    }

    @ParameterizedTest
    @MethodSource("dialogs")
    void everyFieldThatIsShownActs(final Dialog dialog) throws Exception {
        assumeTrue(BASES.containsKey(dialog.node()),
            () -> dialog.node() + " has no settings here under which its fields can act; give it some.");
        final Map<String, List<Map<String, Object>>> idle = new TreeMap<>();
        int runs = 0;
        final long start = System.nanoTime();
        final List<Map<String, Object>> combinations = DialogSettings.combinations(dialog, surroundings(dialog));
        for (final Map<String, Object> combination : combinations) {
            final List<String> usual = new ArrayList<>();
            for (final BufferedDataTable table : TABLES) {
                usual.add(outcome(dialog, parameters(dialog, combination), table));
            }
            assertTrue(outcome(dialog, parameters(dialog, combination), TABLES.get(0)).equals(usual.get(0)),
                () -> "two runs differ where " + combination);
            final Map<String, DialogState.State> states =
                DialogState.of(parameters(dialog, combination), surroundings(dialog));
            for (final Setting shown : DialogSettings.of(parameters(dialog, combination))) {
                final String path = shown.path();
                if (!states.get(path).shown() || RESOURCES.contains(path)) {
                    continue;
                }
                boolean acts = false;
                boolean refused = false;
                boolean unchanged = false;
                final int candidates = candidates(shown).size();
                for (int i = 0; i < candidates * TABLES.size() && !acts; i++) {
                    final NodeParameters changed = parameters(dialog, combination);
                    final Setting setting = DialogSettings.find(changed, path).orElseThrow();
                    setting.set(candidates(setting).get(i % candidates));
                    if (inRange(changed)) {
                        final String outcome = outcome(dialog, changed, TABLES.get(i / candidates));
                        final boolean differs = !outcome.equals(usual.get(i / candidates));
                        acts = differs && !outcome.startsWith(REFUSED);
                        refused |= differs && !acts;
                        unchanged |= !differs && !outcome.startsWith(REFUSED);
                        runs++;
                    }
                }
                // a refusal is an effect where it is all that the setting can do
                acts |= refused && !unchanged;
                if (!acts && !excused(path, combination)) {
                    idle.computeIfAbsent(path, none -> new ArrayList<>()).add(combination);
                }
            }
        }
        System.out.printf("%s: %d combinations, %d runs, %d ms%n", dialog.node(), combinations.size(), runs,
            (System.nanoTime() - start) / 1_000_000);
        assertTrue(idle.isEmpty(), () -> "shown without effect: " + idle.entrySet().stream()
            .map(field -> field.getKey() + " in " + field.getValue().size() + " of " + combinations.size()
                + " combinations, such as " + field.getValue().get(0)).toList());
    }

    private static boolean excused(final String path, final Map<String, Object> combination) {
        final Map.Entry<String, String> first = OF_THE_FIRST_LAYER.get(path);
        return first != null && combination.get(first.getKey()).toString().equals(first.getValue());
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
    private static String outcome(final Dialog dialog, final NodeParameters parameters,
        final BufferedDataTable table) throws Exception {
        final PortObject[] inputs = inputs(dialog, table);
        try {
            final NodeRunner runner = NodeRunner.configure(dialog.factory(),
                model -> ParametersSettings.save(parameters, model),
                Stream.of(inputs).map(PortObject::getSpec).toArray(PortObjectSpec[]::new));
            final PortObject[] outputs = runner.execute(inputs);
            final StringBuilder seen = new StringBuilder(
                runner.warnings() + runner.view().orElse("").replaceAll("\"seconds\":[^,]*", ""));
            for (final PortObject output : outputs) {
                seen.append(text(output));
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
            text.append(network.getSummary()).append(Arrays.hashCode(bytes.toByteArray()));
        }
        return text.toString();
    }
}
