// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

/** An entry of type short. */
public final class ConfigShortEntry extends AbstractConfigEntry {

    private static final long serialVersionUID = 1L;

    private final short value;

    /**
     * @param key the key
     * @param value the value
     */
    public ConfigShortEntry(final String key, final short value) {
        super(ConfigEntries.xshort, key);
        this.value = value;
    }

    /**
     * @param key the key
     * @param value the value as text
     * @throws NumberFormatException if the text is not a short integer
     */
    public ConfigShortEntry(final String key, final String value) {
        this(key, Short.parseShort(value));
    }

    /** @return the value */
    public short getShort() {
        return value;
    }

    @Override
    public String toStringValue() {
        return Short.toString(value);
    }
}
