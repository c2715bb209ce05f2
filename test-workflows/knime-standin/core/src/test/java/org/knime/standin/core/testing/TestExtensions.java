// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.testing;

import java.util.List;
import java.util.function.Supplier;

import org.knime.core.node.NodeFactory;
import org.knime.standin.core.registry.ExtensionSource;
import org.knime.standin.core.registry.Extensions;
import org.knime.standin.core.registry.NodeExtension;
import org.knime.standin.core.registry.PortTypeExtension;

/** What a platform would find in plugin.xml. */
public final class TestExtensions implements ExtensionSource {

    private TestExtensions() {
    }

    /** Contributes the nodes and the port type to this virtual machine. */
    public static void install() {
        Extensions.use(new TestExtensions());
    }

    @Override
    public List<NodeExtension> nodes() {
        return List.of(node(CountNodeFactory.class, CountNodeFactory::new),
            node(ScaleNodeFactory.class, ScaleNodeFactory::new));
    }

    private static NodeExtension node(final Class<?> factoryClass, final Supplier<NodeFactory<?>> factory) {
        return new NodeExtension(factoryClass.getName(), "Tests", "org.knime.core.tests", null, "1.0.0", factory);
    }

    @Override
    public List<PortTypeExtension> portTypes() {
        return List.of(new PortTypeExtension("Number", 0, false, NumberPortObject.class,
            NumberPortObject.Serializer::new, NumberPortObject.Spec.class, NumberPortObject.SpecSerializer::new));
    }
}
