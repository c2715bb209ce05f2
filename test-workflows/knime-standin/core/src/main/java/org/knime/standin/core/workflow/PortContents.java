// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.workflow;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.CanceledExecutionException;
import org.knime.core.node.DefaultNodeProgressMonitor;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortObjectSpecZipInputStream;
import org.knime.core.node.port.PortObjectSpecZipOutputStream;
import org.knime.core.node.port.PortObjectZipInputStream;
import org.knime.core.node.port.PortObjectZipOutputStream;
import org.knime.core.node.port.PortTypeRegistry;
import org.knime.core.node.port.PortUtil;
import org.knime.core.node.port.flowvariable.FlowVariablePortObject;
import org.knime.core.node.workflow.FlowObjectStack;
import org.knime.core.node.workflow.FlowVariable;
import org.knime.standin.core.table.CellCodec;

/**
 * What an executed node's folder holds beside its settings: port_N, internalTables, internal. Settings, specs and port
 * objects are in KNIME's form; the rows of tables are in a form of their own, marked as such, and tables that KNIME
 * itself wrote are refused.
 */
final class PortContents {

    private static final String TABLE_TYPE = "standin_row_file";

    private static final String SAME_NODE = "reference_from_same_node_table";

    private final Path folder;

    private final Map<Integer, BufferedDataTable> tables = new HashMap<>(); // by the id in the files

    PortContents(final Path folder) {
        this.folder = folder;
    }

    void save(final WorkflowNode node, final NodeSettings settings) throws IOException, CanceledExecutionException {
        final NodeSettingsWO ports = settings.addNodeSettings("ports");
        for (int port = 1; port < node.node().getNrOutPorts(); port++) {
            savePort(node, port, ports.addNodeSettings("port_" + port));
        }
        if (node.state() == NodeState.EXECUTED) {
            final PortObject[] internals = node.node().getInternalHeldPortObjects();
            if (internals != null && internals.length > 0) {
                saveInternals(internals, settings.addNodeSettings("internalObjects"));
            }
            final Path internal = Files.createDirectories(folder.resolve("internal"));
            node.node().saveInternals(internal.toFile(), new ExecutionMonitor());
            if (internal.toFile().list().length == 0) {
                Files.delete(internal);
            }
        }
    }

    private void savePort(final WorkflowNode node, final int port, final NodeSettingsWO settings)
        throws IOException, CanceledExecutionException {
        settings.addInt("index", port);
        final PortObject object = node.state() == NodeState.EXECUTED ? node.object(port) : null;
        if (object == null) {
            settings.addString("port_dir_location", null);
            return;
        }
        final String name = "port_" + port;
        settings.addString("port_spec_class", object.getSpec().getClass().getName());
        settings.addString("port_object_class", object.getClass().getName());
        settings.addString("port_object_summary", object.getSummary());
        if (object instanceof BufferedDataTable table) {
            saveTable(table, Files.createDirectories(folder.resolve(name)));
        } else if (!(object instanceof FlowVariablePortObject)) {
            saveObject(object, folder.resolve(name));
            settings.addString("port_spec_location", "spec/spec.zip");
            settings.addString("port_object_location", "object/portobject.zip");
        }
        settings.addString("port_dir_location", name);
    }

    private void saveInternals(final PortObject[] internals, final NodeSettingsWO settings)
        throws IOException, CanceledExecutionException {
        final Path parent = Files.createDirectories(folder.resolve("internalTables"));
        settings.addString("location", "internalTables");
        final NodeSettingsWO content = settings.addNodeSettings("content");
        for (int i = 0; i < internals.length; i++) {
            if (internals[i] == null) {
                continue;
            }
            final String name = "object_" + i;
            final NodeSettingsWO entry = content.addNodeSettings(name);
            entry.addInt("index", i);
            if (internals[i] instanceof BufferedDataTable table) {
                entry.addString("type", "table");
                entry.addString("table_dir_location", name);
                saveTable(table, Files.createDirectories(parent.resolve(name)));
            } else {
                entry.addString("type", "port_object");
                entry.addString("port_object_class", internals[i].getClass().getName());
                entry.addString("port_object_dir_location", name);
                saveObject(internals[i], parent.resolve(name));
            }
        }
    }

