// SPDX-License-Identifier: Apache-2.0
package org.knime.node.parameters.widget.choices.util;

/** Says at which input port the table is. */
public interface InputTableIndexHolder {

    /** @return the port's index, 0 for the first data port */
    default int getInputTableIndex() {
        return 0;
    }
}
