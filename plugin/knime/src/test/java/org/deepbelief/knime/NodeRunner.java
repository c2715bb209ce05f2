// SPDX-License-Identifier: Apache-2.0
package org.deepbelief.knime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.deepbelief.knime.port.DbnPortObject;
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
import org.knime.standin.ui.node.DeclaredNodeModel;

/** A node on its own: configured with the settings that it chooses for its input, except for those that are given. */
final class NodeRunner {

    private final Node node;

    private final List<String> warnings = new ArrayList<>();

    private PortObjectSpec[] outputSpecs;

    @SuppressWarnings("unchecked")
    private NodeRunner(final NodeFactory<?> factory, final int inputs) {
        final var ports = ((ConfigurableNodeFactory<NodeModel>)factory).createNodeCreationConfig();
        final var groups = ports.getPortConfig().orElseThrow();
        while (groups.getInputPorts().length < inputs) {
            groups.getExtendablePorts().values().forEach(group -> group.addPort(DbnPortObject.TYPE));
        }
        node = new Node((NodeFactory<NodeModel>)factory, ports);
        node.getNodeModel().addWarningListener(warning -> {
            if (warning != null) {
                warnings.add(warning.toString());
            }
        });
    }

    /**
     * Configures a node.
     *
     * @param settings values by key, such as {@code layers/0/units}; an optional one is switched on with its value
     * @param inputs the specs of its inputs
     */
    static NodeRunner configure(final NodeFactory<?> factory, final Map<String, Object> settings,
        final PortObjectSpec... inputs) throws InvalidSettingsException {
        return configure(factory, settings.isEmpty() ? Change.NONE : model -> {
            for (final Map.Entry<String, Object> setting : settings.entrySet()) {
                set(model, setting.getKey(), setting.getValue());
                final String presence = setting.getKey() + "_is_present";
                if (contains(model, presence) && !settings.containsKey(presence)) {
                    set(model, presence, true);
                }
            }
        }, inputs);
    }

    /** Changes the settings that a node chose for its input. */
    @FunctionalInterface
    interface Change {

        /** Leaves them as they are. */
        Change NONE = model -> { };

        void apply(NodeSettings model) throws InvalidSettingsException;
    }

    /** As {@link #configure(NodeFactory, Map, PortObjectSpec...)}, with settings changed in any way. */
    static NodeRunner configure(final NodeFactory<?> factory, final Change change, final PortObjectSpec... inputs)
        throws InvalidSettingsException {
        final NodeRunner runner = new NodeRunner(factory, inputs.length);
        if (change != Change.NONE) {
            try {
                runner.node.invokeNodeModelConfigure(inputs.clone());
            } catch (InvalidSettingsException e) {
                // the given settings may be what it lacks
            }
            final NodeSettings model = new NodeSettings("model");
            runner.node.saveModelSettingsTo(model);
            change.apply(model);
            runner.node.validateModelSettings(model);
            runner.node.loadModelSettingsFrom(model);
        }
        runner.outputSpecs = runner.node.invokeNodeModelConfigure(inputs.clone());
        return runner;
    }

    private static boolean contains(final NodeSettings model, final String path) throws InvalidSettingsException {
        final int end = path.indexOf('/');
        return end < 0 ? model.containsKey(path) : model.containsKey(path.substring(0, end))
            && contains(model.getNodeSettings(path.substring(0, end)), path.substring(end + 1));
    }

    private static void set(final NodeSettings model, final String path, final Object value)
        throws InvalidSettingsException {
        NodeSettings settings = model;
        final String[] keys = path.split("/");
        for (int i = 0; i < keys.length - 1; i++) {
            settings = settings.containsKey(keys[i]) ? settings.getNodeSettings(keys[i])
                : (NodeSettings)settings.addNodeSettings(keys[i]);
        }
        final String key = keys[keys.length - 1];
        if (value instanceof Integer number) {
            settings.addInt(key, number);
        } else if (value instanceof Long number) {
            settings.addLong(key, number);
        } else if (value instanceof Double number) {
            settings.addDouble(key, number);
        } else if (value instanceof Boolean yes) {
            settings.addBoolean(key, yes);
        } else if (value instanceof String[] texts) {
            settings.addStringArray(key, texts);
        } else {
            settings.addString(key, (String)value);
        }
    }

    /** Configures and executes a node. */
    static NodeRunner run(final NodeFactory<?> factory, final Map<String, Object> settings,
        final PortObject... inputs) throws Exception {
        final PortObjectSpec[] specs = new PortObjectSpec[inputs.length];
        for (int i = 0; i < specs.length; i++) {
            specs[i] = inputs[i].getSpec();
        }
        final NodeRunner runner = configure(factory, settings, specs);
        runner.execute(inputs);
        return runner;
    }

    /** Executes the node; as KNIME does, outside of the thread that tests run in would change nothing. */
    PortObject[] execute(final PortObject... inputs) throws Exception {
        return node.invokeNodeModelExecute(new ExecutionContext(new DefaultNodeProgressMonitor(), node),
            inputs.clone());
    }

    /** Executes the node under a monitor of the test's own. */
    PortObject[] execute(final DefaultNodeProgressMonitor monitor, final PortObject... inputs) throws Exception {
        return node.invokeNodeModelExecute(new ExecutionContext(monitor, node), inputs.clone());
    }

    /** What the node announced for the output port, 0 for the first. */
    PortObjectSpec announced(final int port) {
        return outputSpecs[port];
    }

    /** What the node gave at the output port, 0 for the first. */
    PortObject output(final int port) {
        return node.getOutputObject(port + 1);
    }

    /** What the node's view starts with, empty for a node without a view. */
    Optional<String> view() {
        return ((DeclaredNodeModel)node.getNodeModel()).initialViewData();
    }

    /** What the node warned of. */
    List<String> warnings() {
        return warnings;
    }
}
