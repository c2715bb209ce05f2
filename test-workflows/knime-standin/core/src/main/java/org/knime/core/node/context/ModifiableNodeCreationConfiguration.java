// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.context;

import java.util.Optional;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.context.ports.ModifiablePortsConfiguration;
import org.knime.core.node.port.PortTypeRegistry;

/** How a node is created, with access to its groups of ports. */
public final class ModifiableNodeCreationConfiguration extends NodeCreationConfiguration {

    /** @param portsConfiguration the node's ports, null if they are not in groups */
    public ModifiableNodeCreationConfiguration(final ModifiablePortsConfiguration portsConfiguration) {
        super(portsConfiguration);
    }

    /**
     * Adds the optional ports that settings name: a group has an entry for each of its ports.
     *
     * @param settings what was saved of a node's ports
     * @throws InvalidSettingsException if a port cannot be added
     */
    public void loadSettingsFrom(final NodeSettingsRO settings) throws InvalidSettingsException {
        if (getPortConfig().isEmpty()) {
            return;
        }
        for (final var group : getPortConfig().get().getExtendablePorts().entrySet()) {
            if (!settings.containsKey(group.getKey())) {
                continue;
            }
            final NodeSettingsRO saved = settings.getNodeSettings(group.getKey());
            for (final String port : saved) {
                final String type = saved.getNodeSettings(port).getString("object_class");
                group.getValue().addPort(PortTypeRegistry.getInstance().getObjectClass(type)
                    .map(PortTypeRegistry.getInstance()::getPortType)
                    .orElseThrow(() -> new InvalidSettingsException("There is no port type of " + type + ".")));
            }
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public Optional<ModifiablePortsConfiguration> getPortConfig() {
        return (Optional<ModifiablePortsConfiguration>)super.getPortConfig();
    }
}
