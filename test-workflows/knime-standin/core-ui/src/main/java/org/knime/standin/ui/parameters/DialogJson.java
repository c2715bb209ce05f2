// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.Widget;
import org.knime.standin.ui.view.JsonText;

/**
 * Test machinery: the dialog of a parameters class as KNIME 5.8 hands it to its renderer, for what our nodes use. What
 * they do not use is refused.
 *
 * @param data the values
 * @param schema the type, texts and default of each
 * @param uiSchema the sections and fields in their order, with the rules by which they show
 * @param initialUpdates what providers give: choices, and values to begin with where an Optional is switched on
 */
public record DialogJson(Map<String, Object> data, Map<String, Object> schema, Map<String, Object> uiSchema,
    List<Map<String, Object>> initialUpdates) {

    /** The scope of a node's settings. */
    static final String ROOT = "#/properties/model";

    /**
     * @param parameters the values
     * @param input the node's surroundings
     * @return their dialog
     * @throws IllegalArgumentException if KNIME could not open the dialog, or a field has what no node of ours uses
     */
    public static DialogJson of(final Object parameters, final NodeParametersInput input) {
        final var defaults = ParametersSettings.defaults(parameters.getClass(), input);
        return new DialogJson(Map.of("model", values(parameters)),
            Map.of("type", "object", "properties", Map.of("model", schemaOf(defaults))),
            Map.of("elements", new DialogElements(input).of(parameters, ROOT)),
            new ProvidedStates(input).of(parameters));
    }

    /** @return the text that KNIME's renderer reads */
    public String text() {
        return JsonText.write(Map.of("data", data, "schema", schema, "ui_schema", uiSchema, "initialUpdates",
            initialUpdates));
    }

    private static Map<String, Object> values(final Object owner) {
        final var values = new LinkedHashMap<String, Object>();
        ParameterField.of(owner.getClass()).forEach(field -> values.put(field.key(), value(field, field.get(owner))));
        return values;
    }

    private static Object value(final ParameterField field, final Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(content -> value(field, content)).orElse(null);
        }
        return value instanceof Enum<?> constant ? constant.name() : switch (field.kind()) {
            case GROUP -> values(value);
            case GROUP_ARRAY -> field.elements(value).stream().map(DialogJson::values).toList();
            case CUSTOM -> custom(field, value);
            default -> value;
        };
    }

    private static Object custom(final ParameterField field, final Object value) {
        if (field.type() != boolean.class) {
            throw ParameterField.rejected(field.field(), "of what has a persistor only switches are known");
        }
        return value;
    }

    private static Map<String, Object> schemaOf(final Object defaults) {
        final var properties = new LinkedHashMap<String, Object>();
        for (final var field : ParameterField.of(defaults.getClass())) {
            final var schema = new LinkedHashMap<>(type(field, field.get(defaults)));
            field.annotation(Widget.class).ifPresent(widget -> {
                schema.put("title", widget.title());
                schema.put("description", widget.description() + choices(field.type()));
            });
            final var value = value(field, field.get(defaults));
            if (value != null) {
                schema.put("default", value);
            }
            properties.put(field.key(), schema);
        }
        return Map.of("type", "object", "properties", properties);
    }

    private static Map<String, Object> type(final ParameterField field, final Object value) {
        final var type = field.type();
        if (field.kind() == ParameterField.Kind.GROUP) {
            return schemaOf(value);
        }
        if (field.kind() == ParameterField.Kind.GROUP_ARRAY) {
            return Map.of("type", "array", "items", schemaOf(ParametersSettings.defaults(type)));
        }
        if (type.isEnum()) {
            return Map.of("oneOf", constants(type)
                .map(constant -> Map.of("const", constant.name(), "title", Labels.of(constant))).toList());
        }
        if (type == boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == String.class) {
            return Map.of("type", "string");
        }
        if (type == String[].class) {
            return Map.of("type", "array", "items", Map.of("type", "string"));
        }
        if (type == int.class || type == Integer.class) {
            return Map.of("type", "integer", "format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return Map.of("type", "integer", "format", "int64");
        }
        if (type == double.class || type == Double.class) {
            return Map.of("type", "number", "format", "double");
        }
        throw ParameterField.rejected(field.field(), "no dialog is made of a " + type.getSimpleName());
    }

    private static Stream<Enum<?>> constants(final Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(constant -> (Enum<?>)constant);
    }

    /** What KNIME appends to the help of an enum: what each constant means, if there is a text for one at least. */
    private static String choices(final Class<?> type) {
        if (!type.isEnum() || constants(type).allMatch(constant -> Labels.description(constant).isBlank())) {
            return "";
        }
        return constants(type).map(constant -> "\n<li><b>" + escaped(Labels.of(constant)) + "</b>"
            + (Labels.description(constant).isBlank() ? "" : ": " + Labels.description(constant)) + "</li>")
            .collect(Collectors.joining("", "\n<ul>", "\n</ul>"));
    }

    private static String escaped(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
