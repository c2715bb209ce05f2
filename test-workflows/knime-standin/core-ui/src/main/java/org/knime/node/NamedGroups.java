// SPDX-License-Identifier: Apache-2.0
package org.knime.node;

import org.knime.core.node.port.PortType;
import org.knime.node.RequirePorts.DynamicPortsAdder;
import org.knime.node.RequirePorts.PortsAdder;

/** Fixed ports, each in a group of its name. */
record NamedGroups(DynamicPortsAdder groups) implements PortsAdder {

    @Override
    public PortsAdder addInputPort(final String name, final String description, final PortType type) {
        groups.addInputPortGroup(name, port -> port.name(name).description(description).fixed(type));
        return this;
    }

    @Override
    public PortsAdder addOutputPort(final String name, final String description, final PortType type) {
        groups.addOutputPortGroup(name, port -> port.name(name).description(description).fixed(type));
        return this;
    }
}
