// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.ui.node;

import org.knime.core.node.port.PortType;

/**
 * A port of a declared node.
 *
 * @param name the name
 * @param description the description
 * @param type the type
 */
public record PortDefinition(String name, String description, PortType type) {
}
