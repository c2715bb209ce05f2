// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeLogger;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.message.Message;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.workflow.FlowVariable;
import org.knime.core.node.workflow.NodeMessage;

/** A workflow: nodes and connections. Nodes are executed one after the other, each on a thread of its own. */
public final class Workflow {

    private static final NodeLogger LOGGER = NodeLogger.getLogger(Workflow.class);

    private final Path folder;

    private final NodeSettings settings; // workflow.knime as it was read

    private final SortedMap<Integer, WorkflowNode> nodes = new TreeMap<>();

    private final List<Connection> connections;

    private final List<String> loadErrors;

    private final Map<String, FlowVariable> variables = new LinkedHashMap<>();

    private volatile DefaultNodeProgressMonitor running;

    private volatile boolean canceled;

    Workflow(final Path folder, final NodeSettings settings, final Collection<WorkflowNode> nodes,
        final List<Connection> connections, final Collection<FlowVariable> variables, final List<String> loadErrors) {
        this.folder = folder;
        this.settings = settings;
        nodes.forEach(node -> this.nodes.put(node.id(), node));
        this.connections = List.copyOf(connections);
        this.loadErrors = List.copyOf(loadErrors);
        variables.forEach(variable -> this.variables.put(variable.getName(), variable));
    }

    /**
     * Reads a workflow folder and configures its nodes. Nodes that were saved executed get their outputs back.
     *
     * @param folder the folder with workflow.knime
     * @return the workflow; {@link #loadErrors()} tells what could not be taken over
     * @throws WorkflowLoadException if it cannot be read at all
     */
    public static Workflow load(final Path folder) throws WorkflowLoadException {
        final Workflow workflow = new WorkflowLoader(folder.toAbsolutePath().normalize()).load();
        workflow.configureAll();
        return workflow;
    }

    /** @return the workflow's folder */
    public Path folder() {
        return folder;
    }

    NodeSettings settings() {
        return settings;
    }

    /** @return the nodes in the order of their ids */
    public Collection<WorkflowNode> nodes() {
        return Collections.unmodifiableCollection(nodes.values());
    }

    /**
     * @param id a node's id
     * @return the node
     */
    public Optional<WorkflowNode> node(final int id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** @return the connections */
    public List<Connection> connections() {
        return connections;
    }

    /** @return the workflow's variables */
    public Collection<FlowVariable> variables() {
        return Collections.unmodifiableCollection(variables.values());
    }

    /** @return what was wrong in the folder, though it could be read: nodes that are not installed, settings */
    public List<String> loadErrors() {
        return loadErrors;
    }

    /** @return whether every node was executed */
    public boolean isExecuted() {
        return nodes.values().stream().allMatch(node -> node.state() == NodeState.EXECUTED);
    }

    /**
     * Sets variables of the workflow and configures anew what is not executed.
     *
     * @param added variables; one of the same name is replaced
     */
    public void setVariables(final Collection<FlowVariable> added) {
        added.forEach(variable -> variables.put(variable.getName(), variable));
        configureAll();
    }

    /** Resets all nodes and configures them. */
    public void resetAll() {
        nodes.values().forEach(WorkflowNode::reset);
        configureAll();
    }

    /**
     * Gives a node other settings, resets it and what depends on it, and configures them.
     *
     * @param node a node that is installed
     * @param model its model settings
     * @throws InvalidSettingsException if the node does not take them
     */
    public void setModelSettings(final WorkflowNode node, final NodeSettings model) throws InvalidSettingsException {
        CurrentWorkflow.in(folder, () -> {
            node.loadModel(model);
            return null;
        });
        for (WorkflowNode dependent : dependents(node)) {
            dependent.reset();
        }
        configureAll();
    }

    /** The node itself and all that come after it. */
    private Set<WorkflowNode> dependents(final WorkflowNode first) {
        final Set<WorkflowNode> found = new LinkedHashSet<>();
        final Deque<WorkflowNode> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            final WorkflowNode node = open.pop();
            if (found.add(node)) {
                connections.stream().filter(connection -> connection.source() == node.id())
                    .forEach(connection -> open.push(nodes.get(connection.destination())));
            }
        }
        return found;
    }

