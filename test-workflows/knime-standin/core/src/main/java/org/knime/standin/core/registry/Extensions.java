// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.registry;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.RegistryFactory;

/** The contributions of the running platform, or those that a test outside of Equinox gives. */
public final class Extensions {

    private static ExtensionSource source;

    private Extensions() {
    }

    /**
     * Takes contributions from elsewhere than the platform; for tests outside of Equinox, before anything else.
     *
     * @param newSource the contributions
     */
    public static synchronized void use(final ExtensionSource newSource) {
        source = newSource;
    }

    private static synchronized ExtensionSource source() {
        if (source == null) {
            source = RegistryFactory.getRegistry() == null ? new NoExtensions() : new RegistryExtensions();
        }
        return source;
    }

    /** @return the contributed port types */
    public static List<PortTypeExtension> portTypes() {
        return source().portTypes();
    }

    /**
     * @param factoryClass a factory's class name
     * @return the node of this factory
     */
    public static Optional<NodeExtension> node(final String factoryClass) {
        return source().nodes().stream().filter(node -> node.factoryClass().equals(factoryClass)).findFirst();
    }

    /** Outside of a platform there is nothing. */
    private static final class NoExtensions implements ExtensionSource {

        @Override
        public List<NodeExtension> nodes() {
            return List.of();
        }

        @Override
        public List<PortTypeExtension> portTypes() {
            return List.of();
        }
    }
}
