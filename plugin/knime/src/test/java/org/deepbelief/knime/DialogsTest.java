// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.knime.node.parameters.NodeParametersInput;

/**
 * The dialog of every node as KNIME's renderer gets it: it opens, its sections have one order, every field has texts
 * and bounds that do not mislead, and offers what can be chosen. {@link DialogEffectsTest} tells which fields act.
 */
class DialogsTest {

    /** The sections of all dialogs in their order; of some a dialog has one or the other. */
    private static final List<String> SECTIONS = List.of("Input", "Layers", "Common layers", "Training",
        "Learning rate and momentum", "Regularization", "Gibbs sampling", "Boltzmann machine layers",
        "Autoencoder layers", "Validation", "Validation and averaging", "Output", "Resources");

    /** Sections that are there among the advanced settings only. */
    private static final Set<String> ADVANCED = Set.of("Learning rate and momentum", "Regularization", "Gibbs sampling",
        "Boltzmann machine layers", "Autoencoder layers", "Validation", "Validation and averaging", "Resources");

    /** Numbers up to 1 that are no shares but penalties, far below it. */
    private static final Set<String> PENALTIES = Set.of("weightDecay", "weightSparsity");

    /** Pixels of a field at 420 px; and, as drawn by KNIME's renderer, of a choice's letter and of its ends. */
    private static final double COLUMN = 388;
    private static final double LETTER = 6.2;
    private static final double ENDS = 20;

    /**
     * A field.
     *
     * @param section the title of its section; that of an element of an array with the array's
     * @param key its key, with that of the array
     * @param element what it is drawn by
     * @param schema its type and texts
     */
    private record Field(String section, String key, Map<String, Object> element, Map<String, Object> schema) {

        String title() {
            return (String)schema.getOrDefault("title", "");
        }

        String help() {
            return (String)schema.getOrDefault("description", "");
        }

        <T> T option(final String... path) {
            return at(element.get("options"), (Object[])path);
        }
    }

    static List<Dialog> dialogs() throws Exception {
        final List<Dialog> dialogs = Dialog.all();
        assertTrue(dialogs.size() >= 8, dialogs::toString);
        return dialogs;
    }

    /** Part of a JSON tree, null where there is none. */
    @SuppressWarnings("unchecked")
    private static <T> T at(final Object json, final Object... path) {
        Object part = json;
        for (final Object key : path) {
            part = part == null ? null
                : key instanceof Integer index ? ((List<Object>)part).get(index) : ((Map<String, Object>)part).get(key);
        }
        return (T)part;
    }

    private static Map<String, Object> json(final Dialog dialog) throws Exception {
        return Dialog.json(dialog.parameters(dialog.connected()), dialog.connected());
    }

    private static List<Field> fields(final Map<String, Object> json) {
        final List<Field> fields = new ArrayList<>();
        for (final Map<String, Object> section : DialogsTest.<List<Map<String, Object>>>at(json, "ui_schema",
            "elements")) {
            assertEquals("Section", section.get("type"), () -> "outside of any section: " + section);
            collect(at(section, "elements"), (String)section.get("label"), "",
                at(json, "schema", "properties", "model", "properties"), fields);
        }
        return fields;
    }

    private static void collect(final List<Map<String, Object>> elements, final String section, final String path,
        final Map<String, Object> properties, final List<Field> fields) {
        for (final Map<String, Object> element : elements) {
            final String scope = at(element, "scope");
            final String key = scope.substring(scope.lastIndexOf('/') + 1);
            final Field field = new Field(section, path + key, element, at(properties, key));
            fields.add(field);
            final List<Map<String, Object>> detail = field.option("detail");
            if (detail != null) {
                collect(detail, section + ", " + field.option("arrayElementTitle"), path + key + "/0/",
                    at(field.schema(), "items", "properties"), fields);
            }
        }
    }

