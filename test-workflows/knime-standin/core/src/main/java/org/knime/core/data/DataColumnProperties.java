// SPDX-License-Identifier: Apache-2.0
package org.knime.core.data;

import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.config.ConfigRO;
import org.knime.core.node.config.ConfigWO;

/** Named texts attached to a column. */
public final class DataColumnProperties {

    private final Map<String, String> content;

    /** No properties. */
    public DataColumnProperties() {
        this(Map.of());
    }

    /** @param content the properties */
    public DataColumnProperties(final Map<String, String> content) {
        this.content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
    }

    /**
     * @param key a name
     * @return whether it has a value
     */
    public boolean containsProperty(final String key) {
        return content.containsKey(key);
    }

    /**
     * @param key a name
     * @return its value or null
     */
    public String getProperty(final String key) {
        return content.get(key);
    }

    /**
     * @param key a name
     * @param defaultValue the value if there is none
     * @return its value or the default
     */
    public String getProperty(final String key, final String defaultValue) {
        return content.getOrDefault(key, defaultValue);
    }

    /** @return the number of properties */
    public int size() {
        return content.size();
    }

    /** @return the names */
    public Enumeration<String> properties() {
        return Collections.enumeration(content.keySet());
    }

    /**
     * @param overwrite properties to add or change
     * @return a copy with them
     */
    public DataColumnProperties cloneAndOverwrite(final Map<String, String> overwrite) {
        final Map<String, String> copy = new LinkedHashMap<>(content);
        copy.putAll(overwrite);
        return new DataColumnProperties(copy);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof DataColumnProperties properties && content.equals(properties.content);
    }

    @Override
    public int hashCode() {
        return content.hashCode();
    }

    @Override
    public String toString() {
        return content.toString();
    }

    /** @param config where the properties are written */
    public void save(final ConfigWO config) {
        content.forEach(config::addString);
    }

    /**
     * @param config where the properties were written
     * @return the properties
     * @throws InvalidSettingsException if an entry is no text
     */
    public static DataColumnProperties load(final ConfigRO config) throws InvalidSettingsException {
        final Map<String, String> content = new LinkedHashMap<>();
        for (String key : config) {
            content.put(key, config.getString(key));
        }
        return new DataColumnProperties(content);
    }
}
