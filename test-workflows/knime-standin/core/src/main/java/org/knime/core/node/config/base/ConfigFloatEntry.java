// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

/** An entry of type float. */
public final class ConfigFloatEntry extends AbstractConfigEntry {

    private static final long serialVersionUID = 1L;

    private final float value;

    /**
     * @param key the key
     * @param value the value
     */
    public ConfigFloatEntry(final String key, final float value) {
        super(ConfigEntries.xfloat, key);
        this.value = value;
    }

    /**
     * @param key the key
     * @param value the value as text
     * @throws NumberFormatException if the text is not a number
     */
    public ConfigFloatEntry(final String key, final String value) {
        this(key, Float.parseFloat(value));
    }

    /** @return the value */
    public float getFloat() {
        return value;
    }

    @Override
    public String toStringValue() {
        return Float.toString(value);
    }
}
