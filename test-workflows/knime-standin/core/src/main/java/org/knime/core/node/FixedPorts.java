// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.knime.core.node.context.ports.ModifiablePortsConfiguration;
import org.knime.core.node.context.ports.PortGroupConfiguration;
import org.knime.core.node.port.PortType;

/** Named groups of ports that cannot be changed. */
final class FixedPorts implements ModifiablePortsConfiguration {

    private final Map<String, Group> groups = new LinkedHashMap<>();

    record Group(String name, List<PortType> inputs, List<PortType> outputs, boolean definesInputPorts,
        boolean definesOutputPorts) implements PortGroupConfiguration {

        @Override
        public PortType[] getInputPorts() {
            return inputs.toArray(PortType[]::new);
        }

        @Override
        public PortType[] getOutputPorts() {
            return outputs.toArray(PortType[]::new);
        }
    }

    FixedPorts(final List<Group> groups) {
        groups.forEach(group -> this.groups.put(group.name(), group));
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
        return groups.values().stream().flatMap(group -> group.inputs().stream()).toArray(PortType[]::new);
    }

    @Override
    public PortType[] getOutputPorts() {
        return groups.values().stream().flatMap(group -> group.outputs().stream()).toArray(PortType[]::new);
    }

    @Override
    public Map<String, int[]> getInputPortLocation() {
        return locations(Group::inputs);
    }

    @Override
    public Map<String, int[]> getOutputPortLocation() {
        return locations(Group::outputs);
    }

    private Map<String, int[]> locations(final Function<Group, List<PortType>> ports) {
        final Map<String, int[]> locations = new LinkedHashMap<>();
        int next = 0;
        for (Group group : groups.values()) {
            final List<Integer> indices = new ArrayList<>();
            for (int i = 0; i < ports.apply(group).size(); i++) {
                indices.add(next++);
            }
            if (!indices.isEmpty()) {
                locations.put(group.name(), indices.stream().mapToInt(Integer::intValue).toArray());
            }
        }
        return locations;
    }
}
