// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config.base;

/** A configuration of plain values. */
public class SimpleConfig extends ConfigBase {

    private static final long serialVersionUID = 1L;

    /** @param key the configuration's key */
    public SimpleConfig(final String key) {
        super(key);
    }

    @Override
    public ConfigBase getInstance(final String key) {
        return new SimpleConfig(key);
    }
}
