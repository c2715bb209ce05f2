// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime.settings;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.widget.OptionalWidget;
import org.knime.node.parameters.widget.number.NumberInputWidget;

/** What KNIME's dialog needs of each setting: no exclusive bound, which it would bend, and a value to switch on. */
class DialogBoundsTest {

    @Test
    void noBoundIsExclusiveAndEachOptionalNumberHasAValueToBeginWith() throws ReflectiveOperationException {
        for (final NodeParameters parameters : NodeSettingsClasses.instances()) {
            check(parameters);
        }
    }

    private static void check(final Object owner) throws ReflectiveOperationException {
        for (final Field field : owner.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || field.isSynthetic()) {
                continue;
            }
            final Object value = NodeSettingsClasses.value(field, owner);
            final NumberInputWidget number = field.getAnnotation(NumberInputWidget.class);
            if (number != null && Limits.Minimum.class.isAssignableFrom(number.minValidation())) {
                assertFalse(number.minValidation().getConstructor().newInstance().isExclusive(), field.toString());
                assertFalse(number.maxValidation().getConstructor().newInstance().isExclusive(), field.toString());
            }
            if (field.getType() == Optional.class) {
                assertTrue(field.isAnnotationPresent(OptionalWidget.class), field.toString());
            }
            if (field.getType().isArray() && field.getType() != String[].class) {
                check(Array.get(value, 0));
            }
        }
    }
}
