// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.Locale;

import org.knime.node.parameters.widget.choices.Label;

/** The texts that a dialog shows for enum constants. */
public final class Labels {

    private Labels() {
    }

    /**
     * @param constant an enum constant
     * @return its label, or its name in words where it has none
     */
    public static String of(final Enum<?> constant) {
        final var label = annotation(constant);
        if (label != null) {
            return label.value();
        }
        final var words = constant.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /**
     * @param constant an enum constant
     * @return what its label adds in description, empty where it adds nothing
     */
    public static String description(final Enum<?> constant) {
        final var label = annotation(constant);
        return label == null ? "" : label.description();
    }

    private static Label annotation(final Enum<?> constant) {
        try {
            return constant.getDeclaringClass().getField(constant.name()).getAnnotation(Label.class);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
