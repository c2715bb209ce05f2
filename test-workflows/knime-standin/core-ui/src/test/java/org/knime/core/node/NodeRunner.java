// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;

/** Drives one node without a workflow. */
public final class NodeRunner {

    private final Node node;

    /** @param factory what makes the node */
    public NodeRunner(final NodeFactory<NodeModel> factory) {
        node = new Node(factory);
    }

    public Node node() {
        return node;
    }

    public NodeRunner load(final NodeSettingsRO settings) throws InvalidSettingsException {
        node.validateModelSettings(settings);
        node.loadModelSettingsFrom(settings);
        return this;
    }

    public PortObjectSpec[] configure(final PortObjectSpec... specs) throws InvalidSettingsException {
        return node.invokeNodeModelConfigure(specs);
    }

    public PortObject[] execute(final PortObject... inputs) throws Exception {
        return node.invokeNodeModelExecute(context(node), inputs);
    }

    public String warning() {
        return node.getNodeModel().getWarningMessage();
    }

    public static ExecutionContext context(final Node node) {
        return new ExecutionContext(new DefaultNodeProgressMonitor(), node);
    }
}
