// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.widget.choices.ChoicesProvider;
import org.knime.node.parameters.widget.choices.filter.ColumnFilter;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** The page's table of settings is what the nodes' settings are; where it is not, this test writes the right one. */
class SettingsTableTest {

    private static final Path PAGE = Path.of("..", "..", "test-workflows", "SETTINGS.md");

    private static final Path WRITTEN = Path.of("target", "settings-table.md");

    private static final String BEGIN = "<!-- settings: made by SettingsTableTest -->\n";

    private static final String END = "<!-- end of settings -->";

    @Test
    void thePageNamesEverySetting() throws IOException {
        final StringBuilder table = new StringBuilder();
        for (final String node : NodeSettingsClasses.names()) {
            table.append("\n**").append(node)
                .append("**\n\n| key | type | range | default | what |\n|---|---|---|---|---|\n");
            lines(NodeSettingsClasses.instance(node), "", "", table);
        }
        final String page = Files.readString(PAGE);
        final int begin = page.indexOf(BEGIN);
        final int end = page.indexOf(END);
        final String there = begin >= 0 && end > begin ? page.substring(begin + BEGIN.length(), end) : "";
        if (!there.equals(table + "\n")) {
            Files.createDirectories(WRITTEN.getParent());
            Files.writeString(WRITTEN, BEGIN + table + "\n" + END + "\n");
        }
        assertEquals(table + "\n", there, "SETTINGS.md is stale: replace what stands between its two comments by "
            + WRITTEN.toAbsolutePath().normalize());
    }

    private static void lines(final NodeParameters settings, final String path, final String where,
        final StringBuilder table) {
        for (final Field field : SettingsCheck.fields(settings.getClass())) {
            final String key = path + SettingsCheck.key(field);
            final Object value = NodeSettingsClasses.value(field, settings);
            final String title = field.getAnnotation(Widget.class).title() + where;
            if (field.getType().isArray() && field.getType() != String[].class) {
                table.append("| `%s` | array | at least one element | %d elements | %s |\n".formatted(key,
                    Array.getLength(value), title));
                lines((NodeParameters)Array.get(value, 0), key + "/0/", " of the first; `1` is the second", table);
            } else if (field.getType() == Optional.class) {
                final boolean number = field.isAnnotationPresent(NumberInputWidget.class);
                table.append("| `%s` | %s | %s | %s | %s |\n".formatted(key, type(field),
                    number ? SettingsCheck.range(field)
                        : field.isAnnotationPresent(ChoicesProvider.class) ? "a column" : "a name",
                    number || !field.isAnnotationPresent(ChoicesProvider.class) ? "automatic" : "none", title));
                table.append("| `%s_is_present` | boolean | | false | Whether `%s` is set |\n".formatted(key, key));
            } else {
                table.append("| `%s` | %s | %s | %s | %s |\n".formatted(key, type(field), range(field),
                    value instanceof ColumnFilter ? "numbers and vectors"
                        : value instanceof String[] texts ? String.join(", ", texts) : value, title));
            }
        }
    }

    private static String type(final Field field) {
        if (field.getType() == Optional.class) {
            return ((Class<?>)((ParameterizedType)field.getGenericType()).getActualTypeArguments()[0]).getSimpleName()
                .replace("Integer", "int").replace("Double", "double");
        }
        return field.getType() == ColumnFilter.class ? "column filter"
            : field.getType().isEnum() ? "String" : field.getType().getSimpleName();
    }

    private static String range(final Field field) {
        if (field.getType().isEnum()) {
            return Arrays.stream(field.getType().getEnumConstants())
                .map(constant -> "`" + ((Enum<?>)constant).name() + "`").collect(Collectors.joining(", "));
        }
        if (field.isAnnotationPresent(NumberInputWidget.class)) {
            final String range = SettingsCheck.range(field);
            return field.getType() == long.class ? "" : range;
        }
        return field.getType() == ColumnFilter.class ? "set it in the dialog"
            : field.isAnnotationPresent(ChoicesProvider.class) ? choices(field) : "";
    }

    private static String choices(final Field field) {
        return switch (SettingsCheck.key(field)) {
            case "className" -> "a class, empty for all";
            case "chosenLayers" -> "numbers of layers, the first as `chosenLayers/0`";
            case "chosenSenses" -> "names of senses, the first as `chosenSenses/0`";
            default -> "a column";
        };
    }
}
