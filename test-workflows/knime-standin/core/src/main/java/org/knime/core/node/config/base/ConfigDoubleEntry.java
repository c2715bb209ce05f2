// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

/** An entry of type double. */
public final class ConfigDoubleEntry extends AbstractConfigEntry {

    private static final long serialVersionUID = 1L;

    private final double value;

    /**
     * @param key the key
     * @param value the value
     */
    public ConfigDoubleEntry(final String key, final double value) {
        super(ConfigEntries.xdouble, key);
        this.value = value;
    }

    /**
     * @param key the key
     * @param value the value as text
     * @throws NumberFormatException if the text is not a number
     */
    public ConfigDoubleEntry(final String key, final String value) {
        this(key, Double.parseDouble(value));
    }

    /** @return the value */
    public double getDouble() {
        return value;
    }

    @Override
    public String toStringValue() {
        return Double.toString(value);
    }
}
