// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.base;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;
import org.knime.node.parameters.NodeParameters;
import org.knime.node.parameters.persistence.NodeParametersPersistor;
import org.knime.node.parameters.persistence.Persistor;

/**
 * The settings of a node as they were loaded, all of them, so that they are written back unchanged although the
 * stand-in knows only some. A node that was never configured has none.
 */
@Persistor(StoredSettings.Form.class)
public final class StoredSettings implements NodeParameters {

    private final NodeSettings content;

    /** A node that was never configured. */
    public StoredSettings() {
        this(new NodeSettings("model"));
    }

    private StoredSettings(final NodeSettings content) {
        this.content = content;
    }

    /**
     * @param keys the path of a group
     * @return the settings in it
     * @throws InvalidSettingsException if there is no such group; names it
     */
    public NodeSettingsRO group(final String... keys) throws InvalidSettingsException {
        NodeSettingsRO group = content;
        for (final var key : keys) {
            if (!group.containsKey(key)) {
                throw new InvalidSettingsException("The settings \"" + String.join("/", keys)
                    + "\" are missing. Configure the node.");
            }
            group = group.getNodeSettings(key);
        }
        return group;
    }

    /** Keeps everything. */
    public static final class Form implements NodeParametersPersistor<StoredSettings> {

        @Override
        public StoredSettings load(final NodeSettingsRO settings) {
            final var copy = new NodeSettings("model");
            settings.copyTo(copy);
            return new StoredSettings(copy);
        }

        @Override
        public void save(final StoredSettings parameters, final NodeSettingsWO settings) {
            parameters.content.copyTo(settings);
        }

        @Override
        public String[][] getConfigPaths() {
            return new String[0][];
        }
    }
}
