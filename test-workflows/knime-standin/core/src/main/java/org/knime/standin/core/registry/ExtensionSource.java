// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.registry;

import java.util.List;

/** Where contributions come from. */
public interface ExtensionSource {

    /** @return the contributed nodes */
    List<NodeExtension> nodes();

    /** @return the contributed port types */
    List<PortTypeExtension> portTypes();
}
