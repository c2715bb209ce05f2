// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.knime.node.parameters.updates.ValueReference;

/** The fields with a reference, of a parameters class or of an element of an array, without those around it. */
final class References {

    /**
     * A field with a reference.
     *
     * @param path its key, with those of the groups around it
     * @param type its type as {@link ParameterField#type()}
     * @param value gives its value at the time
     */
    record Referenced(String path, Class<?> type, Supplier<Object> value) {
    }

    private final Map<Class<?>, Referenced> fields = new HashMap<>();

    References(final Object owner) {
        add(owner, "");
    }

    private void add(final Object owner, final String path) {
        for (final var field : ParameterField.of(owner.getClass())) {
            field.annotation(ValueReference.class).ifPresent(reference -> fields.put(reference.value(),
                new Referenced(path + field.key(), field.type(), () -> field.get(owner))));
            if (field.kind() == ParameterField.Kind.GROUP) {
                add(field.get(owner), path + field.key() + "/");
            }
        }
    }

    Optional<Referenced> get(final Class<?> reference) {
        return Optional.ofNullable(fields.get(reference));
    }
}
