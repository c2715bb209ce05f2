// SPDX-License-Identifier: Apache-2.0
package org.knime.node;

import java.util.function.Consumer;
import java.util.function.Function;

import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.port.PortType;
import org.knime.node.DefaultNode.RequireModel;

/** The stage of a node's declaration that takes its ports. */
public interface RequirePorts {

    /**
     * @param ports adds the ports, in their order
     * @return the next stage
     */
    default RequireModel ports(final Consumer<PortsAdder> ports) {
        return dynamicPorts(groups -> ports.accept(new NamedGroups(groups)));
    }

    /**
     * @param ports adds the groups of ports, in their order
     * @return the next stage
     */
    RequireModel dynamicPorts(Consumer<DynamicPortsAdder> ports);

    /** Takes groups of ports in their order. Of the kinds that KNIME has, fixed, optional and extendable
     * ones are offered. */
    interface DynamicPortsAdder {

        /** @return this, with a group of input ports added */
        DynamicPortsAdder addInputPortGroup(String id, Function<RequirePortName, ConfigurablePort> port);

        /** @return this, with a group of output ports added */
        DynamicPortsAdder addOutputPortGroup(String id, Function<RequirePortName, ConfigurablePort> port);
    }

    /** The stage that takes a port's name. */
    interface RequirePortName {

        /** @return the next stage */
        RequirePortDescription name(String name);
    }

    /** The stage that takes a port's description. */
    interface RequirePortDescription {

        /** @return the next stage */
        RequireConfigurablePortMode description(String description);
    }

    /** The stage that takes whether a port can be added and removed. */
    interface RequireConfigurablePortMode {

        /** @return a port that is always there */
        ConfigurablePort.FinalConfigurablePort fixed(PortType type);

        /** @return the next stage of a port that users may add */
        RequireSupportedTypes<ConfigurablePort.OptionalConfigurablePort> optional();

        /** @return the next stage of ports of which users may add any number */
        RequireSupportedTypes<ConfigurablePort.ExtendableConfigurablePort> extendable();
    }

    /**
     * The stage that takes the types that a port can have.
     *
     * @param <C> the next stage
     */
    interface RequireSupportedTypes<C> {

        /** @return the next stage */
        C supportedTypes(PortType... supportedTypes);
    }

    /** A port, as far as it has to be declared. */
    interface ConfigurablePort {

        /** A port of which nothing more can be declared. */
        final class FinalConfigurablePort implements ConfigurablePort {
        }

        /** Ports to which users may add more. */
        interface ExtendableConfigurablePort extends ConfigurablePort {

            /** @return this, with ports that are always there */
            ExtendableConfigurablePort fixedTypes(PortType... fixedTypes);
        }

        /** A port that is not there until it is added. */
        interface OptionalConfigurablePort extends ConfigurablePort {
        }
    }

    /** Takes ports in their order. */
    interface PortsAdder {

        /** @return this, with an input port of the given type added */
        PortsAdder addInputPort(String name, String description, PortType type);

        /** @return this, with an output port of the given type added */
        PortsAdder addOutputPort(String name, String description, PortType type);

        /** @return this, with an input table added */
        default PortsAdder addInputTable(final String name, final String description) {
            return addInputPort(name, description, BufferedDataTable.TYPE);
        }

        /** @return this, with an output table added */
        default PortsAdder addOutputTable(final String name, final String description) {
            return addOutputPort(name, description, BufferedDataTable.TYPE);
        }
    }
}
