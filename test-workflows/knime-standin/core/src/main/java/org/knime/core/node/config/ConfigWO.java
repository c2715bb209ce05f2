// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.config;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataType;
import org.knime.core.node.config.base.ConfigBaseWO;

/** Write access to a configuration that may hold cells and types. */
public interface ConfigWO extends ConfigBaseWO {

    /**
     * @param key a key
     * @return a new, empty nested configuration
     */
    Config addConfig(String key);

    /**
     * @param key a key
     * @param cell a number, string, boolean or missing cell
     */
    void addDataCell(String key, DataCell cell);

    /**
     * @param key a key
     * @param cells number, string, boolean or missing cells
     */
    void addDataCellArray(String key, DataCell... cells);

    /**
     * @param key a key
     * @param type a type
     */
    void addDataType(String key, DataType type);
}
