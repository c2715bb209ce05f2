// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.parameters;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.node.parameters.NodeParametersInput;
import org.knime.node.parameters.migration.LoadDefaultsForAbsentFields;
import org.knime.node.parameters.migration.Migrate;
import org.knime.node.parameters.migration.Migration;
import org.knime.node.parameters.migration.NodeParametersMigration;
import org.knime.node.parameters.migration.ParametersLoader;
import org.knime.node.parameters.persistence.NodeParametersPersistor;
import org.knime.node.parameters.persistence.Persistable;
import org.knime.node.parameters.persistence.Persistor;

/** Parameters classes to settings and back, in KNIME's form. */
public final class ParametersSettings {

    private static final String NULL_ARRAY = "is_null";

    private static final NodeParametersInput NO_PORTS =
        new ParametersInput(new PortType[0], new PortObjectSpec[0], new PortType[0]);

    private ParametersSettings() {
    }

    /**
     * Checks what KNIME would reject when the node is made.
     *
     * @param type a parameters class
     * @throws IllegalArgumentException if it cannot be one; names the class and the field
     */
    public static void check(final Class<?> type) {
        checkType(type);
        if (type.isAnnotationPresent(Persistor.class)) {
            return;
        }
        checkFields(defaults(type));
        DialogDescription.of(type);
        DialogState.check(defaults(type), NO_PORTS);
    }

