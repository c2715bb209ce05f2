// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsWO;

/** Writes a workflow folder as KNIME would. */
public final class WorkflowFolder {

    private final Path folder;

    private final NodeSettings settings = new NodeSettings("workflow.knime");

    private final NodeSettingsWO nodes;

    private final NodeSettingsWO connections;

    private int connectionCount;

    public WorkflowFolder(final Path folder) {
        this.folder = folder;
        settings.addString("version", "5.1.0");
        settings.addString("state", "IDLE");
        nodes = settings.addNodeSettings("nodes");
        connections = settings.addNodeSettings("connections");
    }

    /** Adds a node; without model settings if they are null. */
    public WorkflowFolder node(final int id, final String factory, final NodeSettings model) throws IOException {
        final String name = factory.replaceFirst(".*\\.", "").replaceFirst("NodeFactory$", "");
        final NodeSettings node = new NodeSettings("settings.xml");
        node.addString("node_file", "settings.xml");
        node.addNodeSettings("flow_stack");
        node.addNodeSettings("internal_node_subsettings").addString("memory_policy", "CacheSmallInMemory");
        if (model != null) {
            node.addNodeSettings(model);
        }
        node.addString("customDescription", null);
        node.addString("state", "IDLE");
        node.addString("factory", factory);
        node.addString("node-name", name);
        node.addString("node-bundle-name", "Tests");
        node.addString("node-bundle-symbolic-name", "org.knime.core.tests");
        node.addString("node-bundle-vendor", null);
        node.addBoolean("hasContent", false);
        node.addNodeSettings("ports");
        final Path file = folder.resolve(name + " (#" + id + ")/settings.xml");
        Files.createDirectories(file.getParent());
        node.saveToXML(Files.newOutputStream(file));
        final NodeSettingsWO entry = nodes.addNodeSettings("node_" + id);
        entry.addInt("id", id);
        entry.addString("node_settings_file", folder.relativize(file).toString());
        entry.addBoolean("node_is_meta", false);
        entry.addString("node_type", "NativeNode");
        return this;
    }

    public WorkflowFolder connect(final int source, final int sourcePort, final int destination,
        final int destinationPort) {
        final NodeSettingsWO entry = connections.addNodeSettings("connection_" + connectionCount++);
        entry.addInt("sourceID", source);
        entry.addInt("destID", destination);
        entry.addInt("sourcePort", sourcePort);
        entry.addInt("destPort", destinationPort);
        return this;
    }

    public Path write() throws IOException {
        settings.saveToXML(Files.newOutputStream(folder.resolve("workflow.knime")));
        return folder;
    }
}
