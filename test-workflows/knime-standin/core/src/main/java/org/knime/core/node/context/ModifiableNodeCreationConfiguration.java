// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.context;

import java.util.Optional;

import org.knime.core.node.NodeSettingsWO;
import org.knime.core.node.context.ports.ModifiablePortsConfiguration;

/** How a node is created, kept in its settings. */
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

    /** @param settings where the groups are written; a fixed group has nothing but its name */
    public void saveSettingsTo(final NodeSettingsWO settings) {
        getPortConfig().ifPresent(ports -> ports.getPortGroupNames().forEach(settings::addNodeSettings));
    }
}