    private static void checkType(final Class<?> type) {
        if (type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers())) {
            throw new IllegalArgumentException(type.getName() + " cannot hold parameters: it is not static.");
        }
    }

    private static void checkFields(final Object defaults) {
        for (final var field : ParameterField.of(defaults.getClass())) {
            switch (field.kind()) {
                case GROUP -> checkFields(nonNull(field, field.get(defaults)));
                case GROUP_ARRAY -> {
                    checkType(field.type());
                    checkFields(defaults(field.type()));
                }
                default -> {
                    // a leaf, or what its persistor makes of it
                }
            }
        }
    }

    /**
     * @param type a parameters class
     * @param <P> the class
     * @return the parameters that its no-argument constructor makes
     */
    public static <P> P defaults(final Class<P> type) {
        return instantiate(constructor(type));
    }

    /**
     * @param type a parameters class
     * @param input the node's surroundings
     * @param <P> the class
     * @return the parameters that its constructor with the surroundings makes, or without if it has no such
     */
    public static <P> P defaults(final Class<P> type, final NodeParametersInput input) {
        for (final var constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1
                && constructor.getParameterTypes()[0] == NodeParametersInput.class) {
                return type.cast(instantiate(constructor, input));
            }
        }
        return defaults(type);
    }

    private static <P> Constructor<P> constructor(final Class<P> type) {
        try {
            return type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type.getName() + " has no constructor without arguments.", e);
        }
    }

    private static <P> P instantiate(final Constructor<P> constructor, final Object... arguments) {
        try {
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                "The constructor of " + constructor.getDeclaringClass().getName() + " failed.", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                "Cannot construct a " + constructor.getDeclaringClass().getName() + ".", e);
        }
    }

    /**
     * @param parameters the parameters
     * @param settings where to write them
     */
    public static void save(final Persistable parameters, final NodeSettingsWO settings) {
        final var persistor = parameters.getClass().getAnnotation(Persistor.class);
        if (persistor == null) {
            ParameterField.of(parameters.getClass()).forEach(field -> save(field, field.get(parameters), settings));
        } else {
            persistor(persistor).save(parameters, settings);
        }
    }

    private static void save(final ParameterField field, final Object value, final NodeSettingsWO settings) {
        switch (field.kind()) {
            case SIMPLE -> SimpleTypes.form(field.type()).write(settings, field.key(), value);
            case OPTIONAL -> saveOptional(field, value, settings);
            case GROUP -> save((Persistable)nonNull(field, value), settings.addNodeSettings(field.key()));
            case GROUP_ARRAY -> saveArray(field, value, settings.addNodeSettings(field.key()));
            case CUSTOM -> persistor(field.persistor()).save(value, settings);
        }
    }

    private static void saveOptional(final ParameterField field, final Object value, final NodeSettingsWO settings) {
        final var optional = (Optional<?>)nonNull(field, value);
        final var form = SimpleTypes.form(field.type());
        form.write(settings, field.key(), optional.isPresent() ? optional.get() : form.empty());
        settings.addBoolean(field.presenceKey(), optional.isPresent());
    }

    private static void saveArray(final ParameterField field, final Object value, final NodeSettingsWO settings) {
        if (value == null) {
            settings.addBoolean(NULL_ARRAY, true);
            return;
        }
        final var elements = field.elements(value);
        for (var i = 0; i < elements.size(); i++) {
            save((Persistable)elements.get(i), settings.addNodeSettings(Integer.toString(i)));
        }
    }

    private static Object nonNull(final ParameterField field, final Object value) {
        if (value == null) {
            throw ParameterField.rejected(field.field(), "its value is null");
        }
        return value;
    }

    /**
     * @param type a parameters class
     * @param settings where to read
     * @param <P> the class
     * @return the parameters
     * @throws InvalidSettingsException if an entry is missing, of another type or not allowed; names its path
     */
    public static <P> P load(final Class<P> type, final NodeSettingsRO settings) throws InvalidSettingsException {
        return type.cast(load(type, settings, ""));
    }

    private static Object load(final Class<?> type, final NodeSettingsRO settings, final String path)
        throws InvalidSettingsException {
        final var migration = type.getAnnotation(Migration.class);
        if (migration != null) {
            final var migrated = migrate(migration, settings, keys(type));
            if (migrated.isPresent()) {
                return migrated.get().load(settings);
            }
        }
        final var persistor = type.getAnnotation(Persistor.class);
        if (persistor != null) {
            return persistor(persistor).load(settings);
        }
        final var parameters = defaults(type);
        final var absentAllowed = type.isAnnotationPresent(LoadDefaultsForAbsentFields.class);
        for (final var field : ParameterField.of(type)) {
            final var fieldPath = path + field.key();
            final var migrated =
                field.annotation(Migration.class).flatMap(present -> migrate(present, settings, keys(field)));
            if (migrated.isPresent()) {
                field.set(parameters, migrated.get().load(settings));
            } else if (keys(field).stream().anyMatch(settings::containsKey) || !absentAllowed
                && field.annotation(Migrate.class).filter(Migrate::loadDefaultIfAbsent).isEmpty()) {
                field.set(parameters, load(field, field.get(parameters), settings, fieldPath));
            }
        }
        return parameters;
    }

    private static Object load(final ParameterField field, final Object value, final NodeSettingsRO settings,
        final String path) throws InvalidSettingsException {
        return switch (field.kind()) {
            case SIMPLE -> loadSimple(field, settings, path);
            case OPTIONAL -> settings.getBoolean(field.presenceKey(), true)
                ? Optional.ofNullable(loadSimple(field, settings, path)) : Optional.empty();
            case GROUP -> load(nonNull(field, value).getClass(), config(settings, field.key(), path), path + "/");
            case GROUP_ARRAY -> loadArray(field, config(settings, field.key(), path), path + "/");
            case CUSTOM -> persistor(field.persistor()).load(settings);
        };
    }

    private static Object loadSimple(final ParameterField field, final NodeSettingsRO settings, final String path)
        throws InvalidSettingsException {
        if (field.type() != Void.class && !settings.containsKey(field.key())) {
            throw new InvalidSettingsException("The setting \"" + path + "\" is missing.");
        }
        try {
            return SimpleTypes.form(field.type()).reader().read(settings, field.key());
        } catch (InvalidSettingsException e) {
            throw new InvalidSettingsException("The setting \"" + path + "\" cannot be read: " + e.getMessage(), e);
        }
    }

    private static NodeSettingsRO config(final NodeSettingsRO settings, final String key, final String path)
        throws InvalidSettingsException {
        try {
            return settings.getNodeSettings(key);
        } catch (InvalidSettingsException e) {
            throw new InvalidSettingsException("The settings \"" + path + "\" are missing.", e);
        }
    }

    private static Object loadArray(final ParameterField field, final NodeSettingsRO settings, final String path)
        throws InvalidSettingsException {
        if (settings.getBoolean(NULL_ARRAY, false)) {
            return null;
        }
        final var size = (int)settings.keySet().stream().filter(key -> key.matches("\\d+")).count();
        final var elements = new ArrayList<Object>(size);
        for (var i = 0; i < size; i++) {
            final var key = Integer.toString(i);
            elements.add(load(field.type(), config(settings, key, path + key), path + key + "/"));
        }
        return field.field().getType().isArray()
            ? elements.toArray((Object[])Array.newInstance(field.type(), size)) : elements;
    }

    private static List<String> keys(final ParameterField field) {
        if (field.kind() != ParameterField.Kind.CUSTOM) {
            return List.of(field.key());
        }
        final var keys = new ArrayList<String>();
        for (final var path : persistor(field.persistor()).getConfigPaths()) {
            keys.add(path[0]);
        }
        return keys;
    }

    private static List<String> keys(final Class<?> type) {
        return ParameterField.of(type).stream().flatMap(field -> keys(field).stream()).toList();
    }

    @SuppressWarnings("unchecked")
    private static NodeParametersPersistor<Object> persistor(final Persistor annotation) {
        return defaults(annotation.value());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Optional<ParametersLoader<?>> migrate(
        final Migration annotation, final NodeSettingsRO settings, final List<String> keys) {
        final NodeParametersMigration<?> migration = defaults((Class<NodeParametersMigration>)annotation.value());
        for (final var older : migration.getConfigMigrations()) {
            final var applies = older.getMatcher() instanceof CurrentKeysAbsent
                ? keys.stream().noneMatch(settings::containsKey) : older.getMatcher().test(settings);
            if (applies) {
                return Optional.of(older.getLoader());
            }
        }
        return Optional.empty();
    }
}
