// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.migration;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettingsRO;

/**
 * Reads a value from settings.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface ParametersLoader<T> {

    /**
     * @param settings where to read
     * @return the value
     * @throws InvalidSettingsException if a key is missing or its value cannot be read
     */
    T load(NodeSettingsRO settings) throws InvalidSettingsException;
}
