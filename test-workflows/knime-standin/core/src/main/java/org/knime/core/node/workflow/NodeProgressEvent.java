// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

import java.util.EventObject;

/** A node has come further. */
public class NodeProgressEvent extends EventObject {

    private static final long serialVersionUID = 1L;

    private final transient NodeProgress progress;

    /**
     * @param src the node
     * @param pe how far it has come
     */
    public NodeProgressEvent(final NodeID src, final NodeProgress pe) {
        super(src);
        progress = pe;
    }

    @Override
    public NodeID getSource() {
        return (NodeID)super.getSource();
    }

    /** @return how far it has come */
    public NodeProgress getNodeProgress() {
        return progress;
    }
}