    /** KNIME opens a dialog whatever is connected, and shows a problem as the dialog's own failure. */
    @ParameterizedTest
    @MethodSource("dialogs")
    void opensWithAndWithoutInputs(final Dialog dialog) throws Exception {
        for (final NodeParametersInput input : List.of(dialog.connected(), dialog.unconnected())) {
            assertFalse(fields(Dialog.json(dialog.parameters(input), input)).isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("dialogs")
    void sectionsStandInTheirOrder(final Dialog dialog) throws Exception {
        final List<Map<String, Object>> sections = at(json(dialog), "ui_schema", "elements");
        final List<String> labels = sections.stream().map(section -> (String)section.get("label")).toList();
        assertTrue(SECTIONS.containsAll(labels), labels::toString);
        assertEquals(SECTIONS.stream().filter(labels::contains).toList(), labels);
        for (final Map<String, Object> section : sections) {
            final Object advanced = at(section, "options", "isAdvanced");
            assertEquals(ADVANCED.contains(section.get("label")), Boolean.TRUE.equals(advanced), section::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("dialogs")
    void everySettingIsAFieldWithATitleOfItsOwnAndHelp(final Dialog dialog) throws Exception {
        final Map<String, Object> json = json(dialog);
        final List<Field> fields = fields(json);
        final Set<String> settings = keys(at(json, "schema", "properties", "model", "properties"), "");
        settings.removeAll(computed(json));
        assertEquals(settings, fields.stream().map(Field::key).collect(Collectors.toSet()),
            "settings that no field shows");
        final Set<String> titles = new HashSet<>();
        for (final Field field : fields) {
            assertFalse(field.title().isBlank(), field::toString);
            assertTrue(titles.add(field.section() + ": " + field.title()), () -> "twice: " + field);
            assertTrue(field.help().length() > 15, field::toString);
            if ("boolean".equals(field.schema().get("type")) || field.option("hideOnNull") != null) {
                assertTrue(field.help().startsWith("If checked, "), field::toString);
            }
            if (field.option("hideOnNull") != null) {
                final List<String> provided = at(field.element(), "providedOptions");
                assertTrue(provided != null && provided.contains("default"),
                    () -> "nothing to begin with when switched on: " + field);
            }
            if (field.option("detail") != null) {
                final List<Map<String, Object>> sections = at(json, "ui_schema", "elements");
                assertTrue(sections.stream().anyMatch(section -> section.get("label").equals(field.section())
                    && section.get("description") != null), "KNIME shows no help of an array, only of its section");
            }
        }
    }

    /** What is no setting but computed by the dialog: the values that it is given, not options of fields. */
    private static Set<String> computed(final Map<String, Object> json) {
        return DialogsTest.<List<Map<String, Object>>>at(json, "initialUpdates").stream()
            .filter(update -> !update.containsKey("providedOptionName"))
            .map(update -> ((String)update.get("scope")).replaceFirst(".*/", "")).collect(Collectors.toSet());
    }

    private static Set<String> keys(final Map<String, Object> properties, final String path) {
        final Set<String> keys = new HashSet<>();
        properties.forEach((key, schema) -> {
            keys.add(path + key);
            final Map<String, Object> element = at(schema, "items", "properties");
            if (element != null) {
                keys.addAll(keys(element, path + key + "/0/"));
            }
        });
        return keys;
    }

    /** KNIME's field moves a number that lies outside to the bound, and beyond an exclusive one to one of its own. */
    @ParameterizedTest
    @MethodSource("dialogs")
    void noBoundBends(final Dialog dialog) throws Exception {
        for (final NodeParametersInput input : List.of(dialog.connected(), dialog.unconnected())) {
            final Map<String, Object> json = Dialog.json(dialog.parameters(input), input);
            for (final Field field : fields(json)) {
                if (Set.of("integer", "number").contains(String.valueOf(field.schema().get("type")))) {
                    checkNumber(field, numbers(field, json));
                }
            }
        }
    }

    private static void checkNumber(final Field field, final List<Double> numbers) {
        final double[] bounds = {-Double.MAX_VALUE, Double.MAX_VALUE};
        for (final String end : List.of("min", "max")) {
            final Double bound = field.option("validation", end, "parameters", end);
            if (bound != null) {
                assertEquals(false, field.option("validation", end, "parameters", "isExclusive"), field::toString);
                bounds["min".equals(end) ? 0 : 1] = bound;
            }
        }
        assertTrue(bounds[0] < bounds[1], field::toString);
        if (bounds[1] == 1) {
            assertTrue(field.title().endsWith("(0 to 1)") || PENALTIES.contains(field.key()), field::toString);
        }
        if (field.title().contains("%")) {
            assertEquals(100, bounds[1], field::toString);
        }
        for (final double number : numbers) {
            assertTrue(number >= bounds[0] && number <= bounds[1], () -> number + " is out of bounds: " + field);
            // below, JavaScript writes an exponent, which KNIME's field does not read
            assertTrue(number == 0 || Math.abs(number) >= 1e-6, () -> number + " has an exponent: " + field);
        }
    }

    /** What a number can be before anyone has typed it: as the dialog opens, by default, where it is switched on. */
    private static List<Double> numbers(final Field field, final Map<String, Object> json) {
        final String[] keys = field.key().split("/");
        final Object owner = at(json, "data", "model");
        final List<Double> numbers = new ArrayList<>();
        if (keys.length == 1) {
            numbers.add(at(owner, keys[0]));
        } else {
            DialogsTest.<List<Object>>at(owner, keys[0]).forEach(element -> numbers.add(at(element, keys[2])));
        }
        numbers.add(at(field.schema(), "default"));
        provided(field, "default", json).forEach(value -> numbers.add((Double)value));
        numbers.removeIf(number -> number == null);
        assertFalse(numbers.isEmpty(), () -> "no number to begin with: " + field);
        return numbers;
    }

    /** What is given for a field, once for each element of an array. */
    private static List<Object> provided(final Field field, final String option, final Map<String, Object> json) {
        final String scope = "#/properties/model/properties/" + field.key().replace("/0/", "/items/properties/");
        return DialogsTest.<List<Map<String, Object>>>at(json, "initialUpdates").stream()
            .filter(update -> update.get("scope").equals(scope) && update.get("providedOptionName").equals(option))
            .flatMap(update -> DialogsTest.<List<Map<String, Object>>>at(update, "values").stream())
            .map(value -> value.get("value")).toList();
    }

    @ParameterizedTest
    @MethodSource("dialogs")
    void whatIsOfferedHasTextsAndContainsWhatIsChosen(final Dialog dialog) throws Exception {
        final Map<String, Object> json = json(dialog);
        for (final Field field : fields(json)) {
            final List<Map<String, Object>> constants = at(field.schema(), "oneOf");
            final List<Object> offers = provided(field, "possibleValues", json);
            if (constants != null) {
                distinct(constants.stream().map(constant -> constant.get("title")), field);
                assertTrue(constants.size() > 1, () -> "nothing to choose: " + field);
                assertTrue(field.option("format") != null, () -> "no widget: " + field);
            }
            for (final Object offer : offers) {
                final List<Map<String, Object>> choices = at(offer);
                // the network that is connected has one sense
                assertEquals(field.key().equals("chosenSenses"), choices.isEmpty(),
                    () -> "nothing to choose: " + field);
                distinct(choices.stream().map(choice -> choice.get("text")), field);
                distinct(choices.stream().map(choice -> choice.get("id")), field, "");
                final Object chosen = at(json, "data", "model", field.key());
                final Object begin = provided(field, "default", json).stream().findFirst().orElse(chosen);
                for (final Object one : Stream.of(chosen, begin).filter(String.class::isInstance).toList()) {
                    assertTrue(choices.stream().anyMatch(choice -> choice.get("id").equals(one)),
                        () -> one + " is not among the choices of " + field);
                }
            }
        }
    }

    private static void distinct(final Stream<Object> texts, final Field field, final String... blank) {
        final Map<Object, Long> counts = new TreeMap<>();
        texts.forEach(text -> counts.merge(text, 1L, Long::sum));
        counts.forEach((text, count) -> {
            assertEquals(1, count, () -> text + " twice in " + field);
            assertTrue(!((String)text).isBlank() || blank.length > 0, () -> "a choice without a text in " + field);
        });
    }

    @ParameterizedTest
    @MethodSource("dialogs")
    void aSwitchFitsAtFourHundredTwentyPixels(final Dialog dialog) throws Exception {
        for (final Field field : fields(json(dialog))) {
            if ("valueSwitch".equals(field.option("format"))) {
                final List<Map<String, Object>> constants = at(field.schema(), "oneOf");
                final double width = constants.stream()
                    .mapToDouble(constant -> ENDS + LETTER * ((String)constant.get("title")).length()).sum();
                assertTrue(width <= COLUMN, () -> width + " pixels: " + field);
            }
        }
    }

    /** What the dialogs are to have where: the front of each in its order, by keys. */
    @ParameterizedTest
    @MethodSource("dialogs")
    void theFrontIsWhatMostUsersNeed(final Dialog dialog) throws Exception {
        final Map<String, List<String>> fronts = new LinkedHashMap<>();
        fronts.put("DBN Layer-wise Pretrain", List.of("columns", "rowsAreSequence", "orderColumn", "sequenceColumn",
            "scaling", "visibleUnits", "missingValues", "layers", "layers/0/units", "layers/0/method",
            "layers/0/hiddenUnits", "epochs", "learningRate", "batchSize", "seed"));
        fronts.put("DBN Wake-Sleep Tune",
            List.of("classColumn", "missingValues", "epochs", "learningRate", "batchSize", "seed"));
        fronts.put("DBN Fine-tune", List.of("task", "targetColumn", "missingValues", "epochs", "optimizer",
            "learningRate", "batchSize", "hiddenDropout", "validationShare", "stopEarly", "patience", "seed"));
        fronts.put("DBN Extract Features",
            List.of("missingValues", "absentSenses", "layers", "chosenLayers", "senses", "chosenSenses", "values",
                "format", "removeInputColumns"));
        fronts.put("DBN Predict",
            List.of("missingValues", "absentSenses", "predictionColumn", "appendProbabilities", "probabilitySuffix"));
        fronts.put("DBN Generate", List.of("mode", "rows", "className", "gibbsSteps", "seed", "imageWidth"));
        fronts.put("DBN Reconstruct", List.of("missingValues", "fillMethod", "fillSteps", "absentSenses",
            "appendReconstruction", "appendError", "appendFreeEnergy"));
        fronts.put("DBN Forecast", List.of("missingValues", "rows", "following", "draws", "seed", "appendExpected",
            "stepsAhead"));
        fronts.put("DBN Inspect", List.of("imageWidth"));
        final List<String> front = fields(json(dialog)).stream().filter(field -> !ADVANCED.contains(field.section())
            && field.option("isAdvanced") == null).map(Field::key).toList();
        assertFalse(front.isEmpty(), "a dialog that is empty until the advanced settings are asked for");
        if (fronts.containsKey(dialog.node())) {
            assertEquals(fronts.get(dialog.node()), front);
        }
    }

    @ParameterizedTest
    @MethodSource("dialogs")
    void aNetworksClassesAndLayersAreChosenNotTyped(final Dialog dialog) throws Exception {
        final Map<String, Object> json = json(dialog);
        for (final Field field : fields(json)) {
            if (field.key().equals("className")) {
                assertEquals("All classes", at(provided(field, "possibleValues", json), 0, 0, "text"));
                assertEquals(List.of("Adelie", "Gentoo", "Chinstrap"),
                    DialogsTest.<List<Map<String, Object>>>at(provided(field, "possibleValues", json), 0).stream()
                        .skip(1).map(choice -> choice.get("text")).toList());
            }
            if (field.key().equals("chosenLayers")) {
                assertEquals("Layer 1 (150 units)", at(provided(field, "possibleValues", json), 0, 0, "text"));
            }
        }
    }
}
