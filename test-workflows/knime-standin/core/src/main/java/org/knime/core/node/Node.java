// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;

import org.knime.core.node.context.ModifiableNodeCreationConfiguration;
import org.knime.core.node.context.NodeCreationConfiguration;
import org.knime.core.node.message.Message;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectHolder;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.core.node.port.flowvariable.FlowVariablePortObject;
import org.knime.core.node.workflow.FlowObjectStack;
import org.knime.standin.core.workflow.NodeAccess;

/** A node: its factory, its model, and what the last execution gave. Port 0 is that of flow variables. */
public final class Node {

    static {
        NodeAccess.set(new Access());
    }

    private final NodeFactory<NodeModel> factory;

    private final NodeModel model;

    private PortObjectSpec[] outSpecs;

    private PortObject[] outObjects;

    /** @param nodeFactory what creates the model */
    public Node(final NodeFactory<NodeModel> nodeFactory) {
        this(nodeFactory, nodeFactory instanceof ConfigurableNodeFactory<NodeModel> configurable
            ? configurable.createNodeCreationConfig() : null);
    }

    /**
     * @param nodeFactory what creates the model
     * @param creationConfig the node's ports; null where they are not in groups
     */
    public Node(final NodeFactory<NodeModel> nodeFactory, final ModifiableNodeCreationConfiguration creationConfig) {
        factory = nodeFactory;
        factory.init();
        if (nodeFactory instanceof ConfigurableNodeFactory<NodeModel> configurable) {
            model = configurable.createNodeModel((NodeCreationConfiguration)creationConfig);
        } else {
            model = factory.createNodeModel();
        }
        cleanOutPorts();
    }

    /** @return the node's name */
    public String getName() {
        return factory.getNodeName();
    }

    /** @return what created the model */
    public NodeFactory<NodeModel> getFactory() {
        return factory;
    }

    /** @return the model */
    public NodeModel getNodeModel() {
        return model;
    }

    /** @return the number of input ports with the one of flow variables */
    public int getNrInPorts() {
        return model.getNrInPorts() + 1;
    }

    /** @return the number of output ports with the one of flow variables */
    public int getNrOutPorts() {
        return model.getNrOutPorts() + 1;
    }

    /**
     * @param index a port
     * @return its type
     */
    public PortType getInputType(final int index) {
        return index == 0 ? FlowVariablePortObject.TYPE_OPTIONAL : model.getInPortType(index - 1);
    }

    /**
     * @param index a port
     * @return its type
     */
    public PortType getOutputType(final int index) {
        return index == 0 ? FlowVariablePortObject.TYPE : model.getOutPortType(index - 1);
    }

    /**
     * @param index an output port, not 0
     * @return what is known of its object, null if nothing
     */
    public PortObjectSpec getOutputSpec(final int index) {
        return outSpecs[index - 1];
    }

    /**
     * @param index an output port, not 0
     * @return its object, null unless executed
     */
    public PortObject getOutputObject(final int index) {
        return outObjects[index - 1];
    }

    /**
     * @param in the variables from upstream
     * @param out takes the node's own variables
     */
    public void setFlowObjectStack(final FlowObjectStack in, final FlowObjectStack out) {
        model.setFlowObjectStack(in, out);
    }

    /** @return the variables from upstream */
    public FlowObjectStack getFlowObjectStack() {
        return model.getFlowObjectStack();
    }

    /** @return the node's own variables */
    public FlowObjectStack getOutgoingFlowObjectStack() {
        return model.getOutgoingFlowObjectStack();
    }

    /**
     * @param settings model settings
     * @throws InvalidSettingsException if something is missing or wrong
     */
    public void validateModelSettings(final NodeSettingsRO settings) throws InvalidSettingsException {
        model.validateSettings(settings);
    }

    /**
     * @param modelSettings model settings, checked before
     * @throws InvalidSettingsException if something is missing or wrong
     */
    public void loadModelSettingsFrom(final NodeSettingsRO modelSettings) throws InvalidSettingsException {
        model.loadValidatedSettingsFrom(modelSettings);
    }

    /** @param modelSettings where the model's settings are written */
    public void saveModelSettingsTo(final NodeSettingsWO modelSettings) {
        model.saveSettingsTo(modelSettings);
    }

