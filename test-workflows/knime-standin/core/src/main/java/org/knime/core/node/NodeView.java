// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

/**
 * A view of a node in a window. A headless platform opens none.
 *
 * @param <T> the node's model
 */
public abstract class NodeView<T extends NodeModel> extends AbstractNodeView<T> {

    /** @param nodeModel the model to show */
    protected NodeView(final T nodeModel) {
        super(nodeModel);
    }

    /** @return the model that is shown */
    protected T getNodeModel() {
        return getViewableModel();
    }

    /** The view was closed. */
    protected abstract void onClose();

    /** The view was opened. */
    protected abstract void onOpen();
}
