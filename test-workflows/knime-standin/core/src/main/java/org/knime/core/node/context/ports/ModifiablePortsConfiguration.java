// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.context.ports;

import java.util.Map;

/** A node's ports in named groups, with access to each group. */
public interface ModifiablePortsConfiguration extends PortsConfiguration {

    /** @return the groups to which ports can be added, by their names */
    Map<String, ExtendablePortGroup> getExtendablePorts();

    /**
     * @param pGrpName a group's name
     * @return the group, null if there is none
     */
    PortGroupConfiguration getGroup(String pGrpName);
}
