// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.knime.core.data.DataTableSpec;
import org.knime.core.node.message.Message;
import org.knime.core.node.message.MessageBuilder;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.core.node.workflow.FlowObjectStack;
import org.knime.core.node.workflow.FlowVariable;
import org.knime.core.node.workflow.VariableType;

/** What a node does: settings, configuration, execution. */
public abstract class NodeModel implements AbstractNodeView.ViewableModel {

    private final PortType[] inPorts;

    private final PortType[] outPorts;

    private final NodeLogger logger = NodeLogger.getLogger(getClass());

    private final List<NodeModelWarningListener> warningListeners = new CopyOnWriteArrayList<>();

    private Message warning;

    private FlowObjectStack inVariables;

    private FlowObjectStack outVariables;

    /**
     * @param nrInDataPorts the number of input tables
     * @param nrOutDataPorts the number of output tables
     */
    protected NodeModel(final int nrInDataPorts, final int nrOutDataPorts) {
        this(tables(nrInDataPorts), tables(nrOutDataPorts));
    }

    /**
     * @param inPortTypes the input ports
     * @param outPortTypes the output ports
     */
    protected NodeModel(final PortType[] inPortTypes, final PortType[] outPortTypes) {
        inPorts = inPortTypes == null ? new PortType[0] : inPortTypes.clone();
        outPorts = outPortTypes == null ? new PortType[0] : outPortTypes.clone();
    }

    private static PortType[] tables(final int count) {
        return Collections.nCopies(count, BufferedDataTable.TYPE).toArray(PortType[]::new);
    }

    /** @return the number of input ports, without the one of flow variables */
    protected final int getNrInPorts() {
        return inPorts.length;
    }

    /** @return the number of output ports, without the one of flow variables */
    protected final int getNrOutPorts() {
        return outPorts.length;
    }

    /**
     * @param index a port, from 0
     * @return its type
     */
    protected final PortType getInPortType(final int index) {
        return inPorts[index];
    }

    /**
     * @param index a port, from 0
     * @return its type
     */
    protected final PortType getOutPortType(final int index) {
        return outPorts[index];
    }

    /**
     * @param nodeInternDir where {@link #saveInternals} wrote
     * @param exec progress and cancellation
     * @throws IOException if it cannot be read
     * @throws CanceledExecutionException if the user cancelled
     */
    protected abstract void loadInternals(File nodeInternDir, ExecutionMonitor exec)
        throws IOException, CanceledExecutionException;

    /**
     * @param nodeInternDir where to write what a view needs beyond the ports
     * @param exec progress and cancellation
     * @throws IOException if it cannot be written
     * @throws CanceledExecutionException if the user cancelled
     */
    protected abstract void saveInternals(File nodeInternDir, ExecutionMonitor exec)
        throws IOException, CanceledExecutionException;

    /** @param settings where the settings are written */
    protected abstract void saveSettingsTo(NodeSettingsWO settings);

    /**
     * @param settings settings to check, nothing is kept
     * @throws InvalidSettingsException if something is missing or wrong
     */
    protected abstract void validateSettings(NodeSettingsRO settings) throws InvalidSettingsException;

    /**
     * @param settings checked settings to keep
     * @throws InvalidSettingsException if something is missing or wrong
     */
    protected abstract void loadValidatedSettingsFrom(NodeSettingsRO settings) throws InvalidSettingsException;

    /** Forgets what the last execution left. */
    protected abstract void reset();

    /** The node is removed. */
    protected void onDispose() {
        // nothing by default
    }

    /**
     * @param inSpecs the inputs' specs, null where unknown or unconnected
     * @return the outputs' specs, null where unknown
     * @throws InvalidSettingsException if the node cannot be executed; shown as its warning
     */
    protected PortObjectSpec[] configure(final PortObjectSpec[] inSpecs) throws InvalidSettingsException {
        return configure(Arrays.copyOf(inSpecs, inSpecs.length, DataTableSpec[].class));
    }

    /**
     * The same for nodes with tables only.
     *
     * @param inSpecs the inputs' specs, null where unknown or unconnected
     * @return the outputs' specs, null where unknown
     * @throws InvalidSettingsException if the node cannot be executed; shown as its warning
     */
    protected DataTableSpec[] configure(final DataTableSpec[] inSpecs) throws InvalidSettingsException {
        throw new IllegalStateException(getClass().getName() + " overrides none of the configure methods.");
    }

    /**
     * @param inObjects the inputs, null where unconnected
     * @param exec creates tables; progress and cancellation
     * @return the outputs
     * @throws Exception if the node fails; the message is shown on it
     */
    protected PortObject[] execute(final PortObject[] inObjects, final ExecutionContext exec) throws Exception {
        return execute(Arrays.copyOf(inObjects, inObjects.length, BufferedDataTable[].class), exec);
    }

