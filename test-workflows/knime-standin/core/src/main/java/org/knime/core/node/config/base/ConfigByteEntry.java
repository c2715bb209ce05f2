// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

/** An entry of type byte. */
public final class ConfigByteEntry extends AbstractConfigEntry {

    private static final long serialVersionUID = 1L;

    private final byte value;

    /**
     * @param key the key
     * @param value the value
     */
    public ConfigByteEntry(final String key, final byte value) {
        super(ConfigEntries.xbyte, key);
        this.value = value;
    }

    /**
     * @param key the key
     * @param value the value as text
     * @throws NumberFormatException if the text is not a byte
     */
    public ConfigByteEntry(final String key, final String value) {
        this(key, Byte.parseByte(value));
    }

    /** @return the value */
    public byte getByte() {
        return value;
    }

    @Override
    public String toStringValue() {
        return Byte.toString(value);
    }
}
