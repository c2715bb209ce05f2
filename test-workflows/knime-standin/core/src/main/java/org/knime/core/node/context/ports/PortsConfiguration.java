// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.context.ports;

import java.util.List;
import java.util.Map;

import org.knime.core.node.port.PortType;

/** A node's ports in named groups. */
public interface PortsConfiguration {

    /** @return the input ports of all groups */
    PortType[] getInputPorts();

    /** @return the output ports of all groups */
    PortType[] getOutputPorts();

    /** @return the positions of each group's input ports, groups without any left out */
    Map<String, int[]> getInputPortLocation();

    /** @return the positions of each group's output ports, groups without any left out */
    Map<String, int[]> getOutputPortLocation();

    /** @return the groups' names in their order */
    List<String> getPortGroupNames();
}
