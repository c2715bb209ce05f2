// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.context.ports;

import org.knime.core.node.port.PortType;

/** A group whose ports users can change. */
public interface ConfigurablePortGroup extends PortGroupConfiguration {

    /** @return the types that its ports may have */
    PortType[] getSupportedPortTypes();
}
