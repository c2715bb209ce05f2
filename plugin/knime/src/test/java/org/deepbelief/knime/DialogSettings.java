// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.deepbelief.knime.settings.SettingsCheck;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.updates.ValueReference;
import org.knime.standin.ui.parameters.DialogState;
import org.knime.standin.ui.parameters.ParametersSettings;

/** The settings of a dialog one by one, and all combinations of the values that its conditions may ask for. */
final class DialogSettings {

    /**
     * A setting in the values of a parameters class.
     *
     * @param path its key, with array and number of the element it belongs to
     */
    record Setting(String path, Object owner, Field field) {

        Object get() {
            try {
                return field.get(owner);
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }

        void set(final Object value) {
            try {
                field.set(owner, value);
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }

        /** Whether conditions may ask for it: a switch or a choice with a reference. */
        private boolean asked() {
            return field.isAnnotationPresent(ValueReference.class)
                && (field.getType() == boolean.class || field.getType().isEnum());
        }
    }

    private DialogSettings() {
    }

    /** All settings, those of arrays' elements too. */
    static List<Setting> of(final NodeParameters parameters) {
        final List<Setting> settings = new ArrayList<>();
        collect(parameters, "", settings);
        return settings;
    }

    private static void collect(final Object owner, final String path, final List<Setting> settings) {
        for (final Field field : SettingsCheck.fields(owner.getClass())) {
            field.setAccessible(true);
            final Setting setting = new Setting(path + SettingsCheck.key(field), owner, field);
            settings.add(setting);
            if (setting.get() instanceof NodeParameters[] elements) {
                for (int i = 0; i < elements.length; i++) {
                    collect(elements[i], setting.path() + "/" + i + "/", settings);
                }
            }
        }
    }

    static Optional<Setting> find(final NodeParameters parameters, final String path) {
        return of(parameters).stream().filter(setting -> setting.path().equals(path)).findFirst();
    }

    /** A dialog's values: those that it begins with, with two elements in each array, but for those given by path. */
    static NodeParameters values(final Dialog dialog, final NodeParametersInput input,
        final Map<String, Object> given) {
        final NodeParameters parameters = dialog.parameters(input);
        for (final Setting setting : of(parameters)) {
            if (setting.get() instanceof NodeParameters[] elements && elements.length == 1) {
                setting.set(longer(elements));
            }
        }
        given.forEach(
            (path, value) -> find(parameters, path).orElseThrow(() -> new AssertionError(path)).set(value));
        return parameters;
    }

    /** An array with one more element, of default values. */
    static NodeParameters[] longer(final NodeParameters[] elements) {
        final NodeParameters[] longer = Arrays.copyOf(elements, elements.length + 1);
        longer[elements.length] = ParametersSettings.defaults(elements[0].getClass());
        return longer;
    }

    /** Of more conditions than this, not all values are combined with all. */
    private static final int MOST_CONDITIONS = 5;

    /**
     * All combinations of the values that conditions may ask for, but for those of settings that are not shown; in a
     * dialog of many conditions those that differ from what it begins with by two values at most.
     */
    static List<Map<String, Object>> combinations(final Dialog dialog, final NodeParametersInput input) {
        final NodeParameters defaults = values(dialog, input, Map.of());
        List<Map<String, Object>> combinations = List.of(Map.of());
        for (final Setting setting : of(defaults)) {
            if (setting.asked()) {
                final Class<?> type = setting.field().getType();
                final Object[] values = type.isEnum() ? type.getEnumConstants() : new Object[]{false, true};
                combinations = combinations.stream().flatMap(combination -> Stream.of(values).map(value -> {
                    final Map<String, Object> longer = new LinkedHashMap<>(combination);
                    longer.put(setting.path(), value);
                    return longer;
                })).toList();
            }
        }
        final boolean many = of(defaults).stream().filter(Setting::asked).count() > MOST_CONDITIONS;
        return combinations.stream().filter(combination -> !many || combination.entrySet().stream()
            .filter(value -> !value.getValue().equals(find(defaults, value.getKey()).orElseThrow().get()))
            .count() <= 2).filter(combination -> {
            final Map<String, DialogState.State> states =
                DialogState.of(values(dialog, input, combination), input);
            return combination.entrySet().stream().allMatch(value -> states.get(value.getKey()).shown()
                || value.getValue().equals(find(defaults, value.getKey()).orElseThrow().get()));
        }).toList();
    }
}
