// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;

/** The words of dialogs, descriptions and messages: they name settings as these are called, and say what is meant. */
class WordsTest {

    private static final Path SOURCES = Path.of("src", "main", "java");

    /** A piece of code between two others that are not text: one text, whose lines are added up. */
    private static final Pattern TEXT = Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);

    /** A key at the end of what is said, after the title if there is one: "Input columns" (columns). */
    private static final Pattern KEY =
        Pattern.compile("(?:\\\\\"([^\\\\\"]+)\\\\\" )?\\(([a-z][A-Za-z]*(?:/[\\w/]*)?(?: and so on)?)\\)");

    private static final Pattern A_FOR_PER = Pattern.compile(
        "\\b(?:an?|one|\\d+) \\w+ an? (?:layer|row|epoch|unit|value|pixel|element|class|column|batch|image)\\b");

    /** The titles of each key, of the elements of arrays by the last part of it. */
    private static Map<String, Set<String>> titles() {
        final Map<String, Set<String>> titles = new HashMap<>();
        for (final Field field : fields()) {
            titles.computeIfAbsent(SettingsCheck.key(field), key -> new HashSet<>())
                .add(field.getAnnotation(Widget.class).title());
        }
        return titles;
    }

    private static List<Field> fields() {
        final List<Field> fields = new ArrayList<>();
        NodeSettingsClasses.instances().forEach(settings -> addFields(settings, fields));
        return fields;
    }

    private static void addFields(final NodeParameters settings, final List<Field> fields) {
        for (final Field field : SettingsCheck.fields(settings.getClass())) {
            fields.add(field);
            final Object value = NodeSettingsClasses.value(field, settings);
            if (value instanceof NodeParameters[]) {
                addFields((NodeParameters)Array.get(value, 0), fields);
            }
        }
    }

    /** Each text of the plugin's sources but the settings' titles, with where it stands. */
    private static Map<String, String> texts() throws IOException {
        final Map<String, String> texts = new HashMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                // Comments have quotes too; what is added to a text stands for any word.
                final String code = Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "")
                    .replaceAll("(?<!\\\\)\"\\s*\\+\\s*\"", "").replaceAll("(?<!\\\\)\" \\+ [\\w.() +-]+ \\+ \"", "0");
                TEXT.matcher(code).results().map(WordsTest::text)
                    .forEach(text -> texts.put(file.getFileName() + ": " + text, text));
            }
        }
        assertTrue(texts.size() > 500, texts.size() + " texts in " + SOURCES.toAbsolutePath());
        fields().forEach(field -> texts.values().remove(field.getAnnotation(Widget.class).title()));
        return texts;
    }

    private static String text(final MatchResult found) {
        return (found.group(1) == null ? found.group(2) : found.group(1)).replaceAll("\\s+", " ");
    }

    @Test
    void messagesNameSettingsByTheirTitlesAndKeys() throws IOException {
        final Map<String, Set<String>> titles = titles();
        final List<String> wrong = new ArrayList<>();
        int named = 0;
        for (final Map.Entry<String, String> text : texts().entrySet()) {
            for (final MatchResult found : KEY.matcher(text.getValue()).results().toList()) {
                final String key = found.group(2).replaceAll(" and so on|.*/", "");
                final boolean known = titles.containsKey(key);
                named++;
                if (found.group(1) == null ? known || !key.equals(key.toLowerCase())
                    : !known || !titles.get(key).contains(found.group(1))) {
                    wrong.add(found.group() + " in " + text.getKey());
                }
            }
        }
        assertTrue(named > 40, named + " settings");
        assertEquals(List.of(), wrong);
    }

    @Test
    void perIsNotCalledA() throws IOException {
        assertEquals(List.of(), texts().entrySet().stream().filter(text -> A_FOR_PER.matcher(text.getValue()).find())
            .map(Map.Entry::getKey).toList());
    }

    @Test
    void theHelpOfACheckboxSaysWhatItsTickDoes() {
        final List<String> wrong = new ArrayList<>();
        for (final Field field : fields()) {
            final String help = field.getAnnotation(Widget.class).description();
            final boolean checkbox = field.getType() == boolean.class || field.getType() == Optional.class;
            if (checkbox != help.startsWith("If checked, ") || !help.endsWith(".")
                || field.getType() == Optional.class && !help.contains(" Otherwise ")
                    && !SettingsCheck.key(field).equals("classColumn")) {
                wrong.add(field + ": " + help);
            }
        }
        assertEquals(List.of(), wrong);
    }
}
