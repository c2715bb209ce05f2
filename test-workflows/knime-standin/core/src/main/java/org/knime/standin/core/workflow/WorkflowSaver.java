// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsWO;
import org.knime.core.node.config.base.AbstractConfigEntry;
import org.knime.core.node.config.base.ConfigBase;
import org.knime.core.node.workflow.FlowVariable;
import org.knime.core.node.workflow.NodeMessage;
import org.knime.core.util.FileUtil;

/**
 * Writes a workflow folder: beside the one that it replaces, and moved into its place when it is whole, so that
 * whatever stops the writing leaves the old one. Between the two renames at the end neither is there; a process that is
 * killed just then leaves both under their other names. Entries of the settings files that nobody here knows stay as
 * they were.
 */
final class WorkflowSaver {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z");

    private static final Set<String> CONTENTS = Set.of("internal", "internalTables");

    private final Workflow workflow;

    private final Path destination;

    private final Path target; // becomes the destination

    private final Path replaced; // was the destination

    WorkflowSaver(final Workflow workflow, final Path named) throws IOException {
        this.workflow = workflow;
        destination = Files.exists(named) ? named.toRealPath() : named;
        target = destination.resolveSibling("." + destination.getFileName() + ".saving");
        replaced = destination.resolveSibling("." + destination.getFileName() + ".replaced");
    }

