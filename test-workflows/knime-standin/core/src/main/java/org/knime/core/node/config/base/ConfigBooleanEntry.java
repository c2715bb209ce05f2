// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

/** An entry that is true or false. */
public final class ConfigBooleanEntry extends AbstractConfigEntry {

    private static final long serialVersionUID = 1L;

    private final boolean value;

    /**
     * @param key the key
     * @param value the value
     */
    public ConfigBooleanEntry(final String key, final boolean value) {
        super(ConfigEntries.xboolean, key);
        this.value = value;
    }

    /**
     * @param key the key
     * @param value "true" or "false", in any case
     * @throws IllegalArgumentException for any other text
     */
    public ConfigBooleanEntry(final String key, final String value) {
        this(key, parse(key, value));
    }

    private static boolean parse(final String key, final String value) {
        if (!"true".equalsIgnoreCase(value) && !"false".equalsIgnoreCase(value)) {
            throw new IllegalArgumentException("\"" + value + "\" of \"" + key + "\" is neither true nor false.");
        }
        return Boolean.parseBoolean(value);
    }

    /** @return the value */
    public boolean getBoolean() {
        return value;
    }

    @Override
    public String toStringValue() {
        return Boolean.toString(value);
    }
}