    /** The nodes, each behind those that it depends on. */
    private List<WorkflowNode> ordered() {
        final Set<WorkflowNode> done = new LinkedHashSet<>();
        boolean advanced = true;
        while (advanced) {
            advanced = false;
            for (WorkflowNode node : nodes.values()) {
                if (!done.contains(node) && done.containsAll(predecessors(node))) {
                    advanced = done.add(node);
                }
            }
        }
        return List.copyOf(done); // the loader refuses circles, so these are all
    }

    private List<WorkflowNode> predecessors(final WorkflowNode node) {
        return connections.stream().filter(connection -> connection.destination() == node.id())
            .map(connection -> nodes.get(connection.source())).toList();
    }

    private Optional<Connection> into(final WorkflowNode node, final int port) {
        return connections.stream()
            .filter(connection -> connection.destination() == node.id() && connection.destinationPort() == port)
            .findFirst();
    }

    private void configureAll() {
        ordered().stream().filter(node -> node.state() != NodeState.EXECUTED).forEach(this::configure);
    }

    private void configure(final WorkflowNode node) {
        if (node.node() == null || !node.settingsFit()) {
            return;
        }
        node.node().cleanOutPorts();
        node.become(NodeState.IDLE);
        node.show(NodeMessage.NONE);
        final PortObjectSpec[] specs = new PortObjectSpec[node.node().getNrInPorts()];
        for (int port = 0; port < specs.length; port++) {
            final Optional<Connection> connection = into(node, port);
            if (connection.isPresent()) {
                final WorkflowNode source = nodes.get(connection.get().source());
                if (source.state() == NodeState.IDLE) {
                    return;
                }
                specs[port] = source.spec(connection.get().sourcePort());
            } else if (!node.node().getInputType(port).isOptional()) {
                node.show(NodeMessage.newWarning("Input port " + port + " is not connected."));
                return;
            }
        }
        CurrentWorkflow.in(folder, () -> {
            node.configure(specs, upstreamVariables(node));
            return null;
        });
    }

    /** The workflow's variables and those of all nodes before, the newest last. */
    private List<FlowVariable> upstreamVariables(final WorkflowNode node) {
        final List<FlowVariable> upstream = new ArrayList<>(variables.values());
        final Set<WorkflowNode> before = new LinkedHashSet<>();
        final Deque<WorkflowNode> open = new ArrayDeque<>(predecessors(node));
        while (!open.isEmpty()) {
            final WorkflowNode next = open.pop();
            if (before.add(next)) {
                open.addAll(predecessors(next));
            }
        }
        ordered().stream().filter(before::contains).forEach(next -> upstream.addAll(next.ownVariables()));
        return upstream;
    }

    /** Stops the execution: the running node as soon as it looks, the others do not begin. */
    public void cancel() {
        canceled = true;
        final DefaultNodeProgressMonitor monitor = running;
        if (monitor != null) {
            monitor.setExecuteCanceled();
        }
    }

    /**
     * Executes what is not executed yet, each node behind those that it depends on. A node that fails shows an error;
     * those that depend on it are not executed.
     *
     * @param listener wants to know what happens
     * @return whether every node is executed now
     * @throws CanceledExecutionException if {@link #cancel()} was called
     */
    public boolean execute(final WorkflowListener listener) throws CanceledExecutionException {
        for (WorkflowNode node : ordered()) {
            if (canceled) {
                throw new CanceledExecutionException();
            }
            if (node.state() != NodeState.EXECUTED) {
                configure(node);
                if (node.state() == NodeState.CONFIGURED
                    && predecessors(node).stream().allMatch(before -> before.state() == NodeState.EXECUTED)) {
                    execute(node, listener);
                }
            }
        }
        if (canceled) {
            throw new CanceledExecutionException();
        }
        return isExecuted();
    }

