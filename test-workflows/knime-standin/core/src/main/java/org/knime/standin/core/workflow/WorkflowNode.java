// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

import java.util.ArrayList;
import java.util.List;

import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.Node;
import org.knime.core.node.NodeLogger;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.message.Message;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.flowvariable.FlowVariablePortObject;
import org.knime.core.node.port.flowvariable.FlowVariablePortObjectSpec;
import org.knime.core.node.workflow.FlowObjectStack;
import org.knime.core.node.workflow.FlowVariable;
import org.knime.core.node.workflow.NodeID;
import org.knime.core.node.workflow.NodeMessage;

/** A node of a workflow: its id, settings, state and message. */
public final class WorkflowNode {

    private final NodeID id;

    private final String settingsFile;

    private final NodeSettings saved; // the settings file as it was read

    private final Node node; // null if it is not installed

    private NodeSettings model; // as last loaded, not as the node would write them; null while it has its defaults

    private NodeState state = NodeState.IDLE;

    private NodeMessage message = NodeMessage.NONE;

    private boolean settingsFit = true;

    WorkflowNode(final NodeID id, final String settingsFile, final NodeSettings saved, final Node node) {
        this.id = id;
        this.settingsFile = settingsFile;
        this.saved = saved;
        this.node = node;
    }

    /** @return the id within the workflow */
    public int id() {
        return id.getIndex();
    }

    NodeID nodeId() {
        return id;
    }

    /** @return the node's name */
    public String name() {
        return node != null ? node.getName() : saved.getString("node-name", "?");
    }

    /** @return the name and id, as the node's folder is named */
    public String label() {
        return name() + " (#" + id() + ")";
    }

    String settingsFile() {
        return settingsFile;
    }

    NodeSettings saved() {
        return saved;
    }

    /** @return the node, null if it is not installed */
    public Node node() {
        return node;
    }

    /** @return how far it has come */
    public NodeState state() {
        return state;
    }

    /** @return the message that it shows */
    public NodeMessage message() {
        return message;
    }

    void show(final NodeMessage newMessage) {
        message = newMessage;
    }

    void become(final NodeState newState) {
        state = newState;
    }

    boolean settingsFit() {
        return settingsFit;
    }

    /** Takes the settings of the file; what is wrong with them becomes the node's message. */
    void loadSavedSettings() {
        try {
            if (saved.containsKey("model")) {
                final NodeSettings found = saved.getNodeSettings("model");
                if (!found.keySet().isEmpty()) {
                    loadModel(found);
                }
            }
        } catch (InvalidSettingsException e) {
            settingsFit = false;
            message = NodeMessage.newError("The settings do not fit: " + e.getMessage());
        }
    }

    void loadModel(final NodeSettings settings) throws InvalidSettingsException {
        node.validateModelSettings(settings);
        node.loadModelSettingsFrom(settings);
        model = settings;
        settingsFit = true;
    }

    /**
     * The node's model settings as they were last loaded, which is what an option changes and a workflow file gets:
     * flow variables put nothing into them, and what the node does not use just now stays. The node's own while none
     * were loaded.
     *
     * @return a copy
     */
    public NodeSettings modelSettings() {
        final NodeSettings settings = new NodeSettings("model");
        if (model == null) {
            node.saveModelSettingsTo(settings);
        } else {
            model.copyTo(settings);
        }
        return settings;
    }

    /**
     * Configures the node.
     *
     * @param inputs the inputs' specs with port 0, null where unknown
     * @param upstream the variables from upstream
     */
    void configure(final PortObjectSpec[] inputs, final List<FlowVariable> upstream) {
        state = NodeState.IDLE;
        message = NodeMessage.NONE;
        try {
            node.setFlowObjectStack(FlowObjectStack.createFromFlowVariableList(upstream, id),
                FlowObjectStack.createFromFlowVariableList(List.of(), id));
            overwriteByVariables();
            final PortObjectSpec[] specs = new PortObjectSpec[inputs.length - 1];
            System.arraycopy(inputs, 1, specs, 0, specs.length);
            NodeAccess.get().configure(node, specs);
            state = NodeState.CONFIGURED;
            final Message warning = NodeAccess.get().warning(node);
            message = warning == null ? NodeMessage.NONE : NodeMessage.newWarning(warning.getSummary());
        } catch (InvalidSettingsException e) {
            message = NodeMessage.newWarning(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            message = NodeMessage.newError("Configure failed (" + e.getClass().getSimpleName() + "): "
                + e.getMessage());
            NodeLogger.getLogger(WorkflowNode.class).debug(label() + ": " + message, e);
        }
    }

    /** Puts the values of flow variables into the settings that they control. */
    private void overwriteByVariables() throws InvalidSettingsException {
        if (!saved.containsKey("variables")) {
            return;
        }
        final NodeSettingsRO variables = saved.getNodeSettings("variables");
        if (variables.containsKey("tree")) {
            final NodeSettings changed = modelSettings();
            VariableSettings.overwrite(changed, variables.getNodeSettings("tree"),
                node.getFlowObjectStack().getAllAvailableFlowVariables());
            node.validateModelSettings(changed);
            node.loadModelSettingsFrom(changed);
        }
    }

    /** The variables that the node itself gave, the newest last. */
    List<FlowVariable> ownVariables() {
        final List<FlowVariable> own = new ArrayList<>();
        final FlowObjectStack stack = node == null ? null : node.getOutgoingFlowObjectStack();
        if (stack != null) {
            for (Object object : stack) {
                if (object instanceof FlowVariable variable) {
                    own.add(variable);
                }
            }
        }
        return own;
    }

    PortObjectSpec spec(final int port) {
        return port == 0 ? FlowVariablePortObjectSpec.INSTANCE : node.getOutputSpec(port);
    }

    PortObject object(final int port) {
        return port == 0 ? FlowVariablePortObject.INSTANCE
            : node.getOutputObject(port);
    }

    /** Forgets the last execution; a node that is not installed or whose settings do not fit goes on saying so. */
    void reset() {
        if (node != null && settingsFit) {
            node.reset();
            state = NodeState.IDLE;
            message = NodeMessage.NONE;
        }
    }

    @Override
    public String toString() {
        return label() + " " + state;
    }
}
