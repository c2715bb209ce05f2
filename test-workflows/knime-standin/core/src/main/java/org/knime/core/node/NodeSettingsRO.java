// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import org.knime.core.node.config.ConfigRO;
import org.knime.core.node.config.ConfigWO;

/** Read access to a node's settings. */
public interface NodeSettingsRO extends ConfigRO {

    /**
     * @param key a key
     * @return the nested settings
     * @throws InvalidSettingsException if there are none
     */
    NodeSettingsRO getNodeSettings(String key) throws InvalidSettingsException;

    /**
     * Adds copies of all entries to another configuration.
     *
     * @param dest the target
     */
    void copyTo(ConfigWO dest);
}
