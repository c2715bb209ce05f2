// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.node;

import org.knime.core.node.port.PortType;

/**
 * A port of a declared node, or ports of one kind.
 *
 * @param group the name of its group
 * @param name the name
 * @param description the description
 * @param type the type
 * @param least how many there are always
 * @param most how many there can be when users have added some
 */
public record PortDefinition(String group, String name, String description, PortType type, int least, int most) {
}
