// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.context.ports;

import org.knime.core.node.port.PortType;

/** A group to which users can add ports. */
public interface ExtendablePortGroup extends ConfigurablePortGroup {

    /** @return whether a port can be added */
    boolean canAddPort();

    /** @return whether a port was added */
    boolean hasConfiguredPorts();

    /** @param pType the type of the port to add */
    void addPort(PortType pType);
}
