// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.tests.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.Platform;
import org.junit.jupiter.api.Test;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortTypeRegistry;
import org.osgi.framework.Bundle;

/** Nodes and port type are found by KNIME, and their classes load where KNIME looks for them. */
class ContributionsTest {

    private static final String PLUGIN = "org.deepbelief.knime";

    @Test
    void everyNodeIsCreated() throws CoreException {
        final var names = new TreeSet<String>();
        for (IConfigurationElement node : contributions("org.knime.workbench.repository.nodes")) {
            final var factory =
                assertInstanceOf(NodeFactory.class, node.createExecutableExtension("factory-class"));
            factory.init();
            assertEquals("/community/deepbelief", node.getAttribute("category-path"), factory.getNodeName());
            assertTrue(factory.getIcon().getHost().startsWith(Platform.getBundle(PLUGIN).getBundleId() + ".fwk"),
                factory.getNodeName() + " has no icon of its own: " + factory.getIcon());
            assertTrue(names.add(factory.getNodeName()), factory.getNodeName() + " stands there twice");
        }
        assertEquals(Set.of("DBN Layer-wise Pretrain", "DBN Wake-Sleep Tune", "DBN Fine-tune", "DBN Embed", "DBN Fuse",
            "DBN Extract Features", "DBN Predict", "DBN Generate", "DBN Reconstruct", "DBN Forecast", "DBN Inspect",
            "DBN Reader", "DBN Writer", "DBN to PMML"), names);
    }

    @Test
    void portTypeIsKnown() throws ClassNotFoundException {
        final List<IConfigurationElement> portTypes = contributions("org.knime.core.PortType");
        assertEquals(1, portTypes.size());
        final Bundle plugin = Platform.getBundle(PLUGIN);
        final var objects =
            plugin.loadClass(portTypes.get(0).getAttribute("objectClass")).asSubclass(PortObject.class);
        final var specs =
            plugin.loadClass(portTypes.get(0).getAttribute("specClass")).asSubclass(PortObjectSpec.class);
        final var type = PortTypeRegistry.getInstance().getPortType(objects);
        assertEquals("DBN", type.getName());
        assertEquals(specs, type.getPortObjectSpecClass());
    }

    private static List<IConfigurationElement> contributions(final String point) {
        return Stream.of(Platform.getExtensionRegistry().getConfigurationElementsFor(point))
            .filter(element -> element.getContributor().getName().equals(PLUGIN)).toList();
    }
}
