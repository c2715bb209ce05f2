// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.testing;

import java.io.File;
import java.util.concurrent.atomic.AtomicInteger;

import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.IntCell;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.NodeModel;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectHolder;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.core.node.port.PortTypeRegistry;

/** Counts: gives the numbers 0, 1, ... as a table, and how many as a port object and a flow variable. */
public final class CountNodeFactory extends PlainNodeFactory {

    /** How often any of these nodes was executed. */
    public static final AtomicInteger EXECUTIONS = new AtomicInteger();

    static final PortType NUMBER = PortTypeRegistry.getInstance().getPortType(NumberPortObject.class);

    private static final DataTableSpec SPEC = new DataTableSpec(new String[]{"n"}, new DataType[]{IntCell.TYPE});

    public CountNodeFactory() {
        super("Count");
    }

    @Override
    public NodeModel createNodeModel() {
        return new Model();
    }

    private static final class Model extends NodeModel implements PortObjectHolder {

        private int rows = 3;

        private PortObject[] internals;

        Model() {
            super(new PortType[0], new PortType[]{BufferedDataTable.TYPE, NUMBER});
        }

        @Override
        protected PortObjectSpec[] configure(final PortObjectSpec[] inSpecs) {
            pushFlowVariableInt("rows", 0);
            return new PortObjectSpec[]{SPEC, new NumberPortObject.Spec("rows")};
        }

        @Override
        protected PortObject[] execute(final PortObject[] inObjects, final ExecutionContext exec) {
            EXECUTIONS.incrementAndGet();
            final BufferedDataContainer container = exec.createDataContainer(SPEC);
            for (int i = 0; i < rows; i++) {
                container.addRowToTable(new DefaultRow("Row" + i, i));
                exec.setProgress((i + 1.0) / rows, "Row " + (i + 1) + " of " + rows);
            }
            container.close();
            pushFlowVariableInt("rows", rows);
            internals = new PortObject[]{container.getTable(), new NumberPortObject(rows, "internal")};
            return new PortObject[]{container.getTable(), new NumberPortObject(rows, "rows")};
        }

        @Override
        public PortObject[] getInternalPortObjects() {
            return internals;
        }

        @Override
        public void setInternalPortObjects(final PortObject[] portObjects) {
            internals = portObjects;
        }

        @Override
        protected void saveSettingsTo(final NodeSettingsWO settings) {
            settings.addInt("rows", rows);
        }

        @Override
        protected void validateSettings(final NodeSettingsRO settings) throws InvalidSettingsException {
            if (settings.getInt("rows") < 0) {
                throw new InvalidSettingsException("There cannot be " + settings.getInt("rows") + " rows.");
            }
        }

        @Override
        protected void loadValidatedSettingsFrom(final NodeSettingsRO settings) throws InvalidSettingsException {
            rows = settings.getInt("rows");
        }

        @Override
        protected void reset() {
            internals = null;
        }

        @Override
        protected void loadInternals(final File nodeInternDir, final ExecutionMonitor exec) {
            // everything is in the ports
        }

        @Override
        protected void saveInternals(final File nodeInternDir, final ExecutionMonitor exec) {
            // everything is in the ports
        }
    }
}
