// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.util.EventListener;

import org.knime.core.node.message.Message;

/** Wants to know of a node model's warnings. */
public interface NodeModelWarningListener extends EventListener {

    /** @param warning the new warning, null if there is none any longer */
    void warningChanged(Message warning);
}
