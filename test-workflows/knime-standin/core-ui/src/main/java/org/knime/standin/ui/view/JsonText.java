// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.view;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * JSON text: written from strings, numbers, booleans, enums, arrays, lists, maps, records and Optionals, and
 * recognised. Numbers that JSON does not have become null.
 */
public final class JsonText {

    private static final Pattern NUMBER_OR_WORD =
        Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null");

    private static final Pattern ESCAPED = Pattern.compile("[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}");

    private final String text;

    private int at;

    private JsonText(final String text) {
        this.text = text;
    }

    /**
     * @param value what to write
     * @return JSON
     */
    public static String write(final Object value) {
        final var out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    private static void append(final Object value, final StringBuilder out) {
        if (value == null) {
            out.append("null");
        } else if (value instanceof String || value instanceof Character || value instanceof Enum<?>) {
            appendString(value.toString(), out);
        } else if (value instanceof Number number) {
            out.append(Double.isFinite(number.doubleValue()) ? number.toString() : "null");
        } else if (value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Optional<?> optional) {
            append(optional.orElse(null), out);
        } else if (value instanceof OptionalDouble optional) {
            append(optional.isPresent() ? optional.getAsDouble() : null, out);
        } else if (value instanceof Map<?, ?> map) {
            var separator = "{";
            for (final var entry : map.entrySet()) {
                out.append(separator);
                appendString(String.valueOf(entry.getKey()), out);
                out.append(':');
                append(entry.getValue(), out);
                separator = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof Iterable<?> elements) {
            var separator = "";
            out.append('[');
            for (final var element : elements) {
                out.append(separator);
                append(element, out);
                separator = ",";
            }
            out.append(']');
        } else if (value.getClass().isArray()) {
            final var elements = new ArrayList<Object>();
            for (var i = 0; i < Array.getLength(value); i++) {
                elements.add(Array.get(value, i));
            }
            append(elements, out);
        } else if (value instanceof Record) {
            appendRecord((Record)value, out);
        } else {
            throw new IllegalArgumentException("No JSON for a " + value.getClass().getName()
                + "; give a string, a map, a list or a record");
        }
    }

    private static void appendRecord(final Record value, final StringBuilder out) {
        final var members = new LinkedHashMap<String, Object>();
        Arrays.stream(value.getClass().getRecordComponents()).forEach(component -> {
            try {
                final var accessor = component.getAccessor();
                accessor.setAccessible(true);
                members.put(component.getName(), accessor.invoke(value));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalArgumentException("Cannot read " + component, e);
            }
        });
        append(members, out);
    }

    private static void appendString(final String string, final StringBuilder out) {
        out.append('"');
        for (final var character : string.toCharArray()) {
            switch (character) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(character < 0x20 ? "\\u%04x".formatted((int)character) : character);
            }
        }
        out.append('"');
    }

    /**
     * @param text a text
     * @return whether it is one JSON value
     */
    public static boolean isJson(final String text) {
        if (text == null) {
            return false;
        }
        final var scan = new JsonText(text);
        return scan.value() && scan.skipSpace() == text.length();
    }

    private int skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private boolean take(final char expected) {
        if (skipSpace() < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private boolean value() {
        if (take('{')) {
            return members('}', true);
        }
        if (take('[')) {
            return members(']', false);
        }
        return scalar();
    }

    private boolean members(final char end, final boolean named) {
        if (take(end)) {
            return true;
        }
        do {
            if (named && !(skipSpace() < text.length() && text.charAt(at) == '"' && scalar() && take(':'))
                || !value()) {
                return false;
            }
        } while (take(','));
        return take(end);
    }

    private boolean scalar() {
        if (take('"')) {
            return string();
        }
        final var matcher = NUMBER_OR_WORD.matcher(text).region(skipSpace(), text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        at = matcher.end();
        return true;
    }

    private boolean string() {
        while (at < text.length()) {
            final var character = text.charAt(at++);
            if (character == '"') {
                return true;
            }
            if (character < 0x20) {
                return false;
            }
            if (character == '\\') {
                final var matcher = ESCAPED.matcher(text).region(at, text.length());
                if (!matcher.lookingAt()) {
                    return false;
                }
                at = matcher.end();
            }
        }
        return false;
    }
}
