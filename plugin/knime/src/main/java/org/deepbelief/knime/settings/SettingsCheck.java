// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.updates.ValueProvider;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/**
 * Checks the numbers of a node's settings against the ranges that its dialog shows: batch options and flow variables do
 * not pass through the dialog.
 */
public final class SettingsCheck {

    private SettingsCheck() {
    }

    /**
     * Checks all numbers, those in arrays too.
     *
     * @throws InvalidSettingsException for the first one out of its range; the message names title, key and range
     */
    public static void check(final NodeParameters settings) throws InvalidSettingsException {
        check(settings, "", "");
    }

    private static void check(final Object settings, final String path, final String where)
        throws InvalidSettingsException {
        for (final Field field : fields(settings.getClass())) {
            final String key = path + key(field);
            final Object value = value(field, settings);
            if (value == null) {
                throw new InvalidSettingsException("The setting " + name(field, key, where)
                    + " has no value. Configure the node.");
            }
            if (field.getType().isArray() && !field.getType().getComponentType().equals(String.class)) {
                for (int i = 0; i < Array.getLength(value); i++) {
                    check(Array.get(value, i), key + "/" + i + "/", where + " of " + singular(field) + " " + (i + 1));
                }
            } else if (field.isAnnotationPresent(NumberInputWidget.class)) {
                final Object number = value instanceof Optional<?> optional ? optional.orElse(null) : value;
                if (number != null) {
                    checkRange(field, key, where, ((Number)number).doubleValue());
                }
            }
        }
    }

    private static void checkRange(final Field field, final String key, final String where, final double value)
        throws InvalidSettingsException {
        final Optional<Limits.Minimum> minimum = minimum(field);
        final Optional<Limits.Maximum> maximum = maximum(field);
        final boolean low = minimum.isPresent()
            && (minimum.get().isRefused() ? value <= minimum.get().getMin() : value < minimum.get().getMin());
        final boolean high = maximum.isPresent()
            && (maximum.get().isRefused() ? value >= maximum.get().getMax() : value > maximum.get().getMax());
        if (low || high || !Double.isFinite(value)) {
            throw new InvalidSettingsException("The setting " + name(field, key, where) + " is " + text(value)
                + ": it must be " + range(field) + ".");
        }
    }

    /** The fields of a parameters class that are settings, which what the dialog computes from them is not. */
    public static List<Field> fields(final Class<?> parameters) {
        return Arrays.stream(parameters.getDeclaredFields()).filter(field -> !Modifier.isStatic(field.getModifiers())
            && !field.isSynthetic() && !field.isAnnotationPresent(ValueProvider.class)).toList();
    }

    /** The key of a field's setting: its name without the prefix. */
    public static String key(final Field field) {
        return field.getName().startsWith("m_") ? field.getName().substring(2) : field.getName();
    }

    /** The range of a numeric setting in words, such as "at least 0 and less than 1". */
    public static String range(final Field field) {
        final StringBuilder range = new StringBuilder();
        minimum(field).ifPresent(one -> range
            .append((one.isRefused() ? "greater than " : "at least ") + text(one.getMin())));
        maximum(field).ifPresent(one -> range.append(range.isEmpty() ? "" : " and ")
            .append((one.isRefused() ? "less than " : "at most ") + text(one.getMax())));
        return range.isEmpty() ? "a finite number" : range.toString();
    }

    private static Optional<Limits.Minimum> minimum(final Field field) {
        final Class<?> type = field.getAnnotation(NumberInputWidget.class).minValidation();
        return Limits.Minimum.class.isAssignableFrom(type) ? Optional.of((Limits.Minimum)create(type))
            : Optional.empty();
    }

    private static Optional<Limits.Maximum> maximum(final Field field) {
        final Class<?> type = field.getAnnotation(NumberInputWidget.class).maxValidation();
        return Limits.Maximum.class.isAssignableFrom(type) ? Optional.of((Limits.Maximum)create(type))
            : Optional.empty();
    }

    private static Object create(final Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no public constructor without arguments.", e);
        }
    }

    private static Object value(final Field field, final Object settings) {
        try {
            field.setAccessible(true);
            return field.get(settings);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("The settings of " + settings.getClass() + " cannot be read.", e);
        }
    }

    private static String name(final Field field, final String key, final String where) {
        final Widget widget = field.getAnnotation(Widget.class);
        return "\"" + (widget == null ? key : widget.title()) + "\"" + where + " (" + key + ")";
    }

    private static String singular(final Field field) {
        final String key = key(field);
        return key.endsWith("s") ? key.substring(0, key.length() - 1) : key;
    }

    private static String text(final double value) {
        return Double.isFinite(value) ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
            : Double.toString(value);
    }
}
