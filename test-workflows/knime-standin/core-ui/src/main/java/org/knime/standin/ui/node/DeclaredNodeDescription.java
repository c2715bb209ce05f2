// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.node;

import java.util.Optional;

import org.knime.core.node.NodeDescription;
import org.knime.core.node.NodeFactory.NodeType;

/** The description of a declared node. */
public final class DeclaredNodeDescription extends NodeDescription {

    private final NodeDefinition definition;

    /** @param definition the node's declaration */
    public DeclaredNodeDescription(final NodeDefinition definition) {
        this.definition = definition;
    }

    @Override
    public String getNodeName() {
        return definition.name();
    }

    @Override
    public String getIconPath() {
        return definition.icon();
    }

    @Override
    public Optional<String> getShortDescription() {
        return Optional.of(definition.shortDescription());
    }

    @Override
    public Optional<String> getIntro() {
        return Optional.of(definition.fullDescription());
    }

    @Override
    public NodeType getType() {
        return definition.type();
    }

    @Override
    public String[] getKeywords() {
        return definition.keywords().toArray(String[]::new);
    }

    @Override
    public String getInportName(final int index) {
        return definition.inputs().get(index).name();
    }

    @Override
    public String getInportDescription(final int index) {
        return definition.inputs().get(index).description();
    }

    @Override
    public String getOutportName(final int index) {
        return definition.outputs().get(index).name();
    }

    @Override
    public String getOutportDescription(final int index) {
        return definition.outputs().get(index).description();
    }
}
