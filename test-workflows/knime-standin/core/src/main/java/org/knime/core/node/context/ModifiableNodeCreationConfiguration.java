// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.context;

import java.util.Optional;

import org.knime.core.node.context.ports.ModifiablePortsConfiguration;

/** How a node is created, with access to its groups of ports. */
public final class ModifiableNodeCreationConfiguration extends NodeCreationConfiguration {

    /** @param portsConfiguration the node's ports, null if they are not in groups */
    public ModifiableNodeCreationConfiguration(final ModifiablePortsConfiguration portsConfiguration) {
        super(portsConfiguration);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Optional<ModifiablePortsConfiguration> getPortConfig() {
        return (Optional<ModifiablePortsConfiguration>)super.getPortConfig();
    }
}
