// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.context.ports;

/** A node's ports in named groups, with access to each group. */
public interface ModifiablePortsConfiguration extends PortsConfiguration {

    /**
     * @param pGrpName a group's name
     * @return the group, null if there is none
     */
    PortGroupConfiguration getGroup(String pGrpName);
}
