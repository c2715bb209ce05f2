// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.migration;

import java.util.List;

/**
 * The older forms of a value's settings. The first whose matcher accepts the settings loads the value; where none does,
 * the current form is read.
 *
 * @param <T> the type of the value
 */
public interface NodeParametersMigration<T> {

    /** @return the older forms, in the order in which they are tried */
    List<ConfigMigration<T>> getConfigMigrations();
}