    /**
     * The same for nodes with tables only.
     *
     * @param inData the input tables
     * @param exec creates tables; progress and cancellation
     * @return the output tables
     * @throws Exception if the node fails; the message is shown on it
     */
    protected BufferedDataTable[] execute(final BufferedDataTable[] inData, final ExecutionContext exec)
        throws Exception {
        throw new IllegalStateException(getClass().getName() + " overrides none of the execute methods.");
    }

    /** @return a builder for a message */
    protected final MessageBuilder createMessageBuilder() {
        return Message.builder();
    }

    /** @param warningMessage a warning to show on the node, null for none */
    protected final void setWarningMessage(final String warningMessage) {
        setWarning(warningMessage == null ? null : Message.fromSummary(warningMessage));
    }

    /** @return the warning on the node, may be null */
    protected final String getWarningMessage() {
        return warning == null ? null : warning.getSummary();
    }

    /** @param message a warning to show on the node, null for none */
    protected final void setWarning(final Message message) {
        if (!Objects.equals(warning, message)) {
            warning = message;
            warningListeners.forEach(listener -> listener.warningChanged(message));
        }
    }

    /** @return the warning on the node, may be null */
    protected final Message getWarning() {
        return warning;
    }

    /** @param listener wants to know of warnings */
    public void addWarningListener(final NodeModelWarningListener listener) {
        warningListeners.add(listener);
    }

    /** @param listener does not want to know of warnings any longer */
    public void removeWarningListener(final NodeModelWarningListener listener) {
        warningListeners.remove(listener);
    }

    void setFlowObjectStack(final FlowObjectStack in, final FlowObjectStack out) {
        inVariables = in;
        outVariables = out;
    }

    FlowObjectStack getFlowObjectStack() {
        return inVariables;
    }

    FlowObjectStack getOutgoingFlowObjectStack() {
        return outVariables;
    }

    /**
     * @param <T> the values
     * @param name a name
     * @param type a type
     * @param value a value that nodes downstream can use
     */
    protected final <T> void pushFlowVariable(final String name, final VariableType<T> type, final T value) {
        if (outVariables != null) {
            outVariables.push(new FlowVariable(name, type, value));
        }
    }

    /**
     * @param name a name
     * @param value a value that nodes downstream can use
     */
    protected final void pushFlowVariableDouble(final String name, final double value) {
        pushFlowVariable(name, VariableType.DoubleType.INSTANCE, value);
    }

    /**
     * @param name a name
     * @param value a value that nodes downstream can use
     */
    protected final void pushFlowVariableInt(final String name, final int value) {
        pushFlowVariable(name, VariableType.IntType.INSTANCE, value);
    }

    /**
     * @param name a name
     * @param value a value that nodes downstream can use
     */
    protected final void pushFlowVariableString(final String name, final String value) {
        pushFlowVariable(name, VariableType.StringType.INSTANCE, value);
    }

    /**
     * @param <T> the values
     * @param name a name
     * @param type a type
     * @return the newest value of this name and type
     * @throws java.util.NoSuchElementException if there is none
     */
    public final <T> T peekFlowVariable(final String name, final VariableType<T> type) {
        return Optional.ofNullable(getAvailableFlowVariables(new VariableType<?>[]{type}).get(name))
            .map(variable -> variable.getValue(type)).orElseThrow(() -> new NoSuchElementException(
                "There is no flow variable \"" + name + "\" of type " + type.getIdentifier() + "."));
    }

    /**
     * @param name a name
     * @return the newest value of this name
     */
    public final double peekFlowVariableDouble(final String name) {
        return peekFlowVariable(name, VariableType.DoubleType.INSTANCE);
    }

    /**
     * @param name a name
     * @return the newest value of this name
     */
    public final int peekFlowVariableInt(final String name) {
        return peekFlowVariable(name, VariableType.IntType.INSTANCE);
    }

    /**
     * @param name a name
     * @return the newest value of this name
     */
    public final String peekFlowVariableString(final String name) {
        return peekFlowVariable(name, VariableType.StringType.INSTANCE);
    }

    /**
     * @param types types, none for all
     * @return the newest variable of each name, from upstream or from this node
     */
    public final Map<String, FlowVariable> getAvailableFlowVariables(final VariableType<?>[] types) {
        final List<FlowObjectStack> stacks = new ArrayList<>();
        stacks.add(inVariables);
        stacks.add(outVariables);
        final Map<String, FlowVariable> variables = new LinkedHashMap<>();
        stacks.stream().filter(Objects::nonNull)
            .forEach(stack -> variables.putAll(stack.getAvailableFlowVariables(types)));
        return variables;
    }

    /** @return the newest variable of each name, from upstream or from this node */
    public final Map<String, FlowVariable> getAvailableFlowVariables() {
        return getAvailableFlowVariables(new VariableType<?>[0]);
    }

    /** @return where to log */
    protected final NodeLogger getLogger() {
        return logger;
    }
}
