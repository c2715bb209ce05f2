// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.testing;

import org.knime.core.node.NodeDescription;
import org.knime.core.node.NodeDialogPane;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.NodeModel;
import org.knime.core.node.NodeView;
import org.w3c.dom.Element;

/** A node without dialog, views and documentation. */
abstract class PlainNodeFactory extends NodeFactory<NodeModel> {

    private final String name;

    PlainNodeFactory(final String name) {
        this.name = name;
    }

    @Override
    protected NodeDescription createNodeDescription() {
        return new NodeDescription() {

            @Override
            public String getIconPath() {
                return null;
            }

            @Override
            public String getNodeName() {
                return name;
            }

            @Override
            public NodeType getType() {
                return NodeType.Other;
            }

            @Override
            public String getInportName(final int index) {
                return null;
            }

            @Override
            public String getInportDescription(final int index) {
                return null;
            }

            @Override
            public String getOutportName(final int index) {
                return null;
            }

            @Override
            public String getOutportDescription(final int index) {
                return null;
            }

            @Override
            public int getViewCount() {
                return 0;
            }

            @Override
            public String getViewName(final int index) {
                return null;
            }

            @Override
            public String getViewDescription(final int index) {
                return null;
            }

            @Override
            public String getInteractiveViewName() {
                return null;
            }

            @Override
            public Element getXMLDescription() {
                return null;
            }
        };
    }

    @Override
    protected int getNrNodeViews() {
        return 0;
    }

    @Override
    public NodeView<NodeModel> createNodeView(final int viewIndex, final NodeModel nodeModel) {
        throw new IndexOutOfBoundsException(viewIndex);
    }

    @Override
    protected boolean hasDialog() {
        return false;
    }

    @Override
    protected NodeDialogPane createNodeDialogPane() {
        throw new IllegalStateException("There is no dialog.");
    }
}
