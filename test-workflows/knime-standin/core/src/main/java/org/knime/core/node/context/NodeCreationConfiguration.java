// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.context;

import java.util.Optional;

import org.knime.core.node.context.ports.ModifiablePortsConfiguration;
import org.knime.core.node.context.ports.PortsConfiguration;

/** How a node is created: its ports. */
public class NodeCreationConfiguration {

    private final ModifiablePortsConfiguration ports;

    /** @param portsConfiguration the node's ports, null if they are not in groups */
    protected NodeCreationConfiguration(final ModifiablePortsConfiguration portsConfiguration) {
        ports = portsConfiguration;
    }

    /** @return the node's ports */
    public Optional<? extends PortsConfiguration> getPortConfig() {
        return Optional.ofNullable(ports);
    }
}
