// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataType;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.config.base.ConfigBaseRO;

/** Read access to a configuration that may hold cells and types. */
public interface ConfigRO extends ConfigBaseRO {

    /**
     * @param key a key
     * @return the nested configuration
     * @throws InvalidSettingsException if there is none
     */
    Config getConfig(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @return the cell
     * @throws InvalidSettingsException if there is none or it is of an unknown class
     */
    DataCell getDataCell(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @return the cells
     * @throws InvalidSettingsException if there is no such array
     */
    DataCell[] getDataCellArray(String key) throws InvalidSettingsException;

    /**
     * @param key a key
     * @return the type
     * @throws InvalidSettingsException if there is none or it is of an unknown class
     */
    DataType getDataType(String key) throws InvalidSettingsException;
}
