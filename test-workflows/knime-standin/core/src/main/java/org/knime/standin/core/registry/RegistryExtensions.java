// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.RegistryFactory;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.NodeLogger;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObject.PortObjectSerializer;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortObjectSpec.PortObjectSpecSerializer;
import org.osgi.framework.Bundle;

/** The contributions in Equinox's extension registry. A contribution that cannot be read is logged and left out. */
final class RegistryExtensions implements ExtensionSource {

    private static final String NODES = "org.knime.workbench.repository.nodes";

    private static final String PORT_TYPES = "org.knime.core.PortType";

    @Override
    public List<NodeExtension> nodes() {
        final List<NodeExtension> nodes = new ArrayList<>();
        for (IConfigurationElement element : RegistryFactory.getRegistry().getConfigurationElementsFor(NODES)) {
            final String factoryClass = element.getAttribute("factory-class");
            final Bundle bundle = Platform.getBundle(element.getContributor().getName());
            if ("node".equals(element.getName()) && factoryClass != null && bundle != null) {
                nodes.add(new NodeExtension(factoryClass, bundle.getHeaders().get("Bundle-Name"),
                    bundle.getSymbolicName(), bundle.getHeaders().get("Bundle-Vendor"),
                    bundle.getVersion().toString(), creator(element, "factory-class", NodeFactory.class)));
            }
        }
        return nodes;
    }

    private static <T> Supplier<T> creator(final IConfigurationElement element, final String attribute,
        final Class<? super T> kind) {
        return () -> {
            try {
                @SuppressWarnings("unchecked")
                final T created = (T)kind.cast(element.createExecutableExtension(attribute));
                return created;
            } catch (CoreException | ClassCastException e) {
                final Throwable cause = e instanceof CoreException && e.getCause() != null ? e.getCause() : e;
                throw new IllegalStateException("Cannot create " + element.getAttribute(attribute) + " of "
                    + element.getContributor().getName() + ": " + cause, e);
            }
        };
    }

    @Override
    public List<PortTypeExtension> portTypes() {
        final List<PortTypeExtension> types = new ArrayList<>();
        for (IConfigurationElement element : RegistryFactory.getRegistry().getConfigurationElementsFor(PORT_TYPES)) {
            try {
                types.add(portType(element));
            } catch (ClassNotFoundException | ClassCastException | IllegalArgumentException e) {
                NodeLogger.getLogger(RegistryExtensions.class).error("The port type \"" + element.getAttribute("name")
                    + "\" of " + element.getContributor().getName() + " cannot be used: " + e, e);
            }
        }
        return types;
    }

    private static PortTypeExtension portType(final IConfigurationElement element) throws ClassNotFoundException {
        final Bundle bundle = Platform.getBundle(element.getContributor().getName());
        final Class<? extends PortObject> objectClass =
            bundle.loadClass(required(element, "objectClass")).asSubclass(PortObject.class);
        final Class<? extends PortObjectSpec> specClass =
            bundle.loadClass(required(element, "specClass")).asSubclass(PortObjectSpec.class);
        required(element, "objectSerializer");
        required(element, "specSerializer");
        final String color = element.getAttribute("color");
        final String name = element.getAttribute("name");
        return new PortTypeExtension(name == null ? objectClass.getName() : name,
            color == null ? 0x9B9B9B : Integer.decode(color.trim()) & 0xFFFFFF,
            Boolean.parseBoolean(element.getAttribute("hidden")), objectClass,
            creator(element, "objectSerializer", PortObjectSerializer.class), specClass,
            creator(element, "specSerializer", PortObjectSpecSerializer.class));
    }

    private static String required(final IConfigurationElement element, final String attribute) {
        final String value = element.getAttribute(attribute);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("The attribute \"" + attribute + "\" is missing.");
        }
        return value;
    }
}
