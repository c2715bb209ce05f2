// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettingsRO;
import org.knime.standin.ui.parameters.CurrentKeysAbsent;

/**
 * One older form of a value's settings: what recognises it and what loads it.
 *
 * @param <T> the type of the value
 */
public final class ConfigMigration<T> {

    private final Predicate<NodeSettingsRO> matcher;

    private final ParametersLoader<T> loader;

    private ConfigMigration(final Predicate<NodeSettingsRO> matcher, final ParametersLoader<T> loader) {
        this.matcher = matcher;
        this.loader = loader;
    }

    /** @return what loads the value */
    public ParametersLoader<T> getLoader() {
        return loader;
    }

    /** @return what recognises the older form */
    public Predicate<NodeSettingsRO> getMatcher() {
        return matcher;
    }

    /**
     * @param loader what loads the value
     * @param <T> the type of the value
     * @return a builder
     */
    public static <T> Builder<T> builder(final ParametersLoader<T> loader) {
        return new Builder<>(loader);
    }

    /**
     * Builds one older form. Without a matcher the form is recognised by its deprecated keys, all of which must be
     * there; without these either, by the absence of the value's current keys.
     *
     * @param <T> the type of the value
     */
    public static final class Builder<T> {

        private final ParametersLoader<T> loader;

        private final List<List<String>> deprecatedPaths = new ArrayList<>();

        private Predicate<NodeSettingsRO> matcher;

        /** @param loader what loads the value */
        public Builder(final ParametersLoader<T> loader) {
            this.loader = Objects.requireNonNull(loader, "loader");
        }

        /**
         * @param configKeys the path of a key that only the older form has
         * @return this
         */
        public Builder<T> withDeprecatedConfigPath(final String... configKeys) {
            deprecatedPaths.add(List.of(configKeys));
            return this;
        }

        /**
         * @param predicate what recognises the older form
         * @return this
         */
        public Builder<T> withMatcher(final Predicate<NodeSettingsRO> predicate) {
            matcher = predicate;
            return this;
        }

        /** @return the older form */
        public ConfigMigration<T> build() {
            if (matcher != null) {
                return new ConfigMigration<>(matcher, loader);
            }
            if (deprecatedPaths.isEmpty()) {
                return new ConfigMigration<>(new CurrentKeysAbsent(), loader);
            }
            final var paths = List.copyOf(deprecatedPaths);
            return new ConfigMigration<>(settings -> paths.stream().allMatch(path -> contains(settings, path)), loader);
        }

        private static boolean contains(final NodeSettingsRO settings, final List<String> path) {
            try {
                var current = settings;
                for (final var key : path.subList(0, path.size() - 1)) {
                    if (!current.containsKey(key)) {
                        return false;
                    }
                    current = current.getNodeSettings(key);
                }
                return current.containsKey(path.get(path.size() - 1));
            } catch (InvalidSettingsException e) {
                return false;
            }
        }
    }
}
