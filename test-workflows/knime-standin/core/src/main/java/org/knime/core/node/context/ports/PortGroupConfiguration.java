// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.context.ports;

import org.knime.core.node.port.PortType;

/** A group of ports. */
public interface PortGroupConfiguration {

    /** @return the input ports, none if the group has no input side */
    PortType[] getInputPorts();

    /** @return the output ports, none if the group has no output side */
    PortType[] getOutputPorts();

    /** @return whether the group has an input side */
    boolean definesInputPorts();

    /** @return whether the group has an output side */
    boolean definesOutputPorts();
}
