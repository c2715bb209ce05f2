// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.Widget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** Every number of every node is refused outside of its range, and every setting explains itself. */
class SettingsCheckTest {

    private record Setting(NodeParameters root, Object owner, Field field, String key) {

        /** Whether it is a whole number, or an optional one. */
        boolean integer() {
            return field.getType() == int.class || field.getType() == Optional.class
                && ((ParameterizedType)field.getGenericType()).getActualTypeArguments()[0] == Integer.class;
        }

        void set(final double value) throws IllegalAccessException {
            if (field.getType() == Optional.class) {
                field.set(owner, Optional.of(integer() ? (Object)(int)value : (Object)value));
            } else if (field.getType() == int.class) {
                field.setInt(owner, (int)value);
            } else if (field.getType() == long.class) {
                field.setLong(owner, (long)value);
            } else {
                field.setDouble(owner, value);
            }
        }
    }

    private static Stream<Setting> settings() {
        final List<Setting> settings = new ArrayList<>();
        for (final NodeParameters parameters : NodeSettingsClasses.instances()) {
            collect(parameters, parameters, "", settings);
        }
        return settings.stream();
    }

    private static void collect(final NodeParameters root, final Object owner, final String path,
        final List<Setting> settings) {
        for (final Field field : SettingsCheck.fields(owner.getClass())) {
            field.setAccessible(true);
            settings.add(new Setting(root, owner, field, path + SettingsCheck.key(field)));
            if (field.getType().isArray() && field.getType() != String[].class) {
                collect(root, Array.get(NodeSettingsClasses.value(field, owner), 0),
                    path + SettingsCheck.key(field) + "/0/", settings);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> aNumberOutsideOfItsRangeIsRefused() {
        return settings().filter(setting -> setting.field().isAnnotationPresent(NumberInputWidget.class)
            && setting.field().getType() != long.class)
            .map(setting -> DynamicTest.dynamicTest(name(setting), () -> {
                final Object before = setting.field().get(setting.owner());
                SettingsCheck.check(setting.root());
                setting.set(-1);
                refuses(setting, "-1");
                if (!setting.integer()) {
                    setting.set(Double.NaN);
                    refuses(setting, "NaN");
                    setting.set(Double.POSITIVE_INFINITY);
                    refuses(setting, "Infinity");
                } else {
                    setting.set(Integer.MAX_VALUE);
                    refuses(setting, Integer.toString(Integer.MAX_VALUE));
                }
                setting.field().set(setting.owner(), before);
            }));
    }

    private static void refuses(final Setting setting, final String value) {
        final String message = assertThrows(InvalidSettingsException.class,
            () -> SettingsCheck.check(setting.root())).getMessage();
        assertTrue(message.contains("(" + setting.key() + ") is " + value), message);
        assertTrue(message.contains("\"" + setting.field().getAnnotation(Widget.class).title() + "\""), message);
        assertTrue(message.matches(".*must be .*\\d\\."), message);
    }

    @TestFactory
    Stream<DynamicTest> everySettingHasATitleAndASentence() {
        return settings().map(setting -> DynamicTest.dynamicTest(name(setting), () -> {
            final Widget widget = setting.field().getAnnotation(Widget.class);
            assertTrue(widget.title().matches("[A-Z][\\w, ()'-]+"), widget.title());
            assertTrue(widget.description().matches("(?s)[A-Z].{15,}\\."), widget.description());
        }));
    }

    private static String name(final Setting setting) {
        return setting.root().getClass().getSimpleName() + " " + setting.key();
    }
}