    private void saveTable(final BufferedDataTable table, final Path target) throws IOException {
        final NodeSettings spec = new NodeSettings("spec.xml");
        table.getDataTableSpec().save(spec);
        spec.saveToXML(new BufferedOutputStream(Files.newOutputStream(target.resolve("spec.xml"))));
        final boolean again = tables.put(table.getBufferedTableId(), table) != null;
        final NodeSettings meta = new NodeSettings("table_meta_info");
        meta.addInt("table_ID", table.getBufferedTableId());
        meta.addString("table_type", again ? SAME_NODE : TABLE_TYPE);
        meta.addString("table_file_name", again ? null : "data.zip");
        meta.saveToXML(Files.newOutputStream(target.resolve("data.xml")));
        if (again) {
            return;
        }
        try (ZipOutputStream zip =
            new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(target.resolve("data.zip"))))) {
            zip.putNextEntry(new ZipEntry("data.bin"));
            final DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zip, 1 << 16));
            out.writeLong(table.size());
            for (DataRow row : table) {
                CellCodec.writeRow(row, out);
            }
            out.flush();
        }
    }

    @SuppressWarnings("unchecked")
    private static void saveObject(final PortObject object, final Path target)
        throws IOException, CanceledExecutionException {
        final PortObjectSpec spec = object.getSpec();
        Files.createDirectories(target.resolve("spec"));
        Files.createDirectories(target.resolve("object"));
        try (OutputStream out = Files.newOutputStream(target.resolve("spec/spec.zip"));
                PortObjectSpecZipOutputStream zip =
                    PortUtil.getPortObjectSpecZipOutputStream(new BufferedOutputStream(out))) {
            PortUtil.getPortObjectSpecSerializer((Class<PortObjectSpec>)spec.getClass()).savePortObjectSpec(spec, zip);
        }
        try (OutputStream out = Files.newOutputStream(target.resolve("object/portobject.zip"));
                PortObjectZipOutputStream zip =
                    PortUtil.getPortObjectZipOutputStream(new BufferedOutputStream(out))) {
            PortUtil.getPortObjectSerializer((Class<PortObject>)object.getClass()).savePortObject(object, zip,
                new ExecutionMonitor());
        }
    }

    void restore(final WorkflowNode node) throws IOException, InvalidSettingsException, CanceledExecutionException {
        final NodeSettingsRO saved = node.saved();
        final NodeSettingsRO ports = saved.getNodeSettings("ports");
        final ExecutionContext context = new ExecutionContext(new DefaultNodeProgressMonitor(), node.node());
        final PortObject[] outputs = new PortObject[node.node().getNrOutPorts() - 1];
        for (int i = 0; i < outputs.length; i++) {
            final NodeSettingsRO port = ports.getNodeSettings("port_" + (i + 1));
            final String location = port.getString("port_dir_location");
            if (location == null) {
                throw new IOException("Output port " + (i + 1) + " has no content.");
            }
            outputs[i] = readPort(port.getString("port_object_class"), inside(folder, location), context);
        }
        PortObject[] internals = null;
        if (saved.containsKey("internalObjects")) {
            internals = readInternals(saved.getNodeSettings("internalObjects"), context);
        }
        final Path internal = folder.resolve("internal");
        if (Files.isDirectory(internal)) {
            node.node().loadInternals(internal.toFile(), new ExecutionMonitor());
        }
        node.node().setFlowObjectStack(
            FlowObjectStack.createFromFlowVariableList(List.of(), node.nodeId()),
            FlowObjectStack.createFromFlowVariableList(variables(saved), node.nodeId()));
        NodeAccess.get().restore(node.node(), outputs, internals);
    }

    private static List<FlowVariable> variables(final NodeSettingsRO saved)
        throws InvalidSettingsException {
        final List<FlowVariable> variables = new ArrayList<>();
        if (saved.containsKey("flow_stack")) {
            final NodeSettingsRO stack = saved.getNodeSettings("flow_stack");
            for (String key : stack) {
                variables.add(FlowVariable.load(stack.getNodeSettings(key)));
            }
        }
        return variables;
    }

    private PortObject[] readInternals(final NodeSettingsRO settings, final ExecutionContext context)
        throws IOException, InvalidSettingsException, CanceledExecutionException {
        final Path parent = inside(folder, settings.getString("location"));
        final NodeSettingsRO content = settings.getNodeSettings("content");
        final List<PortObject> internals = new ArrayList<>();
        for (String key : content) {
            final NodeSettingsRO entry = content.getNodeSettings(key);
            while (internals.size() < entry.getInt("index")) {
                internals.add(null);
            }
            if ("table".equals(entry.getString("type"))) {
                internals.add(readTable(inside(parent, entry.getString("table_dir_location")), context));
            } else {
                internals.add(readObject(entry.getString("port_object_class"),
                    inside(parent, entry.getString("port_object_dir_location"))));
            }
        }
        return internals.toArray(PortObject[]::new);
    }

    private static Path inside(final Path parent, final String name) throws IOException {
        final Path path = parent.resolve(name).normalize();
        if (!path.startsWith(parent)) {
            throw new IOException("\"" + name + "\" lies outside of the node's folder.");
        }
        return path;
    }

    private PortObject readPort(final String className, final Path source, final ExecutionContext context)
        throws IOException, InvalidSettingsException, CanceledExecutionException {
        if (BufferedDataTable.class.getName().equals(className)) {
            return readTable(source, context);
        }
        return FlowVariablePortObject.class.getName().equals(className) ? FlowVariablePortObject.INSTANCE
            : readObject(className, source);
    }

    private BufferedDataTable readTable(final Path source, final ExecutionContext context)
        throws IOException, InvalidSettingsException {
        final NodeSettingsRO meta = WorkflowLoader.read(source.resolve("data.xml"));
        final int id = meta.getInt("table_ID");
        final String type = meta.getString("table_type");
        if (SAME_NODE.equals(type) && tables.containsKey(id)) {
            return tables.get(id);
        }
        if (!TABLE_TYPE.equals(type)) {
            throw new IOException("The table in \"" + source.getFileName()
                + "\" was written by KNIME itself (" + type + "), a form that is not read here.");
        }
        final DataTableSpec spec = DataTableSpec.load(WorkflowLoader.read(source.resolve("spec.xml")));
        final BufferedDataContainer container = context.createDataContainer(spec, true);
        final boolean[] all = new boolean[spec.getNumColumns()];
        Arrays.fill(all, true);
        try (ZipInputStream zip = new ZipInputStream(
            new BufferedInputStream(Files.newInputStream(inside(source, meta.getString("table_file_name")))))) {
            if (zip.getNextEntry() == null) {
                throw new IOException("The table's file is empty.");
            }
            final DataInputStream in = new DataInputStream(new BufferedInputStream(zip, 1 << 16));
            for (long left = in.readLong(); left > 0; left--) {
                container.addRowToTable(CellCodec.readRow(in, all));
            }
        }
        container.close();
        tables.put(id, container.getTable());
        return container.getTable();
    }

    private static PortObject readObject(final String className, final Path source)
        throws IOException, CanceledExecutionException {
        final PortTypeRegistry registry = PortTypeRegistry.getInstance();
        final Class<? extends PortObject> objectClass = registry.getObjectClass(className)
            .orElseThrow(() -> new IOException("No port type has the object class \"" + className + "\"."));
        final Class<? extends PortObjectSpec> specClass = registry.getPortType(objectClass).getPortObjectSpecClass();
        final PortObjectSpec spec;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(source.resolve("spec/spec.zip")));
                PortObjectSpecZipInputStream zip = PortUtil.getPortObjectSpecZipInputStream(in)) {
            spec = PortUtil.getPortObjectSpecSerializer(specClass).loadPortObjectSpec(zip);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(source.resolve("object/portobject.zip")));
                PortObjectZipInputStream zip = PortUtil.getPortObjectZipInputStream(in)) {
            return PortUtil.getPortObjectSerializer(objectClass).loadPortObject(zip, spec, new ExecutionMonitor());
        }
    }
}
