// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node.workflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flow variables at a node, the newest last; of two of the same name the newer counts. */
public final class FlowObjectStack implements Iterable<FlowObject> {

    private final List<FlowObject> objects = new ArrayList<>();

    private FlowObjectStack() {
    }

    /**
     * @param flowVariables variables, the newest last
     * @param owner the node at which they are
     * @return a stack of them
     */
    public static FlowObjectStack createFromFlowVariableList(final List<FlowVariable> flowVariables,
        final NodeID owner) {
        final FlowObjectStack stack = new FlowObjectStack();
        stack.objects.addAll(flowVariables);
        return stack;
    }

    /** @param item the newest object */
    public void push(final FlowObject item) {
        objects.add(item);
    }

    /**
     * @param types types, none for all
     * @return the newest variable of each name, if it can be read as one of the types
     */
    public Map<String, FlowVariable> getAvailableFlowVariables(final VariableType<?>[] types) {
        final Map<String, FlowVariable> variables = new LinkedHashMap<>();
        for (FlowObject object : objects) {
            if (object instanceof FlowVariable variable) {
                variables.put(variable.getName(), variable);
            }
        }
        if (types.length > 0) {
            final List<VariableType<?>> wanted = List.of(types);
            variables.values()
                .removeIf(variable -> wanted.stream().noneMatch(variable.getVariableType()::isConvertible));
        }
        return Collections.unmodifiableMap(variables);
    }

    /** @return the newest variable of each name */
    public Map<String, FlowVariable> getAllAvailableFlowVariables() {
        return getAvailableFlowVariables(new VariableType<?>[0]);
    }

    @Override
    public Iterator<FlowObject> iterator() {
        return objects.iterator();
    }
}
