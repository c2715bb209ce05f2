// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.ConfigurableNodeFactory;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEConstants;
import org.knime.core.node.Node;
import org.knime.core.node.NodeFactory;
import org.knime.core.node.NodeLogger;
import org.knime.core.node.NodeModel;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.context.ModifiableNodeCreationConfiguration;
import org.knime.core.node.workflow.FlowVariable;
import org.knime.core.node.workflow.NodeID;
import org.knime.core.node.workflow.NodeMessage;
import org.knime.core.util.Version;
import org.knime.standin.core.registry.Extensions;
import org.knime.standin.core.registry.NodeExtension;

/** Reads a workflow folder. */
final class WorkflowLoader {

    private static final List<String> REQUIRED = List.of("factory", "node-name", "node-bundle-name",
        "node-bundle-symbolic-name", "node-bundle-vendor");

    private final Path folder;

    private final List<String> errors = new ArrayList<>();

    WorkflowLoader(final Path folder) {
        this.folder = folder;
    }

    Workflow load() throws WorkflowLoadException {
        final Path file = folder.resolve("workflow.knime");
        if (!Files.isRegularFile(file)) {
            throw new WorkflowLoadException("There is no workflow in \"" + folder + "\": it has no workflow.knime.");
        }
        final NodeSettings settings = read(file);
        refuseNewer(settings.getString("created_by", null));
        try {
            final Map<Integer, WorkflowNode> nodes = nodes(settings.getNodeSettings("nodes"));
            final List<Connection> connections = connections(settings.getNodeSettings("connections"), nodes);
            restoreExecuted(nodes, connections);
            return new Workflow(folder, settings, nodes.values(), connections, variables(settings), errors);
        } catch (InvalidSettingsException e) {
            throw new WorkflowLoadException(file + ": " + e.getMessage(), e);
        }
    }

    /** A newer KNIME may have written what this one does not know. Builds of one version are not told apart. */
    private static void refuseNewer(final String createdBy) throws WorkflowLoadException {
        if (createdBy == null) {
            return;
        }
        final Version writer;
        try {
            writer = new Version(createdBy);
        } catch (IllegalArgumentException e) {
            throw new WorkflowLoadException(
                "The workflow was created by \"" + createdBy + "\", which is no version.", e);
        }
        final Version numbers = new Version(writer.getMajor(), writer.getMinor(), writer.getRevision());
        if (!new Version(KNIMEConstants.VERSION).isSameOrNewer(numbers)) {
            throw new WorkflowLoadException("The workflow was created by version " + createdBy
                + ", which is newer than this one, " + KNIMEConstants.VERSION + ".");
        }
    }

