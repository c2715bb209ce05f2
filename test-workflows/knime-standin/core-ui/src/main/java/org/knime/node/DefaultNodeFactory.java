// SPDX-License-Identifier: Apache-2.0
package org.knime.node;

import java.net.URL;

import org.knime.core.node.NodeDescription;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.NodeModel;
import org.knime.standin.ui.node.DeclaredNodeDescription;
import org.knime.standin.ui.node.DeclaredNodeModel;
import org.knime.standin.ui.node.NodeDefinition;

/** Makes a node from its declaration. A subclass has a public no-argument constructor and nothing else. */
public abstract class DefaultNodeFactory extends NodeFactory<NodeModel> {

    private final NodeDefinition definition;

    /** @param node the node's declaration */
    protected DefaultNodeFactory(final DefaultNode node) {
        definition = node.definition();
    }

    @Override
    protected final NodeDescription createNodeDescription() {
        return new DeclaredNodeDescription(definition);
    }

    @Override
    public final NodeModel createNodeModel() {
        return new DeclaredNodeModel(definition);
    }

    @Override
    public final URL getIcon() {
        return getClass().getResource(definition.icon());
    }

    @Override
    public final NodeType getType() {
        return definition.type();
    }
}
