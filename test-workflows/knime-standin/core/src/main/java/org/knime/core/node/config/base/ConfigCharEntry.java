// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

/** An entry of one character. */
public final class ConfigCharEntry extends AbstractConfigEntry {

    private static final long serialVersionUID = 1L;

    private final char value;

    /**
     * @param key the key
     * @param value the value
     */
    public ConfigCharEntry(final String key, final char value) {
        super(ConfigEntries.xchar, key);
        this.value = value;
    }

    /**
     * @param key the key
     * @param value the value as text of one character
     * @throws IllegalArgumentException if the text has not exactly one character
     */
    public ConfigCharEntry(final String key, final String value) {
        this(key, single(key, value));
    }

    private static char single(final String key, final String value) {
        if (value == null || value.length() != 1) {
            throw new IllegalArgumentException("\"" + value + "\" of \"" + key + "\" is not a single character.");
        }
        return value.charAt(0);
    }

    /** @return the value */
    public char getChar() {
        return value;
    }

    @Override
    public String toStringValue() {
        return Character.toString(value);
    }
}
