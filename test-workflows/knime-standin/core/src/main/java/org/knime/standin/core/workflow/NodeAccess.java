// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.Node;
import org.knime.core.node.message.Message;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;

/** What a workflow needs of a node beyond its public methods; {@link Node} gives the only implementation. */
public abstract class NodeAccess {

    private static volatile NodeAccess instance;

    /** @param access the implementation */
    public static void set(final NodeAccess access) {
        instance = access;
    }

    static NodeAccess get() {
        return instance;
    }

    /**
     * @param node a node
     * @param inputs the inputs' specs without the port of flow variables, null where unknown
     * @throws InvalidSettingsException if the node cannot be executed
     */
    protected abstract void configure(Node node, PortObjectSpec[] inputs) throws InvalidSettingsException;

    /**
     * @param node a node
     * @return the warning of its model, null if there is none
     */
    protected abstract Message warning(Node node);

    /**
     * @param node a node that was executed when it was saved
     * @param outputs its outputs then
     * @param internals what its model kept, null if nothing
     */
    protected abstract void restore(Node node, PortObject[] outputs, PortObject[] internals);

    /** @param node a node that is not needed any longer */
    protected abstract void dispose(Node node);
}
