// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

/** An entry of type long. */
public final class ConfigLongEntry extends AbstractConfigEntry {

    private static final long serialVersionUID = 1L;

    private final long value;

    /**
     * @param key the key
     * @param value the value
     */
    public ConfigLongEntry(final String key, final long value) {
        super(ConfigEntries.xlong, key);
        this.value = value;
    }

    /**
     * @param key the key
     * @param value the value as text
     * @throws NumberFormatException if the text is not a long integer
     */
    public ConfigLongEntry(final String key, final String value) {
        this(key, Long.parseLong(value));
    }

    /** @return the value */
    public long getLong() {
        return value;
    }

    @Override
    public String toStringValue() {
        return Long.toString(value);
    }
}
