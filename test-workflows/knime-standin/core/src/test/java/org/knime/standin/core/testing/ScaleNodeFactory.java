// SPDX-License-Identifier: Apache-2.0
package org.knime.standin.core.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

import org.knime.core.data.DataRow;
import org.knime.core.data.DataTableSpec;
import org.knime.core.data.DataType;
import org.knime.core.data.def.DefaultRow;
import org.knime.core.data.def.DoubleCell;
import org.knime.core.data.def.IntCell;
import org.knime.core.node.BufferedDataContainer;
import org.knime.core.node.BufferedDataTable;
import org.knime.core.node.ExecutionContext;
import org.knime.core.node.ExecutionMonitor;
import org.knime.core.node.InvalidSettingsException;
import org.knime.core.node.KNIMEException;
import org.knime.core.node.NodeModel;
import org.knime.core.node.NodeSettings;
import org.knime.core.node.NodeSettingsRO;
import org.knime.core.node.NodeSettingsWO;
import org.knime.core.node.message.Message;
import org.knime.core.node.port.PortObject;
import org.knime.core.node.port.PortObjectSpec;
import org.knime.core.node.port.PortType;
import org.knime.core.node.port.PortTypeRegistry;

/**
 * Multiplies the first column and, if connected, adds a number, and an offset if it is set. A factor of 0 fails, of 13
 * is refused in configure, of 99 waits to be cancelled, of 98 waits and never asks, a negative one gives a warning; with
 * one of 97 the internals cannot be saved, with 96 their saving does not end.
 */
public final class ScaleNodeFactory extends PlainNodeFactory {

    private static final DataTableSpec SPEC = new DataTableSpec(new String[]{"x"}, new DataType[]{DoubleCell.TYPE});

    public ScaleNodeFactory() {
        super("Scale");
    }

    @Override
    public NodeModel createNodeModel() {
        return new Model();
    }

    private static final class Model extends NodeModel {

        private double factor = 2;

        private Optional<Double> offset = Optional.empty();

        private String note;

        Model() {
            super(new PortType[]{BufferedDataTable.TYPE, optional()}, new PortType[]{BufferedDataTable.TYPE});
        }

        private static PortType optional() {
            return PortTypeRegistry.getInstance().getPortType(NumberPortObject.class, true);
        }

        @Override
        protected PortObjectSpec[] configure(final PortObjectSpec[] inSpecs) throws InvalidSettingsException {
            if (factor == 13) {
                throw new InvalidSettingsException("13 is no factor.");
            }
            if (((DataTableSpec)inSpecs[0]).getNumColumns() == 0) {
                throw new InvalidSettingsException("There is no column.");
            }
            return new PortObjectSpec[]{SPEC};
        }

        @Override
        protected PortObject[] execute(final PortObject[] inObjects, final ExecutionContext exec) throws Exception {
            if (factor == 0) {
                throw KNIMEException.of(Message.fromSummary("The factor must not be 0."));
            }
            while (factor == 99) {
                exec.setProgress(0.5, "Waiting");
                exec.checkCanceled();
                Thread.onSpinWait();
            }
            while (factor == 98) {
                Thread.onSpinWait();
            }
            if (factor < 0) {
                setWarningMessage("The factor is negative.");
            }
            final double added = inObjects[1] == null ? 0 : ((NumberPortObject)inObjects[1]).number();
            final double shift = added + offset.orElse(0.0);
            final BufferedDataContainer container = exec.createDataContainer(SPEC);
            for (DataRow row : (BufferedDataTable)inObjects[0]) {
                final double value = row.getCell(0) instanceof IntCell cell ? cell.getIntValue()
                    : ((DoubleCell)row.getCell(0)).getDoubleValue();
                container.addRowToTable(new DefaultRow(row.getKey(), factor * value + shift));
            }
            container.close();
            note = "scaled by " + factor;
            return new PortObject[]{container.getTable()};
        }

        @Override
        protected void saveSettingsTo(final NodeSettingsWO settings) {
            settings.addNodeSettings("layers").addNodeSettings("0").addDouble("factor", factor);
            settings.addDouble("offset", offset.orElse(0.0)); // an absent one leaves no trace of its value
            settings.addBoolean("offset_is_present", offset.isPresent());
        }

        @Override
        protected void validateSettings(final NodeSettingsRO settings) throws InvalidSettingsException {
            settings.getNodeSettings("layers").getNodeSettings("0").getDouble("factor");
        }

        @Override
        protected void loadValidatedSettingsFrom(final NodeSettingsRO settings) throws InvalidSettingsException {
            factor = settings.getNodeSettings("layers").getNodeSettings("0").getDouble("factor");
            offset = settings.getBoolean("offset_is_present", false) ? Optional.of(settings.getDouble("offset", 0))
                : Optional.empty();
        }

        @Override
        protected void reset() {
            note = null;
        }

        @Override
        protected void loadInternals(final File nodeInternDir, final ExecutionMonitor exec) throws IOException {
            note = Files.readString(nodeInternDir.toPath().resolve("note.txt"));
        }

        @Override
        protected void saveInternals(final File nodeInternDir, final ExecutionMonitor exec) throws IOException {
            Files.writeString(nodeInternDir.toPath().resolve("note.txt"), note);
            if (factor == 97) {
                throw new IOException("No space left on device");
            }
            if (factor == 96) {
                System.out.println("Saving without end");
            }
            while (factor == 96) {
                Thread.onSpinWait();
            }
        }
    }

    /** @return model settings with this factor */
    public static NodeSettings factor(final double factor) {
        final NodeSettings model = new NodeSettings("model");
        model.addNodeSettings("layers").addNodeSettings("0").addDouble("factor", factor);
        return model;
    }
}