    private void execute(final WorkflowNode node, final WorkflowListener listener) {
        final PortObject[] inputs = new PortObject[node.node().getNrInPorts() - 1];
        for (int port = 1; port <= inputs.length; port++) {
            final int index = port - 1;
            into(node, port).ifPresent(connection -> inputs[index] =
                nodes.get(connection.source()).object(connection.sourcePort()));
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] != null && !node.node().getInputType(i + 1).acceptsPortObject(inputs[i])) {
                node.show(NodeMessage.newError("Input port " + (i + 1) + " takes "
                    + node.node().getInputType(i + 1).getName() + ", not " + inputs[i].getClass().getSimpleName()
                    + "."));
                return;
            }
        }
        listener.started(node);
        final long begin = System.nanoTime();
        final DefaultNodeProgressMonitor monitor = new DefaultNodeProgressMonitor(event -> listener.progressed(node,
            event.getNodeProgress().getProgress(), event.getNodeProgress().getMessage()));
        running = monitor;
        if (canceled) {
            monitor.setExecuteCanceled();
        }
        final Thread worker = new Thread(() -> run(node, inputs, monitor), "KNIME-Worker-" + node.label());
        worker.start();
        join(worker);
        running = null;
        if (node.state() != NodeState.EXECUTED) {
            final NodeMessage failure = node.message();
            configure(node); // its outputs' specs are known again
            node.show(failure);
        }
        listener.ended(node, (System.nanoTime() - begin) * 1e-9);
    }

    private void join(final Thread worker) {
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
                cancel();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(final WorkflowNode node, final PortObject[] inputs, final DefaultNodeProgressMonitor monitor) {
        try {
            CurrentWorkflow.in(folder,
                () -> node.node().invokeNodeModelExecute(new ExecutionContext(monitor, node.node()), inputs));
            final Message warning = NodeAccess.get().warning(node.node());
            node.show(warning == null ? NodeMessage.NONE : NodeMessage.newWarning(warning.getSummary()));
            node.become(NodeState.EXECUTED);
            LOGGER.info(node.label() + " executed" + (warning == null ? "" : ", " + node.message()));
        } catch (CanceledExecutionException e) {
            failed(node, NodeMessage.newWarning("Execution canceled"), e);
        } catch (KNIMEException e) {
            failed(node, NodeMessage.newError("Execute failed: " + e.getKNIMEMessage().getSummary()), e);
        } catch (Throwable e) { // whatever it is, it is this node's failure
            failed(node, NodeMessage.newError("Execute failed: " + reason(e)), e);
        }
    }

    private static String reason(final Throwable thrown) {
        final String text = thrown.getMessage();
        if (thrown instanceof Error || text == null || text.isBlank()) {
            return "(" + thrown.getClass().getSimpleName() + ") " + (text == null ? "" : text);
        }
        return text;
    }

    private static void failed(final WorkflowNode node, final NodeMessage message, final Throwable thrown) {
        node.node().reset();
        node.become(NodeState.CONFIGURED);
        node.show(message);
        LOGGER.info(node.label() + " not executed, " + message, thrown);
    }

    /**
     * Writes the workflow into a folder; into another than its own with everything that lies in that. Until all is
     * written the folder stays as it was, and so it does if the saving fails.
     *
     * @param target the folder
     * @throws IOException if it cannot be written
     */
    public void save(final Path target) throws IOException {
        new WorkflowSaver(this, target.toAbsolutePath().normalize()).save();
    }

    /** Tells the nodes that they are not needed any longer. */
    public void dispose() {
        nodes.values().stream().filter(node -> node.node() != null)
            .forEach(node -> NodeAccess.get().dispose(node.node()));
    }
}
