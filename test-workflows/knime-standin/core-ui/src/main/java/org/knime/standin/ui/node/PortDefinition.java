// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.node;

import org.knime.core.node.port.PortType;

/**
 * A port of a declared node.
 *
 * @param group the name of its group
 * @param name the name
 * @param description the description
 * @param type the type
 * @param optional whether it is there only if it was added
 */
public record PortDefinition(String group, String name, String description, PortType type, boolean optional) {
}
