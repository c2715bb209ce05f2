// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;

/**
 * JSON values as maps, lists, strings, longs, doubles and booleans, and typed access to them that says where a document
 * is not what it should be.
 */
final class Json {

    private static final int DEEPEST = 16;

    private static final int LONGEST_TEXT = 1 << 16;

    /** The longest double takes 25 characters. */
    private static final int LONGEST_NUMBER = 64;

    /** Without a table of the names met, which would outlive a document that is made of names. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST)
            .maxStringLength(LONGEST_TEXT).maxNumberLength(LONGEST_NUMBER).build())
        .build();

    private Json() {
    }

    /** An object of a document, with the path that leads to it. */
    record Fields(String path, Map<?, ?> values) {

        private Object get(final String key) throws IOException {
            final Object value = values.get(key);
            if (value == null) {
                throw new IOException(path + "." + key + " is missing.");
            }
            return value;
        }

        private <T> T get(final String key, final Class<T> type, final String called) throws IOException {
            final Object value = get(key);
            if (!type.isInstance(value)) {
                throw new IOException(path + "." + key + " is not " + called + ".");
            }
            return type.cast(value);
        }

        boolean has(final String key) {
            return values.get(key) != null;
        }

        Fields object(final String key) throws IOException {
            return new Fields(path + "." + key, get(key, Map.class, "an object"));
        }

        List<?> list(final String key) throws IOException {
            return get(key, List.class, "an array");
        }

        List<Fields> objects(final String key) throws IOException {
            final List<Fields> objects = new ArrayList<>();
            for (final Object value : list(key)) {
                final String at = path + "." + key + "[" + objects.size() + "]";
                if (!(value instanceof Map<?, ?> map)) {
                    throw new IOException(at + " is not an object.");
                }
                objects.add(new Fields(at, map));
            }
            return objects;
        }

        List<String> strings(final String key) throws IOException {
            final List<String> strings = new ArrayList<>();
            for (final Object value : list(key)) {
                if (!(value instanceof String string)) {
                    throw new IOException(path + "." + key + "[" + strings.size() + "] is not a string.");
                }
                strings.add(string);
            }
            return strings;
        }

        double[] doubles(final String key) throws IOException {
            final List<?> list = list(key);
            final double[] numbers = new double[list.size()];
            for (int i = 0; i < numbers.length; i++) {
                if (!(list.get(i) instanceof Number number)) {
                    throw new IOException(path + "." + key + "[" + i + "] is not a number.");
                }
                numbers[i] = number.doubleValue();
            }
            return numbers;
        }

        String string(final String key) throws IOException {
            return get(key, String.class, "a string");
        }

        boolean flag(final String key) throws IOException {
            return get(key, Boolean.class, "true or false");
        }

        double number(final String key) throws IOException {
            return get(key, Number.class, "a number").doubleValue();
        }

        long whole(final String key) throws IOException {
            return get(key, Long.class, "a whole number");
        }

        /** A whole number from 1 to the largest int. */
        int size(final String key) throws IOException {
            final long size = whole(key);
            if (size < 1 || size > Integer.MAX_VALUE) {
                throw new IOException(
                    path + "." + key + " is " + size + ", not between 1 and " + Integer.MAX_VALUE + ".");
            }
            return (int)size;
        }

        /** What a name stands for; the function refuses unknown ones. */
        <T> T named(final String key, final Function<String, T> meaning) throws IOException {
            try {
                return meaning.apply(string(key));
            } catch (IllegalArgumentException ex) {
                throw new IOException(path + "." + key + ": " + ex.getMessage(), ex);
            }
        }

        <E extends Enum<E>> E constant(final String key, final Class<E> type) throws IOException {
            final String name = string(key);
            for (final E constant : type.getEnumConstants()) {
                if (constant.name().equals(name)) {
                    return constant;
                }
            }
            throw new IOException(path + "." + key + " is \"" + name + "\", which this version does not know.");
        }
    }

    static String write(final Map<String, ?> document) {
        final StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            write(generator, document);
        } catch (IOException ex) {
            throw new IllegalStateException("Writing to memory failed", ex);
        }
        return text.toString();
    }

    private static void write(final JsonGenerator generator, final Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (final Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName((String)entry.getKey());
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            generator.writeStartArray();
            for (final Object element : list) {
                write(generator, element);
            }
            generator.writeEndArray();
        } else if (value instanceof String string) {
            generator.writeString(string);
        } else if (value instanceof Boolean flag) {
            generator.writeBoolean(flag);
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof Enum<?> constant) {
            generator.writeString(constant.name());
        } else {
            generator.writeNumber(((Number)value).longValue());
        }
    }

    /**
     * Reads one document, an object, and nothing after it.
     *
     * @param name what messages call it
     * @param in its text, read to the end and not closed
     * @throws IOException if it is none, or larger than a network needs
     */
    static Fields read(final String name, final InputStream in) throws IOException {
        final DocumentLimits limits = new DocumentLimits(name);
        try (JsonParser parser = FACTORY.createParser(limits.limited(in))) {
            parser.nextToken();
            final Object value = value(parser, limits);
            if (!(value instanceof Map<?, ?> map)) {
                throw new IOException(name + " does not hold a JSON object.");
            }
            if (parser.nextToken() != null) {
                throw new IOException(name + " holds more than one JSON object.");
            }
            return new Fields(name, map);
        } catch (JsonEOFException ex) {
            throw new IOException(name + " is cut off: it ends in the middle of a value. Copy or write the file again.",
                ex);
        } catch (JacksonException ex) {
            throw new IOException(name + " is not valid JSON (" + ex.getOriginalMessage()
                + "). Copy or write the file again.", ex);
        }
    }

    private static Object value(final JsonParser parser, final DocumentLimits limits) throws IOException {
        final JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException(limits.document() + " is empty.");
        }
        switch (token) {
            case START_OBJECT:
                limits.object();
                final Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    final String key = parser.currentName();
                    limits.key(key);
                    parser.nextToken();
                    if (map.containsKey(key)) {
                        throw new IOException(limits.document() + " names \"" + key + "\" twice in one object.");
                    }
                    map.put(key, value(parser, limits));
                }
                return map;
            case START_ARRAY:
                limits.object();
                final List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    limits.element();
                    list.add(value(parser, limits));
                }
                return list;
            case VALUE_STRING:
                final String text = parser.getText();
                limits.text(text);
                return text;
            case VALUE_NUMBER_INT:
                limits.number();
                return parser.getLongValue();
            case VALUE_NUMBER_FLOAT:
                limits.number();
                return parser.getDoubleValue();
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            default:
                return null;
        }
    }
}