    void save() throws IOException {
        final Path own = workflow.folder().toRealPath();
        final boolean elsewhere = !destination.equals(own);
        if (elsewhere && destination.startsWith(own)) {
            throw new IOException("A workflow cannot be saved into its own folder: " + destination);
        }
        remove(target); // left by a process that was killed
        try {
            Files.createDirectories(target);
            if (Files.isDirectory(destination)) {
                takeOver(destination, WorkflowSaver::link);
            }
            if (elsewhere) {
                takeOver(own,
                    (file, copy) -> Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING));
            }
            write();
            takePlace();
        } finally {
            remove(target);
        }
    }

    private void takePlace() throws IOException {
        if (!Files.exists(destination)) {
            Files.move(target, destination);
            return;
        }
        remove(replaced);
        Files.move(destination, replaced);
        try {
            Files.move(target, destination);
        } catch (IOException e) {
            Files.move(replaced, destination);
            throw e;
        }
        remove(replaced);
    }

    private static void remove(final Path folder) throws IOException {
        if (Files.exists(folder) && !FileUtil.deleteRecursively(folder.toFile())) {
            throw new IOException("\"" + folder + "\" cannot be removed.");
        }
    }

    private void write() throws IOException {
        for (WorkflowNode node : workflow.nodes()) {
            save(node);
        }
        final NodeSettings settings = workflow.settings();
        settings.addString("state", state());
        final NodeSettingsWO variables = new NodeSettings("workflow_variables");
        int number = 0;
        for (FlowVariable variable : workflow.variables()) {
            variable.save(variables.addNodeSettings("Var_" + number++));
        }
        if (number > 0) {
            settings.addNodeSettings((NodeSettings)variables);
        }
        if (settings.getEntry("authorInformation") instanceof ConfigBase author) {
            author.addString("lastEdited-by", System.getProperty("user.name"));
            author.addString("lastEdited-when", OffsetDateTime.now().format(TIME));
        }
        write(settings, target.resolve("workflow.knime"));
    }

    private String state() {
        final List<NodeState> states = workflow.nodes().stream().map(WorkflowNode::state).toList();
        return states.stream().min(NodeState::compareTo).orElse(NodeState.IDLE).name();
    }

    /** Gives a file of another folder a place in the new one. */
    @FunctionalInterface
    private interface Taking {

        void take(Path file, Path copy) throws IOException;
    }

    private void takeOver(final Path source, final Taking taking) throws IOException {
        try (Stream<Path> found = Files.walk(source)) {
            for (Path path : found.toList()) {
                final Path copy = target.resolve(source.relativize(path).toString());
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(copy);
                } else {
                    taking.take(path, copy);
                }
            }
        }
    }

    /** The file itself where it can have two names, for its old one goes with the old folder; else a copy. */
    private static void link(final Path file, final Path copy) throws IOException {
        try {
            Files.createLink(copy, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void write(final NodeSettings settings, final Path file) throws IOException {
        Files.createDirectories(file.getParent());
        final Path part = file.resolveSibling(file.getFileName() + ".part");
        settings.saveToXML(new BufferedOutputStream(Files.newOutputStream(part)));
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void save(final WorkflowNode node) throws IOException {
        final Path file = target.resolve(node.settingsFile());
        if (node.node() == null) {
            write(node.saved(), file); // a node that is not installed keeps all it has
            return;
        }
        final Path folder = Files.createDirectories(file.getParent());
        removeContents(folder);
        final NodeSettings computed = computedSettings(node);
        try {
            new PortContents(folder).save(node, computed);
        } catch (CanceledExecutionException e) {
            throw new IOException(e);
        }
        write(merged(node, computed), file);
    }

    private static void removeContents(final Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            for (Path path : found.filter(Files::isDirectory).toList()) {
                final String name = path.getFileName().toString();
                if ((CONTENTS.contains(name) || name.matches("port_\\d+"))
                    && !FileUtil.deleteRecursively(path.toFile())) {
                    throw new IOException("\"" + path + "\" cannot be replaced.");
                }
            }
        }
    }

    private static NodeSettings computedSettings(final WorkflowNode node) {
        final NodeSettings computed = new NodeSettings("settings.xml");
        final NodeSettingsWO stack = computed.addNodeSettings("flow_stack");
        if (node.state() == NodeState.EXECUTED) {
            int number = 0;
            for (FlowVariable variable : node.ownVariables()) {
                final NodeSettingsWO entry = stack.addNodeSettings("Variable_" + number++);
                entry.addString("type", "variable");
                variable.save(entry);
            }
        }
        if (node.settingsFit()) {
            computed.addNodeSettings(node.modelSettings());
        }
        computed.addString("state", node.state().name());
        if (node.message().getMessageType() != NodeMessage.Type.RESET) {
            final NodeSettingsWO message = computed.addNodeSettings("nodecontainer_message");
            message.addString("type", node.message().getMessageType().name());
            message.addString("message", node.message().getMessage());
        }
        computed.addBoolean("hasContent", node.state() == NodeState.EXECUTED);
        return computed;
    }

    /** The entries of the file in their order, replaced by the computed ones; absent ones behind their like. */
    private static NodeSettings merged(final WorkflowNode node, final NodeSettings computed) {
        final NodeSettings merged = new NodeSettings(node.saved().getKey());
        for (String key : node.saved()) {
            if (computed.containsKey(key)) {
                add(merged, computed.getEntry(key));
            } else if (!Set.of("nodecontainer_message", "internalObjects").contains(key)) {
                add(merged, node.saved().getEntry(key));
            }
            insertBehind(merged, computed, node.saved(), key, "internal_node_subsettings", "model");
            insertBehind(merged, computed, node.saved(), key, "state", "nodecontainer_message");
            insertBehind(merged, computed, node.saved(), key, "ports", "internalObjects");
        }
        for (String key : computed) {
            if (!merged.containsKey(key)) {
                add(merged, computed.getEntry(key));
            }
        }
        return merged;
    }

    private static void insertBehind(final NodeSettings merged, final NodeSettings computed, final NodeSettings saved,
        final String key, final String before, final String inserted) {
        if (key.equals(before) && computed.containsKey(inserted) && !saved.containsKey(inserted)) {
            add(merged, computed.getEntry(inserted));
        }
    }

    private static void add(final NodeSettings settings, final AbstractConfigEntry entry) {
        if (entry instanceof NodeSettings nested) {
            settings.addNodeSettings(nested);
        } else {
            settings.addEntry(entry);
        }
    }
}