    /**
     * @param rawSpecs the inputs' specs without the port of flow variables, null where unknown
     * @return the outputs' specs
     * @throws InvalidSettingsException if the node cannot be executed
     */
    public PortObjectSpec[] invokeNodeModelConfigure(final PortObjectSpec[] rawSpecs) throws InvalidSettingsException {
        model.setWarning(null);
        final PortObjectSpec[] specs = model.configure(rawSpecs.clone());
        final PortObjectSpec[] padded = specs == null ? new PortObjectSpec[model.getNrOutPorts()] : specs;
        if (padded.length != model.getNrOutPorts()) {
            throw new IllegalStateException(
                "The node gave " + padded.length + " specs for " + model.getNrOutPorts() + " output ports.");
        }
        for (int i = 0; i < padded.length; i++) {
            if (padded[i] != null && !model.getOutPortType(i).acceptsPortObjectSpec(padded[i])) {
                throw new IllegalStateException("Output port " + (i + 1) + " takes specs of "
                    + model.getOutPortType(i).getPortObjectSpecClass().getName() + ", not "
                    + padded[i].getClass().getName() + ".");
            }
        }
        outSpecs = Arrays.copyOf(padded, padded.length, PortObjectSpec[].class);
        return outSpecs;
    }

    /**
     * @param exec creates tables; progress and cancellation
     * @param inData the inputs without the port of flow variables, null where unconnected
     * @return the outputs
     * @throws Exception if the node fails
     */
    public PortObject[] invokeNodeModelExecute(final ExecutionContext exec, final PortObject[] inData)
        throws Exception {
        model.setWarning(null);
        final PortObject[] objects = model.execute(inData.clone(), exec);
        final int given = objects == null ? 0 : objects.length;
        if (given != model.getNrOutPorts()) {
            throw new IllegalStateException(
                "The node gave " + given + " objects for " + model.getNrOutPorts() + " output ports.");
        }
        for (int i = 0; i < given; i++) {
            if (objects[i] == null) {
                throw new IllegalStateException("The node gave nothing at output port " + (i + 1) + ".");
            }
            if (!model.getOutPortType(i).acceptsPortObject(objects[i])) {
                throw new IllegalStateException("Output port " + (i + 1) + " takes "
                    + model.getOutPortType(i).getPortObjectClass().getName() + ", not "
                    + objects[i].getClass().getName() + ".");
            }
        }
        setOutputs(objects == null ? new PortObject[0] : objects);
        return outObjects;
    }

    private void setOutputs(final PortObject[] objects) {
        outObjects = Arrays.copyOf(objects, objects.length, PortObject[].class);
        outSpecs = Arrays.stream(objects).map(PortObject::getSpec).toArray(PortObjectSpec[]::new);
    }

    /** @return what the model keeps for its views, null if nothing */
    public PortObject[] getInternalHeldPortObjects() {
        if (model instanceof PortObjectHolder holder) {
            return holder.getInternalPortObjects();
        }
        return model instanceof BufferedDataTableHolder holder ? holder.getInternalTables() : null;
    }

    /** Forgets the last execution. */
    public void reset() {
        model.setWarning(null);
        model.reset();
        cleanOutPorts();
    }

    /** Forgets specs and objects. */
    public void cleanOutPorts() {
        outSpecs = new PortObjectSpec[model.getNrOutPorts()];
        outObjects = new PortObject[model.getNrOutPorts()];
    }

    /**
     * @param internDir where to write what views need beyond the ports
     * @param exec progress and cancellation
     * @throws IOException if it cannot be written
     * @throws CanceledExecutionException if the user cancelled
     */
    public void saveInternals(final File internDir, final ExecutionMonitor exec)
        throws IOException, CanceledExecutionException {
        model.saveInternals(internDir, exec);
    }

    /**
     * @param internDir where {@link #saveInternals} wrote
     * @param exec progress and cancellation
     * @throws IOException if it cannot be read
     * @throws CanceledExecutionException if the user cancelled
     */
    public void loadInternals(final File internDir, final ExecutionMonitor exec)
        throws IOException, CanceledExecutionException {
        model.loadInternals(internDir, exec);
    }

    @Override
    public String toString() {
        return getName();
    }

    /** What the workflow needs beyond the public methods. */
    private static final class Access extends NodeAccess {

        @Override
        protected void configure(final Node node, final PortObjectSpec[] inputs) throws InvalidSettingsException {
            node.invokeNodeModelConfigure(inputs);
        }

        @Override
        protected Message warning(final Node node) {
            return node.model.getWarning();
        }

        @Override
        protected void restore(final Node node, final PortObject[] outputs, final PortObject[] internals) {
            node.setOutputs(outputs);
            if (internals != null && node.model instanceof PortObjectHolder holder) {
                holder.setInternalPortObjects(internals);
            } else if (internals != null && node.model instanceof BufferedDataTableHolder holder) {
                holder.setInternalTables(
                    Arrays.copyOf(internals, internals.length, BufferedDataTable[].class));
            }
        }

        @Override
        protected void dispose(final Node node) {
            node.model.onDispose();
        }
    }
}
