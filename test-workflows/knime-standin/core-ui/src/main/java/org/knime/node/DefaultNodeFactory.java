// SPDX-License-Identifier: Apache-2.0
package org.knime.node;

import java.net.URL;
import java.util.Collections;
import java.util.Optional;

import org.knime.core.node.ConfigurableNodeFactory;
import org.knime.core.node.NodeDescription;
import org.knime.core.node.NodeDialogPane;
import org.knime.core.node.NodeModel;
import org.knime.core.node.NodeView;
import org.knime.core.node.context.NodeCreationConfiguration;
import org.knime.core.node.port.PortType;
import org.knime.standin.ui.node.DeclaredNodeDescription;
import org.knime.standin.ui.node.DeclaredNodeModel;
import org.knime.standin.ui.node.NodeDefinition;
import org.knime.standin.ui.node.PortDefinition;

/** Makes a node from its declaration. A subclass has a public no-argument constructor and nothing else. */
public abstract class DefaultNodeFactory extends ConfigurableNodeFactory<NodeModel> {

    private final NodeDefinition definition;

    /** @param node the node's declaration */
    protected DefaultNodeFactory(final DefaultNode node) {
        definition = node.definition();
    }

    @Override
    protected final NodeDescription createNodeDescription() {
        return new DeclaredNodeDescription(definition);
    }

    // As in KNIME the name of a port that is not declared in a group is also that of its group, so no two such ports of
    // a node may have the same name.
    @Override
    protected final Optional<PortsConfigurationBuilder> createPortsConfigBuilder() {
        final var builder = new PortsConfigurationBuilder();
        for (final PortDefinition port : definition.inputs()) {
            if (port.most() > 1) {
                builder.addExtendableInputPortGroup(port.group(),
                    Collections.nCopies(port.least(), port.type()).toArray(PortType[]::new), port.type());
            } else if (port.least() == 0) {
                builder.addOptionalInputPortGroup(port.group(), port.type());
            } else {
                builder.addFixedInputPortGroup(port.group(), port.type());
            }
        }
        definition.outputs().forEach(port -> builder.addFixedOutputPortGroup(port.group(), port.type()));
        return Optional.of(builder);
    }

    @Override
    public final NodeModel createNodeModel() {
        return super.createNodeModel();
    }

    @Override
    protected final NodeModel createNodeModel(final NodeCreationConfiguration creationConfig) {
        final var groups = creationConfig.getPortConfig().orElseThrow().getInputPortLocation();
        return new DeclaredNodeModel(definition, definition.inputs().stream().flatMap(port -> Collections
            .nCopies(groups.getOrDefault(port.group(), new int[0]).length, port).stream()).toList());
    }

    @Override
    public final URL getIcon() {
        return getClass().getResource(definition.icon());
    }

    /** @return whether the node has parameters to set */
    public boolean hasNodeDialog() {
        return definition.model().parametersClass().isPresent();
    }

    /** @return whether the node has a view */
    public final boolean hasNodeView() {
        return definition.view().isPresent();
    }

    @Override
    public final String getInteractiveViewName() {
        return hasNodeView() ? definition.name() : null;
    }

    @Override
    protected final int getNrNodeViews() {
        return 0;
    }

    @Override
    public final NodeView<NodeModel> createNodeView(final int viewIndex, final NodeModel nodeModel) {
        throw new IndexOutOfBoundsException("The node has a web view only; view " + viewIndex + " was asked for.");
    }

    @Override
    protected final boolean hasDialog() {
        return false;
    }

    @Override
    protected final NodeDialogPane createNodeDialogPane() {
        return super.createNodeDialogPane();
    }

    @Override
    protected final NodeDialogPane createNodeDialogPane(final NodeCreationConfiguration creationConfig) {
        return null;
    }
}
