// SPDX-License-Identifier: Apache-2.0
package org.knime.node;

import java.util.function.Consumer;

import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.port.PortType;
import org.knime.node.DefaultNode.RequireModel;

/** The stage of a node's declaration that takes its ports. */
public interface RequirePorts {

    /**
     * @param ports adds the ports, in their order
     * @return the next stage
     */
    RequireModel ports(Consumer<PortsAdder> ports);

    /** Takes ports in their order. */
    interface PortsAdder {

        /** @return this, with an input port of the given type added */
        PortsAdder addInputPort(String name, String description, PortType type);

        /** @return this, with an output port of the given type added */
        PortsAdder addOutputPort(String name, String description, PortType type);

        /** @return this, with an input table added */
        default PortsAdder addInputTable(final String name, final String description) {
            return addInputPort(name, description, BufferedDataTable.TYPE);
        }

        /** @return this, with an output table added */
        default PortsAdder addOutputTable(final String name, final String description) {
            return addOutputPort(name, description, BufferedDataTable.TYPE);
        }
    }
}
