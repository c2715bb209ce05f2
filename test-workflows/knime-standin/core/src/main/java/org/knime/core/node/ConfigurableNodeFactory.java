// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.knime.core.node.context.ModifiableNodeCreationConfiguration;
import org.knime.core.node.context.NodeCreationConfiguration;
import org.knime.core.node.port.PortType;

/**
 * Creates nodes whose ports stand in named groups.
 *
 * @param <T> the node's model
 */
public abstract class ConfigurableNodeFactory<T extends NodeModel> extends NodeFactory<T> {

    /** For subclasses. */
    protected ConfigurableNodeFactory() {
    }

    /** @return a new configuration with the node's ports */
    public final ModifiableNodeCreationConfiguration createNodeCreationConfig() {
        return new ModifiableNodeCreationConfiguration(
            createPortsConfigBuilder().map(PortsConfigurationBuilder::build).orElse(null));
    }

    @Override
    public T createNodeModel() {
        return createNodeModel(createNodeCreationConfig());
    }

    /** @return the groups of ports, empty if there are none */
    protected abstract Optional<PortsConfigurationBuilder> createPortsConfigBuilder();

    @Override
    protected abstract T createNodeModel(NodeCreationConfiguration creationConfig);

    @Override
    protected NodeDialogPane createNodeDialogPane() {
        return createNodeDialogPane(createNodeCreationConfig());
    }

    /**
     * @param creationConfig the node's ports
     * @return a dialog in a window
     */
    protected abstract NodeDialogPane createNodeDialogPane(NodeCreationConfiguration creationConfig);

    /** Collects groups of ports: fixed ones, optional ones of one input port, and extendable ones. */
    public static final class PortsConfigurationBuilder {

        private final List<GroupedPorts.Group> groups = new ArrayList<>();

        private void add(final GroupedPorts.Group added) {
            if (groups.stream().anyMatch(group -> group.name().equals(added.name()))) {
                throw new IllegalArgumentException("There are two groups of ports named \"" + added.name() + "\".");
            }
            groups.add(added);
        }

        private void add(final String name, final boolean input, final boolean output,
            final Collection<PortType> types) {
            add(new GroupedPorts.Fixed(name, input ? List.copyOf(types) : List.of(),
                output ? List.copyOf(types) : List.of(), input, output));
        }

        /**
         * @param pGrpName the group's name
         * @param optionalPorts the types that its input port may have, which is absent at first
         */
        public void addOptionalInputPortGroup(final String pGrpName, final PortType... optionalPorts) {
            add(new GroupedPorts.OptionalInput(pGrpName, List.of(optionalPorts), new ArrayList<>()));
        }

        /**
         * @param pGrpName the group's name
         * @param requiredPorts its input ports that are always there
         * @param supportedPorts the types of those that may be added
         */
        public void addExtendableInputPortGroup(final String pGrpName, final PortType[] requiredPorts,
            final PortType... supportedPorts) {
            add(new GroupedPorts.ExtendableInput(pGrpName, List.of(requiredPorts), List.of(supportedPorts),
                new ArrayList<>()));
        }

        /**
         * @param pGrpName the group's name
         * @param portTypes its input ports
         */
        public void addFixedInputPortGroup(final String pGrpName, final PortType... portTypes) {
            add(pGrpName, true, false, List.of(portTypes));
        }

        /**
         * @param pGrpName the group's name
         * @param portTypes its output ports
         */
        public void addFixedOutputPortGroup(final String pGrpName, final PortType... portTypes) {
            add(pGrpName, false, true, List.of(portTypes));
        }

        /**
         * @param pGrpName the group's name
         * @param portTypes its input ports, and the same output ports
         */
        public void addFixedPortGroup(final String pGrpName, final PortType... portTypes) {
            add(pGrpName, true, true, List.of(portTypes));
        }

        GroupedPorts build() {
            return new GroupedPorts(groups);
        }
    }
}
