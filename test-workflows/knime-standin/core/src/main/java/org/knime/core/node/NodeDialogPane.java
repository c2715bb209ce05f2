// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

/** A node's dialog in a window. A headless platform opens none. */
public abstract class NodeDialogPane {

    /** For subclasses. */
    protected NodeDialogPane() {
    }

    /**
     * @param settings where the dialog's content is written
     * @throws InvalidSettingsException if the content is wrong
     */
    protected abstract void saveSettingsTo(NodeSettingsWO settings) throws InvalidSettingsException;
}
