// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters;

import org.knime.core.node.InvalidSettingsException;
import org.knime.node.parameters.persistence.Persistable;

/**
 * The settings of a node: a class with fields, a no-argument constructor that sets the defaults and, if defaults depend
 * on the input, a constructor with {@link NodeParametersInput}.
 */
public interface NodeParameters extends Persistable, WidgetGroup {

    /**
     * Checks values that belong together. Called before settings are taken over.
     *
     * @throws InvalidSettingsException if the values contradict each other; the message is shown to the user
     */
    default void validate() throws InvalidSettingsException {
    }
}
