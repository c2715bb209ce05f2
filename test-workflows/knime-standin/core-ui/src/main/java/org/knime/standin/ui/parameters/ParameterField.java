// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.knime.node.parameters.Widget;
import org.knime.node.parameters.persistence.Persist;
import org.knime.node.parameters.persistence.Persistable;
import org.knime.node.parameters.persistence.Persistor;

/**
 * A field of a parameters class.
 *
 * @param field the field
 * @param kind how it stands in settings
 * @param type its type; of an Optional the type of its value, of an array of groups the type of an element
 * @param key the key under which it stands
 */
record ParameterField(Field field, Kind kind, Class<?> type, String key) {

    /** How a field stands in settings. */
    enum Kind {
        /** One entry. */
        SIMPLE,
        /** One entry, and one that says whether there is a value. */
        OPTIONAL,
        /** A config of its own. */
        GROUP,
        /** A config with one config an element, named by its number. */
        GROUP_ARRAY,
        /** Whatever its own persistor writes. */
        CUSTOM
    }

    /**
     * @param owner a parameters class
     * @return its fields, those of its super classes first; as in KNIME private, static and transient fields are none
     * @throws IllegalArgumentException if a field cannot be a parameter
     */
    static List<ParameterField> of(final Class<?> owner) {
        final var fields = new ArrayList<ParameterField>();
        if (owner.getSuperclass() != null && owner.getSuperclass() != Object.class) {
            fields.addAll(of(owner.getSuperclass()));
        }
        for (final var field : owner.getDeclaredFields()) {
            if (field.isSynthetic() || Modifier.isStatic(field.getModifiers())
                || Modifier.isTransient(field.getModifiers())) {
                continue;
            }
            if (Modifier.isPrivate(field.getModifiers())) {
                if (field.isAnnotationPresent(Widget.class)) {
                    throw rejected(field, "it is private: neither shown nor stored");
                }
                continue;
            }
            field.setAccessible(true);
            fields.add(of(field));
        }
        return fields;
    }

    private static ParameterField of(final Field field) {
        final var key = key(field);
        final var type = field.getType();
        if (persistor(field).isPresent()) {
            return new ParameterField(field, Kind.CUSTOM, type, key);
        }
        if (SimpleTypes.form(type) != null) {
            return new ParameterField(field, Kind.SIMPLE, type, key);
        }
        if (type == Optional.class) {
            final var content = argument(field);
            if (SimpleTypes.form(content) == null || content == Void.class) {
                throw rejected(field, "an Optional of " + content.getName() + " cannot be stored");
            }
            return new ParameterField(field, Kind.OPTIONAL, content, key);
        }
        if (Persistable.class.isAssignableFrom(type)) {
            return new ParameterField(field, Kind.GROUP, type, key);
        }
        final var element = type.isArray() ? type.getComponentType()
            : Collection.class.isAssignableFrom(type) ? argument(field) : null;
        if (element != null && Persistable.class.isAssignableFrom(element)) {
            if (!type.isArray() && !type.isAssignableFrom(ArrayList.class)) {
                throw rejected(field, "of the collections only List and Collection can be stored");
            }
            return new ParameterField(field, Kind.GROUP_ARRAY, element, key);
        }
        throw rejected(field, "a field of type " + field.getGenericType().getTypeName() + " cannot be stored");
    }

    private static Class<?> argument(final Field field) {
        if (field.getGenericType() instanceof ParameterizedType type
            && type.getActualTypeArguments()[0] instanceof Class<?> argument) {
            return argument;
        }
        throw rejected(field, "a field of type " + field.getGenericType().getTypeName() + " cannot be stored");
    }

    private static String key(final Field field) {
        final var persist = field.getAnnotation(Persist.class);
        final var name = field.getName().startsWith("m_") ? field.getName().substring(2) : field.getName();
        final var key = persist == null || persist.configKey().isEmpty() ? name : persist.configKey();
        return persist != null && persist.hidden() ? key + "_Internals" : key;
    }

    private static Optional<Persistor> persistor(final Field field) {
        return Optional.ofNullable(field.getAnnotation(Persistor.class))
            .or(() -> Optional.ofNullable(field.getType().getAnnotation(Persistor.class)));
    }

    Persistor persistor() {
        return persistor(field).orElseThrow();
    }

    <A extends Annotation> Optional<A> annotation(final Class<A> annotationClass) {
        return Optional.ofNullable(field.getAnnotation(annotationClass));
    }

    String presenceKey() {
        return key + "_is_present";
    }

    Object get(final Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    void set(final Object owner, final Object value) {
        try {
            field.set(owner, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return the elements of an array or a collection of groups */
    List<?> elements(final Object value) {
        return value instanceof Object[] array ? List.of(array) : List.copyOf((Collection<?>)value);
    }

    static IllegalArgumentException rejected(final Field field, final String reason) {
        return new IllegalArgumentException("The field \"" + field.getName() + "\" of "
            + field.getDeclaringClass().getName() + " cannot be a parameter: " + reason + ".");
    }
}
