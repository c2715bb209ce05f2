// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.registry;

import java.util.function.Supplier;

import org.knime.core.node.NodeFactory;

/**
 * A contribution to org.knime.workbench.repository.nodes.
 *
 * @param factoryClass the factory's class name
 * @param bundleName the contributing bundle's name
 * @param bundleSymbolicName its symbolic name
 * @param bundleVendor its vendor, may be null
 * @param bundleVersion its version
 * @param factory creates the factory
 */
public record NodeExtension(String factoryClass, String bundleName, String bundleSymbolicName, String bundleVendor,
    String bundleVersion, Supplier<NodeFactory<?>> factory) {
}
