// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import org.knime.core.node.config.ConfigWO;

/** Write access to a node's settings. */
public interface NodeSettingsWO extends ConfigWO {

    /**
     * @param key a key
     * @return new, empty nested settings
     */
    NodeSettingsWO addNodeSettings(String key);

    /** @param settings the settings to nest under their own key */
    void addNodeSettings(NodeSettings settings);
}
