// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

/** A text entry; its value may be null. */
public final class ConfigStringEntry extends AbstractConfigEntry {

    private static final long serialVersionUID = 1L;

    private final String value;

    /**
     * @param key the key
     * @param value the text, null allowed
     */
    public ConfigStringEntry(final String key, final String value) {
        super(ConfigEntries.xstring, key);
        this.value = value;
    }

    /** @return the text, may be null */
    public String getString() {
        return value;
    }

    @Override
    public String toStringValue() {
        return value;
    }
}