    static NodeSettings read(final Path file) throws WorkflowLoadException {
        try {
            return (NodeSettings)NodeSettings.loadFromXML(new BufferedInputStream(Files.newInputStream(file)));
        } catch (IOException e) {
            throw new WorkflowLoadException("\"" + file + "\" cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<FlowVariable> variables(final NodeSettings settings) throws InvalidSettingsException {
        final List<FlowVariable> variables = new ArrayList<>();
        if (settings.containsKey("workflow_variables")) {
            final NodeSettings all = settings.getNodeSettings("workflow_variables");
            for (String key : all) {
                variables.add(FlowVariable.load(all.getNodeSettings(key)));
            }
        }
        return variables;
    }

    private Map<Integer, WorkflowNode> nodes(final NodeSettings all)
        throws InvalidSettingsException, WorkflowLoadException {
        final Map<Integer, WorkflowNode> nodes = new LinkedHashMap<>();
        for (String key : all) {
            final NodeSettings entry = all.getNodeSettings(key);
            final int id = entry.getInt("id");
            final String file = entry.getString("node_settings_file");
            if (entry.getBoolean("node_is_meta", false)
                || !"NativeNode".equals(entry.getString("node_type", "NativeNode"))) {
                throw new WorkflowLoadException(
                    "Node " + id + " is a metanode or component; only plain nodes can be loaded here.");
            }
            final Path path = folder.resolve(file).normalize();
            if (!path.startsWith(folder)) {
                throw new WorkflowLoadException("Node " + id + " has its settings outside of the workflow: " + file);
            }
            if (nodes.put(id, node(new NodeID(0).createChild(id), file, read(path), path)) != null) {
                throw new WorkflowLoadException("There are two nodes with the id " + id + ".");
            }
        }
        return nodes;
    }

    private WorkflowNode node(final NodeID id, final String file, final NodeSettings saved, final Path path)
        throws WorkflowLoadException {
        for (String key : REQUIRED) {
            if (!saved.containsKey(key)) {
                throw new WorkflowLoadException("\"" + path + "\" has no entry \"" + key + "\".");
            }
        }
        final String factory = saved.getString("factory", null);
        final Optional<NodeExtension> extension = factory == null ? Optional.empty() : Extensions.node(factory);
        Node node = null;
        String problem = null;
        if (extension.isEmpty()) {
            problem = "The node \"" + saved.getString("node-name", null) + "\" is not installed: no bundle contributes "
                + factory + " (it was " + saved.getString("node-bundle-symbolic-name", null) + ").";
        } else {
            try {
                @SuppressWarnings("unchecked")
                final NodeFactory<NodeModel> created = (NodeFactory<NodeModel>)extension.get().factory().get();
                node = node(created, saved);
            } catch (InvalidSettingsException | RuntimeException | LinkageError e) {
                final Throwable reason = e instanceof ExceptionInInitializerError ? e.getCause() : e;
                problem = "The node \"" + saved.getString("node-name", null) + "\" cannot be created: " + reason;
                NodeLogger.getLogger(WorkflowLoader.class).debug(problem, e);
            }
        }
        final WorkflowNode workflowNode = new WorkflowNode(id, file, saved, node);
        if (problem == null) {
            CurrentWorkflow.in(folder, () -> {
                workflowNode.loadSavedSettings();
                return null;
            });
            problem = workflowNode.settingsFit() ? null : workflowNode.message().getMessage();
        } else {
            workflowNode.show(NodeMessage.newError(problem));
        }
        if (problem != null) {
            errors.add(workflowNode.label() + ": " + problem);
        }
        return workflowNode;
    }

    /** With the optional ports that were saved. */
    private static Node node(final NodeFactory<NodeModel> factory, final NodeSettings saved)
        throws InvalidSettingsException {
        if (!(factory instanceof ConfigurableNodeFactory<NodeModel> configurable)) {
            return new Node(factory);
        }
        final ModifiableNodeCreationConfiguration ports = configurable.createNodeCreationConfig();
        if (saved.containsKey("node_creation_config")) {
            ports.loadSettingsFrom(saved.getNodeSettings("node_creation_config"));
        }
        return new Node(factory, ports);
    }

    private static List<Connection> connections(final NodeSettings all, final Map<Integer, WorkflowNode> nodes)
        throws InvalidSettingsException {
        final List<Connection> connections = new ArrayList<>();
        final Set<String> taken = new HashSet<>();
        for (String key : all) {
            final NodeSettings entry = all.getNodeSettings(key);
            final Connection connection = new Connection(entry.getInt("sourceID"), entry.getInt("sourcePort"),
                entry.getInt("destID"), entry.getInt("destPort"));
            final WorkflowNode source = nodes.get(connection.source());
            final WorkflowNode destination = nodes.get(connection.destination());
            if (source == null || destination == null) {
                throw new InvalidSettingsException("The " + connection + " names a node that does not exist.");
            }
            final boolean portsExist = (source.node() == null || inRange(connection.sourcePort(),
                source.node().getNrOutPorts()))
                && (destination.node() == null || inRange(connection.destinationPort(),
                    destination.node().getNrInPorts()));
            if (!portsExist) {
                throw new InvalidSettingsException("The " + connection + " names a port that does not exist.");
            }
            if (source.node() != null && destination.node() != null && !fits(source, destination, connection)) {
                throw new InvalidSettingsException(
                    "The " + connection + " joins ports of different types.");
            }
            if (!taken.add(connection.destination() + ":" + connection.destinationPort())) {
                throw new InvalidSettingsException("Two connections end at port " + connection.destinationPort()
                    + " of node " + connection.destination() + ".");
            }
            connections.add(connection);
        }
        refuseCircles(connections, nodes.keySet());
        return connections;
    }

    private static boolean inRange(final int port, final int ports) {
        return port >= 0 && port < ports;
    }

    private static boolean fits(final WorkflowNode source, final WorkflowNode destination,
        final Connection connection) {
        final var given = source.node().getOutputType(connection.sourcePort());
        final var taken = destination.node().getInputType(connection.destinationPort());
        return taken.isSuperTypeOf(given) || given.isSuperTypeOf(taken);
    }

    private static void refuseCircles(final List<Connection> connections, final Set<Integer> nodes)
        throws InvalidSettingsException {
        final Set<Integer> left = new HashSet<>(nodes);
        while (left.removeIf(node -> connections.stream()
            .noneMatch(connection -> connection.destination() == node && left.contains(connection.source())))) {
            // removes the nodes whose predecessors are removed, until nothing changes
        }
        if (!left.isEmpty()) {
            throw new InvalidSettingsException("The nodes " + left + " depend on each other in a circle.");
        }
    }

    /** Gives nodes that were saved executed their outputs; what cannot be read is executed again. */
    private void restoreExecuted(final Map<Integer, WorkflowNode> nodes, final List<Connection> connections) {
        final Set<Integer> done = new HashSet<>();
        boolean advanced = true;
        while (advanced) {
            advanced = false;
            for (WorkflowNode node : nodes.values()) {
                final List<WorkflowNode> before = connections.stream()
                    .filter(connection -> connection.destination() == node.id())
                    .map(connection -> nodes.get(connection.source())).toList();
                if (!done.contains(node.id()) && before.stream().allMatch(other -> done.contains(other.id()))) {
                    advanced = done.add(node.id());
                    if (NodeState.EXECUTED.name().equals(node.saved().getString("state", null)) && node.node() != null
                        && node.settingsFit()
                        && before.stream().allMatch(other -> other.state() == NodeState.EXECUTED)) {
                        restore(node);
                    }
                }
            }
        }
    }

    private void restore(final WorkflowNode node) {
        final Path nodeFolder = folder.resolve(node.settingsFile()).getParent();
        try {
            new PortContents(nodeFolder).restore(node);
            node.become(NodeState.EXECUTED);
            final NodeSettingsRO saved = node.saved();
            if (saved.containsKey("nodecontainer_message")) {
                final NodeSettingsRO message = saved.getNodeSettings("nodecontainer_message");
                node.show(new NodeMessage(NodeMessage.Type.valueOf(message.getString("type")),
                    message.getString("message")));
            }
        } catch (IOException | InvalidSettingsException | CanceledExecutionException | IllegalArgumentException e) {
            final String problem = node.label() + ": its data cannot be read, so it is executed again: "
                + e.getMessage();
            NodeLogger.getLogger(WorkflowLoader.class).warn(problem);
            node.reset();
        }
    }
}
