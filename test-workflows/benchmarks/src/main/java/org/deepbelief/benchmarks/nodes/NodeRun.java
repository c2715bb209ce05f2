// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.benchmarks.nodes;

import java.util.Map;

import org.deepbelief.knime.port.DbnPortObject;
import org.deepbelief.knime.pretrain.LayerwisePretrainNodeFactory;
import org.knime.core.node.ConfigurableNodeFactory;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.Node;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.NodeModel;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;

/** A node that is configured for its inputs and can be executed again and again. */
public final class NodeRun {

    private final Node node;

    private final PortObject[] inputs;

    /** @param settings values by their keys, such as {@code layers/0/units}, that are not the defaults */
    @SuppressWarnings("unchecked")
    public NodeRun(final NodeFactory<?> factory, final Map<String, ?> settings, final PortObject... inputs)
        throws InvalidSettingsException {
        final var ports = ((ConfigurableNodeFactory<NodeModel>)factory).createNodeCreationConfig();
        final var groups = ports.getPortConfig().orElseThrow();
        while (groups.getInputPorts().length < inputs.length) {
            groups.getExtendablePorts().values().forEach(group -> group.addPort(DbnPortObject.TYPE));
        }
        node = new Node((NodeFactory<NodeModel>)factory, ports);
        this.inputs = inputs;
        configure();
        final NodeSettings model = new NodeSettings("model");
        node.saveModelSettingsTo(model);
        for (final Map.Entry<String, ?> setting : settings.entrySet()) {
            final String[] path = setting.getKey().split("/");
            NodeSettings parent = model;
            for (int i = 0; i < path.length - 1; i++) {
                parent = parent.getNodeSettings(path[i]);
            }
            final String key = path[path.length - 1];
            set(parent, key, setting.getValue());
            if (parent.containsKey(key + "_is_present")) {
                set(parent, key + "_is_present", true);
            }
        }
        node.loadModelSettingsFrom(model);
        configure();
    }

    /** @param settings all of the node's, where it cannot be configured without */
    @SuppressWarnings("unchecked")
    public NodeRun(final NodeFactory<?> factory, final NodeSettings settings) throws InvalidSettingsException {
        node = new Node((NodeFactory<NodeModel>)factory);
        inputs = new PortObject[0];
        node.loadModelSettingsFrom(settings);
        configure();
    }

    private static void set(final NodeSettings parent, final String key, final Object value) {
        if (value instanceof Integer number) {
            parent.addInt(key, number);
        } else if (value instanceof Long number) {
            parent.addLong(key, number);
        } else if (value instanceof Double number) {
            parent.addDouble(key, number);
        } else if (value instanceof Boolean yes) {
            parent.addBoolean(key, yes);
        } else {
            parent.addString(key, (String)value);
        }
    }

    private void configure() throws InvalidSettingsException {
        final PortObjectSpec[] specs = new PortObjectSpec[inputs.length];
        for (int i = 0; i < specs.length; i++) {
            specs[i] = inputs[i].getSpec();
        }
        node.invokeNodeModelConfigure(specs);
    }

    /** What makes tables. */
    @SuppressWarnings("unchecked")
    public static ExecutionContext context() {
        return context(new Node((NodeFactory<NodeModel>)(NodeFactory<?>)new LayerwisePretrainNodeFactory()));
    }

    private static ExecutionContext context(final Node node) {
        return new ExecutionContext(new DefaultNodeProgressMonitor(), node);
    }

    /** Executes the node and returns its first output. */
    public PortObject execute() throws Exception {
        return executeAll()[0];
    }

    /** Executes the node and returns all of its outputs. */
    public PortObject[] executeAll() throws Exception {
        return node.invokeNodeModelExecute(context(node), inputs.clone());
    }

    /** Executes the node under a monitor of the caller's own. */
    void execute(final DefaultNodeProgressMonitor monitor) throws Exception {
        node.invokeNodeModelExecute(new ExecutionContext(monitor, node), inputs.clone());
    }
}
