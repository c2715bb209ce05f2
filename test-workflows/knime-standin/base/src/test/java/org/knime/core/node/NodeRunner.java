// SPDX-License-Identifier: Apache-2.0
package org.knime.core.node;

import org.knime.core.data.DataCell;
import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.def.DefaultRow;
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

    /** Configures the node for its inputs and executes it. */
    public PortObject[] run(final PortObject... inputs) throws Exception {
        final var specs = new PortObjectSpec[inputs.length];
        for (var i = 0; i < inputs.length; i++) {
            specs[i] = inputs[i].getSpec();
        }
        configure(specs);
        return node.invokeNodeModelExecute(context(node), inputs);
    }

    public String warning() {
        return node.getNodeModel().getWarningMessage();
    }

    public static ExecutionContext context(final Node node) {
        return new ExecutionContext(new DefaultNodeProgressMonitor(), node);
    }

    /** @return a table with the rows Row0, Row1 and so on */
    public BufferedDataTable table(final DataTableSpec spec, final DataCell[]... rows) {
        final var container = context(node).createDataContainer(spec);
        for (var i = 0; i < rows.length; i++) {
            container.addRowToTable(new DefaultRow("Row" + i, rows[i]));
        }
        container.close();
        return container.getTable();
    }

    /** @return a table with the given rows */
    public BufferedDataTable table(final DataTableSpec spec, final Iterable<DataRow> rows) {
        final var container = context(node).createDataContainer(spec);
        rows.forEach(container::addRowToTable);
        container.close();
        return container.getTable();
    }
}
