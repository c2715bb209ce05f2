// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import org.knime.core.data.DataType;
import org.knime.core.data.def.StringCell;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;

/** The field types that are one entry in settings, and how each is read, written and written when it is empty. */
final class SimpleTypes {

    interface Reader<T> {
        T read(NodeSettingsRO settings, String key) throws InvalidSettingsException;
    }

    interface Writer<T> {
        void write(NodeSettingsWO settings, String key, T value);
    }

    /**
     * How a type stands in settings.
     *
     * @param reader reads it
     * @param writer writes it
     * @param empty what is written for an Optional that is switched off
     * @param <T> the type
     */
    record Form<T>(Reader<T> reader, Writer<T> writer, T empty) {

        @SuppressWarnings("unchecked")
        void write(final NodeSettingsWO settings, final String key, final Object value) {
            writer.write(settings, key, (T)value);
        }
    }

    private static final Map<Class<?>, Form<?>> FORMS = new HashMap<>();

    static {
        add(int.class, Integer.class, NodeSettingsRO::getInt, NodeSettingsWO::addInt, 0);
        add(long.class, Long.class, NodeSettingsRO::getLong, NodeSettingsWO::addLong, 0L);
        add(double.class, Double.class, NodeSettingsRO::getDouble, NodeSettingsWO::addDouble, 0.0);
        add(float.class, Float.class, NodeSettingsRO::getFloat, NodeSettingsWO::addFloat, 0f);
        add(byte.class, Byte.class, NodeSettingsRO::getByte, NodeSettingsWO::addByte, (byte)0);
        add(char.class, Character.class, NodeSettingsRO::getChar, NodeSettingsWO::addChar, ' ');
        add(boolean.class, Boolean.class, NodeSettingsRO::getBoolean, NodeSettingsWO::addBoolean, false);
        add(String.class, NodeSettingsRO::getString, NodeSettingsWO::addString, null);
        add(int[].class, NodeSettingsRO::getIntArray, NodeSettingsWO::addIntArray, new int[0]);
        add(long[].class, NodeSettingsRO::getLongArray, NodeSettingsWO::addLongArray, new long[0]);
        add(double[].class, NodeSettingsRO::getDoubleArray, NodeSettingsWO::addDoubleArray, new double[0]);
        add(float[].class, NodeSettingsRO::getFloatArray, NodeSettingsWO::addFloatArray, new float[0]);
        add(boolean[].class, NodeSettingsRO::getBooleanArray, NodeSettingsWO::addBooleanArray, new boolean[0]);
        add(String[].class, NodeSettingsRO::getStringArray, NodeSettingsWO::addStringArray, new String[0]);
        add(DataType.class, NodeSettingsRO::getDataType, NodeSettingsWO::addDataType, StringCell.TYPE);
        add(Void.class, (settings, key) -> null, (settings, key, value) -> {
        }, null);
    }

    private SimpleTypes() {
    }

    private static <T> void add(final Class<T> type, final Reader<T> reader, final Writer<T> writer, final T empty) {
        FORMS.put(type, new Form<>(reader, writer, empty));
    }

    private static <T> void add(final Class<T> primitive, final Class<T> boxed, final Reader<T> reader,
        final Writer<T> writer, final T empty) {
        add(primitive, reader, writer, empty);
        add(boxed, reader, writer, empty);
    }

    /** @return the type's form, null if it is no simple type */
    static Form<?> form(final Class<?> type) {
        return type.isEnum() ? enumForm(type) : FORMS.get(type);
    }

    private static Form<?> enumForm(final Class<?> type) {
        final Reader<Enum<?>> reader = (settings, key) -> {
            final var name = settings.getString(key);
            for (final var constant : type.getEnumConstants()) {
                if (((Enum<?>)constant).name().equals(name)) {
                    return (Enum<?>)constant;
                }
            }
            throw new InvalidSettingsException(
                "\"" + name + "\" is none of " + Arrays.toString(type.getEnumConstants()));
        };
        return new Form<>(reader,
            (settings, key, value) -> settings.addString(key, value == null ? null : value.name()), null);
    }
}
