// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.knime.core.node.context.ports.ExtendablePortGroup;
import org.knime.core.node.context.ports.ModifiablePortsConfiguration;
import org.knime.core.node.context.ports.PortGroupConfiguration;
import org.knime.core.node.port.PortType;

/** Named groups of ports: fixed ones, optional ones of one input port, and ones to which ports can be added. */
final class GroupedPorts implements ModifiablePortsConfiguration {

    private final Map<String, Group> groups = new LinkedHashMap<>();

    interface Group extends PortGroupConfiguration {

        String name();
    }

    record Fixed(String name, List<PortType> inputs, List<PortType> outputs, boolean definesInputPorts,
        boolean definesOutputPorts) implements Group {

        @Override
        public PortType[] getInputPorts() {
            return inputs.toArray(PortType[]::new);
        }

        @Override
        public PortType[] getOutputPorts() {
            return outputs.toArray(PortType[]::new);
        }
    }

    /** An input port that is there once it was added. */
    record OptionalInput(String name, List<PortType> supported, List<PortType> added)
        implements Group, ExtendablePortGroup {

        @Override
        public PortType[] getInputPorts() {
            return added.toArray(PortType[]::new);
        }

        @Override
        public PortType[] getOutputPorts() {
            return new PortType[0];
        }

        @Override
        public boolean definesInputPorts() {
            return true;
        }

        @Override
        public boolean definesOutputPorts() {
            return false;
        }

        @Override
        public PortType[] getSupportedPortTypes() {
            return supported.toArray(PortType[]::new);
        }

        @Override
        public boolean canAddPort() {
            return added.isEmpty();
        }

        @Override
        public boolean hasConfiguredPorts() {
            return !added.isEmpty();
        }

        @Override
        public void addPort(final PortType pType) {
            if (!canAddPort() || !supported.contains(pType)) {
                throw new IllegalArgumentException("The group of ports \"" + name + "\" takes one port, of "
                    + supported.stream().map(PortType::getName).toList() + ".");
            }
            added.add(pType);
        }
    }

    /** Input ports to which any number of others can be added. */
    record ExtendableInput(String name, List<PortType> fixed, List<PortType> supported, List<PortType> added)
        implements Group, ExtendablePortGroup {

        @Override
        public PortType[] getInputPorts() {
            return Stream.concat(fixed.stream(), added.stream()).toArray(PortType[]::new);
        }

        @Override
        public PortType[] getOutputPorts() {
            return new PortType[0];
        }

        @Override
        public boolean definesInputPorts() {
            return true;
        }

        @Override
        public boolean definesOutputPorts() {
            return false;
        }

        @Override
        public PortType[] getSupportedPortTypes() {
            return supported.toArray(PortType[]::new);
        }

        @Override
        public boolean canAddPort() {
            return true;
        }

        @Override
        public boolean hasConfiguredPorts() {
            return !added.isEmpty();
        }

        @Override
        public void addPort(final PortType pType) {
            if (!supported.contains(pType)) {
                throw new IllegalArgumentException("The group of ports \"" + name + "\" takes ports of "
                    + supported.stream().map(PortType::getName).toList() + ".");
            }
            added.add(pType);
        }
    }

    GroupedPorts(final List<? extends Group> groups) {
        groups.forEach(group -> this.groups.put(group.name(), group));
    }

    @Override
    public Map<String, ExtendablePortGroup> getExtendablePorts() {
        final Map<String, ExtendablePortGroup> extendable = new LinkedHashMap<>();
        groups.forEach((name, group) -> {
            if (group instanceof ExtendablePortGroup ports) {
                extendable.put(name, ports);
            }
        });
        return extendable;
    }

    @Override
    public PortGroupConfiguration getGroup(final String pGrpName) {
        return groups.get(pGrpName);
    }

    @Override
    public List<String> getPortGroupNames() {
        return List.copyOf(groups.keySet());
    }

    @Override
    public PortType[] getInputPorts() {
        return groups.values().stream().flatMap(group -> Stream.of(group.getInputPorts())).toArray(PortType[]::new);
    }

    @Override
    public PortType[] getOutputPorts() {
        return groups.values().stream().flatMap(group -> Stream.of(group.getOutputPorts())).toArray(PortType[]::new);
    }

    @Override
    public Map<String, int[]> getInputPortLocation() {
        return locations(Group::getInputPorts);
    }

    @Override
    public Map<String, int[]> getOutputPortLocation() {
        return locations(Group::getOutputPorts);
    }

    private Map<String, int[]> locations(final Function<Group, PortType[]> ports) {
        final Map<String, int[]> locations = new LinkedHashMap<>();
        int next = 0;
        for (Group group : groups.values()) {
            final List<Integer> indices = new ArrayList<>();
            for (int i = 0; i < ports.apply(group).length; i++) {
                indices.add(next++);
            }
            if (!indices.isEmpty()) {
                locations.put(group.name(), indices.stream().mapToInt(Integer::intValue).toArray());
            }
        }
        return locations;
    }
}
