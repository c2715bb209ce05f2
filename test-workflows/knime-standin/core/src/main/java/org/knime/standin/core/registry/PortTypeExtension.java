// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.registry;

import java.util.function.Supplier;

import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObject.PortObjectSerializer;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortObjectSpec.PortObjectSpecSerializer;

/**
 * A contribution to org.knime.core.PortType.
 *
 * @param name the name as users see it
 * @param color 0xRRGGBB
 * @param hidden whether it is kept out of lists of types
 * @param objectClass the class of the objects
 * @param objectSerializer creates what writes and reads objects
 * @param specClass the class of the specs
 * @param specSerializer creates what writes and reads specs
 */
public record PortTypeExtension(String name, int color, boolean hidden, Class<? extends PortObject> objectClass,
    Supplier<PortObjectSerializer<?>> objectSerializer, Class<? extends PortObjectSpec> specClass,
    Supplier<PortObjectSpecSerializer<?>> specSerializer) {
}
